//! Outcome: one judgement of a rule, and how all of a run count, as JSON.

use serde_json::{Map, Value, json};

use super::text::{number, optional};
use crate::diagnostic::{BaselineState, Diagnostic, SuppressedBy, Witness};
use crate::measure::Measurement;
use crate::outcome::{RunVerdict, Suppressed};

/// How the outcomes count, and the exit code.
pub(in crate::report) fn verdict(verdict: RunVerdict) -> Value {
    let mut counts = json!({
        "exit": verdict.exit,
        "denied": verdict.denied,
        "warned": verdict.warned,
        "undetermined": verdict.undetermined,
    });
    let Suppressed { baseline, waiver } = verdict.suppressed;
    // Absent where nothing is.
    if baseline + waiver > 0 {
        counts["suppressed"] = json!({"baseline": baseline, "waiver": waiver});
    }
    counts
}

/// One judgement of a rule.
pub(in crate::report) fn outcome(diagnostic: &Diagnostic) -> Value {
    let outcome = &diagnostic.outcome;
    let mut object = Map::new();
    object.insert("rule".to_owned(), json!(diagnostic.rule));
    object.insert("level".to_owned(), json!(diagnostic.level.word()));
    object.insert("outcome".to_owned(), json!(outcome.verdict.word()));
    if let Some(subject) = &outcome.subject {
        object.insert("subject".to_owned(), json!(subject));
    }
    if let Some(state) = diagnostic.suppression.baseline {
        object.insert("baseline".to_owned(), json!(state.word()));
    }
    if let Some(by) = diagnostic.suppression.by() {
        object.insert("suppressed".to_owned(), suppressed(by));
    }
    object.insert("message".to_owned(), json!(outcome.message));
    object.insert("help".to_owned(), json!(outcome.help));
    object.insert(
        "measurements".to_owned(),
        outcome.measurements.iter().map(measurement).collect(),
    );
    object.insert("witnesses".to_owned(), rows(diagnostic));
    // Absent where there is nothing to note.
    if let Some(noted) = &outcome.noted {
        object.insert(
            "noted".to_owned(),
            json!({
                "count": noted.count,
                "message": noted.message,
                "witnesses": noted.witnesses.iter().map(witness).collect::<Vec<_>>(),
            }),
        );
    }
    object.into()
}

/// What suppresses a finding; of a waiver, why, for how long, and where it stands.
fn suppressed(by: SuppressedBy) -> Value {
    let mut object = json!({"by": by.word()});
    if let SuppressedBy::Waiver(waiver) = by {
        object["reason"] = json!(waiver.reason);
        object["until"] = json!(waiver.until);
        object["path"] = json!(&*waiver.span.file);
        object["line"] = json!(waiver.span.line());
    }
    object
}

/// Every row, each with how the baseline has it, where there is one.
fn rows(diagnostic: &Diagnostic) -> Value {
    let suppression = &diagnostic.suppression;
    let mark = |row: &Witness, state: Option<BaselineState>| {
        let mut row = witness(row);
        if let Some(state) = state {
            row["baseline"] = json!(state.word());
        }
        row
    };
    // Of a finding that a waiver covers, rows aren't marked.
    let state = suppression
        .baseline
        .filter(|_| suppression.waiver.is_none());
    let shown = diagnostic.outcome.witnesses.iter();
    let known = suppression.known_rows.iter();
    shown
        .map(|row| mark(row, state))
        .chain(known.map(|row| mark(row, Some(BaselineState::Known))))
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

/// The row's own text stands in it only where the run may show values.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_a_whole_number() {
        let counted = |count| measurement(&Measurement::count("rows", count))["value"].to_string();
        assert_eq!([0, 1, 1_234_567].map(counted), ["0", "1", "1234567"]);
    }
}
