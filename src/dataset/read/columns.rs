//! Columns: what rows of a delimited text look like, to tell a row from a line inside a quoted cell.

use std::collections::HashSet;

use super::super::number::number;
use super::fields::cut_line;

/// Values that a column of few values may have, and rows that each has on average at least.
const FEW: usize = 200;
const ROWS_EACH: usize = 3;
/// Lines that have to be whole rows one after the other.
const RUNNING: usize = 3;

/// What each column of a text holds, as far as its first rows show.
#[derive(Debug, Default)]
pub(super) struct Columns {
    kinds: Vec<Kind>,
    delimiter: u8,
    quote: u8,
    /// Whether lines are rows by their number of fields alone, where no column tells more: a tab stands in few texts.
    by_count: bool,
}

#[derive(Debug)]
enum Kind {
    /// Few values that occur again and again, as labels do.
    Few(HashSet<String>),
    Numbers,
    Any,
}

impl Columns {
    /// What `rows` show, whose fields are cut by `delimiter` and may stand in `quote`.
    pub(super) fn of(rows: &[Vec<String>], fields: usize, delimiter: u8, quote: u8) -> Self {
        // A cell with a new line may hold rows itself.
        let whole: Vec<&Vec<String>> = rows
            .iter()
            .filter(|row| row.len() == fields && row.iter().all(|cell| !cell.contains('\n')))
            .collect();
        Self {
            kinds: (0..fields).map(|at| kind(&whole, at)).collect(),
            delimiter,
            quote,
            by_count: delimiter == b'\t',
        }
    }

    /// Whether the lines of `text` from the one in which a quote opens at `opened` are whole rows by themselves:
    /// three running, or as many as there are up to `end`, where the cell would end.
    ///
    /// Two lines are enough where a column of few values knows its own in both. Text that is quoted properly
    /// doesn't read so: neither the half before its first new line nor the one after it is a row.
    pub(super) fn are_rows(&self, text: &str, opened: usize, end: usize) -> bool {
        let start = text[..opened].rfind('\n').map_or(0, |at| at + 1);
        let spanned = 1 + text[opened..end].matches('\n').take(RUNNING).count();
        let knows = self.kinds.iter().any(|kind| matches!(kind, Kind::Few(_)));
        let enough = knows || self.by_count && spanned >= RUNNING;
        let mut lines = text[start..].lines().take(spanned.min(RUNNING));
        enough && lines.all(|line| self.is_row(line))
    }

    fn is_row(&self, line: &str) -> bool {
        let cells = cut_line(line, self.delimiter, self.quote);
        cells.len() == self.kinds.len()
            && cells
                .iter()
                .zip(&self.kinds)
                .all(|(cell, kind)| match kind {
                    Kind::Few(values) => values.contains(*cell),
                    Kind::Numbers => cell.is_empty() || number(cell).is_some(),
                    Kind::Any => true,
                })
    }
}

fn kind(rows: &[&Vec<String>], at: usize) -> Kind {
    // The first row may be a header.
    let cells = || rows.iter().skip(1).map(|row| row[at].as_str());
    let values: HashSet<&str> = cells().collect();
    let count = rows.len().saturating_sub(1);
    if values.len() <= FEW && count >= ROWS_EACH * values.len() && values.len() > 1 {
        return Kind::Few(values.into_iter().map(str::to_owned).collect());
    }
    let numbers = cells().filter(|cell| cell.is_empty() || number(cell).is_some());
    if count > 0 && numbers.count() == count && values.iter().any(|value| !value.is_empty()) {
        return Kind::Numbers;
    }
    Kind::Any
}
