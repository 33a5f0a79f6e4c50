//! Outcome: how a run ended, as plain data: what is said of each dataset, the verdict with its exit code, and what
//! there is to draw. Whoever judges fills it in; reporters read it and nothing else.

mod baseline;
mod dataset;
mod embed;
mod fail_on;
mod figures;
mod format;
mod left_out;
mod report;
mod runs;
#[cfg(test)]
pub(crate) mod sample;
mod settings;
mod verdict;

pub use baseline::BaselineReport;
pub use dataset::{ArmReport, ClassShare, DatasetReport, LineReport, Sampled, ShiftReport};
pub use embed::EmbedReport;
pub use fail_on::FailOn;
pub use figures::{
    ArmFigures, BesideFigures, ConfigurationFigures, CosinesFigures, FamilyFigures, Figures,
    MapFigures, PointFigures, ProbeFigures, SpectrumFigures, TestSetFigures, VectorsFigures,
    ZooFigures,
};
pub use format::Format;
pub use left_out::LeftOut;
pub use report::Report;
pub use runs::{JudgedLine, RunsReport};
pub use settings::{RuleSettings, RunSettings};
pub use verdict::{RunVerdict, Suppressed, is_found, is_suppressed, weighs};
