//! Records: those of a delimited text, one at a time, each with the line on which it begins.

use std::ops::Range;
use std::path::Path;

use csv::{ReaderBuilder, StringRecord};

use super::super::format::shown;
use super::newlines;
use crate::error::ReadError;

/// The first records of `text`, at most `most`, as trimmed fields, each with its line.
pub(super) fn first_records(
    text: &str,
    delimiter: u8,
    quote: Option<u8>,
    most: usize,
) -> Vec<(u64, Vec<String>)> {
    let mut records = Records::new(text, delimiter, quote);
    let mut first = Vec::new();
    while first.len() < most && records.advance(Path::new("")).unwrap_or(false) {
        let fields = records.record.iter().map(|cell| cell.trim().to_owned());
        first.push((records.line, fields.collect()));
    }
    first
}

/// The records of a text, one at a time.
pub(super) struct Records<'a> {
    text: &'a str,
    reader: csv::Reader<&'a [u8]>,
    /// The current record, where it begins, and on which line.
    pub(super) record: StringRecord,
    start: usize,
    pub(super) line: u64,
}

impl<'a> Records<'a> {
    pub(super) fn new(text: &'a str, delimiter: u8, quote: Option<u8>) -> Self {
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .quoting(quote.is_some())
            .quote(quote.unwrap_or(b'"'))
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        Self {
            text,
            reader,
            record: StringRecord::new(),
            start: 0,
            line: 1,
        }
    }

    /// The next record that isn't blank; false at the end.
    ///
    /// The parser's own line is where it stood after the record before, blank lines and half of a
    /// CR LF included; so lines are counted here, from the first byte of each record.
    pub(super) fn advance(&mut self, path: &Path) -> Result<bool, ReadError> {
        loop {
            let more = self.reader.read_record(&mut self.record).map_err(|error| {
                ReadError::Delimited {
                    path: shown(path),
                    cause: error.to_string(),
                }
            })?;
            if !more {
                return Ok(false);
            }
            let reached = self.record.position().map_or(0, |at| at.byte() as usize);
            let rest = &self.text.as_bytes()[reached..];
            let blank = rest
                .iter()
                .take_while(|&&byte| byte == b'\n' || byte == b'\r')
                .count();
            let start = reached + blank;
            self.line += newlines(&self.text.as_bytes()[self.start..start]);
            self.start = start;
            if self.record.len() > 1 || !self.record[0].trim().is_empty() || self.is_quoted() {
                return Ok(true);
            }
        }
    }

    /// Whether the record is written with quotes: `""` alone on a line is a cell, not a blank line.
    fn is_quoted(&self) -> bool {
        self.text[self.start..].starts_with('"')
    }

    /// The bytes of the current record, without the end of its line.
    pub(super) fn range(&self) -> Range<usize> {
        let end = usize::try_from(self.reader.position().byte()).unwrap_or(self.start);
        let record = self.text[self.start..end.max(self.start)].trim_end_matches(['\n', '\r']);
        self.start..self.start + record.len()
    }
}
