//! Runs: the results of the user's own models, one row a run, and which of them collapsed.

mod columns;
mod constant;
mod table;

use std::path::PathBuf;

pub(crate) use constant::{Constant, Recognised};

use crate::measure::line::Run;

/// The unit in which accuracies are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum AccuracyUnit {
    /// 0 to 1.
    #[default]
    Share,
    /// 0 to 100.
    Percent,
}

impl AccuracyUnit {
    /// The written value of accuracy 1.
    fn whole(self) -> f64 {
        match self {
            Self::Share => 1.0,
            Self::Percent => 100.0,
        }
    }
}

/// Where the results stand: column names as the user wrote them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct RunsSource {
    /// The table; several files are one below the other.
    pub(crate) paths: Vec<PathBuf>,
    /// Whether a delimited file begins with a header line.
    pub(crate) header: bool,
    /// In-domain accuracy.
    pub(crate) id: String,
    /// Shifted accuracy, one column a shift.
    pub(crate) shifted: Vec<String>,
    /// Balanced accuracy in-domain.
    pub(crate) balanced_id: Option<String>,
    /// Balanced accuracy under each shift, in the order of `shifted`; empty when not known.
    pub(crate) balanced_shifted: Vec<String>,
    /// What a run is called by; else by its line.
    pub(crate) model: Option<String>,
    /// Runs that belong together: resampled within their family.
    pub(crate) family: Option<String>,
    /// The unit of all accuracies.
    pub(crate) unit: AccuracyUnit,
    /// `COLUMN=VALUE`: only such rows count.
    pub(crate) only: Vec<String>,
    /// Classes of the task, where the user says so.
    pub(crate) classes: Option<usize>,
}

/// One run's place in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// What the run is called, as the table says it.
    pub(crate) name: Option<String>,
    /// The line on which it stands, or its row where the format has no lines; from 1.
    pub(crate) line: u64,
}

/// The results of all models, one list a shift.
#[derive(Debug, Clone)]
pub(crate) struct Runs {
    /// The files, as the user wrote them.
    pub(crate) paths: Vec<String>,
    /// Rows of the table.
    pub(crate) rows: usize,
    /// Rows left by `only`.
    pub(crate) kept: usize,
    /// The families' names, by number; one without a name when no column says.
    pub(crate) families: Vec<String>,
    /// One entry a shift.
    pub(crate) shifts: Vec<ShiftRuns>,
}

/// The runs that have a result under one shift.
#[derive(Debug, Clone)]
pub(crate) struct ShiftRuns {
    /// The column of shifted accuracies.
    pub(crate) name: String,
    /// The runs.
    pub(crate) runs: Vec<Run>,
    /// Where each stands, in the same order.
    pub(crate) named: Vec<Named>,
    /// Rows left out because an accuracy is missing.
    pub(crate) missing: usize,
    /// How collapsed runs were told from the others.
    pub(crate) recognised: Recognised,
    /// The points at which collapsed runs sit, the most crowded first.
    pub(crate) constants: Vec<Constant>,
}
