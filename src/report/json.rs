//! JSON: the schema `trueline/1`. Same input, seed and version: same bytes.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::accepted;
use super::visible::{Mark, acts};
use super::{ClassShare, DatasetReport, LineReport, Report, Reporter, RunVerdict, ShiftReport};
use crate::dataset::{RoleNames, TextSource};
use crate::diagnostic::{Baselined, Diagnostic, Witness};
use crate::measure::Measurement;
use crate::plan::LeftOut;
use crate::probe::Arm;

/// The schema's name; it changes when a field changes its meaning or goes.
pub(super) const SCHEMA: &str = "trueline/1";

/// Speaks JSON.
#[derive(Debug, Clone, Copy)]
pub struct Json;

impl Reporter for Json {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        let mut report = json!({
            "schema": SCHEMA,
            "version": run.version,
            "seed": run.seed,
            "profile": run.profile.word(),
            "model": run.model,
            "datasets": run.datasets.iter().map(dataset).collect::<Vec<_>>(),
            "left_out": run.left_out.iter().map(left_out).collect::<Vec<_>>(),
        });
        // Absent without a baseline.
        if let Some(held) = &run.baseline {
            report["baseline"] = accepted::baseline(held);
        }
        report["verdict"] = verdict(run.verdict);
        write(&report, out)
    }
}

/// Writes a value, indented, with what acts on a terminal escaped: all of it stands inside strings.
pub(super) fn write(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", safe(&serde_json::to_string_pretty(value)?))
}

/// Writes a value on one line, escaped as [`write`] does.
pub(super) fn write_line(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", safe(&serde_json::to_string(value)?))
}

/// How the outcomes count, and the exit code.
pub(super) fn verdict(verdict: RunVerdict) -> Value {
    let mut counts = json!({
        "exit": verdict.exit,
        "denied": verdict.denied,
        "warned": verdict.warned,
        "undetermined": verdict.undetermined,
    });
    for (word, count) in [("known", verdict.known), ("waived", verdict.waived)] {
        if count > 0 {
            counts[word] = json!(count);
        }
    }
    counts
}

/// `text` with what acts on a terminal or in a CI log escaped as JSON escapes it.
pub(super) fn safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut mark = Mark::default();
    for c in text.chars() {
        // A bracket that makes a command of a CI log stands inside a string, too: `##` occurs nowhere else.
        if mark.closes(c) || c != '\n' && acts(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                // A String takes whatever is written.
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

fn dataset(dataset: &DatasetReport) -> Value {
    let sampled = dataset.sampled.as_ref().map(|sampled| {
        let shifted: Map<String, Value> = sampled
            .shifted
            .iter()
            .map(|(name, rows)| (name.clone(), json!(rows)))
            .collect();
        json!({
            "trainable": sampled.trainable,
            "train": sampled.train,
            "in_domain": sampled.in_domain,
            "shifted": shifted,
        })
    });
    let arms = dataset.arms.iter().map(|arm| {
        (
            arm.arm,
            json!({
                "probes": arm.standings.judged(),
                "collapsed": arm.standings.collapsed,
                "doubtful": arm.standings.doubtful,
                "leaning": arm.standings.leaning,
                "healthy": arm.standings.healthy,
            }),
        )
    });
    json!({
        "name": dataset.name,
        "path": dataset.paths.first(),
        "paths": dataset.paths,
        "rows": dataset.rows,
        "sampled": sampled,
        "roles": roles(&dataset.roles),
        "unlabelled": dataset.unlabelled,
        "label_share": shares(&dataset.classes),
        "arms": by_arm(arms),
        "shifts": dataset.shifts.iter().map(shift).collect::<Vec<_>>(),
        "outcomes": dataset.diagnostics.iter().map(outcome).collect::<Vec<_>>(),
    })
}

fn left_out(file: &LeftOut) -> Value {
    json!({"path": file.path, "why": file.why})
}

fn roles(roles: &RoleNames) -> Value {
    let text = match &roles.text {
        TextSource::Row => json!({"row": true}),
        TextSource::Columns(columns) => json!({"columns": columns}),
        TextSource::Template(template) => json!({"template": template}),
    };
    let domain = roles
        .domain
        .as_ref()
        .map(|domain| json!({"column": domain.column, "train": domain.train}));
    json!({
        "label": roles.label,
        "text": text,
        "domain": domain,
        "split": roles.split,
        "group": roles.group,
        "exclude": roles.exclude,
        "embedding": roles.embedding,
    })
}

fn shares(classes: &[ClassShare]) -> Value {
    classes
        .iter()
        .map(|class| (class.name.clone(), number(class.share)))
        .collect::<Map<_, _>>()
        .into()
}

fn by_arm(entries: impl Iterator<Item = (Arm, Value)>) -> Value {
    entries
        .map(|(arm, value)| (arm.word().to_owned(), value))
        .collect::<Map<_, _>>()
        .into()
}

fn shift(shift: &ShiftReport) -> Value {
    json!({
        "name": shift.name,
        "rows": shift.rows,
        "label_share": shares(&shift.label_share),
        "lines": by_arm(shift.lines.iter().map(|read| (read.arm, line(read)))),
    })
}

fn line(line: &LineReport) -> Value {
    json!({
        "probes": line.probes,
        "healthy": line.healthy,
        "r_all": optional(line.r_all),
        "r_healthy": optional(line.r_healthy),
        "r_balanced": optional(line.r_balanced),
        "slope": optional(line.slope),
        "intercept": optional(line.intercept),
        "ceiling": optional(line.ceiling),
    })
}

pub(super) fn outcome(diagnostic: &Diagnostic) -> Value {
    let outcome = &diagnostic.outcome;
    let mut object = Map::new();
    object.insert("rule".to_owned(), json!(diagnostic.rule));
    object.insert("level".to_owned(), json!(diagnostic.level.word()));
    object.insert("outcome".to_owned(), json!(outcome.verdict.word()));
    if let Some(subject) = &outcome.subject {
        object.insert("subject".to_owned(), json!(subject));
    }
    let excuse = &diagnostic.accepted;
    if let Some(state) = excuse.baseline {
        object.insert("baseline".to_owned(), json!(state.word()));
    }
    if let Some(waived) = &excuse.waived {
        object.insert("waived".to_owned(), accepted::waiver(waived));
    }
    object.insert("message".to_owned(), json!(outcome.message));
    object.insert("help".to_owned(), json!(outcome.help));
    object.insert(
        "measurements".to_owned(),
        outcome.measurements.iter().map(measurement).collect(),
    );
    object.insert("witnesses".to_owned(), rows(diagnostic));
    object.into()
}

/// Every row, each with how the baseline has it, where there is one.
fn rows(diagnostic: &Diagnostic) -> Value {
    let excuse = &diagnostic.accepted;
    let marked = |row: &Witness, state: Option<Baselined>| {
        let mut row = witness(row);
        if let Some(state) = state {
            row["baseline"] = json!(state.word());
        }
        row
    };
    // Of a waived finding, rows aren't told apart.
    let state = excuse.baseline.filter(|_| excuse.waived.is_none());
    let shown = diagnostic.outcome.witnesses.iter();
    let known = excuse.known_rows.iter();
    shown
        .map(|row| marked(row, state))
        .chain(known.map(|row| marked(row, Some(Baselined::Known))))
        .collect()
}

fn measurement(measured: &Measurement) -> Value {
    let figure = |value: f64| {
        if measured.whole && value.fract() == 0.0 && value >= 0.0 {
            json!(value as u64)
        } else {
            number(value)
        }
    };
    json!({
        "name": measured.name,
        "value": figure(measured.value),
        "low": optional(measured.interval.map(|interval| interval.0)),
        "high": optional(measured.interval.map(|interval| interval.1)),
        "n": measured.n,
        "limit": measured.limit.map(figure),
    })
}

/// The row's own text stands in it only where the run was told to show values.
fn witness(witness: &Witness) -> Value {
    let mut object = Map::new();
    object.insert("path".to_owned(), json!(witness.path));
    object.insert("line".to_owned(), json!(witness.line));
    object.insert("row".to_owned(), json!(witness.row));
    if let Some(excerpt) = &witness.excerpt {
        object.insert("excerpt".to_owned(), json!(excerpt));
    }
    object.into()
}

pub(super) fn optional(value: Option<f64>) -> Value {
    value.map_or(Value::Null, number)
}

/// A number to 6 significant digits, so that the last bits of a sum don't show; null when it isn't finite.
pub(super) fn number(value: f64) -> Value {
    if !value.is_finite() {
        return Value::Null;
    }
    // Printing and parsing what was just printed can't fail; adding 0 turns -0 into 0.
    let rounded: f64 = format!("{value:.5e}").parse().unwrap_or(value);
    json!(rounded + 0.0)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn bytes(run: &Report) -> String {
        let mut out = Vec::new();
        Json.report(run, &mut out).expect("a vector can be written");
        String::from_utf8(out).expect("JSON is UTF-8")
    }

    #[test]
    fn the_schema_is_as_documented() {
        let value: Value = serde_json::from_str(&bytes(&sample::report())).expect("JSON");
        let keys = |value: &Value| {
            value
                .as_object()
                .expect("an object")
                .keys()
                .cloned()
                .collect::<Vec<_>>()
        };
        assert_eq!(
            keys(&value),
            [
                "schema", "version", "seed", "profile", "model", "datasets", "left_out", "verdict"
            ]
        );
        let dataset = &value["datasets"][0];
        assert_eq!(
            keys(dataset),
            [
                "name",
                "path",
                "paths",
                "rows",
                "sampled",
                "roles",
                "unlabelled",
                "label_share",
                "arms",
                "shifts",
                "outcomes"
            ]
        );
        assert_eq!(
            dataset["arms"]["embedded"],
            json!({"probes": 110, "collapsed": 20, "doubtful": 1, "leaning": 3, "healthy": 86})
        );
        assert_eq!(
            dataset["shifts"][0]["lines"]["embedded"]["r_all"],
            json!(-0.371)
        );
        let found = &dataset["outcomes"][1];
        assert_eq!(
            keys(found),
            [
                "rule",
                "level",
                "outcome",
                "subject",
                "message",
                "help",
                "measurements",
                "witnesses"
            ]
        );
        assert_eq!(
            found["measurements"][0],
            json!({"name": "change of r by the collapsed probes", "value": -0.61, "low": -0.82, "high": -0.41,
                   "n": 110, "limit": 0.1})
        );
        assert_eq!(
            value["verdict"],
            json!({"exit": 1, "denied": 2, "warned": 1, "undetermined": 1})
        );
    }

    #[test]
    fn the_same_run_gives_the_same_bytes_however_long_it_took() {
        let run = sample::report();
        let later = Report {
            elapsed: Some(std::time::Duration::from_secs(99)),
            ..run.clone()
        };
        assert_eq!(bytes(&run), bytes(&later));
    }

    #[test]
    fn a_count_is_a_whole_number() {
        let counted = |count| measurement(&Measurement::count("rows", count))["value"].to_string();
        assert_eq!([0, 1, 1_234_567].map(counted), ["0", "1", "1234567"]);
    }

    #[test]
    fn numbers_have_six_digits_and_none_is_null() {
        assert_eq!(number(0.123_456_789), json!(0.123_457));
        assert_eq!(number(1.0 / 3.0 * 1e-9), json!(3.333_33e-10));
        assert_eq!(number(-0.0).to_string(), "0.0");
        assert_eq!(
            [f64::NAN, f64::INFINITY].map(number),
            [Value::Null, Value::Null]
        );
    }

    #[test]
    fn what_acts_on_a_terminal_is_escaped_and_read_back_the_same() {
        let text = "\u{1b}[31m \u{9b}2J \u{202e} \u{7f} é ##[error]x ##vso[y]";
        let mut out = Vec::new();
        write(&json!([text]), &mut out).expect("a vector can be written");
        let written = String::from_utf8(out).expect("UTF-8");
        assert!(
            written.chars().all(|c| c == '\n' || !acts(c)),
            "{written:?}"
        );
        assert!(!written.contains("##[") && !written.contains("##vso["));
        assert_eq!(
            serde_json::from_str::<Value>(&written).expect("JSON"),
            json!([text])
        );
    }
}
