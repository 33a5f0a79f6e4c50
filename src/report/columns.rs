//! Columns: what the columns of a dataset were taken for, in a sentence.

use std::collections::BTreeMap;

use super::visible::{cut, visible};
use crate::evidence::{CellPlace, ColumnFacts, ColumnKind};
use crate::wording::format_count;
use crate::wording::{list_some, plural};

/// Marks, and columns of a kind, that are named one by one.
const NAMED: usize = 4;
/// Columns of a name; the data can hold any.
const NAME: usize = 32;

/// `6 columns: 3 numbers, 1 category, 1 text, 1 time`, then what was read as missing though it isn't empty,
/// and numbers that are written otherwise than programs write them. With `names_files`, of data in several files, a
/// line is told with its file.
pub(super) fn parts(columns: &[ColumnFacts], names_files: bool) -> Vec<String> {
    if columns.is_empty() {
        return Vec::new();
    }
    let mut parts = vec![kinds(columns)];
    parts.extend(marks(columns));
    parts.extend(misfits(columns, names_files));
    parts.extend(examples(columns));
    parts
}

/// What of one column was read as missing though it isn't empty, and how its numbers are written.
pub(super) fn reading(column: &ColumnFacts, names_files: bool) -> Vec<String> {
    let columns = std::slice::from_ref(column);
    let mut parts: Vec<String> = marks(columns).into_iter().collect();
    parts.extend(misfits(columns, names_files));
    parts.extend(examples(columns));
    parts
}

fn kinds(columns: &[ColumnFacts]) -> String {
    let mut counts: BTreeMap<ColumnKind, usize> = BTreeMap::new();
    for column in columns {
        *counts.entry(column.kind).or_default() += 1;
    }
    let counts: Vec<String> = counts
        .into_iter()
        .map(|(kind, count)| {
            let (one, several) = words(kind);
            plural(count, one, several)
        })
        .collect();
    format!(
        "{}: {}",
        plural(columns.len(), "column", "columns"),
        counts.join(", ")
    )
}

fn words(kind: ColumnKind) -> (&'static str, &'static str) {
    match kind {
        ColumnKind::Number => ("number", "numbers"),
        ColumnKind::Category => ("category", "categories"),
        ColumnKind::Text => ("text", "texts"),
        ColumnKind::Time => ("time", "times"),
        ColumnKind::Vector => ("vector", "vectors"),
        ColumnKind::List => ("list", "lists"),
        ColumnKind::Key => ("key", "keys"),
        ColumnKind::Empty => ("empty", "empty"),
    }
}

/// ``90 cells read as missing: `?` ``
fn marks(columns: &[ColumnFacts]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (mark, count) in columns.iter().flat_map(|column| &column.marks) {
        *counts.entry(mark).or_default() += count;
    }
    let mut marks: Vec<(&str, usize)> = counts.into_iter().collect();
    marks.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let cells = marks.iter().map(|(_, count)| count).sum();
    let names: Vec<String> = marks
        .iter()
        .map(|(mark, _)| format!("`{}`", visible(mark)))
        .collect();
    (cells > 0).then(|| {
        let cells = plural(cells, "cell read as missing", "cells read as missing");
        format!("{cells}: {}", list_some(&names, NAMED))
    })
}

/// `2 cells of income are no numbers and read as missing (lines 7 and 90)`
fn misfits(columns: &[ColumnFacts], names_files: bool) -> Vec<String> {
    let with: Vec<&ColumnFacts> = columns.iter().filter(|column| column.misfits > 0).collect();
    let mut parts: Vec<String> = with
        .iter()
        .take(NAMED)
        .map(|column| misfit(column, names_files))
        .collect();
    if with.len() > NAMED {
        let cells = with[NAMED..].iter().map(|column| column.misfits).sum();
        parts.push(format!(
            "{} of {} read as missing, too",
            plural(cells, "cell", "cells"),
            plural(with.len() - NAMED, "more column", "more columns")
        ));
    }
    parts
}

fn misfit(column: &ColumnFacts, names_files: bool) -> String {
    let time = column.kind == ColumnKind::Time;
    let (one, several) = if time {
        ("is no time", "are no times")
    } else {
        ("is no number", "are no numbers")
    };
    let of = format!("of {}", cut(&visible(&column.name), NAME));
    let cells = plural(
        column.misfits,
        &format!("cell {of} {one}"),
        &format!("cells {of} {several}"),
    );
    format!(
        "{cells} and read as missing ({})",
        places(column, names_files)
    )
}

/// `lines 7 and 90`; where there are no lines, rows; with `names_files`, also the file: `line 7 of a.csv`.
fn places(column: &ColumnFacts, names_files: bool) -> String {
    let more = column.misfits - column.places.len();
    let files: Vec<String> = column
        .places
        .chunk_by(|a, b| a.path == b.path)
        .map(|places| {
            let numbers = numbers(places, more);
            if names_files {
                format!("{numbers} of {}", visible(&places[0].path))
            } else {
                numbers
            }
        })
        .collect();
    match more {
        0 => list_some(&files, files.len()),
        more => format!("{} and {} more", files.join(", "), format_count(more)),
    }
}

/// `lines 7 and 90`, or `lines 7, 90` where more follow.
fn numbers(places: &[CellPlace], more: usize) -> String {
    let number = |place: &CellPlace| format_count(place.line.unwrap_or(place.row) as usize);
    let numbers: Vec<String> = places.iter().map(number).collect();
    let lines = places.iter().all(|place| place.line.is_some());
    let unit = match (lines, numbers.len()) {
        (true, 1) => "line",
        (true, _) => "lines",
        (false, 1) => "row",
        (false, _) => "rows",
    };
    if more == 0 {
        format!("{unit} {}", list_some(&numbers, numbers.len()))
    } else {
        format!("{unit} {}", numbers.join(", "))
    }
}

/// ``income is written as `1.234,5` ``
fn examples(columns: &[ColumnFacts]) -> Vec<String> {
    let mut by_form: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for column in columns {
        if let Some(example) = &column.example {
            let name = cut(&visible(&column.name), NAME);
            by_form.entry(example).or_default().push(name);
        }
    }
    by_form
        .into_iter()
        .map(|(example, names)| {
            let verb = if names.len() == 1 { "is" } else { "are" };
            let names = list_some(&names, NAMED);
            format!("{names} {verb} written as `{}`", visible(example))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, kind: ColumnKind) -> ColumnFacts {
        ColumnFacts {
            name: name.to_owned(),
            kind,
            missing: 0,
            marks: BTreeMap::new(),
            misfits: 0,
            places: Vec::new(),
            distinct: 9,
            example: None,
        }
    }

    fn place(line: Option<u64>) -> CellPlace {
        CellPlace {
            path: "a.csv".to_owned(),
            line,
            row: 4,
        }
    }

    #[test]
    fn kinds_are_counted_in_one_order() {
        let kinds = [ColumnKind::Time, ColumnKind::Number, ColumnKind::Number];
        let columns = kinds.map(|kind| column("x", kind));
        assert_eq!(parts(&columns, false), ["3 columns: 2 numbers, 1 time"]);
        assert_eq!(parts(&columns[..1], false), ["1 column: 1 time"]);
    }

    #[test]
    fn what_was_read_as_missing_is_named() {
        let mut income = column("income", ColumnKind::Number);
        income.marks = BTreeMap::from([("?".to_owned(), 90), ("n/a".to_owned(), 2)]);
        (income.misfits, income.places) = (5, vec![place(Some(7)), place(Some(1_090))]);
        income.example = Some("1.234,5".to_owned());
        let mut at = column("at", ColumnKind::Time);
        (at.misfits, at.places) = (1, vec![place(None)]);
        assert_eq!(
            parts(&[income, at], false)[1..],
            [
                "92 cells read as missing: `?` and `n/a`",
                "5 cells of income are no numbers and read as missing (lines 7, 1,090 and 3 more)",
                "1 cell of at is no time and read as missing (row 4)",
                "income is written as `1.234,5`",
            ]
        );
    }

    #[test]
    fn of_several_files_each_line_has_its_own() {
        let mut income = column("income", ColumnKind::Number);
        let in_file = |path: &str, line| CellPlace {
            path: path.to_owned(),
            ..place(Some(line))
        };
        income.misfits = 3;
        income.places = vec![
            in_file("a.csv", 7),
            in_file("a.csv", 9),
            in_file("b.csv", 2),
        ];
        assert_eq!(
            reading(&income, true),
            [
                "3 cells of income are no numbers and read as missing (lines 7 and 9 of a.csv and line 2 of b.csv)"
            ]
        );
        income.misfits = 5;
        assert_eq!(
            reading(&income, true),
            [
                "5 cells of income are no numbers and read as missing (lines 7, 9 of a.csv, line 2 of b.csv and 2 more)"
            ]
        );
    }
}
