//! Baseline: how the findings of a run stand to the baseline that it is held against.

use crate::baseline::Comparison;

/// The baseline that a run was held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BaselineReport {
    /// Its file.
    pub(crate) file: String,
    /// How the run's findings stand to it.
    pub(crate) compared: Comparison,
}
