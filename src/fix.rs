//! Fix: `trueline fix`: takes out of the data, or mends in it, what rules find, until nothing is left to fix.
//!
//! Rows are judged as `trueline check` judges them; each fix says which rows go, and for which other row. What is left
//! is read and judged again, so that nothing is said of the result that wasn't looked at.

mod broken;
mod conflicts;
mod decisions;
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
mod review;
mod round;
mod sheet;
mod spellings;
mod target;
mod unmended;
mod vectors;
mod verify;
mod write;

use std::path::Path;
use std::sync::Arc;

pub(crate) use review::review;
pub(crate) use target::Target;
pub(crate) use verify::verify;

use crate::check::{read_settings, why_no_dataset};
use crate::dataset::{Dataset, Source};
use crate::error::{Error, FixError};
use crate::evidence::{Evidence, NoModel, Watcher};
use crate::outcome::FixedDataset;
use crate::plan::Plan;
use crate::plan::settings::{LEAKS_FROM, LeakSide, SEED, SELECT, UNFIXABLE, UNSAFE_FIXES};
use crate::rules;
use crate::wording::list;
use decisions::Decisions;
use draft::{Draft, Record, count_done, digest_inputs, merge};
use review::find_reviewed_rule;
use round::Round;
use unmended::gather;

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
    without_fix: Vec<String>,
    decisions: Option<Decisions>,
}

impl Fixer {
    /// By the rules of `plan` that have a fix, after what a person decided in the sheet at `decisions`.
    ///
    /// # Errors
    /// When none of them has one and nothing was decided, and a sheet that is none.
    pub(crate) fn new(mut plan: Plan, decisions: Option<&Path>) -> Result<Self, Error> {
        let decisions = decisions.map(Decisions::read).transpose()?;
        let all: Vec<&'static str> = plan.rules.iter().map(|rule| rule.name).collect();
        let settings = FixSettings::of(&mut plan);
        let without_fix: Vec<String> = all
            .into_iter()
            .filter(|rule| settings.fix_of(rule).is_none())
            .map(str::to_owned)
            .collect();
        if plan.rules.is_empty() && decisions.is_none() {
            return Err(describe_no_fix(&without_fix));
        }
        Ok(Self {
            // Of every rule, it is said elsewhere which have a fix.
            without_fix: match plan.get(&SELECT) {
                Some(_) if decisions.is_some() => {
                    let decided = find_reviewed_rule();
                    let others = without_fix.into_iter();
                    others
                        .filter(|rule| Some(rule.as_str()) != decided)
                        .collect()
                }
                Some(_) => without_fix,
                None => Vec::new(),
            },
            decisions,
            plan,
            settings,
        })
    }

    /// Rules that were selected and have no fix.
    pub(crate) fn without_fix(&self) -> &[String] {
        &self.without_fix
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
        let mut before = None;
        let mut draft = None;
        let mut records: Vec<Record> = Vec::new();
        let mut undecided = Vec::new();
        loop {
            let mut round = self.judge(&dataset, watcher)?;
            if let (None, Some(decisions)) = (&before, &self.decisions) {
                before = Some(round.report);
                let draft = draft.insert(Draft::open(source, &dataset, &digests)?);
                (records, undecided) = draft.apply(&dataset, decisions.to_edits(&dataset)?);
                dataset = draft.reload()?;
                continue;
            }
            let before = before.get_or_insert_with(|| round.report.clone());
            let turns = std::mem::take(&mut round.turns);
            let mut refused = undecided.clone();
            if !turns.is_empty() {
                let draft = match &mut draft {
                    Some(draft) => draft,
                    None => draft.insert(Draft::open(source, &dataset, &digests)?),
                };
                let (done, not_done) = draft.apply_first(&dataset, turns);
                refused.extend(not_done);
                if !done.is_empty() {
                    records.extend(done);
                    dataset = draft.reload()?;
                    continue;
                }
            }
            let records = merge(records);
            let report = FixedDataset {
                rows: (before.rows, dataset.rows()),
                before: before.clone(),
                done: count_done(&records),
                held: round.held,
                left: round.found,
                unmended: draft
                    .as_ref()
                    .map_or(Vec::new(), |draft| gather(draft, &refused)),
                output: None,
                manifest: None,
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

/// What to do about rules of which none has a fix.
fn describe_no_fix(rules: &[String]) -> Error {
    let words = rules::words();
    let reasons: Vec<String> = words
        .iter()
        .filter(|(_, words)| rules.iter().any(|rule| *rule == words.name))
        .map(|(_, words)| {
            let what = words.fix.what.trim_end_matches('.');
            format!(
                "{}: {what} (`trueline explain {}` says what to do)",
                words.name, words.name
            )
        })
        .collect();
    let names: Vec<&str> = rules.iter().map(String::as_str).collect();
    Error::Fix(if reasons.is_empty() {
        FixError::NoFix {
            rules: "none is left".to_owned(),
            help: "select one, or ignore fewer".to_owned(),
        }
    } else {
        FixError::NoFix {
            rules: list(&names),
            help: reasons.join("; "),
        }
    })
}
