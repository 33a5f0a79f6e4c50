//! Part: the cells of a column that come from one file, and what the file says of its numbers.

use std::ops::Range;

use super::dialect::Decimal;

/// The cells of a column that come from one file.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Its rows.
    pub(super) rows: Range<usize>,
    /// What stands before decimals, where something else than these cells says it.
    pub(super) decimal: Option<Decimal>,
    /// Whether the format of the file knows what a number is: no program writes its numbers for people.
    pub(super) is_typed: bool,
}

impl Part {
    /// All cells of a column, of which nothing is known.
    pub(super) fn whole(rows: usize) -> Self {
        Self {
            rows: 0..rows,
            decimal: None,
            is_typed: false,
        }
    }
}
