//! Check: the main job from a plan to a report: each dataset read, its evidence judged by every rule.

mod figures;
mod judge;
mod key;
mod model;
mod once;
mod suppress;

pub(crate) use model::LazyModel;
pub(crate) use suppress::record_findings;

use std::sync::Arc;
use std::time::Instant;

use crate::cache::Cache;
use crate::dataset::{Dataset, Source};
use crate::diagnostic::{Level, Verdict};
use crate::error::{Error, ReadError};
use crate::evidence::{Evidence, Settings, Unavailable, Watcher};
use crate::outcome::{
    ArmReport, ClassShare, DatasetReport, Failure, LeftOut, LineReport, Report, RunVerdict,
    Sampled, ShiftReport,
};
use crate::plan::Plan;
use crate::plan::settings::{FAIL_ON, MODEL, PROBES, PROFILE, SEED, STRICT, TRAIN_ROWS, TRANSFORM};
use crate::probe::Arm;

/// Judges every dataset of `plan` that can be judged, or recalls the verdict that an earlier run left in `cache`.
/// What couldn't be is told in the report, and each error returned beside it: a dataset with a file that can't be
/// read, or all that are left after a model that can't be opened or run.
pub(crate) fn check(
    plan: &Plan,
    cache: Option<&Cache>,
    watcher: &dyn Watcher,
) -> (Report, Vec<Arc<Error>>) {
    let started = Instant::now();
    let run = Run {
        plan,
        cache,
        watcher,
        model: LazyModel::new(plan, cache),
        fingerprint: cache.and_then(|_| key::model(plan)),
    };
    let Judged {
        mut datasets,
        recalled,
        left_out,
        failures,
        errors,
    } = run.judge_all();
    for dataset in &mut datasets {
        apply_plan(dataset, plan);
    }
    let baseline = suppress::suppress(&mut datasets, plan);
    let diagnostics = datasets.iter().flat_map(|dataset| &dataset.diagnostics);
    let mut verdict = RunVerdict::of(diagnostics, plan.get(&FAIL_ON), plan.get(&STRICT));
    if !failures.is_empty() {
        verdict.exit = RunVerdict::COULD_NOT_JUDGE;
    }
    let report = Report {
        version: env!("CARGO_PKG_VERSION"),
        seed: plan.get(&SEED),
        profile: plan.get(&PROFILE),
        model: plan.get(&MODEL),
        transform: plan.get(&TRANSFORM),
        settings: plan.draws().then(|| figures::settings(plan)),
        datasets,
        left_out,
        failures,
        elapsed: Some(started.elapsed()),
        recalled,
        strict: plan.get(&STRICT),
        baseline,
        verdict,
    };
    (report, errors)
}

/// What became of the datasets of a run.
#[derive(Default)]
struct Judged {
    datasets: Vec<DatasetReport>,
    recalled: usize,
    left_out: Vec<LeftOut>,
    failures: Vec<Failure>,
    /// The errors that `failures` tell of, each once.
    errors: Vec<Arc<Error>>,
}

impl Judged {
    /// Takes what judging `source` led to.
    fn take(&mut self, source: &Source, judged: Result<DatasetReport, Arc<Error>>) {
        let error = match judged {
            Ok(dataset) => return self.datasets.push(dataset),
            Err(error) => error,
        };
        let first = source.paths.first().map(|path| path.display().to_string());
        let failures = Failure::of(&error, first.as_deref());
        // A model that can't be opened, or a file of several datasets, is the same error for each of them.
        let before = self.failures.len();
        for failure in failures {
            if !self.failures.contains(&failure) {
                self.failures.push(failure);
            }
        }
        if self.failures.len() > before {
            self.errors.push(error);
        }
    }
}

/// What every dataset of a run is judged with.
struct Run<'a> {
    plan: &'a Plan,
    cache: Option<&'a Cache>,
    watcher: &'a dyn Watcher,
    model: LazyModel<'a>,
    /// What stands for the model in keys; absent without a cache.
    fingerprint: Option<String>,
}

impl Run<'_> {
    /// What the verdict on `source` is kept under; `None` where it can't be kept.
    fn key(&self, source: &Source) -> Option<u128> {
        key::of(source, self.plan, self.fingerprint.as_deref()?)
    }

    fn read(&self, source: &Source) -> Result<Dataset, ReadError> {
        self.watcher.begin("reading data");
        let dataset = Dataset::load(source);
        self.watcher.end("reading data");
        dataset
    }

    /// Judges each dataset, whatever becomes of the others.
    fn judge_all(&self) -> Judged {
        let mut all = Judged {
            left_out: self.plan.left_out.clone(),
            ..Judged::default()
        };
        for source in &self.plan.datasets {
            let key = self.key(source);
            let known = self.cache.zip(key);
            if let Some(known) = known.and_then(|(cache, key)| cache.recall(key)) {
                all.datasets.push(known);
                all.recalled += 1;
            } else {
                all.take(source, self.judge_source(source, key));
            }
        }
        for source in &self.plan.strays {
            let since = Instant::now();
            let judged = match self.read(source) {
                Ok(dataset) => self.judge(&dataset, since),
                Err(error) => match why_no_dataset(source, &error) {
                    Some(why) => {
                        let path = source.name.clone();
                        all.left_out.push(LeftOut { path, why });
                        continue;
                    }
                    None => Err(Arc::new(Error::Read(error))),
                },
            };
            all.take(source, judged);
        }
        all
    }

    /// Reads a dataset, judges it and keeps the verdict.
    fn judge_source(
        &self,
        source: &Source,
        key: Option<u128>,
    ) -> Result<DatasetReport, Arc<Error>> {
        let since = Instant::now();
        let dataset = self
            .read(source)
            .map_err(|error| Arc::new(Error::Read(error)))?;
        let judged = self.judge(&dataset, since)?;
        // A file that changed meanwhile isn't the one that was judged, or not surely.
        if let Some((cache, key)) = self.cache.zip(key)
            && self.key(source) == Some(key)
        {
            cache.keep(key, &judged);
        }
        Ok(judged)
    }

    /// Judges a dataset that was read `since` then.
    fn judge(&self, dataset: &Dataset, since: Instant) -> Result<DatasetReport, Arc<Error>> {
        let reading = since.elapsed().as_secs_f64();
        let settings = read_settings(self.plan);
        let mut evidence = Evidence::new(dataset, settings, &self.model, self.watcher);
        if !self.plan.get(&PROBES) {
            evidence = evidence.without_probes();
        }
        dataset_report(&evidence, self.plan, reading)
    }
}

/// What `plan` says of the evidence that is gathered.
pub(crate) fn read_settings(plan: &Plan) -> Settings {
    Settings {
        profile: plan.get(&PROFILE),
        seed: plan.get(&SEED),
        train_rows: plan.get(&TRAIN_ROWS),
        transform: plan.get(&TRANSFORM),
    }
}

/// Why a file that nobody called a dataset is none, rather than a damaged one: configuration is often
/// JSON, and a test often needs a file without rows.
pub(crate) fn why_no_dataset(source: &Source, error: &ReadError) -> Option<&'static str> {
    let plain_json = source.name.to_lowercase().ends_with(".json");
    match error {
        ReadError::Empty { .. } => Some("empty"),
        ReadError::NoRows { .. } | ReadError::OneRow { .. } => Some("fewer than two rows"),
        ReadError::Json { .. } | ReadError::NoColumns { .. } if plain_json => Some("no table"),
        _ => None,
    }
}

fn dataset_report(
    evidence: &Evidence,
    plan: &Plan,
    reading: f64,
) -> Result<DatasetReport, Arc<Error>> {
    let mut diagnostics = Vec::new();
    let mut judging = Vec::new();
    for rule in plan.rules.iter().filter(|rule| rule.level > Level::Allow) {
        let since = Instant::now();
        diagnostics.extend(judge::judge(rule, evidence)?);
        judging.push((rule.name.to_owned(), since.elapsed().as_secs_f64()));
    }
    once::leave_out_rows(plan, evidence, &mut diagnostics)?;
    let dataset = evidence.dataset;
    Ok(DatasetReport {
        name: dataset.name.clone(),
        declared: None,
        paths: dataset.files.iter().map(|file| file.path.clone()).collect(),
        rows: dataset.rows(),
        columns: evidence.columns().to_vec(),
        notes: dataset.notes(),
        unlabelled: dataset.labels.missing,
        sampled: count_sampled(evidence),
        roles: dataset.names.clone(),
        classes: in_domain_shares(evidence),
        in_domain: in_domain_name(dataset),
        arms: arms(evidence),
        shifts: shifts(evidence)?,
        figures: plan
            .draws()
            .then(|| figures::gather(evidence, &diagnostics, reading, judging)),
        diagnostics,
    })
}

/// Judges one dataset by the rules of `plan`, with what waivers and the baseline say of its findings: for who works on
/// the rows that are found.
///
/// # Errors
/// What stops the run.
pub(crate) fn judge_dataset(evidence: &Evidence, plan: &Plan) -> Result<DatasetReport, Arc<Error>> {
    let mut report = dataset_report(evidence, plan, 0.0)?;
    apply_plan(&mut report, plan);
    suppress::suppress(std::slice::from_mut(&mut report), plan);
    Ok(report)
}

/// Puts on a verdict what the configuration says of it: the levels of findings, and the limits that they
/// point at. A recalled verdict, too, then speaks of the present files and levels.
fn apply_plan(dataset: &mut DatasetReport, plan: &Plan) {
    dataset.declared = plan.declared.get(&dataset.name).cloned();
    for diagnostic in &mut dataset.diagnostics {
        let Some(rule) = plan.rules.iter().find(|rule| rule.name == diagnostic.rule) else {
            continue;
        };
        let outcome = &diagnostic.outcome;
        diagnostic.level = if outcome.lowered {
            rule.level.lowered()
        } else {
            rule.level
        };
        diagnostic.span = outcome
            .broken
            .filter(|_| outcome.verdict == Verdict::Found)
            .and_then(|key| rule.limits.span(key));
    }
}

fn count_sampled(evidence: &Evidence) -> Option<Sampled> {
    let split = evidence.known_split()?;
    evidence.known_probes()?;
    Some(Sampled {
        trainable: split.trainable,
        train: split.train.len(),
        in_domain: split.in_domain.len(),
        shifted: split
            .shifts
            .iter()
            .map(|shift| (shift.name.clone(), shift.rows.len()))
            .collect(),
    })
}

/// The share of each class among `rows`.
fn shares(dataset: &Dataset, rows: impl Iterator<Item = usize>) -> Vec<ClassShare> {
    let labels = &dataset.labels;
    let counts = labels.counts(rows);
    let all = counts.iter().sum::<usize>().max(1) as f64;
    labels
        .classes
        .iter()
        .zip(counts)
        .map(|(name, count)| ClassShare {
            name: name.clone(),
            share: count as f64 / all,
        })
        .collect()
}

fn in_domain_shares(evidence: &Evidence) -> Vec<ClassShare> {
    let dataset = evidence.dataset;
    let Some(split) = evidence.known_split() else {
        return shares(dataset, 0..dataset.labels.of.len());
    };
    shares(dataset, split.train.iter().chain(&split.in_domain).copied())
}

fn in_domain_name(dataset: &Dataset) -> Option<String> {
    let domains = dataset.domains.as_ref()?;
    let names: Vec<&str> = domains
        .train
        .iter()
        .map(|&at| domains.names[at as usize].as_str())
        .collect();
    Some(names.join(", "))
}

fn arms(evidence: &Evidence) -> Vec<ArmReport> {
    let Some(zoos) = evidence.known_zoos() else {
        return Vec::new();
    };
    Arm::ALL
        .into_iter()
        .map(|arm| ArmReport {
            arm,
            standings: zoos.standings(arm),
        })
        .collect()
}

fn shifts(evidence: &Evidence) -> Result<Vec<ShiftReport>, Arc<Error>> {
    let Some(split) = evidence.known_split() else {
        return Ok(Vec::new());
    };
    split
        .shifts
        .iter()
        .enumerate()
        .map(|(at, shift)| {
            Ok(ShiftReport {
                name: shift.name.clone(),
                rows: shift.total,
                label_share: shares(evidence.dataset, shift.rows.iter().copied()),
                lines: lines(evidence, at)?,
            })
        })
        .collect()
}

/// The line of each arm under the shift `at`; empty when no probe was trained.
fn lines(evidence: &Evidence, at: usize) -> Result<Vec<LineReport>, Arc<Error>> {
    if evidence.known_probes().is_none() {
        return Ok(Vec::new());
    }
    let mut lines = Vec::new();
    for arm in Arm::ALL {
        match evidence.line(arm, at) {
            Ok(line) => lines.push(LineReport::of(arm, &line)),
            Err(Unavailable::Failed(error)) => return Err(error),
            Err(_) => {}
        }
    }
    Ok(lines)
}
