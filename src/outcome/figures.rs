//! Figures: what a dataset, its vectors and its probes look like, as plain data for a report that draws.

mod vectors;
mod zoo;

use serde::{Deserialize, Serialize};

pub use vectors::{
    BesideFigures, CosinesFigures, MapFigures, PointFigures, SpectrumFigures, VectorsFigures,
};
pub use zoo::{
    ArmFigures, ConfigurationFigures, FamilyFigures, ProbeFigures, TestSetFigures, ZooFigures,
};

/// What there is to draw of one dataset. What isn't there says why, in a sentence without full stop.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Figures {
    /// How the probes fared, one by one.
    pub zoo: Result<ZooFigures, String>,
    /// How the vectors lie.
    pub vectors: Result<VectorsFigures, String>,
    /// Seconds that reading took.
    pub reading: f64,
    /// Seconds that each rule took, in the order of the catalogue. Who asks for something first waits
    /// for it: the first rule that needs probes has them trained.
    pub judging: Vec<(String, f64)>,
}
