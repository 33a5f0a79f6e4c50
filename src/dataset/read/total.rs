//! Total: the last row of a delimited text where it sums up those above it, and is none of them.

use super::super::cells::Cells;
use super::super::dialect::Decision;
use super::super::number::number;
use super::{Table, listing};

/// What the first cell of such a row says.
const WORDS: [&str; 9] = [
    "total",
    "totals",
    "grand total",
    "sum",
    "summe",
    "gesamt",
    "somme",
    "suma",
    "totale",
];
/// Rows above it at least.
const ROWS: usize = 3;

/// Leaves out the last row of `table` where its first cell says that it is a total, as no other does, and its numbers
/// are the sums of those above them or a blank line stands before it. `line` is the one on which it begins.
pub(super) fn leave_out_total(table: &mut Table, line: u64, is_apart: bool) -> Option<Decision> {
    let last = table.rows.checked_sub(1).filter(|&above| above >= ROWS)?;
    let at = (0..table.cells.len()).find(|&at| cell(table, at, last).is_some())?;
    let word = total_word(cell(table, at, last)?)?;
    let is_said_above =
        (0..last).any(|row| cell(table, at, row).and_then(total_word) == Some(word));
    let filled: Vec<usize> = (at + 1..table.cells.len())
        .filter(|&at| cell(table, at, last).is_some())
        .collect();
    let are_sums = !filled.is_empty() && filled.iter().all(|&at| is_sum(table, at, last));
    if is_said_above || !(is_apart || are_sums) {
        return None;
    }
    let why = if are_sums {
        format!("it begins with `{word}`, and its numbers are the sums of those above")
    } else {
        format!("it begins with `{word}`, after a blank line below the rows")
    };
    for cells in &mut table.cells {
        if let Cells::Text(text) = cells {
            text.truncate(last);
        }
    }
    table.rows = last;
    if let Some(lines) = &mut table.lines {
        lines.truncate(last);
    }
    Some(Decision::unusual("lines left out", listing(&[line]), why))
}

fn cell(table: &Table, at: usize, row: usize) -> Option<&str> {
    match &table.cells[at] {
        Cells::Text(text) => text.get(row),
        Cells::Vectors(_) => None,
    }
}

/// The word for a total that `cell` is.
fn total_word(cell: &str) -> Option<&'static str> {
    let said = cell.trim_end_matches(':').trim().to_lowercase();
    WORDS.into_iter().find(|&word| word == said)
}

/// Whether the cell in row `last` is the sum of the numbers above it, to the decimals that it has.
fn is_sum(table: &Table, at: usize, last: usize) -> bool {
    let Some(written) = cell(table, at, last) else {
        return false;
    };
    let above = (0..last).filter_map(|row| cell(table, at, row));
    let (Some(said), Some(sum)) = (number(written), above.map(number).sum::<Option<f64>>()) else {
        return false;
    };
    let decimals = written
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    format!("{sum:.decimals$}").parse() == Ok(said)
}

#[cfg(test)]
mod tests {
    use super::super::super::cells::cells_of;
    use super::*;

    fn table(columns: &[&[&str]]) -> Table {
        let column =
            |cells: &&[&str]| cells_of(&cells.iter().map(|&cell| Some(cell)).collect::<Vec<_>>());
        Table {
            names: vec!["x".to_owned(); columns.len()],
            cells: columns.iter().map(column).collect(),
            rows: columns[0].len(),
            lines: Some((2..).take(columns[0].len()).collect()),
        }
    }

    /// Whether the last row is left out.
    fn is_left(columns: &[&[&str]], is_apart: bool) -> bool {
        let mut table = table(columns);
        let rows = table.rows;
        let decision = leave_out_total(&mut table, 9, is_apart);
        let is_left = decision.is_some();
        assert_eq!(table.rows, rows - usize::from(is_left));
        assert_eq!(table.lines.map(|lines| lines.len()), Some(table.rows));
        assert!(
            table
                .cells
                .iter()
                .all(|cells| { matches!(cells, Cells::Text(text) if text.len() == table.rows) })
        );
        is_left
    }

    #[test]
    fn a_row_of_sums_is_no_row() {
        let names: &[&str] = &["a", "b", "c", "Total"];
        assert!(is_left(
            &[names, &["1", "2", "3", "6"], &["0.5", "", "0.25", "0.75"]],
            false
        ));
        assert!(is_left(
            &[names, &["1", "2", "3", "6"], &["x", "y", "z", ""]],
            false
        ));
        assert!(
            is_left(&[names, &["1", "2", "3", "3"]], true),
            "after a blank line"
        );
        assert!(!is_left(&[names, &["1", "2", "3", "7"]], false), "no sum");
        assert!(!is_left(&[names, &["x", "y", "z", "x"]], false));
        assert!(
            !is_left(&[names, &["", "", "", ""]], false),
            "nothing to sum"
        );
    }

    #[test]
    fn a_word_that_rows_use_makes_no_total() {
        let used: &[&str] = &["total", "part", "part", "total"];
        assert!(!is_left(&[used, &["1", "2", "3", "6"]], true));
        let named: &[&str] = &["a", "b", "c", "totally"];
        assert!(!is_left(&[named, &["1", "2", "3", "6"]], true));
        assert!(
            !is_left(&[&["a", "Total"], &["1", "1"]], true),
            "hardly a table"
        );
    }
}
