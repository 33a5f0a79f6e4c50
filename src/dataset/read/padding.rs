//! Padding: rows and columns of a delimited text that a spreadsheet wrote around its table, and that hold nothing; and the
//! line that is drawn under a header.

use super::super::cells::Cells;
use super::super::dialect::Decision;
use super::super::strings::Strings;
use super::{Table, listing};
use crate::wording::list_some;

/// Columns that a message names.
const NAMED: usize = 3;
/// Signs in a row that draw a line.
const DRAWN: usize = 3;

/// Leaves out the rows below the last one in which any cell holds something, which stand on `lines`. Where none does,
/// all stay.
pub(super) fn leave_out_blank_rows(
    columns: &mut [Strings],
    lines: &mut Vec<u64>,
) -> Option<Decision> {
    let rows = lines.len();
    let is_blank = |row: usize| columns.iter().all(|cells| cells.get(row).is_none());
    let kept = (0..rows).rev().find(|&row| !is_blank(row))? + 1;
    if kept == rows {
        return None;
    }
    let left = listing(&lines[kept..]);
    for cells in columns {
        cells.truncate(kept);
    }
    lines.truncate(kept);
    let why = "they stand after the last row, and hold nothing but delimiters";
    Some(Decision::unusual("lines left out", left, why))
}

/// Leaves out those of the columns at `unnamed`, which the header gives no name, in which no cell holds anything. Where
/// that is all there are, they stay.
pub(super) fn leave_out_blank_columns(table: &mut Table, unnamed: &[usize]) -> Option<Decision> {
    let is_blank = |at: &usize| {
        let cells = &table.cells[*at];
        matches!(cells, Cells::Text(text) if text.count_missing() == text.len())
    };
    let blank: Vec<usize> = unnamed.iter().copied().filter(is_blank).collect();
    if blank.is_empty() || blank.len() == table.names.len() {
        return None;
    }
    let names: Vec<String> = blank
        .iter()
        .map(|at| format!("column {}", at + 1))
        .collect();
    for at in blank.iter().rev() {
        table.names.remove(*at);
        table.cells.remove(*at);
    }
    let why = "no name stands above, and no cell holds anything";
    Some(Decision::usual("left out", list_some(&names, NAMED), why))
}

/// Whether `record` draws a line, as Markdown and the shells of databases do under a header: `|---|:--:|`, `----+----`.
pub(super) fn is_drawn(record: &str) -> bool {
    let is_edge = |c: char| matches!(c, '|' | '+' | ' ');
    let cells = || {
        let cells = record.trim().split(is_edge);
        cells.filter(|cell| !cell.is_empty())
    };
    let draws = |cell: &str| {
        let signs = cell.trim_matches(':');
        let is_line = !signs.is_empty() && signs.chars().all(|c| matches!(c, '-' | '='));
        // A single one stands for a missing cell.
        is_line && cell.len() > 1
    };
    record.trim().contains(is_edge)
        && cells().all(draws)
        && cells().any(|cell| cell.trim_matches(':').len() >= DRAWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_under_a_header_is_drawn_and_marks_for_missing_are_not() {
        for drawn in [
            "|---|:--:|",
            "----+-----",
            "--- | ---",
            "+====+==+",
            "----  --",
        ] {
            assert!(is_drawn(drawn), "{drawn}");
        }
        for cells in [
            "-|-|-", "--|--", "---", "---|a", "-,---", "", "| |", "--- -",
        ] {
            assert!(!is_drawn(cells), "{cells}");
        }
    }
}
