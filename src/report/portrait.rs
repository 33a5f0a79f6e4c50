//! Portrait: what a dataset, its vectors and its probes look like, as plain data for a report that draws.

use serde::{Deserialize, Serialize};

use crate::measure::Collapse;
use crate::plan::FailOn;
use crate::probe::Arm;

/// What there is to draw of one dataset. What isn't there says why, in a sentence without full stop.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Portrait {
    /// How the probes fared, one by one.
    pub zoo: Result<ZooPortrait, String>,
    /// How the vectors lie.
    pub vectors: Result<VectorsPortrait, String>,
    /// Seconds that reading took.
    pub reading: f64,
    /// Seconds that each rule took, in the order of the catalogue. Who asks for something first waits
    /// for it: the first rule that needs probes has them trained.
    pub judging: Vec<(String, f64)>,
}

/// Every configuration with its results.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ZooPortrait {
    /// On how many splits each of them was trained.
    pub splits: usize,
    /// The configurations, family by family.
    pub configurations: Vec<ConfigurationPortrait>,
    /// The classes' names.
    pub classes: Vec<String>,
    /// What tested: in-domain first, then each shift.
    pub test_sets: Vec<TestSetPortrait>,
    /// Each arm with its probes.
    pub arms: Vec<ArmPortrait>,
    /// How each family fares on the embedding beside the raw columns.
    pub families: Vec<FamilyPortrait>,
}

/// A family with its settings.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ConfigurationPortrait {
    /// The family's name.
    pub family: String,
    /// The settings in words, for example `C = 0.1`.
    pub setting: String,
    /// Whether these are the settings that a user tries first.
    pub default: bool,
}

/// The rows of one test set.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TestSetPortrait {
    /// The shift's name; absent in-domain.
    pub shift: Option<String>,
    /// How many rows.
    pub rows: usize,
    /// Each class's share of them, in \[0, 1\]; the mean of the splits.
    pub shares: Vec<f64>,
}

/// The probes of one arm.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ArmPortrait {
    /// The arm.
    pub arm: Arm,
    /// One entry a configuration, split by split; absent where it couldn't be trained.
    pub probes: Vec<Option<ProbePortrait>>,
}

/// One probe's answers in-domain, and its results everywhere.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProbePortrait {
    /// How it stands; absent when it was tested on too few rows.
    pub standing: Option<Collapse>,
    /// The class that it says most.
    pub says: usize,
    /// That class's share of its answers, in \[0, 1\].
    pub share: f64,
    /// The 95 % Wilson interval of that share.
    pub interval: (f64, f64),
    /// How near it comes to one answer, in \[0, 1\].
    pub severity: f64,
    /// Accuracy and balanced accuracy in each test set.
    pub results: Vec<(f64, f64)>,
}

/// One family on the three arms.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FamilyPortrait {
    /// The family's name.
    pub family: String,
    /// Configurations compared, each once a split.
    pub configurations: usize,
    /// How many of them collapsed: raw, embedded, standardised.
    pub collapsed: [usize; 3],
    /// Severity at the family's defaults, in the same order; the mean of the splits.
    pub severity: [f64; 3],
    /// 95 % interval of the embedded arm's severity in excess of the raw one's, over all splits.
    pub severity_excess: (f64, f64),
}

/// How a dataset's vectors lie.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VectorsPortrait {
    /// Rows that were embedded.
    pub embedded: usize,
    /// Numbers in each vector.
    pub dimensions: usize,
    /// Rows of a sample as points of a plane.
    pub map: MapPortrait,
    /// Along how many directions the vectors vary.
    pub spectrum: SpectrumPortrait,
    /// How alike the vectors' directions are.
    pub cosines: Vec<CosinesPortrait>,
}

/// A sample of the embedded rows in a plane.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MapPortrait {
    /// Rows of a random sample; those beyond them are in the map because something was found.
    pub sampled: usize,
    /// The variance's share along each of the two principal components.
    pub shares: [f64; 2],
    /// Whether points have a place by their neighbours, too.
    pub neighbours: bool,
    /// The classes' names.
    pub classes: Vec<String>,
    /// The domains' names; empty without domains.
    pub domains: Vec<String>,
    /// The rules that found something about a row of the map.
    pub rules: Vec<String>,
    /// The files' paths.
    pub paths: Vec<String>,
    /// The rows.
    pub points: Vec<PointPortrait>,
}

/// A row in the plane.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PointPortrait {
    /// Its place along the first two principal components.
    pub at: [f64; 2],
    /// Its place by its neighbours.
    pub near: Option<[f64; 2]>,
    /// Its class.
    pub class: Option<usize>,
    /// Its domain.
    pub domain: Option<usize>,
    /// The first rule, in the order of `rules`, that found something about it.
    pub rule: Option<usize>,
    /// Its file.
    pub path: usize,
    /// The line on which it begins, from 1; absent for formats without lines.
    pub line: Option<u64>,
    /// The row in its file, from 1.
    pub row: u64,
    /// The beginning of its text.
    pub text: Option<String>,
}

/// Shares of the variance along principal components.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SpectrumPortrait {
    /// Of the rows: the first shares, the largest first.
    pub rows: Vec<f64>,
    /// How many rows that was read off.
    pub n: usize,
    /// Their effective rank, in directions.
    pub rank: f64,
    /// The same of equally many rows and sentences of natural text; absent where they can't be compared.
    pub beside: Option<BesidePortrait>,
}

/// Rows beside equally many sentences of natural text in the same model.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BesidePortrait {
    /// How many of each.
    pub n: usize,
    /// Shares of the variance of so many rows, the mean of several draws.
    pub rows: Vec<f64>,
    /// Of the sentences.
    pub natural: Vec<f64>,
    /// Effective rank of so many rows, with its 95 % interval.
    pub rank: (f64, (f64, f64)),
    /// Effective rank of the sentences.
    pub natural_rank: f64,
}

/// The cosines of pairs of vectors.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CosinesPortrait {
    /// Whether they are sentences of natural text, and not rows.
    pub natural: bool,
    /// Whether the mean was taken away before.
    pub centred: bool,
    /// How many pairs.
    pub pairs: usize,
    /// Their mean.
    pub mean: f64,
    /// The share of pairs in each of equally wide bins from -1 to 1.
    pub shares: Vec<f64>,
}

/// What a run was told: enough to run it again.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The model's fingerprint, where it can be told.
    pub fingerprint: Option<String>,
    /// Most train rows, in place of the profile's.
    pub train_rows: Option<usize>,
    /// Whether probes were trained.
    pub probes: bool,
    /// From which level on a finding fails the run.
    pub fail_on: FailOn,
    /// Each rule with its level and its limits, in the order of the catalogue.
    pub rules: Vec<RuleSettings>,
}

/// One rule's settings.
#[derive(Debug, Clone)]
pub struct RuleSettings {
    /// Its name.
    pub rule: &'static str,
    /// Its level: `deny`, `warn` or `allow`.
    pub level: &'static str,
    /// Each limit's key and value.
    pub limits: Vec<(String, f64)>,
}
