//! Dataset: what a report says about one dataset, its probes and its shifts.

use serde::{Deserialize, Serialize};

use super::figures::Figures;
use crate::dataset::RoleNames;
use crate::diagnostic::Diagnostic;
use crate::evidence::ColumnFacts;
use crate::measure::Standings;
use crate::measure::line::Line;
use crate::policy::Span;
use crate::probe::Arm;

/// What is said about one dataset.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DatasetReport {
    /// Its name.
    pub(crate) name: String,
    /// Where trueline.toml declares it; absent when the command line does.
    #[serde(skip)]
    pub(crate) declared: Option<Span>,
    /// Its files, as the user wrote them; shifted ones too.
    pub(crate) paths: Vec<String>,
    /// Its rows.
    pub(crate) rows: usize,
    /// What its columns were taken for, in the order of the first file.
    pub(crate) columns: Vec<ColumnFacts>,
    /// What a reader has to know of how the files were read.
    pub(crate) notes: Vec<String>,
    /// Rows whose label is missing: they are neither train nor test rows.
    pub(crate) unlabelled: usize,
    /// How many of them trained and tested; absent when no rule asked for probes.
    pub(crate) sampled: Option<Sampled>,
    /// Which columns played which role.
    pub(crate) roles: RoleNames,
    /// Its classes with their shares in-domain; empty without a label.
    pub(crate) classes: Vec<ClassShare>,
    /// What the in-domain rows are called, for example `CA`; absent without domains.
    pub(crate) in_domain: Option<String>,
    /// How the probes fared, arm by arm; empty when none was trained.
    pub(crate) arms: Vec<ArmReport>,
    /// Its shifts; empty when no rule asked for them.
    pub(crate) shifts: Vec<ShiftReport>,
    /// What the rules said, in the order of the catalogue.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What there is to draw; only where a report draws.
    pub(crate) figures: Option<Figures>,
}

/// How many rows trained and tested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sampled {
    /// Rows that could have been trained on.
    pub(crate) trainable: usize,
    /// Train rows.
    pub(crate) train: usize,
    /// In-domain test rows.
    pub(crate) in_domain: usize,
    /// Test rows under each shift, by its name.
    pub(crate) shifted: Vec<(String, usize)>,
}

/// A class and its share of the rows, in \[0, 1\].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ClassShare {
    /// The class's name.
    pub(crate) name: String,
    /// Its share.
    pub(crate) share: f64,
}

/// How the probes of one arm fared in-domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ArmReport {
    /// The arm.
    pub(crate) arm: Arm,
    /// How the probes that were judged stand.
    pub(crate) standings: Standings,
}

/// One shift.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ShiftReport {
    /// Its name.
    pub(crate) name: String,
    /// Its rows in the dataset.
    pub(crate) rows: usize,
    /// The classes with their shares in it.
    pub(crate) label_share: Vec<ClassShare>,
    /// The accuracy line of each arm that was read.
    pub(crate) lines: Vec<LineReport>,
}

/// The accuracy line of one arm under one shift. A statistic is absent where it is undefined.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct LineReport {
    /// The arm.
    pub(crate) arm: Arm,
    /// Probes on the line.
    pub(crate) probes: usize,
    /// Those that are healthy in-domain: neither collapsed nor doubtful nor leaning.
    pub(crate) healthy: usize,
    /// Pearson's r over all probes, on the probit scale.
    pub(crate) r_all: Option<f64>,
    /// r over the healthy ones.
    pub(crate) r_healthy: Option<f64>,
    /// r of balanced accuracy over the healthy ones.
    pub(crate) r_balanced: Option<f64>,
    /// Slope over the healthy ones.
    pub(crate) slope: Option<f64>,
    /// Intercept over the healthy ones.
    pub(crate) intercept: Option<f64>,
    /// The highest r that noise leaves possible over the healthy ones.
    pub(crate) ceiling: Option<f64>,
}

impl LineReport {
    /// What a report says of `line`.
    pub(crate) fn of(arm: Arm, line: &Line) -> Self {
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
