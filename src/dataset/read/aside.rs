//! Aside: records among the rows of a delimited text, and after them, that are no rows.

use std::path::Path;

use super::super::dialect::{Decision, Dialect};
use super::faults::describe_ragged;
use super::layout::Layout;
use super::left_out::{AFTER, COMMENT, is_closing};
use super::padding::is_drawn;
use super::records::Records;
use super::{listing, newlines};
use crate::error::ReadError;

/// Records that are no rows: comments among them, and what follows the last one.
#[derive(Default)]
pub(super) struct Aside {
    comments: Vec<u64>,
    /// The line that is drawn under the header.
    drawn: Vec<u64>,
    /// What follows the table, if it is its end, and the error if a row comes after all.
    after: Vec<u64>,
    if_not: Option<ReadError>,
    last_line: u64,
    /// Whether a blank line stands between the last row and the one before.
    is_last_apart: bool,
}

impl Aside {
    /// Whether the current record is a row; if it is none, it is left out.
    ///
    /// # Errors
    /// A record that is neither.
    pub(super) fn take(
        &mut self,
        path: &Path,
        layout: &Layout,
        dialect: &Dialect,
        records: &Records,
        expected: usize,
    ) -> Result<bool, ReadError> {
        let found = records.record.len();
        let trails = layout.is_trailed
            && found == expected + 1
            && records.record.get(expected).is_some_and(str::is_empty);
        let fits = found == expected || trails;
        let text = &layout.text[records.range()];
        let is_comment = match &dialect.comment {
            Some(prefix) => text.starts_with(prefix.as_str()),
            None => !fits && expected > 1 && text.starts_with(COMMENT),
        };
        if is_comment {
            self.comments.push(records.line);
            return Ok(false);
        }
        let is_first = self.last_line == 0 && self.drawn.is_empty();
        if is_first && expected > 1 && !layout.names.is_empty() && is_drawn(text) {
            self.drawn.push(records.line);
            return Ok(false);
        }
        if fits {
            if let Some(error) = self.if_not.take() {
                return Err(error);
            }
            self.is_last_apart = self.last_line > 0 && records.line > self.last_line + 1;
            self.last_line = records.line + newlines(text.as_bytes());
            return Ok(true);
        }
        let error = describe_ragged(path, &layout.text, records, expected);
        let after_blank = records.line > self.last_line + 1;
        let is_next = !self.after.is_empty() || is_closing(text, found, after_blank);
        if expected < 2 || self.last_line == 0 || !is_next || self.after.len() >= AFTER {
            return Err(self.if_not.take().unwrap_or(error));
        }
        if found != 1 {
            return Err(error);
        }
        self.after.push(records.line);
        self.if_not.get_or_insert(error);
        Ok(false)
    }

    /// Whether a blank line stands between the last row and the one before.
    pub(super) fn is_last_apart(&self) -> bool {
        self.is_last_apart
    }

    pub(super) fn decisions(&self) -> Vec<Decision> {
        let decide = |lines: &[u64], about, why| {
            (!lines.is_empty()).then(|| Decision::unusual(about, listing(lines), why))
        };
        let comments = decide(
            &self.comments,
            "comments left out",
            "lines among the rows that are comments",
        );
        let drawn = decide(
            &self.drawn,
            "lines left out",
            "a line is drawn there under the header",
        );
        let after = decide(
            &self.after,
            "lines left out",
            "they stand after the last row, and aren't cut as the rows are",
        );
        [comments, drawn, after].into_iter().flatten().collect()
    }
}
