//! Commands: what each command of the command line does, one a file, and the one place that writes what they say.

mod cache;
mod check;
mod compare;
mod completions;
mod earlier;
mod embed;
mod explain;
mod fix;
mod init;
mod line;
mod look;
mod man;
mod output;
mod rules;
mod schema;
mod show_settings;

pub(crate) use cache::run_cache;
pub(crate) use check::run_check;
pub(crate) use compare::run_compare;
pub(crate) use completions::run_completions;
pub(crate) use embed::run_embed;
pub(crate) use explain::run_explain;
pub(crate) use fix::run_fix;
pub(crate) use init::run_init;
pub(crate) use line::run_line;
pub(crate) use look::run_look;
pub(crate) use man::run_man;
pub(crate) use output::Output;
pub(crate) use rules::run_rules;
pub(crate) use schema::run_schema;
pub(crate) use show_settings::show_settings;
