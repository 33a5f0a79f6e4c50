//! Runs: what is said about the accuracy lines of the user's own models, and its JSON.

use std::io::{self, Write};
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::json::{number, optional, outcome, verdict, write};
use super::{Json, Reporter, RunVerdict};
use crate::diagnostic::Diagnostic;
use crate::measure::line::{Difference, Effect, Line, LineVerdict, View};
use crate::runs::{AccuracyUnit, Named, Recognised, RunsSource, ShiftRuns};

/// The schema's name; it changes when a field changes its meaning or goes.
const SCHEMA: &str = "trueline-line/1";

/// What a judgement of the user's own models has to say.
#[derive(Debug, Clone)]
pub struct RunsReport {
    /// trueline's version.
    pub version: &'static str,
    /// The seed of the resamples.
    pub seed: u64,
    /// The columns as the user named them.
    pub source: RunsSource,
    /// The files, as the user wrote them.
    pub paths: Vec<String>,
    /// Rows of the table.
    pub rows: usize,
    /// Rows left by `--where`.
    pub kept: usize,
    /// Families of runs.
    pub families: usize,
    /// One entry a shift.
    pub lines: Vec<JudgedLine>,
    /// Whether what is undetermined counts as found.
    pub strict: bool,
    /// How long it took; only for people, since it is never the same twice.
    pub elapsed: Option<Duration>,
    /// The verdict on all lines together.
    pub verdict: RunVerdict,
}

/// One shift's line with its verdict.
#[derive(Debug, Clone)]
pub struct JudgedLine {
    /// The runs.
    pub shift: ShiftRuns,
    /// Their line on the probit scale.
    pub line: Line,
    /// What collapse does to it.
    pub verdict: LineVerdict,
    /// The line over all and over the healthy runs on the accuracies themselves.
    pub plain: (View, View),
    /// The judgement.
    pub diagnostic: Diagnostic,
}

impl JudgedLine {
    /// The runs that collapsed, in the order of the table.
    pub fn collapsed(&self) -> impl Iterator<Item = &Named> {
        self.shift
            .named
            .iter()
            .zip(&self.shift.runs)
            .filter(|(_, run)| run.collapsed)
            .map(|(named, _)| named)
    }

    /// The verdict in one word: sound, made, hidden, flipped or undetermined.
    pub fn word(&self) -> &'static str {
        match self.verdict {
            LineVerdict::Sound => "sound",
            LineVerdict::Distorted(Effect::Made) | LineVerdict::MadeByConstruction => "made",
            LineVerdict::Distorted(Effect::Hidden) => "hidden",
            LineVerdict::Distorted(Effect::Flipped) => "flipped",
            LineVerdict::Undetermined { .. } => "undetermined",
        }
    }
}

impl Reporter<RunsReport> for Json {
    fn report(&self, run: &RunsReport, out: &mut dyn Write) -> io::Result<()> {
        let source = &run.source;
        let report = json!({
            "schema": SCHEMA,
            "version": run.version,
            "seed": run.seed,
            "paths": run.paths,
            "rows": run.rows,
            "kept": run.kept,
            "columns": {
                "id": source.id,
                "balanced_id": source.balanced_id,
                "model": source.model,
                "family": source.family,
                "where": source.only,
                "scale": match source.unit {
                    AccuracyUnit::Share => "share",
                    AccuracyUnit::Percent => "percent",
                },
            },
            "families": run.families,
            "lines": run.lines.iter().map(line).collect::<Vec<_>>(),
            "verdict": verdict(run.verdict),
        });
        write(&report, out)
    }
}

fn line(judged: &JudgedLine) -> Value {
    let line = &judged.line;
    let shift = &judged.shift;
    let collapsed: Vec<Value> = judged
        .collapsed()
        .map(|named| json!({"name": named.name, "line": named.line}))
        .collect();
    let constants: Vec<Value> = shift
        .constants
        .iter()
        .map(|at| json!({"id": number(at.id), "shifted": number(at.shifted), "runs": at.runs}))
        .collect();
    let leave_one_out = line.leave_one_out.map(|range| {
        json!({
            "r_all": pair(range.r_all),
            "r_healthy": pair(range.r_healthy),
            "change": pair(range.change),
        })
    });
    json!({
        "shifted": shift.name,
        "verdict": judged.word(),
        "runs": shift.runs.len(),
        "missing": shift.missing,
        "collapsed": collapsed,
        "recognised_by": match shift.recognised {
            Recognised::Balanced { classes } => json!({"balanced_accuracy": format!("1/{classes}")}),
            Recognised::NoneBalanced => json!("balanced_accuracy"),
            Recognised::SharedPoint => json!("shared_point"),
        },
        "constant_answers": constants,
        "probit": {
            "all": view(&line.all),
            "healthy": view(&line.healthy),
            "balanced": line.balanced.as_ref().map(view),
            "balanced_healthy": line.balanced_healthy.as_ref().map(view),
            "change": line.change.as_ref().map(difference),
            "excess": line.excess.as_ref().map(difference),
            "leave_one_out": leave_one_out,
            "ceiling": optional(line.ceiling.map(|ceiling| ceiling.r_max)),
        },
        "plain": {"all": view(&judged.plain.0), "healthy": view(&judged.plain.1)},
        "outcome": outcome(&judged.diagnostic),
    })
}

fn view(view: &View) -> Value {
    let mut object = Map::new();
    object.insert("runs".to_owned(), json!(view.runs));
    object.insert("r".to_owned(), optional(view.r));
    if view.interval.is_some() {
        object.insert("r_interval".to_owned(), pair(view.interval));
    }
    object.insert("slope".to_owned(), optional(view.slope));
    object.insert("intercept".to_owned(), optional(view.intercept));
    object.insert("r_squared".to_owned(), optional(view.r_squared));
    object.insert("spearman".to_owned(), optional(view.spearman));
    object.into()
}

fn difference(difference: &Difference) -> Value {
    json!({"value": number(difference.value), "interval": pair(difference.interval)})
}

fn pair(pair: Option<(f64, f64)>) -> Value {
    pair.map_or(Value::Null, |(low, high)| {
        json!([number(low), number(high)])
    })
}
