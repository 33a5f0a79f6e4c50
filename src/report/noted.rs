//! Noted: rows that are what a rule looks for, too few of them to be a finding, for every voice.

use super::spot::{outcomes, short_name};
use super::visible::visible;
use crate::diagnostic::{Diagnostic, Noted};
use crate::outcome::{DatasetReport, Report};

/// What stands before the sentences.
pub(super) const LEAD: &str = "noted, below their limits";

/// The passes of a run that carry such rows, in the order of datasets and of the catalogue.
pub(super) fn all(run: &Report) -> Vec<(&DatasetReport, &Diagnostic, &Noted)> {
    outcomes(run)
        .filter_map(|(dataset, each)| Some((dataset, each, each.outcome.noted.as_ref()?)))
        .collect()
}

/// `11 rows of test.csv stand in train.csv (split-leak)`, one for each; of several datasets with the name.
pub(super) fn sentences(run: &Report) -> Vec<String> {
    let several = run.datasets.len() > 1;
    all(run)
        .into_iter()
        .map(|(dataset, each, noted)| {
            let said = visible(&noted.message);
            if several {
                format!("{said} ({}, {})", each.rule, short_name(&dataset.name))
            } else {
                format!("{said} ({})", each.rule)
            }
        })
        .collect()
}

/// All of them in one line; absent where there are none.
pub(super) fn line(run: &Report) -> Option<String> {
    let sentences = sentences(run);
    (!sentences.is_empty()).then(|| format!("{LEAD}: {}", sentences.join("; ")))
}
