//! Failure: what couldn't be judged, as JSON.

use serde_json::{Value, json};

use crate::outcome::Failure;

/// The file, the line where it is known, what is wrong and what to do.
pub(in crate::report) fn failure(failure: &Failure) -> Value {
    json!({
        "file": failure.file,
        "line": failure.line,
        "message": failure.message,
        "help": failure.help,
    })
}
