//! Fix report: what was taken out of each dataset or changed in it, what is left, and where it was written.

use std::path::Path;

use super::dataset::DatasetReport;
use super::report::Report;
use super::verdict::weighs;
use crate::dataset::named_as_parquet;
use crate::rules::find_safety;
use crate::rules::words::Safety;

/// How many findings of a check `trueline fix` can do something about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fixable {
    /// Those that it can.
    pub(crate) findings: usize,
    /// All that weigh.
    pub(crate) all: usize,
    /// Whether it does something about one of them without being asked for unsafe fixes.
    pub(crate) is_safe: bool,
}

impl Fixable {
    /// Those of `report`; none where nothing can be fixed. A finding whose rows only stand for others, or in a file
    /// whose rows can't be told apart, isn't.
    pub(crate) fn of(report: &Report) -> Option<Self> {
        let diagnostics = report.datasets.iter().flat_map(|each| &each.diagnostics);
        let found = diagnostics.filter(|each| weighs(each, report.strict));
        let found: Vec<_> = found.collect();
        let safeties: Vec<Safety> = found
            .iter()
            .filter(|each| {
                let mut rows = each.outcome.witnesses.iter();
                !each.outcome.by_example
                    && rows.any(|row| row.line.is_some() || named_as_parquet(Path::new(&row.path)))
            })
            .filter_map(|each| find_safety(each.rule))
            .collect();
        (!safeties.is_empty()).then(|| Self {
            findings: safeties.len(),
            all: found.len(),
            is_safe: safeties.contains(&Safety::Safe),
        })
    }
}

/// What `trueline fix` did.
#[derive(Debug, Clone, Default)]
pub(crate) struct FixReport {
    /// Each dataset that was fixed.
    pub(crate) datasets: Vec<FixedDataset>,
    /// Whether it is only shown what would change.
    pub(crate) is_shown: bool,
    /// Rules that were selected and have no fix.
    pub(crate) without_fix: Vec<String>,
}

/// What became of one dataset.
#[derive(Debug, Clone)]
pub(crate) struct FixedDataset {
    /// What a check says of it as it was.
    pub(crate) before: DatasetReport,
    /// Rows before and after.
    pub(crate) rows: (usize, usize),
    /// What was done, in the order of the rules.
    pub(crate) done: Vec<RuleFixes>,
    /// What `--unsafe-fixes` would do.
    pub(crate) held: Vec<RuleFixes>,
    /// What is still found: the rule and what it says.
    pub(crate) left: Vec<(String, String)>,
    /// What couldn't be mended.
    pub(crate) unmended: Vec<Unmended>,
    /// Where it was written; absent where nothing was.
    pub(crate) output: Option<String>,
    /// The manifest beside it.
    pub(crate) manifest: Option<String>,
}

/// What one rule's fix does to rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RuleFixes {
    /// The rule.
    pub(crate) rule: String,
    /// Rows that it takes out.
    pub(crate) dropped: usize,
    /// Rows that it changes.
    pub(crate) changed: usize,
}

/// Rows with a cell that can't be mended, of one rule, column and reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Unmended {
    /// The rule.
    pub(crate) rule: String,
    /// The column.
    pub(crate) column: String,
    /// Why not.
    pub(crate) reason: String,
    /// How many rows.
    pub(crate) rows: usize,
    /// Where the first of them stands.
    pub(crate) first: String,
}

impl FixReport {
    /// The exit code: 1 where something is still found, or would change; else 0.
    pub(crate) fn exit(&self) -> u8 {
        let fails = self.datasets.iter().any(|dataset| {
            if self.is_shown {
                !dataset.done.is_empty()
            } else {
                !dataset.left.is_empty()
            }
        });
        u8::from(fails)
    }
}

/// What holding curated data against its manifest came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct VerifyReport {
    /// Files that were looked at.
    pub(crate) files: usize,
    /// Rows that the manifest tells of.
    pub(crate) rows: usize,
    /// Rows that were found in an input as the manifest says.
    pub(crate) found: usize,
    /// What differs, a sentence each.
    pub(crate) differs: Vec<String>,
}
