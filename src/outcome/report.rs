//! Report: what a run has to say, as plain data for every voice.

use std::time::Duration;

use super::baseline::BaselineReport;
use super::dataset::DatasetReport;
use super::failure::Failure;
use super::left_out::LeftOut;
use super::settings::RunSettings;
use super::verdict::RunVerdict;
use crate::measure::Transform;
use crate::probe::Profile;

/// What a run has to say.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    /// trueline's version.
    pub(crate) version: &'static str,
    /// The seed of the run.
    pub(crate) seed: u64,
    /// How much was trained.
    pub(crate) profile: Profile,
    /// The model that was asked for.
    pub(crate) model: String,
    /// What its vectors went through before anything was trained on them.
    pub(crate) transform: Transform,
    /// What the run went by; only where a report draws.
    pub(crate) settings: Option<RunSettings>,
    /// The datasets, in the order of the plan.
    pub(crate) datasets: Vec<DatasetReport>,
    /// Files that changed and weren't judged.
    pub(crate) left_out: Vec<LeftOut>,
    /// What kept the rest from being judged.
    pub(crate) failures: Vec<Failure>,
    /// How long the run took; only for people, since it is never the same twice.
    pub(crate) elapsed: Option<Duration>,
    /// How many of the datasets were judged by an earlier run, and are recalled; only for people.
    pub(crate) recalled: usize,
    /// Whether what is undetermined counts as found.
    pub(crate) strict: bool,
    /// The baseline that the findings are held against, where there is one.
    pub(crate) baseline: Option<BaselineReport>,
    /// The verdict on all datasets together.
    pub(crate) verdict: RunVerdict,
}

impl Report {
    /// The same report without what cells hold, so that no voice can tell it.
    #[must_use]
    pub(crate) fn without_values(&self) -> Self {
        let mut report = self.clone();
        let diagnostics = report
            .datasets
            .iter_mut()
            .flat_map(|dataset| &mut dataset.diagnostics);
        for diagnostic in diagnostics {
            let known = diagnostic.suppression.known_rows.iter_mut();
            for witness in diagnostic.outcome.witnesses.iter_mut().chain(known) {
                witness.excerpt = None;
            }
        }
        for failure in &mut report.failures {
            failure.forget_values();
        }
        let figures = report
            .datasets
            .iter_mut()
            .filter_map(|each| each.figures.as_mut());
        for vectors in figures.filter_map(|figures| figures.vectors.as_mut().ok()) {
            for point in &mut vectors.map.points {
                point.text = None;
            }
        }
        report
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::sample;

    #[test]
    fn a_report_without_values_holds_no_row() {
        let report = sample::report();
        let excerpts = |report: &Report| format!("{report:?}").matches("excerpt: Some").count();
        assert!(excerpts(&report) > 0);
        assert_eq!(excerpts(&report.without_values()), 0);
    }
}
