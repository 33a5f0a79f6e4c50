//! Line: `trueline line`, from the table of the user's own models to a verdict on each accuracy line.

use std::sync::Arc;
use std::time::Instant;

use crate::diagnostic::{Diagnostic, Level, Outcome, Suppression, Verdict};
use crate::error::{ConfigError, Error, Mistake};
use crate::measure::Measurement;
use crate::measure::line::{self, Doubt, Effect, Line, LineVerdict, Results, View};
use crate::measure::probit::Scale;
use crate::outcome::{FailOn, JudgedLine, RunVerdict, RunsReport};
use crate::policy::{LimitTable, Written};
use crate::rules;
use crate::runs::{Runs, RunsSource, ShiftRuns};

/// How lines are judged.
#[derive(Debug, Clone, Default)]
pub(crate) struct LineRequest {
    /// The table.
    pub(crate) source: RunsSource,
    /// Rows behind the in-domain accuracies, where known.
    pub(crate) id_rows: Option<usize>,
    /// Rows behind the shifted accuracies, where known: one number for all shifts, or one each.
    pub(crate) shifted_rows: Vec<usize>,
    /// In place of the rule's own limit.
    pub(crate) max_distortion: Option<f64>,
    /// Decides the resamples.
    pub(crate) seed: u64,
    /// From which level on a finding fails the run.
    pub(crate) fail_on: Option<FailOn>,
    /// Whether what is undetermined counts as found.
    pub(crate) strict: bool,
}

/// Reads the table and judges the line of each shift.
///
/// # Errors
/// As [`Runs::read`]; and rows behind the accuracies that fit neither one nor all shifts.
pub(crate) fn judge(request: &LineRequest) -> Result<RunsReport, Arc<Error>> {
    let started = Instant::now();
    require_rows_for_each(request)?;
    let runs = Runs::read(&request.source).map_err(Arc::new)?;
    let (level, limits) = limits(request);
    let held = rules::read_line_limits(&limits).map_err(|error| Arc::new(Error::Config(error)))?;
    let lines: Vec<JudgedLine> = runs
        .shifts
        .iter()
        .enumerate()
        .map(|(at, shift)| {
            let of_shift = request.shifted_rows.get(at);
            let results = Results {
                runs: &shift.runs,
                id_rows: request.id_rows,
                shifted_rows: of_shift.or(request.shifted_rows.first()).copied(),
            };
            let line = Line::read(&results, Scale::Probit, request.seed);
            let verdict = line.judge(held);
            JudgedLine {
                diagnostic: diagnostic(shift, &line, verdict, held, level, &limits),
                plain: (
                    View::over(&shift.runs, Scale::Linear),
                    View::over_healthy(&shift.runs, Scale::Linear),
                ),
                shift: shift.clone(),
                line,
                verdict,
            }
        })
        .collect();
    let verdict = RunVerdict::of(
        lines.iter().map(|line| &line.diagnostic),
        request.fail_on.unwrap_or(FailOn::Deny),
        request.strict,
    );
    Ok(RunsReport {
        version: env!("CARGO_PKG_VERSION"),
        seed: request.seed,
        source: request.source.clone(),
        paths: runs.paths,
        rows: runs.rows,
        kept: runs.kept,
        families: runs.families.len(),
        lines,
        strict: request.strict,
        elapsed: Some(started.elapsed()),
        verdict,
    })
}

/// Refuses numbers of shifted rows that fit neither one nor all shifts.
fn require_rows_for_each(request: &LineRequest) -> Result<(), Arc<Error>> {
    let (shifts, given) = (request.source.shifted.len(), request.shifted_rows.len());
    if given == 0 || given == 1 || given == shifts {
        return Ok(());
    }
    let mistake = Mistake::new(format!("{shifts} of --shifted, {given} of --shifted-rows"))
        .with_help("give one number for all shifts, or one for each, in the same order");
    Err(Arc::new(Error::Config(ConfigError::from(mistake))))
}

/// The rule's level and limits, overlaid by the command line.
fn limits(request: &LineRequest) -> (Level, LimitTable) {
    let mut known = rules::words()
        .into_iter()
        .find(|(rule, _)| rule.name == rules::LINE_RULE)
        .map_or((Level::Deny, LimitTable::default()), |(_, words)| {
            (words.level, words.limits)
        });
    if let Some(value) = request.max_distortion {
        let limit = Written { value, span: None };
        known.1.0.insert("max-distortion".to_owned(), limit);
    }
    known
}

fn diagnostic(
    shift: &ShiftRuns,
    line: &Line,
    verdict: LineVerdict,
    held: line::Limits,
    level: Level,
    limits: &LimitTable,
) -> Diagnostic {
    let outcome = outcome(&shift.name, line, verdict)
        .about(shift.name.clone())
        .with_measurements(measurements(line, held));
    Diagnostic {
        rule: rules::LINE_RULE,
        level,
        span: outcome
            .broken
            .filter(|_| outcome.verdict == Verdict::Found)
            .and_then(|key| limits.span(key)),
        suppression: Suppression::default(),
        outcome,
    }
}

fn outcome(name: &str, line: &Line, verdict: LineVerdict) -> Outcome {
    match verdict {
        LineVerdict::Sound if line.collapsed() == 0 => {
            Outcome::pass(format!("for {name}, no run collapsed, so the line is the models' own"))
        }
        LineVerdict::Sound => Outcome::pass(format!(
            "for {name}, collapsed runs don't change the accuracy line"
        )),
        LineVerdict::Distorted(effect) => {
            let does = match effect {
                Effect::Made => "make an accuracy line that healthy runs don't show",
                Effect::Hidden => "hide the accuracy line that healthy runs show",
                Effect::Flipped => "turn the accuracy line around",
            };
            Outcome::found(
                format!("for {name}, collapsed runs {does}"),
                "max-distortion",
            )
            .with_help("read the line over the healthy runs alone, or in balanced accuracy")
        }
        LineVerdict::MadeByConstruction => Outcome::found(
            format!("for {name}, every run collapsed, so the accuracy line shows class shares and nothing else"),
            "max-distortion",
        )
        .with_help(
            "the points say nothing about the models: cure the collapse, train them anew, and then read the line",
        ),
        LineVerdict::Undetermined { why, more } => Outcome::undetermined(
            format!("for {name}, {why}"),
            if why == Doubt::RowsUnknown {
                "say on how many rows the accuracies were measured: --id-rows and --shifted-rows"
                    .to_owned()
            } else {
                more.map_or_else(|| "more runs, tested on more rows".to_owned(), |more| {
                    more.to_string()
                })
            },
        ),
    }
}

fn measurements(line: &Line, held: line::Limits) -> Vec<Measurement> {
    let within = |measured: Measurement, interval: Option<(f64, f64)>| match interval {
        Some((low, high)) => measured.with_interval(low, high),
        None => measured,
    };
    let view = |name: &str, view: &View| {
        Some(within(
            Measurement::new(name, view.r?).with_n(view.runs),
            view.interval,
        ))
    };
    let change = line.change.map(|change| {
        within(
            Measurement::new("change of r by the collapsed runs", change.value)
                .with_n(line.all.runs)
                .with_limit(held.max_distortion),
            change.interval,
        )
    });
    let ceiling = line
        .ceiling
        .map(|ceiling| Measurement::new("noise ceiling of r over healthy runs", ceiling.r_max));
    change
        .into_iter()
        .chain(view("r over all runs", &line.all))
        .chain(view("r over healthy runs", &line.healthy))
        .chain(ceiling)
        .collect()
}
