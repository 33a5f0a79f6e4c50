//! Commands: what each command of the command line does, one a file, and the one place that writes what they say.

mod cache;
mod check;
mod completions;
mod embed;
mod explain;
mod init;
mod line;
mod man;
mod output;
mod rules;
mod schema;
mod show_settings;

pub use cache::run_cache;
pub use check::run_check;
pub use completions::run_completions;
pub use embed::run_embed;
pub use explain::run_explain;
pub use init::run_init;
pub use line::run_line;
pub use man::run_man;
pub use output::Output;
pub use rules::run_rules;
pub use schema::run_schema;
pub use show_settings::show_settings;
