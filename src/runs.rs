//! Runs: the results of the user's own models, one row a run, and which of them collapsed.

mod columns;
mod constant;
mod table;

use std::path::PathBuf;

pub use constant::{Constant, Recognised};

use crate::measure::line::Run;

/// The unit in which accuracies are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AccuracyUnit {
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
pub struct RunsSource {
    /// The table; several files are one below the other.
    pub paths: Vec<PathBuf>,
    /// Whether a delimited file begins with a header line.
    pub header: bool,
    /// In-domain accuracy.
    pub id: String,
    /// Shifted accuracy, one column a shift.
    pub shifted: Vec<String>,
    /// Balanced accuracy in-domain.
    pub balanced_id: Option<String>,
    /// Balanced accuracy under each shift, in the order of `shifted`; empty when not known.
    pub balanced_shifted: Vec<String>,
    /// What a run is called by; else by its line.
    pub model: Option<String>,
    /// Runs that belong together: resampled within their family.
    pub family: Option<String>,
    /// The unit of all accuracies.
    pub unit: AccuracyUnit,
    /// `COLUMN=VALUE`: only such rows count.
    pub only: Vec<String>,
    /// Classes of the task, where the user says so.
    pub classes: Option<usize>,
}

/// One run's place in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What the run is called, as the table says it.
    pub name: Option<String>,
    /// The line on which it stands, or its row where the format has no lines; from 1.
    pub line: u64,
}

/// The results of all models, one list a shift.
#[derive(Debug, Clone)]
pub struct Runs {
    /// The files, as the user wrote them.
    pub paths: Vec<String>,
    /// Rows of the table.
    pub rows: usize,
    /// Rows left by `only`.
    pub kept: usize,
    /// The families' names, by number; one without a name when no column says.
    pub families: Vec<String>,
    /// One entry a shift.
    pub shifts: Vec<ShiftRuns>,
}

/// The runs that have a result under one shift.
#[derive(Debug, Clone)]
pub struct ShiftRuns {
    /// The column of shifted accuracies.
    pub name: String,
    /// The runs.
    pub runs: Vec<Run>,
    /// Where each stands, in the same order.
    pub named: Vec<Named>,
    /// Rows left out because an accuracy is missing.
    pub missing: usize,
    /// How collapsed runs were told from the others.
    pub recognised: Recognised,
    /// The points at which collapsed runs sit, the most crowded first.
    pub constants: Vec<Constant>,
}
