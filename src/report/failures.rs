//! Failures: what couldn't be judged, in plain sentences for every voice.

use super::visible::visible;
use crate::outcome::{Failure, Report};

/// What is wrong, harmless.
pub(super) fn message(failure: &Failure) -> String {
    visible(&failure.message)
}

/// What to do, harmless; absent where that isn't known.
pub(super) fn help(failure: &Failure) -> Option<String> {
    failure.help.as_deref().map(visible)
}

/// The file that it is about, or the run.
pub(super) fn subject(failure: &Failure) -> String {
    failure
        .file
        .as_deref()
        .map_or("the run".to_owned(), visible)
}

/// One line for each: `not judged: line 3 of b.csv has 2 fields where 3 are expected`. The file is named once.
pub(super) fn lines(run: &Report) -> Vec<String> {
    sentences(&run.failures, "not judged")
}

/// The same of `failures`, with `what` before each.
pub(super) fn sentences(failures: &[Failure], what: &str) -> Vec<String> {
    failures
        .iter()
        .map(|failure| {
            let message = message(failure);
            match &failure.file {
                Some(file) if !message.contains(&visible(file)) => {
                    format!("{what}: {}: {message}", subject(failure))
                }
                _ => format!("{what}: {message}"),
            }
        })
        .collect()
}
