//! Review: the rows whose labels a person has to look at, the most doubtful first.

use std::fs::{self, Permissions};
use std::path::Path;
use std::sync::Arc;

use super::sheet::{Doubt, row_key, write_sheet};
use super::write::write_file;
use crate::check::{LazyModel, judge_dataset, read_settings};
use crate::dataset::{Dataset, Source};
use crate::diagnostic::Verdict;
use crate::error::{Error, FixError};
use crate::evidence::{Evidence, Unavailable, Watcher};
use crate::plan::Plan;
use crate::rules;
use crate::rules::words::Safety;

/// The rule whose findings a person decides.
pub(super) fn find_reviewed_rule() -> Option<&'static str> {
    let words = rules::words();
    let mut reviewed = words
        .iter()
        .filter(|(_, words)| words.fix.safety == Safety::Review);
    reviewed.next().map(|(rule, _)| rule.name)
}

/// A sheet, and how many rows stand in it.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// As CSV.
    pub(crate) bytes: Vec<u8>,
    /// The rows.
    pub(crate) rows: usize,
    /// Those of the data: a sheet shows rows of it.
    permissions: Option<Permissions>,
}

impl Sheet {
    /// Writes it to `path`, whole or not at all.
    ///
    /// # Errors
    /// What keeps it from there.
    pub(crate) fn write(&self, path: &Path) -> Result<(), Error> {
        write_file(path, &self.bytes, self.permissions.clone())
    }
}

/// The sheet of the rows of `source` whose labels probes doubt.
///
/// # Errors
/// Data that can't be read, and probes that can't doubt anything.
pub(crate) fn review(
    mut plan: Plan,
    source: &Source,
    watcher: &dyn Watcher,
) -> Result<Sheet, Arc<Error>> {
    let rule = find_reviewed_rule();
    plan.rules.retain(|planned| Some(planned.name) == rule);
    watcher.begin("reading data");
    let dataset = Dataset::load(source);
    watcher.end("reading data");
    let dataset = dataset.map_err(|error| Arc::new(Error::Read(error)))?;
    let model = LazyModel::new(&plan, None);
    let evidence = Evidence::new(&dataset, read_settings(&plan), &model, watcher);
    let report = judge_dataset(&evidence, &plan)?;
    let verdict = report.diagnostics.first();
    let skipped = verdict.filter(|each| each.outcome.verdict == Verdict::Skipped);
    if let Some(skipped) = skipped {
        return Err(no_sheet(&skipped.outcome.message));
    }
    let doubts = find_doubts(&evidence)?;
    let bytes = write_sheet(&doubts).map_err(|error| no_sheet(&error.to_string()))?;
    Ok(Sheet {
        bytes,
        rows: doubts.len(),
        permissions: source
            .paths
            .first()
            .and_then(|path| fs::metadata(path).ok())
            .map(|found| found.permissions()),
    })
}

fn no_sheet(why: &str) -> Arc<Error> {
    Arc::new(Error::Fix(FixError::NoSheet {
        why: why.to_owned(),
    }))
}

/// As many rows as may have a wrong label, by the upper end of the interval.
fn find_doubts(evidence: &Evidence) -> Result<Vec<Doubt>, Arc<Error>> {
    let dataset = evidence.dataset;
    let suspects = evidence.suspects().map_err(|why| match why {
        Unavailable::Failed(error) => error,
        Unavailable::Skipped(why) | Unavailable::Undetermined { why, .. } => no_sheet(&why),
    })?;
    let most = suspects.contamination.interval.1 * suspects.rows.len() as f64;
    let names = &dataset.labels.classes;
    let doubtful = suspects.doubtful.iter().take(most.round() as usize);
    let doubts = doubtful.map(|&place| {
        let row = suspects.rows[place];
        let (proposed, probability) = suspects.instead(place);
        let label = suspects.classes[usize::from(suspects.labels[place])];
        Doubt {
            key: row_key(dataset, row),
            text: dataset.text(row),
            label: names[label].clone(),
            proposed: names[proposed].clone(),
            probability,
        }
    });
    Ok(doubts.collect())
}
