//! Compare: what changed between two versions, said by each voice that can.

mod human;
mod json;
mod markdown;
mod words;

use super::human::Human;
use super::json::Json;
use super::markdown::Markdown;
use super::{Manner, Reporter};
use crate::outcome::{CompareReport, Format};

/// The voice for `format`.
pub(crate) fn compare_reporter(
    format: Format,
    manner: &Manner,
) -> Box<dyn Reporter<CompareReport>> {
    match format {
        Format::Json => Box::new(Json),
        Format::Markdown => Box::new(Markdown),
        _ => Box::new(Human {
            terminal: manner.terminal,
        }),
    }
}
