//! What a baseline knows again, and what it calls new or gone.

use super::*;
use crate::diagnostic::{Level, Suppression, Witness};
use crate::measure::Measurement;

fn row(key: &str) -> Witness {
    Witness {
        path: "a.csv".to_owned(),
        line: Some(2),
        row: 1,
        note: String::new(),
        key: format!("{key:0>32}"),
        excerpt: Some("a secret cell".to_owned()),
    }
}

fn finding(rule: &'static str, outcome: Outcome) -> Diagnostic {
    Diagnostic {
        rule,
        level: Level::Deny,
        outcome,
        span: None,
        suppression: Suppression::default(),
    }
}

fn copies(keys: &[&str]) -> Diagnostic {
    let rows = keys.iter().map(|key| row(key)).collect();
    finding(
        "duplicate-rows",
        Outcome::found("copies", "max-share").with_witnesses(rows),
    )
}

fn shift(subject: &str, value: f64) -> Diagnostic {
    let measured = Measurement::new("difference", value)
        .with_interval(value - 0.05, value + 0.05)
        .with_limit(0.1);
    let outcome = Outcome::found("shifted", "max-shift")
        .about(subject)
        .with_measurements(vec![measured]);
    finding("label-shift", outcome)
}

fn baseline(findings: &[Diagnostic]) -> Baseline {
    let mut baseline = Baseline::default();
    for finding in findings {
        baseline.record("a", finding);
    }
    baseline
}

/// The findings as they are marked, and how they compare; every rule of theirs judged `a`.
fn compare(known: &Baseline, mut now: Vec<Diagnostic>) -> (Vec<Diagnostic>, Comparison) {
    let mut judged = Coverage::default();
    for rule in ["duplicate-rows", "label-shift"] {
        judged.take("a", &finding(rule, Outcome::pass("fine")));
    }
    let compared = known.compare(now.iter_mut().map(|each| ("a", each)), &judged);
    (now, compared)
}

#[test]
fn rows_are_known_as_often_as_they_were_recorded() {
    let known = baseline(&[copies(&["1", "1", "2"])]);
    assert_eq!(known.entries(), 3);
    let (same, counts) = compare(&known, vec![copies(&["2", "1", "1"])]);
    assert_eq!(same[0].suppression.baseline, Some(BaselineState::Known));
    assert_eq!(same[0].outcome.witnesses.len(), 3);
    assert_eq!((counts.known, counts.gone), (3, 0));

    let (more, counts) = compare(&known, vec![copies(&["1", "3", "1", "1"])]);
    let new: Vec<&str> = more[0]
        .outcome
        .witnesses
        .iter()
        .map(|row| row.key.trim_start_matches('0'))
        .collect();
    assert_eq!(more[0].suppression.baseline, Some(BaselineState::New));
    assert_eq!(
        (new, more[0].suppression.known_rows.len()),
        (vec!["3", "1"], 2)
    );
    assert_eq!((counts.known, counts.gone), (2, 1));
}

#[test]
fn rows_that_change_places_are_known_and_not_gone() {
    let near = |row: &str, like: &str| {
        let mut near = copies(&[row]);
        near.outcome.doubles = vec![format!("{like:0>32}")];
        near
    };
    let known = baseline(&[near("2", "1")]);
    let (turned, counts) = compare(&known, vec![near("1", "2")]);
    assert_eq!(turned[0].suppression.baseline, Some(BaselineState::Known));
    assert_eq!(counts, Comparison { known: 1, gone: 0 });
    let (third, _) = compare(&known, vec![near("3", "1")]);
    assert_eq!(third[0].suppression.baseline, Some(BaselineState::New));
}

#[test]
fn a_measure_is_known_until_it_is_clearly_worse() {
    let known = baseline(&[shift("SD", 0.2), shift("PR", 0.3)]);
    let (now, counts) = compare(&known, vec![shift("SD", 0.26), shift("PR", 0.34)]);
    let states: Vec<_> = now.iter().map(|each| each.suppression.baseline).collect();
    assert_eq!(
        states,
        [Some(BaselineState::New), Some(BaselineState::Known)]
    );
    assert_eq!(counts, Comparison { known: 1, gone: 0 });
    let (now, counts) = compare(&known, vec![shift("ND", 0.3)]);
    assert_eq!(now[0].suppression.baseline, Some(BaselineState::New));
    assert_eq!(counts, Comparison { known: 0, gone: 2 });
}

#[test]
fn what_the_data_made_weigh_more_is_new_and_what_a_level_did_is_not() {
    let mut before = shift("SD", 0.2);
    before.outcome.lowered = true;
    let known = baseline(&[before]);
    assert_eq!(
        compare(&known, vec![shift("SD", 0.2)]).0[0]
            .suppression
            .baseline,
        Some(BaselineState::New)
    );
    let mut before = shift("SD", 0.2);
    before.level = Level::Warn;
    let known = baseline(&[before]);
    assert_eq!(
        compare(&known, vec![shift("SD", 0.2)]).0[0]
            .suppression
            .baseline,
        Some(BaselineState::Known)
    );
}

#[test]
fn what_was_not_judged_is_not_gone_and_stays_when_it_is_written_anew() {
    let mut known = baseline(&[shift("SD", 0.2), copies(&["1"])]);
    let mut judged = Coverage::default();
    judged.take("a", &finding("label-shift", Outcome::pass("fine")));
    judged.take(
        "a",
        &finding(
            "label-shift",
            Outcome::undetermined("few rows", "more").about("SD"),
        ),
    );
    let none: Vec<(&str, &mut Diagnostic)> = Vec::new();
    assert_eq!(known.compare(none, &judged).gone, 0);
    judged = Coverage::default();
    judged.take("a", &finding("label-shift", Outcome::pass("fine")));
    known.forget(&judged, |_| true);
    assert_eq!(known, baseline(&[copies(&["1"])]));
}

#[test]
fn a_file_comes_back_as_it_was_and_holds_no_cell() {
    let mut lowered = shift("SD", 1.0 / 3.0);
    lowered.outcome.lowered = true;
    let near = Diagnostic {
        rule: "near-duplicate-rows",
        ..copies(&["a", "b"])
    };
    let open = finding("rare-class", Outcome::undetermined("few rows", "more rows"));
    let known = baseline(&[lowered, near, copies(&["2", "1", "1"]), open]);
    let text = known.to_text();
    assert!(!text.contains("secret"), "{text}");
    let read = Baseline::parse("b.json", &text).expect("a baseline");
    assert_eq!(read, known);
    assert_eq!(read.to_text(), text);
    let turned = baseline(&[copies(&["1", "2", "1"])]);
    assert_eq!(
        turned.to_text(),
        baseline(&[copies(&["2", "1", "1"])]).to_text()
    );
}

#[test]
fn what_is_no_baseline_is_refused_with_its_place() {
    let whole = baseline(&[copies(&["1"]), shift("SD", 0.2)]).to_text();
    let mistake = |text: &str| {
        let mistake = Baseline::parse("b.json", text).expect_err("no baseline");
        let pointed = mistake
            .at
            .map(|at| text[at.offset()..at.offset() + at.len()].to_owned());
        (mistake.message, pointed, mistake.help.unwrap_or_default())
    };
    // Truncated anywhere, it is refused.
    for end in (1..whole.trim_end().len()).filter(|&end| whole.is_char_boundary(end)) {
        let (message, ..) = mistake(&whole[..end]);
        assert!(message.contains("b.json"), "{message}");
    }
    let (message, pointed, help) = mistake(&whole[..whole.len() / 2]);
    assert!(
        message.starts_with("the baseline b.json is damaged"),
        "{message}"
    );
    assert!(
        pointed.is_some() && help.contains("--write-baseline"),
        "{help}"
    );
    let (message, pointed, _) = mistake(
        &whole
            .replacen("deed", "", 1)
            .replacen("\"rows\"", "\"rowz\"", 1),
    );
    assert!(
        message.contains("unknown field `rowz`") && pointed.is_some(),
        "{message}"
    );
    let (message, _, help) = mistake(&whole.replace("baseline/1", "baseline/2"));
    assert!(
        message.contains("trueline-baseline/2") && help.contains("write it anew"),
        "{message}"
    );
    for foreign in [
        "{}",
        "[]",
        "3",
        "{\"schema\": \"trueline/1\"}",
        "{\"schema\": 1}",
    ] {
        let (message, ..) = mistake(foreign);
        assert!(message.contains("is no baseline"), "{foreign}: {message}");
    }
    let (message, pointed, _) = mistake(&whole.replacen("00000001", "0001", 1));
    assert!(message.contains("no row's key"), "{message}");
    assert_eq!(pointed.map(|key| key.len()), Some(28));
    assert!(mistake("").0.contains("damaged"));
}
