//! Reports made by hand: more findings, rows and datasets than any file at hand has.

use crate::dataset::RoleNames;
use crate::diagnostic::{Diagnostic, Level, Outcome, Suppression, Witness};
use crate::measure::{Measurement, Transform};
use crate::outcome::{DatasetReport, FailOn, Format, Report, RunVerdict};
use crate::policy::Word;
use crate::probe::Profile;
use crate::report::{self, Manner, Reporter, Terminal};

/// A finding about rows of a file.
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static str,
    /// Its level, as users write it.
    pub level: &'static str,
    /// How many rows it is about: the first ones of the file.
    pub rows: u64,
    /// What to do about it.
    pub help: String,
}

/// Writes a report on datasets, each named and with its findings, as `--output-format FORMAT --fail-on
/// LEVEL` would.
///
/// # Panics
/// On a word that users can't write.
pub fn write_findings(
    format: &str,
    fail_on: &str,
    datasets: impl IntoIterator<Item = (String, Vec<Finding>)>,
) -> String {
    let datasets: Vec<DatasetReport> = datasets.into_iter().map(dataset).collect();
    let diagnostics = datasets.iter().flat_map(|dataset| &dataset.diagnostics);
    let report = Report {
        left_out: Vec::new(),
        failures: Vec::new(),
        recalled: 0,
        version: "0.1.0",
        seed: 0,
        profile: Profile::Quick,
        model: "builtin".to_owned(),
        transform: Transform::default(),
        settings: None,
        elapsed: None,
        strict: false,
        baseline: None,
        verdict: RunVerdict::of(diagnostics, FailOn::Deny, false),
        datasets,
    };
    let mut words = FailOn::WORDS.iter();
    let (_, fail_on) = words
        .find(|(word, _)| *word == fail_on)
        .expect("a word that users can write");
    super::text_of(|out| reporter(format, *fail_on).report(&report, out))
}

/// The reporter of a format, as users name it.
pub(super) fn reporter(format: &str, fail_on: FailOn) -> Box<dyn Reporter> {
    let manner = Manner {
        terminal: Terminal::stdout(Some(false)),
        quiet: false,
        fail_on,
        command: None,
    };
    let format = Format::of(format).expect("a format that users can name");
    report::reporter(format, manner)
}

fn dataset((name, findings): (String, Vec<Finding>)) -> DatasetReport {
    let path = format!("data/{name}.csv");
    DatasetReport {
        diagnostics: findings
            .into_iter()
            .map(|finding| diagnostic(finding, &path))
            .collect(),
        paths: vec![path],
        name,
        declared: None,
        rows: 20_000,
        columns: Vec::new(),
        notes: Vec::new(),
        unlabelled: 0,
        sampled: None,
        roles: RoleNames::default(),
        classes: Vec::new(),
        in_domain: None,
        arms: Vec::new(),
        shifts: Vec::new(),
        figures: None,
    }
}

fn diagnostic(finding: Finding, path: &str) -> Diagnostic {
    let witnesses = (0..finding.rows).map(|row| Witness {
        path: path.to_owned(),
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
        rule: finding.rule,
        level: Level::of(finding.level).expect("a word that users can write"),
        outcome: Outcome::found("many rows are as they should not be", "max-share")
            .with_help(finding.help)
            .with_measurements(vec![measured])
            .with_witnesses(witnesses.collect()),
        span: None,
        suppression: Suppression::default(),
    }
}
