//! Fix: `trueline fix`: takes out of the data, or mends in it, what rules find, until nothing is left to fix.
//!
//! Rows are judged as `trueline check` judges them; each fix says which rows go, and for which other row. What is left
//! is read and judged again, so that nothing is said of the result that wasn't looked at.

mod broken;
mod conflicts;
mod diff;
mod digest;
mod draft;
mod duplicates;
mod edit;
mod empty;
mod leaks;
mod manifest;
mod near;
mod personal;
mod round;
mod spellings;
mod vectors;
mod verify;
mod write;

use std::sync::Arc;

pub(crate) use verify::verify;
pub(crate) use write::Target;

use crate::check::{read_settings, why_no_dataset};
use crate::dataset::{Dataset, Source};
use crate::error::Error;
use crate::evidence::{Evidence, NoModel, Watcher};
use crate::outcome::FixedDataset;
use crate::plan::Plan;
use crate::plan::settings::{LEAKS_FROM, LeakSide, SEED, UNFIXABLE, UNSAFE_FIXES};
use crate::rules;
use draft::{Draft, Record, digest_inputs};
use round::{Round, count};

/// What is fixed, and how.
#[derive(Debug, Clone)]
pub(crate) struct FixSettings {
    is_unsafe: bool,
    unfixable: Vec<String>,
    leaks_from: LeakSide,
    seed: u64,
    /// The rules that are judged, each with its fix.
    rules: Vec<(&'static str, String)>,
}

/// A dataset from which nothing is left to take, not written yet.
#[derive(Debug)]
pub(crate) struct Fixed {
    source: Source,
    settings: FixSettings,
    /// Absent where there was nothing to do.
    draft: Option<Draft>,
    records: Vec<Record>,
    /// What became of it.
    pub(crate) report: FixedDataset,
}

impl FixSettings {
    /// Those of `plan`, of which only rules with a fix are left to judge.
    fn of(plan: &mut Plan) -> Self {
        let words = rules::words();
        let fix_of = |name: &str| {
            let mut known = words.iter().map(|(_, words)| words);
            known.find(|words| words.name == name)?.fix.by.clone()
        };
        plan.rules.retain(|rule| fix_of(rule.name).is_some());
        let rules = plan.rules.iter();
        Self {
            is_unsafe: plan.get(&UNSAFE_FIXES),
            unfixable: plan.get(&UNFIXABLE).unwrap_or_default(),
            leaks_from: plan.get(&LEAKS_FROM),
            seed: plan.get(&SEED),
            rules: rules
                .filter_map(|rule| Some((rule.name, fix_of(rule.name)?)))
                .collect(),
        }
    }

    /// The fix of `rule`.
    fn fix_of(&self, rule: &str) -> Option<&str> {
        let mut known = self.rules.iter();
        Some(known.find(|(name, _)| *name == rule)?.1.as_str())
    }
}

/// Fixes the datasets of a plan.
#[derive(Debug)]
pub(crate) struct Fixer {
    plan: Plan,
    settings: FixSettings,
}

impl Fixer {
    /// By the rules of `plan` that have a fix.
    pub(crate) fn new(mut plan: Plan) -> Self {
        let settings = FixSettings::of(&mut plan);
        Self { plan, settings }
    }

    /// What is to be fixed.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &Source> {
        self.plan.datasets.iter().chain(&self.plan.strays)
    }

    /// Whether `error` says that a file that nobody called a dataset is none.
    pub(crate) fn is_no_dataset(&self, source: &Source, error: &Error) -> bool {
        let is_stray = self
            .plan
            .strays
            .iter()
            .any(|stray| stray.paths == source.paths);
        matches!(error, Error::Read(error) if is_stray && why_no_dataset(source, error).is_some())
    }

    /// Fixes what the rules find in the data of `source`, until nothing is left to fix.
    ///
    /// # Errors
    /// Data that can't be read or whose rows can't be taken out.
    pub(crate) fn fix(&self, source: &Source, watcher: &dyn Watcher) -> Result<Fixed, Arc<Error>> {
        watcher.begin("reading data");
        let digests = digest_inputs(source);
        let loaded = Dataset::load(source);
        watcher.end("reading data");
        let mut dataset = loaded.map_err(|error| Arc::new(Error::Read(error)))?;
        let before = dataset.rows();
        let mut draft = None;
        let mut records: Vec<Record> = Vec::new();
        loop {
            let mut round = self.judge(&dataset, watcher)?;
            let turns = std::mem::take(&mut round.turns);
            if !turns.is_empty() {
                let draft = match &mut draft {
                    Some(draft) => draft,
                    None => draft.insert(Draft::open(source, &dataset, &digests)?),
                };
                let mut done = turns.into_iter().map(|edits| draft.apply(&dataset, edits));
                if let Some(done) = done.find(|done| !done.is_empty()) {
                    records.extend(done);
                    dataset = draft.reload()?;
                    continue;
                }
            }
            let report = FixedDataset {
                name: source.name.clone(),
                rows: (before, dataset.rows()),
                done: count(records.iter().map(|record| &record.edit)),
                held: round.held,
                left: round.found,
                ..FixedDataset::default()
            };
            return Ok(Fixed {
                source: source.clone(),
                settings: self.settings.clone(),
                draft,
                records,
                report,
            });
        }
    }

    fn judge(&self, dataset: &Dataset, watcher: &dyn Watcher) -> Result<Round, Arc<Error>> {
        let plan = &self.plan;
        let settings = read_settings(plan);
        let evidence = Evidence::new(dataset, settings, &NoModel, watcher).without_probes();
        Round::judge(&evidence, plan, &self.settings)
    }
}
