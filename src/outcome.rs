//! Outcome: how a run ended, as plain data: what is said of each dataset, the verdict with its exit code, and what
//! there is to draw. Whoever judges fills it in; reporters read it and nothing else.

mod baseline;
mod compare;
mod dataset;
mod embed;
mod export;
mod fail_on;
mod failure;
mod figures;
mod fix;
mod format;
mod left_out;
mod look;
mod report;
mod runs;
#[cfg(test)]
pub(crate) mod sample;
mod settings;
mod verdict;

pub(crate) use baseline::BaselineReport;
pub(crate) use compare::{
    ColumnChanges, CompareReport, ComparedRoles, Part, PartChange, Place, RowChange, VersionReport,
};
pub(crate) use dataset::{ArmReport, ClassShare, DatasetReport, LineReport, Sampled, ShiftReport};
pub(crate) use embed::EmbedReport;
pub(crate) use export::ExportReport;
pub(crate) use fail_on::FailOn;
pub(crate) use failure::Failure;
pub(crate) use figures::{
    ArmFigures, BesideFigures, ConfigurationFigures, CosinesFigures, FamilyFigures, Figures,
    MapFigures, PointFigures, ProbeFigures, SpectrumFigures, TestSetFigures, VectorsFigures,
    ZooFigures,
};
pub(crate) use fix::{FixReport, Fixable, FixedDataset, RuleFixes, Unmended, VerifyReport};
pub(crate) use format::Format;
pub(crate) use left_out::LeftOut;
pub(crate) use look::{ColumnLook, FileLook, LookReport, TableLook};
pub(crate) use report::Report;
pub(crate) use runs::{JudgedLine, RunsReport};
pub(crate) use settings::{RuleSettings, RunSettings};
pub(crate) use verdict::{RunVerdict, Suppressed, is_found, is_suppressed, weighs};
