//! Reports made by hand: more findings, rows and datasets than any file at hand has.

use trueline::dataset::RoleNames;
use trueline::diagnostic::{Diagnostic, Level, Outcome, Suppression, Witness};
use trueline::measure::Measurement;
use trueline::outcome::{DatasetReport, FailOn, Report, RunVerdict};
use trueline::probe::Profile;
use trueline::report::Reporter;

/// What a voice says of a report.
pub fn told(voice: &dyn Reporter, report: &Report) -> String {
    let mut out = Vec::new();
    voice
        .report(report, &mut out)
        .expect("a vector can be written");
    String::from_utf8(out).expect("every format is UTF-8")
}

/// A report on datasets, each with its diagnostics.
pub fn report(datasets: Vec<(String, Vec<Diagnostic>)>) -> Report {
    let datasets: Vec<DatasetReport> = datasets.into_iter().map(dataset).collect();
    let diagnostics = datasets.iter().flat_map(|dataset| &dataset.diagnostics);
    Report {
        left_out: Vec::new(),
        recalled: 0,
        version: "0.1.0",
        seed: 0,
        profile: Profile::Quick,
        model: "builtin".to_owned(),
        settings: None,
        elapsed: None,
        strict: false,
        baseline: None,
        verdict: RunVerdict::of(diagnostics, FailOn::Deny, false),
        datasets,
    }
}

fn dataset((name, diagnostics): (String, Vec<Diagnostic>)) -> DatasetReport {
    DatasetReport {
        paths: vec![format!("data/{name}.csv")],
        name,
        declared: None,
        rows: 20_000,
        unlabelled: 0,
        sampled: None,
        roles: RoleNames::default(),
        classes: Vec::new(),
        in_domain: None,
        arms: Vec::new(),
        shifts: Vec::new(),
        diagnostics,
        figures: None,
    }
}

/// A finding about `rows` rows of the file of `dataset`.
pub fn finding(rule: &'static str, level: Level, dataset: &str, rows: u64) -> Diagnostic {
    let witnesses = (0..rows).map(|row| Witness {
        path: format!("data/{dataset}.csv"),
        line: Some(row + 2),
        row: row + 1,
        note: format!("first seen in line {row}"),
        key: format!("{:032x}", row / 2),
        excerpt: None,
    });
    let measured = Measurement::new("share of rows", 0.5)
        .with_n(20_000)
        .with_limit(0.1);
    Diagnostic {
        rule,
        level,
        outcome: Outcome::found("many rows are as they should not be", "max-share")
            .with_help("look at them")
            .with_measurements(vec![measured])
            .with_witnesses(witnesses.collect()),
        span: None,
        suppression: Suppression::default(),
    }
}
