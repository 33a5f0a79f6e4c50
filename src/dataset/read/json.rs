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
                let error = serde_json::Error::custom("expected `,` or `]` after an object");
                return Err(describe_misread(
                    path,
                    text,
                    cursor.at,
                    cursor.line,
                    &error,
                    OBJECTS,
                ));
            }
            cursor.skip_blanks();
        }
    }
    cursor.skip_blanks();
    if !cursor.rest().is_empty() {
        let error = serde_json::Error::custom("text follows the end of the array");
        return Err(describe_misread(
            path,
            text,
            cursor.at,
            cursor.line,
            &error,
            OBJECTS,
        ));
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
mod tests {
    use super::super::super::cells::Cells;
    use super::*;

    fn text<'t>(table: &'t Table, name: &str) -> Vec<Option<&'t str>> {
        let at = table.names.iter().position(|known| known == name).unwrap();
        let Cells::Text(cells) = &table.cells[at] else {
            panic!("vectors")
        };
        cells.iter().collect()
    }

    fn array(path: &Path, text: &str) -> Result<Table, ReadError> {
        Ok(document(path, text, Bounds::default())?.0)
    }

    fn lines(path: &Path, text: &str) -> Result<Table, ReadError> {
        Ok(super::lines(path, text, Bounds::default())?.0)
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
    fn what_is_too_much_of_anything_names_the_key_that_lets_it() {
        let refused = |text: &str, bounds| {
            let document = document(Path::new("a.json"), text, bounds).unwrap_err();
            let lines = super::lines(Path::new("a.json"), text, bounds).unwrap_err();
            assert_eq!(document.to_string(), lines.to_string());
            document.to_string()
        };
        let usual = Bounds::default();
        let two = Bounds {
            rows: Some(2),
            ..usual
        };
        assert_eq!(
            refused("{\"a\": 1}\n{\"a\": 2}\n{\"a\": 3}\n", two),
            "a.json has more than 2 rows"
        );
        let short = Bounds {
            line_mb: Some(1),
            ..usual
        };
        let long = "x".repeat(1_000_000);
        assert_eq!(
            refused(&format!("{{\"a\": 1}}\n{{\"a\": \"{long}\"}}"), short),
            "the row in line 2 of a.json holds 2 MB, more than 1"
        );
        let deep = format!("{{\"a\": {}{}}}", "[".repeat(200), "]".repeat(200));
        assert!(refused(&deep, usual).ends_with("its values are nested more than 127 deep"));
    }

    #[test]
    fn a_key_that_stands_twice_is_an_error() {
        assert!(
            array_error(r#"[{"label": 1, "label": 0}]"#).ends_with("the key `label` stands twice")
        );
    }

    #[test]
    fn constants_of_python_are_missing_or_marks() {
        let rows = "{\"a\": NaN, \"t\": \"NaN is text\"}\n{\"a\": -Infinity, \"t\": \"x\"}\n";
        let table = lines(Path::new("a.jsonl"), rows).unwrap();
        assert_eq!(text(&table, "a"), [None, Some("-inf")]);
        assert_eq!(text(&table, "t"), [Some("NaN is text"), Some("x")]);
        let error = lines(Path::new("a.jsonl"), "{\"a\": NaN, \"b\": }\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "line 1, column 17 of a.jsonl: expected value"
        );
    }

    #[test]
    fn constants_inside_a_list_of_numbers_are_numbers() {
        let rows = "{\"v\": [0.5, NaN], \"t\": [\"\"], \"w\": [1, NaN]}\n\
                    {\"v\": [-Infinity, null], \"t\": [\"inf\"], \"w\": [1, 2, 3]}\n";
        let table = lines(Path::new("a.jsonl"), rows).unwrap();
        let Cells::Vectors(vectors) = &table.cells[0] else {
            panic!("text")
        };
        let values = &vectors.values;
        assert_eq!((values[0], values[2]), (0.5, f32::NEG_INFINITY));
        assert!(values[1].is_nan() && values[3].is_nan());
        // Lists of texts stay texts; lists of several lengths say what is no number in them.
        assert_eq!(text(&table, "t"), [Some("[\"\"]"), Some("[\"inf\"]")]);
        assert_eq!(text(&table, "w"), [Some("[1,NaN]"), Some("[1,2,3]")]);
    }

    #[test]
    fn lines_may_be_an_array_or_spread_objects() {
        for rows in [
            "[{\"a\": 1},\n {\"a\": 2}]\n",
            "{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n",
        ] {
            let table = lines(Path::new("a.jsonl"), rows).unwrap();
            assert_eq!(text(&table, "a"), [Some("1"), Some("2")]);
        }
        let torn = lines(Path::new("a.jsonl"), "{\"a\": 1\n{\"a\": 2}\n").unwrap_err();
        assert!(torn.to_string().starts_with("line 1, column "), "{torn}");
    }
}
