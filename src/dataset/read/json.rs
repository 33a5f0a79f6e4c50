//! JSON: an array of objects, or one object a line; one object is one row.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Error, MapAccess, Visitor};
use serde_json::Value;

use super::super::cells::{Cells, CellsBuilder, Vectors};
use super::super::format::shown;
use super::{Table, newlines};
use crate::error::{Excerpt, ReadError};

const OBJECTS: &str =
    "a table is an array of objects, one a row: [{\"text\": \"…\", \"label\": 1}, …]";
const ONE_A_LINE: &str = "each line is one object, one a row: {\"text\": \"…\", \"label\": 1}";

/// Reads one object a line; blank lines are left out.
pub(super) fn lines(path: &Path, text: &str) -> Result<Table, ReadError> {
    let mut rows = Rows::default();
    let mut start = 0;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let number = at as u64 + 1;
        if !line.trim().is_empty() {
            serde_json::from_str(line.trim_end())
                .and_then(|row| rows.push(row, number))
                .map_err(|error| misread(path, text, start, number, &error, ONE_A_LINE))?;
        }
        start += line.len();
    }
    Ok(rows.finish())
}

/// Reads an array of objects. Objects that follow one another without an array are read as well: many
/// files named .json hold one object a line.
pub(super) fn array(path: &Path, text: &str) -> Result<Table, ReadError> {
    let mut rows = Rows::default();
    let mut cursor = Cursor {
        text,
        at: 0,
        line: 1,
    };
    cursor.skip_blanks();
    let in_array = cursor.take('[');
    cursor.skip_blanks();
    let mut closed = in_array && cursor.take(']');
    while !closed && (in_array || !cursor.rest().is_empty()) {
        let (start, line) = (cursor.at, cursor.line);
        let fail = |error: &serde_json::Error| misread(path, text, start, line, error, OBJECTS);
        let mut stream = serde_json::Deserializer::from_str(cursor.rest()).into_iter::<Row>();
        let Some(row) = stream.next() else {
            let error = serde_json::Error::custom("the array is never closed");
            return Err(fail(&error));
        };
        let end = stream.byte_offset();
        row.and_then(|row| rows.push(row, line))
            .map_err(|error| fail(&error))?;
        cursor.advance(end);
        cursor.skip_blanks();
        if in_array {
            closed = cursor.take(']');
            if !closed && !cursor.take(',') {
                let error = serde_json::Error::custom("expected `,` or `]` after an object");
                return Err(misread(path, text, cursor.at, cursor.line, &error, OBJECTS));
            }
            cursor.skip_blanks();
        }
    }
    cursor.skip_blanks();
    if !cursor.rest().is_empty() {
        let error = serde_json::Error::custom("text follows the end of the array");
        return Err(misread(path, text, cursor.at, cursor.line, &error, OBJECTS));
    }
    Ok(rows.finish())
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

    fn take(&mut self, wanted: char) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.advance(wanted.len_utf8());
        }
        found
    }
}

/// One object: its keys in their order, with those that stand twice.
struct Row(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Cells;
        impl<'de> Visitor<'de> for Cells {
            type Value = Row;

            fn expecting(&self, to: &mut fmt::Formatter) -> fmt::Result {
                to.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
                let mut cells: Vec<(String, Value)> = Vec::new();
                while let Some(cell) = map.next_entry()? {
                    cells.push(cell);
                }
                Ok(Row(cells))
            }
        }
        deserializer.deserialize_map(Cells)
    }
}

/// Rows as they come; a key that is new makes a column, missing in the rows before.
#[derive(Default)]
struct Rows {
    names: Vec<String>,
    place: HashMap<String, usize>,
    columns: Vec<JsonColumn>,
    lines: Vec<u64>,
}

struct JsonColumn {
    cells: CellsBuilder,
    len: usize,
    /// How many cells hold a value, and how many of these a list of numbers.
    known: usize,
    lists: usize,
}

impl Rows {
    /// # Errors
    /// When a key stands twice: to take the last value would hide the other.
    fn push(&mut self, Row(cells): Row, line: u64) -> Result<(), serde_json::Error> {
        for (key, value) in cells {
            let name = key.trim();
            let at = if let Some(&at) = self.place.get(name) {
                at
            } else {
                self.place.insert(name.to_owned(), self.columns.len());
                self.names.push(name.to_owned());
                self.columns.push(JsonColumn {
                    cells: CellsBuilder::new(0),
                    len: 0,
                    known: 0,
                    lists: 0,
                });
                self.columns.len() - 1
            };
            if self.columns[at].len > self.lines.len() {
                return Err(serde_json::Error::custom(format!(
                    "the key `{name}` stands twice"
                )));
            }
            self.columns[at].push(self.lines.len(), &value);
        }
        self.lines.push(line);
        Ok(())
    }

    fn finish(self) -> Table {
        let rows = self.lines.len();
        let own_lines = self.lines.windows(2).all(|pair| pair[0] < pair[1]);
        Table {
            names: self.names,
            cells: self
                .columns
                .into_iter()
                .map(|column| column.finish(rows))
                .collect(),
            rows,
            lines: own_lines.then_some(self.lines),
        }
    }
}

impl JsonColumn {
    fn push(&mut self, row: usize, value: &Value) {
        self.cells.push_missing(row - self.len);
        self.len = row + 1;
        self.known += usize::from(!value.is_null());
        match value {
            Value::Null => self.cells.push(None),
            Value::String(text) => self.cells.push(Some(text)),
            Value::Array(items) => {
                self.lists += usize::from(!items.is_empty() && items.iter().all(Value::is_number));
                self.cells.push(Some(&value.to_string()));
            }
            _ => self.cells.push(Some(&value.to_string())),
        }
    }

    fn finish(mut self, rows: usize) -> Cells {
        self.cells.push_missing(rows - self.len);
        let text = self.cells.finish();
        if self.known == 0 || self.lists < self.known {
            return Cells::Text(text);
        }
        let lists = text
            .iter()
            .map(|cell| cell.and_then(|cell| serde_json::from_str(cell).ok()));
        match Vectors::of(lists) {
            Some(vectors) => Cells::Vectors(vectors),
            None => Cells::Text(text),
        }
    }
}

/// The error at a place that serde_json names relative to `start`, which stands in line `line`.
fn misread(
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
    let cause = error.to_string();
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
mod tests {
    use super::*;

    fn text<'t>(table: &'t Table, name: &str) -> Vec<Option<&'t str>> {
        let at = table.names.iter().position(|known| known == name).unwrap();
        let Cells::Text(cells) = &table.cells[at] else {
            panic!("vectors")
        };
        cells.iter().collect()
    }

    fn array_error(text: &str) -> String {
        array(Path::new("a.json"), text).unwrap_err().to_string()
    }

    #[test]
    fn keys_keep_their_order_and_may_be_missing() {
        let table = array(
            Path::new("a.json"),
            r#"[{"z": 1, "a": "x"}, {"a": " y ", "m": null}, {"m": 2}]"#,
        )
        .unwrap();
        assert_eq!(table.names, ["z", "a", "m"]);
        assert_eq!(text(&table, "z"), [Some("1"), None, None]);
        assert_eq!(text(&table, "a"), [Some("x"), Some("y"), None]);
        assert_eq!(text(&table, "m"), [None, None, Some("2")]);
    }

    #[test]
    fn objects_without_an_array_are_rows_too() {
        let table = array(Path::new("a.json"), "{\"a\": 1}\n{\"a\": 2}\n").unwrap();
        assert_eq!((table.rows, table.lines), (2, Some(vec![1, 2])));
    }

    #[test]
    fn an_empty_array_holds_no_rows() {
        assert_eq!(array(Path::new("a.json"), " [ ]\n").unwrap().rows, 0);
        assert!(array_error("[] []").ends_with("text follows the end of the array"));
    }

    #[test]
    fn a_row_has_a_line_where_it_begins_one() {
        let spread = array(
            Path::new("a.json"),
            "[\n  {\n    \"a\": 1\n  },\n  {\"a\": 2}\n]",
        )
        .unwrap();
        assert_eq!(spread.lines, Some(vec![2, 5]));
        let dense = array(Path::new("a.json"), "[{\"a\": 1}, {\"a\": 2}]").unwrap();
        assert_eq!(dense.lines, None);
        let lines = lines(Path::new("a.jsonl"), "{\"a\": 1}\n\n{\"a\": 2}").unwrap();
        assert_eq!(lines.lines, Some(vec![1, 3]));
    }

    #[test]
    fn nested_values_are_their_json_and_lists_of_one_length_are_vectors() {
        let table = array(
            Path::new("a.json"),
            r#"[{"v": [1, 2.5], "o": {"b": 1, "a": [true]}, "u": [1]}, {"v": null, "o": "x", "u": [1, 2]}]"#,
        )
        .unwrap();
        assert_eq!(
            text(&table, "o"),
            [Some(r#"{"b":1,"a":[true]}"#), Some("x")]
        );
        assert_eq!(text(&table, "u"), [Some("[1]"), Some("[1,2]")]);
        let Cells::Vectors(vectors) = &table.cells[0] else {
            panic!("text")
        };
        assert_eq!(
            (vectors.dim, &vectors.present, &vectors.values[..2]),
            (2, &vec![true, false], &[1.0, 2.5][..])
        );
    }

    #[test]
    fn errors_name_line_and_column_of_the_file() {
        assert_eq!(
            array_error("[{\"a\": 1},\n {\"a\": }]"),
            "line 2, column 8 of a.json: expected value"
        );
        assert_eq!(
            array_error("[{\"a\": 1} {\"a\": 2}]"),
            "line 1, column 11 of a.json: expected `,` or `]` after an object"
        );
        assert_eq!(
            array_error("[{\"a\": 1},\n"),
            "line 2, column 1 of a.json: the array is never closed"
        );
        assert!(array_error("[1, 2]").ends_with("invalid type: integer `1`, expected an object"));
        let error = lines(Path::new("a.jsonl"), "{\"a\": 1}\n{\"a\": 1\n{\"a\": 2}\n")
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("line 2, column "), "{error}");
    }

    #[test]
    fn a_key_that_stands_twice_is_an_error() {
        assert!(
            array_error(r#"[{"label": 1, "label": 0}]"#).ends_with("the key `label` stands twice")
        );
    }
}
