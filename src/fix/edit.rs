//! Edit: one row that is to be dropped or changed, by which rule, and why.

use crate::dataset::Dataset;
use crate::diagnostic::Outcome;
use crate::rules::words::Safety;

/// What is to be done about one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// The row, as the dataset counts.
    pub(super) row: usize,
    /// The rule that found it.
    pub(super) rule: &'static str,
    /// Whether it is done without being asked for.
    pub(super) safety: Safety,
    /// What is done.
    pub(super) change: Change,
    /// Why, in a few words.
    pub(super) reason: String,
    /// The row that stays and says the same, where there is one.
    pub(super) kept: Option<usize>,
}

/// What is done with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// It is taken out.
    Drop,
    /// These columns of it hold other texts.
    Cells(Vec<(usize, String)>),
}

impl Edit {
    /// A row that goes.
    pub(super) fn drop(row: usize, safety: Safety, reason: impl Into<String>) -> Self {
        Self {
            row,
            rule: "",
            safety,
            change: Change::Drop,
            reason: reason.into(),
            kept: None,
        }
    }

    /// A row in which other texts are to stand.
    pub(super) fn change(
        row: usize,
        cells: Vec<(usize, String)>,
        safety: Safety,
        reason: impl Into<String>,
    ) -> Self {
        Self {
            change: Change::Cells(cells),
            ..Self::drop(row, safety, reason)
        }
    }

    /// The same, for which `kept` stays.
    pub(super) fn for_the_sake_of(self, kept: usize) -> Self {
        Self {
            kept: Some(kept),
            ..self
        }
    }
}

/// The rows that a finding is about, ascending; none where its rows only stand for others.
pub(super) fn find_rows(dataset: &Dataset, outcome: &Outcome) -> Vec<usize> {
    if outcome.by_example {
        return Vec::new();
    }
    let witnesses = outcome.witnesses.iter();
    let mut rows: Vec<usize> = witnesses
        .filter_map(|witness| dataset.row_at(&witness.path, witness.row))
        .collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}
