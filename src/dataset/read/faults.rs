//! Faults: what is wrong with a record of a delimited text, shown where it stands.

use std::path::Path;
use std::sync::Arc;

use super::super::format::shown;
use super::quoting::Fault;
use super::records::Records;
use super::{line_of, newlines};
use crate::error::{Excerpt, ReadError};

/// A record with another number of fields than the `expected` one.
pub(super) fn describe_ragged(
    path: &Path,
    text: &str,
    records: &Records,
    expected: usize,
) -> ReadError {
    let span = records.range();
    let lines = newlines(&text.as_bytes()[span.clone()]);
    let help = if lines > 0 {
        format!(
            "a quoted field in it reaches over {} lines: check that its quote is closed where it should be",
            lines + 1
        )
    } else if expected == 1 {
        "no delimiter splits every line of this file: write it with one, and quote values that hold it".to_owned()
    } else {
        "a value that holds the delimiter must stand in quotes: \"Smith, Jane\"; --skip-rows and --comment leave \
         lines out that are no rows"
            .to_owned()
    };
    let excerpt = Excerpt::around(&shown(path), text, span, records.line);
    ReadError::Ragged {
        path: shown(path),
        line: records.line,
        expected,
        found: records.record.len(),
        help,
        at: excerpt.at(),
        excerpt: Arc::new(excerpt),
    }
}

/// A quoted field that goes wrong.
pub(super) fn describe_misquoted(path: &Path, text: &str, fault: &Fault) -> ReadError {
    let path = shown(path);
    let opened = line_of(text.as_bytes(), fault.opened);
    let (message, offset, line, label) = match fault.closed {
        None => (
            format!("the quote that opens in line {opened} of {path} is never closed"),
            fault.opened,
            opened,
            "opens here",
        ),
        Some(closed) => {
            let line = line_of(text.as_bytes(), closed);
            let message = format!(
                "in line {line} of {path} text follows the quote that closes the field opened in line {opened}"
            );
            (message, closed, line, "closes here")
        }
    };
    let excerpt = Excerpt::around(&path, text, offset..offset + 1, line);
    ReadError::Quote {
        message,
        path,
        line,
        label,
        at: excerpt.at(),
        excerpt: Arc::new(excerpt),
    }
}
