//! Delimited: CSV, TSV and their kin, every record with the line on which it begins.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use csv::StringRecord;

use super::super::cells::{Cells, CellsBuilder};
use super::delimiter::{self, Delimiter};
use super::records::Records;
use super::{Table, line_of, newlines, quoting, shown};
use crate::error::{Excerpt, ReadError, visible};

/// Reads `text`; without a header line columns are named `column_1`, `column_2`, ...
pub(super) fn read(
    path: &Path,
    text: &str,
    delimiter: Delimiter,
    header: bool,
) -> Result<Table, ReadError> {
    let lone_returns = with_newlines(text);
    let text = lone_returns.as_deref().unwrap_or(text);
    let delimiter = delimiter.of(text);
    let quoted = is_quoted(path, text, delimiter)?;
    let mut records = Records::new(text, delimiter, quoted);
    let mut more = records.advance(path)?;
    if !more {
        return Err(ReadError::Empty { path: shown(path) });
    }
    let expected = records.record.len();
    let names = if header {
        let names = name_columns(path, &records.record)?;
        more = records.advance(path)?;
        names
    } else {
        (1..=expected).map(|at| format!("column_{at}")).collect()
    };
    let mut columns: Vec<CellsBuilder> = (0..expected).map(|_| CellsBuilder::new(0)).collect();
    let mut lines = Vec::new();
    while more {
        if records.record.len() != expected {
            return Err(ragged(path, text, &records, expected));
        }
        for (column, cell) in columns.iter_mut().zip(&records.record) {
            column.push(Some(cell));
        }
        lines.push(records.line);
        more = records.advance(path)?;
    }
    Ok(Table {
        names,
        cells: columns
            .into_iter()
            .map(|column| Cells::Text(column.finish()))
            .collect(),
        rows: lines.len(),
        // Lines that end in a lone carriage return are lines to few editors: rows are safer there.
        lines: lone_returns.is_none().then_some(lines),
    })
}

/// Whether cells of `text` may stand in quotes.
///
/// # Errors
/// When they do, and one of the quotes is wrong.
pub(super) fn is_quoted(path: &Path, text: &str, delimiter: u8) -> Result<bool, ReadError> {
    if delimiter == delimiter::NONE {
        return Ok(false);
    }
    match quoting::fault(text, delimiter) {
        None => Ok(true),
        // Tab-separated text has no quoting of its own (IANA text/tab-separated-values); some write it.
        Some(_) if delimiter == b'\t' => Ok(false),
        Some(fault) => Err(misquoted(path, text, &fault)),
    }
}

/// Text whose lines all end in a lone carriage return, as old spreadsheets write it, with new lines.
fn with_newlines(text: &str) -> Option<String> {
    (!text.contains('\n') && text.contains('\r')).then(|| text.replace('\r', "\n"))
}

/// The names in the header; a column without one is named by its position.
fn name_columns(path: &Path, header: &StringRecord) -> Result<Vec<String>, ReadError> {
    let mut seen = HashMap::new();
    let mut names = Vec::with_capacity(header.len());
    for (at, name) in header.iter().enumerate() {
        let name = match name.trim() {
            "" => format!("column_{}", at + 1),
            name => name.to_owned(),
        };
        if let Some(first) = seen.insert(name.clone(), at) {
            return Err(ReadError::TwinColumns {
                path: shown(path),
                name: visible(&name),
                first: first + 1,
                second: at + 1,
            });
        }
        names.push(name);
    }
    Ok(names)
}

fn ragged(path: &Path, text: &str, records: &Records, expected: usize) -> ReadError {
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
        "a value that holds the delimiter must stand in quotes: \"Smith, Jane\"".to_owned()
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

fn misquoted(path: &Path, text: &str, fault: &quoting::Fault) -> ReadError {
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

#[cfg(test)]
mod tests {
    use miette::{GraphicalReportHandler, GraphicalTheme};

    use super::*;

    fn csv(text: &str) -> Result<Table, ReadError> {
        read(Path::new("data.csv"), text, Delimiter::Comma, true)
    }

    fn column(table: &Table, at: usize) -> Vec<Option<String>> {
        let Cells::Text(cells) = &table.cells[at] else {
            panic!("vectors")
        };
        cells.iter().map(|cell| cell.map(str::to_owned)).collect()
    }

    #[test]
    fn lines_are_those_of_the_file() {
        for end in ["\n", "\r\n"] {
            let text = format!("a,b{end}1,\"x{end}y\"{end}2,z{end}{end}{end}3,\"q\"{end}4,w");
            assert_eq!(csv(&text).unwrap().lines.unwrap(), [2, 4, 7, 8]);
        }
    }

    #[test]
    fn blanks_before_the_header_count() {
        assert_eq!(csv("\n\na,b\n1,2\n").unwrap().lines.unwrap(), [4]);
        assert_eq!(
            csv("a,b\n1,2\n   \n3,4\n  ").unwrap().lines.unwrap(),
            [2, 4]
        );
    }

    #[test]
    fn lone_carriage_returns_end_lines_too() {
        let table = csv("a,b\r1,2\r3,4\r").unwrap();
        assert_eq!((table.rows, table.lines), (2, None));
    }

    #[test]
    fn a_ragged_line_is_shown() {
        let error = csv("a,b,c\n1,2,3\n4,5\n").unwrap_err();
        let mut shown = String::new();
        GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
            .render_report(&mut shown, &error)
            .unwrap();
        let expected = "  × line 3 of data.csv has 2 fields where 3 are expected
   ╭─[data.csv:3:1]
 3 │ 4,5
   · ─┬─
   ·  ╰── has 2
   ╰────
  help: a value that holds the delimiter must stand in quotes: \"Smith, Jane\"
";
        assert!(shown.ends_with(expected), "{shown}");
    }

    #[test]
    fn a_long_ragged_line_is_cut() {
        let ReadError::Ragged {
            excerpt,
            line: 2,
            found: 3,
            ..
        } = csv(&format!("a,b\n1,2,{}\n", "x".repeat(1_000_000))).unwrap_err()
        else {
            panic!("not ragged");
        };
        assert!(format!("{excerpt:?}").len() < 1_000);
    }

    #[test]
    fn a_cell_of_a_megabyte_is_a_cell() {
        let long = "x".repeat(1 << 20);
        assert_eq!(
            column(&csv(&format!("a,b\n{long},2\n")).unwrap(), 0),
            [Some(long)]
        );
    }

    #[test]
    fn an_open_quote_is_named_where_it_opens() {
        let error = csv("a,b\n1,\"x\n2,y\n3,z\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "the quote that opens in line 2 of data.csv is never closed"
        );
        let error = csv("a,b\n1,\"x\n2,\"y\"\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "in line 3 of data.csv text follows the quote that closes the field opened in line 2"
        );
    }

    #[test]
    fn quotes_in_tab_separated_text_may_be_just_quotes() {
        let read =
            |text: &str| read(Path::new("a.tsv"), text, Delimiter::Known(b'\t'), true).unwrap();
        assert_eq!(
            column(&read("a\tb\n\"Great\" film\t1\n\"x\t2\n"), 0),
            ["\"Great\" film", "\"x"].map(|t| Some(t.to_owned()))
        );
        assert_eq!(
            column(&read("a\tb\n\"a \"\"great\"\" film\"\t1\n"), 0),
            [Some("a \"great\" film".to_owned())]
        );
    }

    #[test]
    fn twins_in_the_header_are_named_with_their_positions() {
        let error = csv("id,text, id\n1,2,3\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "data.csv has two columns named `id`: columns 1 and 3"
        );
    }

    #[test]
    fn columns_without_a_name_get_one() {
        assert_eq!(csv(",text\n1,2\n").unwrap().names, ["column_1", "text"]);
        let table = read(Path::new("a.csv"), "1,2\n3,4\n", Delimiter::Comma, false).unwrap();
        assert_eq!(
            (table.names.join(" "), table.rows, table.lines),
            ("column_1 column_2".to_owned(), 2, Some(vec![1, 2]))
        );
    }

    #[test]
    fn an_empty_cell_in_quotes_is_a_row() {
        assert_eq!(csv("a\n\"\"\nx\n").unwrap().rows, 2);
    }
}
