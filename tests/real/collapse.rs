//! Collapse and lines: found where they are known to be, and never in natural text.

use crate::data::{self, ACS, hospitals, path, trec, youtube};
use crate::run::{check, is_sound};

const SHARE: &str = "share of logistic regression settings that collapse, embedded";

const SEVERITY: &str = "severity of logistic regression at its defaults, embedded";

#[test]
fn acs_income_collapses_and_its_lines_for_sd_and_pr_are_flipped() {
    let Some(data) = data::folder() else { return };
    let run = check(&[
        &path(&data, ACS),
        "--label",
        "PINCP",
        "--domain",
        "STATE=CA",
        "--exclude",
        "index",
    ]);
    assert_eq!(run.exit, 1);
    assert_eq!(run.verdict("collapsed-probes"), "found");
    let logistic = |arm: &str| {
        run.measured(
            "collapsed-probes",
            &format!("share of logistic regression settings that collapse, {arm}"),
        )
    };
    assert!(
        logistic("raw columns") < 0.05
            && logistic("standardised") < 0.05
            && logistic("embedded") > 0.2
    );
    let lines = run.verdicts("distorted-line");
    assert_eq!(
        (lines["SD"].as_str(), lines["PR"].as_str()),
        ("found", "found"),
        "{lines:?}"
    );
    assert_ne!(lines["MA"], "found", "{lines:?}");
    for outcome in run.outcomes("distorted-line") {
        if ["SD", "PR"].contains(&outcome["subject"].as_str().unwrap_or_default()) {
            assert!(
                outcome["message"]
                    .as_str()
                    .unwrap_or_default()
                    .contains("turn the accuracy line around"),
                "{outcome}"
            );
        }
    }
    assert_eq!(run.verdict("template-dominated-text"), "found");
}

#[test]
fn adult_collapses_in_every_profile() {
    let Some(data) = data::folder() else { return };
    for profile in ["quick", "standard"] {
        let run = check(&[
            &path(&data, "adult/adult-train.csv"),
            "--no-header",
            "--label",
            "column_15",
            "--profile",
            profile,
        ]);
        assert_eq!(run.verdict("collapsed-probes"), "found", "{profile}");
        assert_eq!(
            run.measured("duplicate-rows", "rows that repeat an earlier one"),
            24.0
        );
    }
}

/// The sample is matched to all rows, so that how many rows train decides neither the figures nor
/// the verdict.
#[test]
fn adult_says_the_same_however_many_rows_are_trained_on() {
    let Some(data) = data::folder() else { return };
    let runs: Vec<(f64, f64)> = ["500", "1500", "4000", "16000"]
        .iter()
        .map(|rows| {
            let run = check(&[
                &path(&data, "adult/adult-train.csv"),
                "--no-header",
                "--label",
                "column_15",
                "--train-rows",
                rows,
                "--select",
                "collapsed-probes",
            ]);
            assert_eq!(
                run.verdict("collapsed-probes"),
                "found",
                "{rows} rows train"
            );
            (
                run.measured("collapsed-probes", SHARE),
                run.measured("collapsed-probes", SEVERITY),
            )
        })
        .collect();
    let spread = |of: fn(&(f64, f64)) -> f64| {
        let values = runs.iter().map(of);
        values.clone().fold(f64::MIN, f64::max) - values.fold(f64::MAX, f64::min)
    };
    assert!(spread(|run| run.0) <= 0.08, "shares of the grid: {runs:?}");
    assert!(spread(|run| run.1) <= 0.15, "severities: {runs:?}");
}

#[test]
fn natural_text_is_sound() {
    let Some(data) = data::folder() else { return };
    let files = youtube(&data);
    let mut args: Vec<&str> = files.iter().map(String::as_str).collect();
    args.extend(["--label", "label", "--text", "CONTENT"]);
    let run = check(&args);
    is_sound(&run);
    assert_eq!(run.verdict("template-dominated-text"), "pass");
    let sandbox = tempfile::tempdir().expect("a sandbox");
    is_sound(&check(&[
        &trec(&data, sandbox.path()),
        "--label",
        "label",
        "--text",
        "question",
    ]));
}

#[test]
fn four_small_hospitals_are_mostly_undetermined_with_what_they_need() {
    let Some(data) = data::folder() else { return };
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let files = hospitals(&data, sandbox.path(), None);
    let mut args: Vec<&str> = files.iter().map(String::as_str).collect();
    args.extend(["--no-header", "--label", "column_14"]);
    let run = check(&args);
    // Of switzerland, where 115 of 123 are ill, each split of the train rows shows the line turned.
    for (site, verdict) in run.verdicts("distorted-line") {
        assert!(
            verdict != "found" || site == "switzerland",
            "{site}: {verdict}"
        );
    }
    let lines = run.outcomes("distorted-line");
    let open: Vec<_> = lines
        .iter()
        .filter(|outcome| outcome["outcome"] == "undetermined")
        .collect();
    assert!(
        open.len() * 2 >= lines.len(),
        "{} of {} undetermined",
        open.len(),
        lines.len()
    );
    assert!(
        open.iter()
            .all(|outcome| !outcome["help"].as_str().unwrap_or_default().is_empty())
    );
}

#[test]
fn the_same_input_and_seed_give_the_same_bytes() {
    let Some(data) = data::folder() else { return };
    let run = || {
        let args = [
            &path(&data, ACS),
            "--label",
            "PINCP",
            "--domain",
            "STATE=CA",
            "--exclude",
            "index",
            "--profile",
            "quick",
        ];
        check(&args).json.to_string()
    };
    assert!(run() == run(), "two runs differ");
}
