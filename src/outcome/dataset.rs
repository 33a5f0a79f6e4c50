//! Dataset: what a report says about one dataset, its probes and its shifts.

use serde::{Deserialize, Serialize};

use super::figures::Figures;
use crate::dataset::RoleNames;
use crate::diagnostic::Diagnostic;
use crate::measure::Standings;
use crate::measure::line::Line;
use crate::policy::Span;
use crate::probe::Arm;

/// What is said about one dataset.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DatasetReport {
    /// Its name.
    pub name: String,
    /// Where trueline.toml declares it; absent when the command line does.
    #[serde(skip)]
    pub declared: Option<Span>,
    /// Its files, as the user wrote them; shifted ones too.
    pub paths: Vec<String>,
    /// Its rows.
    pub rows: usize,
    /// Rows whose label is missing: they are neither train nor test rows.
    pub unlabelled: usize,
    /// How many of them trained and tested; absent when no rule asked for probes.
    pub sampled: Option<Sampled>,
    /// Which columns played which role.
    pub roles: RoleNames,
    /// Its classes with their shares in-domain; empty without a label.
    pub classes: Vec<ClassShare>,
    /// What the in-domain rows are called, for example `CA`; absent without domains.
    pub in_domain: Option<String>,
    /// How the probes fared, arm by arm; empty when none was trained.
    pub arms: Vec<ArmReport>,
    /// Its shifts; empty when no rule asked for them.
    pub shifts: Vec<ShiftReport>,
    /// What the rules said, in the order of the catalogue.
    pub diagnostics: Vec<Diagnostic>,
    /// What there is to draw; only where a report draws.
    pub figures: Option<Figures>,
}

/// How many rows trained and tested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sampled {
    /// Rows that could have been trained on.
    pub trainable: usize,
    /// Train rows.
    pub train: usize,
    /// In-domain test rows.
    pub in_domain: usize,
    /// Test rows under each shift, by its name.
    pub shifted: Vec<(String, usize)>,
}

/// A class and its share of the rows, in \[0, 1\].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClassShare {
    /// The class's name.
    pub name: String,
    /// Its share.
    pub share: f64,
}

/// How the probes of one arm fared in-domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArmReport {
    /// The arm.
    pub arm: Arm,
    /// How the probes that were judged stand.
    pub standings: Standings,
}

/// One shift.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShiftReport {
    /// Its name.
    pub name: String,
    /// Its rows in the dataset.
    pub rows: usize,
    /// The classes with their shares in it.
    pub label_share: Vec<ClassShare>,
    /// The accuracy line of each arm that was read.
    pub lines: Vec<LineReport>,
}

/// The accuracy line of one arm under one shift. A statistic is absent where it is undefined.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LineReport {
    /// The arm.
    pub arm: Arm,
    /// Probes on the line.
    pub probes: usize,
    /// Those that are healthy in-domain: neither collapsed nor doubtful nor leaning.
    pub healthy: usize,
    /// Pearson's r over all probes, on the probit scale.
    pub r_all: Option<f64>,
    /// r over the healthy ones.
    pub r_healthy: Option<f64>,
    /// r of balanced accuracy over the healthy ones.
    pub r_balanced: Option<f64>,
    /// Slope over the healthy ones.
    pub slope: Option<f64>,
    /// Intercept over the healthy ones.
    pub intercept: Option<f64>,
    /// The highest r that noise leaves possible over the healthy ones.
    pub ceiling: Option<f64>,
}

impl LineReport {
    /// What a report says of `line`.
    pub fn of(arm: Arm, line: &Line) -> Self {
        Self {
            arm,
            probes: line.all.runs,
            healthy: line.healthy.runs,
            r_all: line.all.r,
            r_healthy: line.healthy.r,
            r_balanced: line.balanced_healthy.and_then(|view| view.r),
            slope: line.healthy.slope,
            intercept: line.healthy.intercept,
            ceiling: line.ceiling.map(|ceiling| ceiling.r_max),
        }
    }
}
