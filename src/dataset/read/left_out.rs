//! Left out: lines of a delimited text that are no rows: comments, what stands before the table and after it.

use super::header::guess;
use super::records::first_records;

/// What a comment begins with where nobody says so.
pub(super) const COMMENT: &str = "#";
/// Records before a table at most, and after it.
const BEFORE: usize = 30;
pub(super) const AFTER: usize = 5;
/// Records that a header is told by.
const LOOKED_AT: usize = 200;
/// Words that the line after a table begins with, where it says how much there is of it or where it is from.
const CLOSING: [&str; 12] = [
    "total",
    "sum",
    "summe",
    "count",
    "rows",
    "records",
    "source",
    "note",
    "notes",
    "end",
    "generated",
    "exported",
];

/// The number of lines at the top of `text` that begin with `prefix`, blank ones between them counted.
pub(super) fn leading_comments(text: &str, prefix: &str) -> usize {
    let mut count = 0;
    for (at, line) in text.lines().enumerate() {
        if line.trim_start().starts_with(prefix) {
            count = at + 1;
        } else if !line.trim().is_empty() {
            break;
        }
    }
    count
}

/// The line (from 1) on which the table begins, where lines before it aren't cut as its rows are, or hold one cell
/// of theirs: `text` is cut by `delimiter`, and most of its records have `fields` fields.
pub(super) fn table_begins(
    text: &str,
    delimiter: u8,
    quote: Option<u8>,
    fields: usize,
) -> Option<u64> {
    let first = first_records(text, delimiter, quote, LOOKED_AT);
    let is_before = |record: &[String]| {
        let filled = record.iter().filter(|cell| !cell.is_empty()).count();
        record.len() != fields || fields > 2 && filled < 2
    };
    let begins = first
        .iter()
        .take(BEFORE + 1)
        .position(|(_, record)| !is_before(record))?;
    let begins = pass_unfilled(&first, begins, fields);
    if begins == 0
        || first[..begins]
            .iter()
            .any(|(_, before)| before.len() > fields)
    {
        return None;
    }
    // Only lines are left out after which a header stands.
    let rows = rows_from(&first, begins, fields);
    let named = rows[0].iter().all(|name| !name.is_empty());
    let header = guess(&rows);
    (named && header.is && header.votes >= 1.0).then_some(first[begins].0)
}

/// Where the header stands from the record at `begins` on: a spreadsheet writes delimiters after the lines before it,
/// too, and so the first record with a name in every cell is it, if it looks more like one.
fn pass_unfilled(first: &[(u64, Vec<String>)], begins: usize, fields: usize) -> usize {
    let is_filled = |(_, record): &(u64, Vec<String>)| {
        record.len() == fields && record.iter().all(|cell| !cell.is_empty())
    };
    let ahead = &first[begins..];
    let Some(passed) = ahead.iter().take(BEFORE + 1).position(is_filled) else {
        return begins;
    };
    let votes = |from| guess(&rows_from(first, from, fields)).votes;
    let are_short = ahead[..passed]
        .iter()
        .all(|(_, record)| record.last().is_some_and(String::is_empty));
    if are_short && votes(begins + passed) > votes(begins) {
        begins + passed
    } else {
        begins
    }
}

/// The records from the one at `begins` on that have as many fields as rows have.
fn rows_from(first: &[(u64, Vec<String>)], begins: usize, fields: usize) -> Vec<Vec<String>> {
    let rows = first[begins..]
        .iter()
        .filter(|(_, row)| row.len() == fields);
    rows.map(|(_, row)| row.clone()).collect()
}

/// Whether a record that isn't cut as others are is what follows a table: one cell, and a sum, a source or a rule.
pub(super) fn is_closing(record: &str, cells: usize, after_blank: bool) -> bool {
    let text = record.trim_matches(|c: char| c == '"' || c.is_whitespace());
    let word: String = text.chars().take_while(|c| c.is_alphabetic()).collect();
    let begins = text.starts_with(|c: char| "(-=*#[".contains(c));
    cells == 1
        && !record.contains('\n')
        && (after_blank
            || begins
            || CLOSING.contains(&word.to_lowercase().as_str())
            || text.ends_with("rows)"))
}

/// `text` with its first `lines` lines blank.
pub(super) fn blank_first(text: &str, lines: usize) -> String {
    let mut blank = String::with_capacity(text.len());
    for (at, line) in text.split_inclusive('\n').enumerate() {
        if at >= lines {
            blank.push_str(line);
        } else if line.ends_with('\n') {
            blank.push('\n');
        }
    }
    blank
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(text: &str, fields: usize) -> Option<u64> {
        table_begins(text, b',', Some(b'"'), fields)
    }

    #[test]
    fn lines_before_a_header_are_no_rows() {
        let rows = "age,city,pay\n30,Rome,1\n41,Oslo,0\n29,Rome,1\n";
        assert_eq!(
            begins(&format!("Sales report\nmade in May, 2026\n\n{rows}"), 3),
            Some(4)
        );
        assert_eq!(begins(&format!("Sales report,,\n,,\n{rows}"), 3), Some(3));
        let filled = format!("Sales report,,\nmade,2026-05-01,\n,,\n{rows}");
        assert_eq!(begins(&filled, 3), Some(4));
        assert_eq!(begins(&format!("made,2026-05-01,\n{rows}"), 3), Some(2));
        assert_eq!(begins("Report,\nage,pay\n30,1\n41,0\n29,1\n", 2), Some(2));
        assert_eq!(begins(rows, 3), None);
        // A column without a name, and cells that are missing, make no line of it.
        assert_eq!(
            begins("age,city,\n30,Rome,ok\n41,,ok\n29,Oslo,no\n", 3),
            None
        );
        assert_eq!(begins("age,pay,note\n30,1,\n41,2,late\n29,1,\n", 3), None);
        // Without a header nothing tells which lines are rows.
        assert_eq!(begins("1\n30,7,1\n41,8,0\n29,5,1\n", 3), None);
    }

    #[test]
    fn a_closing_line_says_what_it_is() {
        assert!(is_closing("(1500 rows affected)", 1, false));
        assert!(is_closing("Total: 1500", 1, false));
        assert!(is_closing("made by the ledger", 1, true));
        assert!(!is_closing("Rome", 1, false), "a row cut short");
        assert!(!is_closing("Total,7", 2, true));
    }
}
