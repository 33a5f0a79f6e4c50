//! Figures: what a dataset, its vectors and its probes look like, as plain data for a report that draws.

mod vectors;
mod zoo;

use serde::{Deserialize, Serialize};

pub(crate) use vectors::{
    BesideFigures, CosinesFigures, MapFigures, PointFigures, SpectrumFigures, VectorsFigures,
};
pub(crate) use zoo::{
    ArmFigures, ConfigurationFigures, FamilyFigures, ProbeFigures, TestSetFigures, ZooFigures,
};

/// What there is to draw of one dataset. What isn't there says why, in a sentence without full stop.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Figures {
    /// How the probes fared, one by one.
    pub(crate) zoo: Result<ZooFigures, String>,
    /// How the vectors lie.
    pub(crate) vectors: Result<VectorsFigures, String>,
    /// Seconds that reading took.
    pub(crate) reading: f64,
    /// Seconds that each rule took, in the order of the catalogue. Who asks for something first waits
    /// for it: the first rule that needs probes has them trained.
    pub(crate) judging: Vec<(String, f64)>,
}
