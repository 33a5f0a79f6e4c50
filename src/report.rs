//! Report: the voices that say how a run ended, one a file, and which of them speaks a format.

mod account;
mod agent;
pub mod cache;
pub mod explain;
mod fault;
mod github;
mod group;
mod heading;
mod html;
mod human;
mod init;
mod json;
mod json_lines;
mod junit;
mod markdown;
mod measurements;
mod reporter;
mod root;
mod sarif;
mod settings;
mod snippet;
mod spot;
mod subjects;
mod suppressed;
mod terminal;
mod values;
mod visible;

pub use account::{Account, CacheUse, write_account};
pub use agent::Agent;
pub use fault::{write_error, write_warning};
pub use github::Github;
pub use html::Html;
pub use human::{Human, Quiet};
pub use init::write_guesses;
pub use json::Json;
pub use json_lines::JsonLines;
pub use junit::Junit;
pub use markdown::Markdown;
pub use reporter::Reporter;
pub use sarif::Sarif;
pub use settings::write_settings;
pub use suppressed::write_recorded;
pub use terminal::Terminal;
pub use values::Values;

use crate::outcome::{FailOn, Format, Report, RunsReport};

/// How a report is to be written, as far as its format leaves it open.
#[derive(Debug, Clone)]
pub struct Manner {
    /// Where people read it.
    pub terminal: Terminal,
    /// Whether people are to hear of what fails the run and nothing else.
    pub quiet: bool,
    /// What fails the run.
    pub fail_on: FailOn,
    /// The command line, as it was typed; none where it isn't text.
    pub command: Option<String>,
}

/// The voice that reports a check in `format`.
pub fn reporter(format: Format, manner: Manner) -> Box<dyn Reporter<Report>> {
    let Manner {
        terminal, fail_on, ..
    } = manner;
    match format {
        Format::Human if manner.quiet => Box::new(Quiet { terminal, fail_on }),
        Format::Human => Box::new(Human { terminal }),
        Format::Json => Box::new(Json),
        Format::JsonLines => Box::new(JsonLines),
        Format::Sarif => Box::new(Sarif),
        Format::Github => Box::new(Github),
        Format::Markdown => Box::new(Markdown),
        Format::Junit => Box::new(Junit { fail_on }),
        Format::Agent => Box::new(Agent),
        Format::Html => Box::new(Html {
            command: manner.command,
        }),
    }
}

/// The voice that reports the lines of the user's own models in `format`: one of [`Format::line_words`].
pub fn line_reporter(format: Format, manner: Manner) -> Box<dyn Reporter<RunsReport>> {
    let Manner {
        terminal, fail_on, ..
    } = manner;
    match format {
        Format::Json => Box::new(Json),
        Format::Html => Box::new(Html {
            command: manner.command,
        }),
        _ if manner.quiet => Box::new(Quiet { terminal, fail_on }),
        _ => Box::new(Human { terminal }),
    }
}
