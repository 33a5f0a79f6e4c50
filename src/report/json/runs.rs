//! Runs: what is said of the accuracy lines of the user's own models, as JSON.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::Json;
use super::outcome::{outcome, verdict};
use super::text::{number, optional, write};
use crate::measure::line::{Difference, View};
use crate::outcome::{JudgedLine, RunsReport};
use crate::report::Reporter;
use crate::runs::{AccuracyUnit, Recognised};

/// The schema's name; it changes when a field changes its meaning or goes.
const SCHEMA: &str = "trueline-line/1";

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
