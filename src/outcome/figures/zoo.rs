//! Zoo: every configuration with its answers and results, arm by arm, as a report draws them.

use serde::{Deserialize, Serialize};

use crate::measure::Collapse;
use crate::probe::Arm;

/// Every configuration with its results.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ZooFigures {
    /// On how many splits each of them was trained.
    pub(crate) splits: usize,
    /// The configurations, family by family.
    pub(crate) configurations: Vec<ConfigurationFigures>,
    /// The classes' names.
    pub(crate) classes: Vec<String>,
    /// What tested: in-domain first, then each shift.
    pub(crate) test_sets: Vec<TestSetFigures>,
    /// Each arm with its probes.
    pub(crate) arms: Vec<ArmFigures>,
    /// How each family fares on the embedding beside the raw columns.
    pub(crate) families: Vec<FamilyFigures>,
}

/// A family with its settings.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ConfigurationFigures {
    /// The family's name.
    pub(crate) family: String,
    /// The settings in words, for example `C = 0.1`.
    pub(crate) setting: String,
    /// Whether these are the settings that a user tries first.
    pub(crate) default: bool,
}

/// The rows of one test set.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TestSetFigures {
    /// The shift's name; absent in-domain.
    pub(crate) shift: Option<String>,
    /// How many rows.
    pub(crate) rows: usize,
    /// Each class's share of them, in \[0, 1\]; the mean of the splits.
    pub(crate) shares: Vec<f64>,
}

/// The probes of one arm.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ArmFigures {
    /// The arm.
    pub(crate) arm: Arm,
    /// One entry a configuration, split by split; absent where it couldn't be trained.
    pub(crate) probes: Vec<Option<ProbeFigures>>,
}

/// One probe's answers in-domain, and its results everywhere.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ProbeFigures {
    /// How it stands; absent when it was tested on too few rows.
    pub(crate) standing: Option<Collapse>,
    /// The class that it says most.
    pub(crate) says: usize,
    /// That class's share of its answers, in \[0, 1\].
    pub(crate) share: f64,
    /// The 95 % Wilson interval of that share.
    pub(crate) interval: (f64, f64),
    /// How near it comes to one answer, in \[0, 1\].
    pub(crate) severity: f64,
    /// Accuracy and balanced accuracy in each test set.
    pub(crate) results: Vec<(f64, f64)>,
}

/// One family on the three arms.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FamilyFigures {
    /// The family's name.
    pub(crate) family: String,
    /// Configurations compared, each once a split.
    pub(crate) configurations: usize,
    /// How many of them collapsed: raw, embedded, standardised.
    pub(crate) collapsed: [usize; 3],
    /// Severity at the family's defaults, in the same order; the mean of the splits.
    pub(crate) severity: [f64; 3],
    /// 95 % interval of the embedded arm's severity in excess of the raw one's, over all splits.
    pub(crate) severity_excess: (f64, f64),
}
