//! A report made by hand, for the tests of every voice.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::dataset::{ArmReport, ClassShare, DatasetReport, LineReport, Sampled, ShiftReport};
use super::fail_on::FailOn;
use super::report::Report;
use super::verdict::RunVerdict;
use crate::dataset::{DomainRole, RoleNames};
use crate::diagnostic::{Diagnostic, Level, Outcome, Suppression, Witness};
use crate::evidence::{CellPlace, ColumnFacts, ColumnKind};
use crate::measure::{Measurement, Standings, Transform};
use crate::policy::Span;
use crate::probe::{Arm, Profile};

const USERS: &str =
    "[dataset.acs]\npath = \"acs.csv\"\n\n[rules.distorted-line]\nmax-distortion = 0.10\n";

fn span(file: &str, text: &str, value: &str) -> Option<Span> {
    let start = text.find(value)?;
    Some(Span {
        file: Arc::from(file),
        text: Arc::from(text),
        range: start..start + value.len(),
    })
}

fn diagnostic(rule: &'static str, level: Level, outcome: Outcome) -> Diagnostic {
    Diagnostic {
        rule,
        level,
        outcome,
        span: None,
        suppression: Suppression::default(),
    }
}

fn duplicates() -> Outcome {
    let witness = |line: u64, excerpt: &str, note: &str| Witness {
        path: "acs.csv".to_owned(),
        line: Some(line),
        row: line - 1,
        note: note.to_owned(),
        key: format!("{line:032x}"),
        excerpt: Some(excerpt.to_owned()),
    };
    Outcome::found("41 rows repeat an earlier one, label included", "max-share")
        .with_help("keep the first of each, or weight them")
        .with_measurements(vec![
            Measurement::new("share of rows that repeat an earlier one", 41.0 / 3_237.0)
                .with_n(3_237)
                .with_limit(0.01),
        ])
        .with_witnesses(
            [
                witness(
                    118,
                    "0,0,21.0,6.0,1.0,4220.0,0.0,1.0,1.0,40.0,52.0,CA",
                    "first seen in line 77",
                ),
                witness(
                    120,
                    "1,\"two\nlines\",\u{1b}[31mred,CA",
                    "first seen in line 9",
                ),
            ]
            .into_iter()
            .chain(
                (0..39).map(|nth| witness(200 + nth, &"1,0,".repeat(40), "first seen in line 3")),
            )
            .collect(),
        )
}

/// Two findings at deny, one at warn, one undetermined, one passed, one skipped.
fn diagnostics() -> Vec<Diagnostic> {
    let collapsed = include_str!("../../rules/collapsed-probes.toml");
    vec![
        Diagnostic {
            span: span("rules/collapsed-probes.toml", collapsed, "0.20"),
            ..diagnostic(
                "collapsed-probes",
                Level::Deny,
                Outcome::found("on this embedding, logistic regression collapses: one answer whatever the input", "max-excess")
                    .with_help("logistic regression gives one answer for every C up to 0.3; standardise the embedding")
                    .with_measurements(vec![
                        Measurement::new("share of logistic regression settings that collapse, beyond the raw columns", 0.4)
                            .with_n(29)
                            .with_limit(0.2),
                        Measurement::new("severity at its defaults, beyond the raw columns", 0.77).with_interval(0.74, 0.8),
                    ]),
            )
        },
        Diagnostic {
            span: span("trueline.toml", USERS, "0.10"),
            ..diagnostic(
                "distorted-line",
                Level::Deny,
                Outcome::found("for SD, collapse turns the accuracy line around (flipped)", "max-distortion")
                    .about("SD")
                    .with_help("don't choose models for SD by their in-domain accuracy on this embedding")
                    .with_measurements(vec![
                        Measurement::new("change of r by the collapsed probes", -0.61)
                            .with_interval(-0.82, -0.41)
                            .with_n(110)
                            .with_limit(0.1),
                        Measurement::new("r over all probes", -0.371).with_n(110),
                        Measurement::new("r over healthy probes", 0.239).with_n(86),
                    ]),
            )
        },
        diagnostic(
            "distorted-line",
            Level::Deny,
            Outcome::undetermined("the shifted rows are too few", "900 more rows").about("ND"),
        ),
        Diagnostic {
            span: span("trueline.toml", "[rules.duplicate-rows]\nmax-share = 0.01\n", "0.01"),
            ..diagnostic("duplicate-rows", Level::Warn, duplicates())
        },
        diagnostic("rare-class", Level::Warn, Outcome::pass("the rarest class has 1,300 rows")),
        diagnostic("empty-text", Level::Warn, Outcome::skipped("no text column is named")),
    ]
}

fn columns() -> Vec<ColumnFacts> {
    let column = |name: &str, kind, distinct| ColumnFacts {
        name: name.to_owned(),
        kind,
        missing: 0,
        marks: BTreeMap::new(),
        misfits: 0,
        places: Vec::new(),
        distinct,
        example: None,
    };
    let age = ColumnFacts {
        missing: 3,
        marks: BTreeMap::from([("?".to_owned(), 2)]),
        misfits: 1,
        places: vec![CellPlace {
            path: "data/acs.csv".to_owned(),
            line: Some(7),
            row: 6,
        }],
        ..column("AGEP", ColumnKind::Number, 80)
    };
    let label = column("PINCP", ColumnKind::Category, 2);
    vec![label, age, column("STATE", ColumnKind::Category, 3)]
}

/// The dataset that [`diagnostics`] is about.
fn dataset() -> DatasetReport {
    let class = |name: &str, share: f64| ClassShare {
        name: name.to_owned(),
        share,
    };
    DatasetReport {
        name: "acs.csv".to_owned(),
        declared: span("trueline.toml", USERS, "[dataset.acs]"),
        paths: vec!["acs.csv".to_owned()],
        rows: 3_237,
        columns: columns(),
        notes: Vec::new(),
        unlabelled: 0,
        sampled: Some(Sampled {
            trainable: 1_457,
            train: 700,
            in_domain: 700,
            shifted: vec![("ND".to_owned(), 90), ("SD".to_owned(), 410)],
        }),
        roles: RoleNames {
            label: Some("PINCP".to_owned()),
            domain: Some(DomainRole {
                column: "STATE".to_owned(),
                train: vec!["CA".to_owned()],
            }),
            ..RoleNames::default()
        },
        classes: vec![class("0", 0.59), class("1", 0.41)],
        in_domain: Some("CA".to_owned()),
        arms: [
            (Arm::Raw, [0, 0, 2]),
            (Arm::Embedded, [20, 1, 3]),
            (Arm::Standardised, [1, 0, 0]),
        ]
        .map(|(arm, [collapsed, doubtful, leaning])| ArmReport {
            arm,
            standings: Standings {
                collapsed,
                doubtful,
                leaning,
                healthy: 110 - collapsed - doubtful - leaning,
            },
        })
        .to_vec(),
        shifts: vec![ShiftReport {
            name: "SD".to_owned(),
            rows: 410,
            label_share: vec![class("0", 0.74), class("1", 0.26)],
            lines: vec![LineReport {
                arm: Arm::Embedded,
                probes: 110,
                healthy: 86,
                r_all: Some(-0.371),
                r_healthy: Some(0.239),
                r_balanced: None,
                slope: Some(0.5),
                intercept: Some(-0.1),
                ceiling: Some(0.96),
            }],
        }],
        diagnostics: diagnostics(),
        figures: None,
    }
}

/// The report of a run over that dataset alone.
pub(crate) fn report() -> Report {
    let dataset = dataset();
    Report {
        version: "0.1.0",
        seed: 0,
        profile: Profile::Standard,
        model: "builtin".to_owned(),
        transform: Transform::default(),
        settings: None,
        left_out: Vec::new(),
        failures: Vec::new(),
        elapsed: Some(Duration::from_millis(11_840)),
        recalled: 0,
        strict: false,
        baseline: None,
        verdict: RunVerdict::of(&dataset.diagnostics, FailOn::Deny, false),
        datasets: vec![dataset],
    }
}
