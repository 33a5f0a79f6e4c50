//! Report: the voices that say how a run ended, one a file, and which of them speaks a format.

mod account;
mod agent;
pub(crate) mod cache;
mod columns;
mod compare;
pub(crate) mod explain;
mod export;
mod failures;
mod fault;
mod fix;
mod github;
mod group;
mod heading;
mod html;
mod human;
mod init;
mod json;
mod json_lines;
mod junit;
mod look;
mod markdown;
mod measurements;
mod noted;
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

pub(crate) use account::{Account, CacheUse, write_account};
pub(crate) use agent::Agent;
pub(crate) use compare::compare_reporter;
pub(crate) use export::write_exported;
pub(crate) use fault::{write_error, write_warning};
pub(crate) use fix::{write_fixed, write_reviewed, write_verified};
pub(crate) use github::Github;
pub(crate) use html::Html;
pub(crate) use human::{Human, Quiet};
pub(crate) use init::write_guesses;
pub(crate) use json::Json;
pub(crate) use json_lines::JsonLines;
pub(crate) use junit::Junit;
pub(crate) use look::look_reporter;
pub(crate) use markdown::Markdown;
pub(crate) use reporter::Reporter;
pub(crate) use sarif::Sarif;
pub(crate) use settings::write_settings;
pub(crate) use suppressed::write_recorded;
pub(crate) use terminal::Terminal;
pub(crate) use values::Values;

use crate::outcome::{FailOn, Format, Report, RunsReport};

/// How a report is to be written, as far as its format leaves it open.
#[derive(Debug, Clone)]
pub(crate) struct Manner {
    /// Where people read it.
    pub(crate) terminal: Terminal,
    /// Whether people are to hear of what fails the run and nothing else.
    pub(crate) quiet: bool,
    /// What fails the run.
    pub(crate) fail_on: FailOn,
    /// The command line, as it was typed; none where it isn't text.
    pub(crate) command: Option<String>,
}

/// The voice that reports a check in `format`.
pub(crate) fn reporter(format: Format, manner: Manner) -> Box<dyn Reporter<Report>> {
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
pub(crate) fn line_reporter(format: Format, manner: Manner) -> Box<dyn Reporter<RunsReport>> {
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
