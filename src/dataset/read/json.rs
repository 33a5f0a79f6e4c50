//! JSON: one object a line, an array of objects, or one object that holds a table; one object is one row.

mod constants;
mod orient;
mod rows;
mod scan;

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use serde::de::Error;
use serde::de::IgnoredAny;

use super::super::dialect::Decision;
use super::super::format::shown;
use super::bounds::Bounds;
use super::{Table, newlines};
use crate::error::{Excerpt, ReadError};

pub(super) use rows::{Row, Rows};

const OBJECTS: &str =
    "a table is an array of objects, one a row: [{\"text\": \"…\", \"label\": 1}, …]";
const ONE_A_LINE: &str = "each line is one object, one a row: {\"text\": \"…\", \"label\": 1}";

/// Reads one object a line. An array, or objects over several lines, are read too: many files are named .jsonl
/// that hold them.
pub(super) fn lines(
    path: &Path,
    text: &str,
    bounds: Bounds,
) -> Result<(Table, Vec<Decision>), ReadError> {
    let plain = constants::replace(text);
    let first = plain
        .trim_start()
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end();
    if !first.starts_with('[') && !first.ends_with(['{', '[', ',']) {
        return Ok((one_a_line(path, &plain, bounds)?, Vec::new()));
    }
    let table = array(path, &plain, bounds)?;
    let value = if first.starts_with('[') {
        "an array"
    } else {
        "objects over several lines"
    };
    let why = "the first line isn't one object";
    Ok((table, vec![Decision::usual("rows", value, why)]))
}

/// Reads an array of objects, or an object that holds a table.
pub(super) fn document(
    path: &Path,
    text: &str,
    bounds: Bounds,
) -> Result<(Table, Vec<Decision>), ReadError> {
    let plain = constants::replace(text);
    if let Some(found) = orient::read(path, &plain, bounds)? {
        return Ok(found);
    }
    Ok((array(path, &plain, bounds)?, Vec::new()))
}

/// Reads one object a line; blank lines are left out.
fn one_a_line(path: &Path, text: &str, bounds: Bounds) -> Result<Table, ReadError> {
    let mut rows = Rows::default();
    let mut start = 0;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let number = at as u64 + 1;
        if !line.trim().is_empty() {
            bounds.hold_row(path, rows.len(), number, line.len())?;
            serde_json::from_str(line.trim_end())
                .and_then(|row| rows.push(row, number))
                .map_err(|error| describe_misread(path, text, start, number, &error, ONE_A_LINE))?;
        }
        start += line.len();
    }
    Ok(rows.finish())
}

/// Reads an array of objects. Objects that follow one another without an array are read as well: many
/// files named .json hold one object a line.
fn array(path: &Path, text: &str, bounds: Bounds) -> Result<Table, ReadError> {
    rows_at(
        path,
        text,
        Cursor {
            text,
            at: 0,
            line: 1,
        },
        bounds,
    )
}

/// The rows of the array of objects, or of the objects, at `cursor`; `text` is the whole file.
fn rows_at(
    path: &Path,
    text: &str,
    mut cursor: Cursor,
    bounds: Bounds,
) -> Result<Table, ReadError> {
    let misread = |cursor: &Cursor, said: &str| {
        let error = serde_json::Error::custom(said);
        describe_misread(path, text, cursor.at, cursor.line, &error, OBJECTS)
    };
    let mut rows = Rows::default();
    cursor.skip_blanks();
    let in_array = cursor.take('[');
    cursor.skip_blanks();
    let mut closed = in_array && cursor.take(']');
    while !closed && (in_array || !cursor.rest().is_empty()) {
        let (start, line) = (cursor.at, cursor.line);
        let fail =
            |error: &serde_json::Error| describe_misread(path, text, start, line, error, OBJECTS);
        let mut stream = serde_json::Deserializer::from_str(cursor.rest()).into_iter::<Row>();
        let Some(row) = stream.next() else {
            let error = serde_json::Error::custom("the array is never closed");
            return Err(fail(&error));
        };
        let end = stream.byte_offset();
        bounds.hold_row(path, rows.len(), line, end)?;
        row.and_then(|row| rows.push(row, line))
            .map_err(|error| fail(&error))?;
        cursor.advance(end);
        cursor.skip_blanks();
        if in_array {
            closed = cursor.take(']');
            if !closed && !cursor.take(',') {
                return Err(misread(&cursor, "expected `,` or `]` after an object"));
            }
            cursor.skip_blanks();
        }
    }
    cursor.skip_blanks();
    if !cursor.rest().is_empty() {
        return Err(misread(&cursor, "text follows the end of the array"));
    }
    Ok(rows.finish())
}

/// The keys of the object that `text` is, and where their values stand in it.
pub(super) fn find_members(text: &str) -> Option<Vec<(String, Range<usize>)>> {
    let (at, line) = (0, 1);
    let mut cursor = Cursor { text, at, line };
    cursor.skip_blanks();
    let members = scan::members(&mut cursor)?;
    let places = members.into_iter();
    Some(
        places
            .map(|member| (member.key, member.place.range))
            .collect(),
    )
}

/// Where the objects stand that the array `text` holds, or that stand in it one after the other; nothing where it is
/// something else.
pub(super) fn find_rows(text: &str) -> Option<Vec<Range<usize>>> {
    let plain = constants::replace(text);
    let mut cursor = Cursor {
        text: &plain,
        at: 0,
        line: 1,
    };
    cursor.skip_blanks();
    let mut places = Vec::new();
    if cursor.rest().starts_with('[') {
        places = scan::elements(&mut cursor)?;
        cursor.skip_blanks();
    } else {
        while !cursor.rest().is_empty() {
            places.push(cursor.take_value()?);
            cursor.skip_blanks();
        }
    }
    let is_object = |place: &Place| plain[place.range.clone()].starts_with('{');
    let is_all = cursor.rest().is_empty() && places.iter().all(is_object);
    is_all.then(|| places.into_iter().map(|place| place.range).collect())
}

/// A place in a text, with its line.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn advance(&mut self, bytes: usize) {
        self.line += newlines(&self.rest().as_bytes()[..bytes]);
        self.at += bytes;
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.advance(rest.len() - rest.trim_start().len());
    }

    /// The value that begins here, which is passed; nothing where it is none.
    fn take_value(&mut self) -> Option<Place> {
        let (at, line) = (self.at, self.line);
        let mut stream = serde_json::Deserializer::from_str(self.rest()).into_iter::<IgnoredAny>();
        stream.next()?.ok()?;
        let end = stream.byte_offset();
        self.advance(end);
        Some(Place {
            range: at..self.at,
            line,
        })
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.advance(wanted.len_utf8());
        }
        found
    }
}

/// Where a value stands, and the line on which it begins.
#[derive(Debug)]
struct Place {
    range: Range<usize>,
    line: u64,
}

/// The error at a place that serde_json names relative to `start`, which stands in line `line`.
pub(super) fn describe_misread(
    path: &Path,
    text: &str,
    start: usize,
    line: u64,
    error: &serde_json::Error,
    help: &'static str,
) -> ReadError {
    // Lines and columns count from 1; line 0 says that the error knows no place.
    let (lines_down, column) = (
        error.line().saturating_sub(1),
        error.column().saturating_sub(1),
    );
    let line_start = text[start..]
        .split_inclusive('\n')
        .take(lines_down)
        .map(str::len)
        .sum::<usize>()
        + start;
    let offset = (line_start + column).min(text.len());
    let before = text[..line_start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let line = line + lines_down as u64;
    let excerpt = Excerpt::around(&shown(path), text, offset..offset + 1, line);
    let mut cause = error.to_string();
    if cause.starts_with("recursion limit") {
        "its values are nested more than 127 deep".clone_into(&mut cause);
    }
    ReadError::Json {
        path: shown(path),
        line,
        column: offset - before + 1,
        cause: cause
            .rsplit_once(" at line ")
            .map_or(&*cause, |(said, _)| said)
            .to_owned(),
        help,
        at: excerpt.at(),
        excerpt: Arc::new(excerpt),
    }
}

#[cfg(test)]
mod tests;
