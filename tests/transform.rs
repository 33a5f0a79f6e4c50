//! `transform`: what a user's training does to the vectors, and how the verdicts follow it.

#[path = "support/program.rs"]
mod program;

use std::path::Path;

use program::trueline;
use serde_json::Value;

/// The JSON report on the table of employees, with the exit code.
fn check(args: &[&str]) -> (i32, Value) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/serialised-table");
    let base = [
        "check",
        "--no-cache",
        "--profile",
        "quick",
        "--output-format",
        "json",
    ];
    let done = trueline(&folder, &[&base[..], args].concat())
        .output()
        .expect("trueline runs");
    let text = String::from_utf8_lossy(&done.stdout);
    let report = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&done.stderr)));
    (done.status.code().expect("it ended by itself"), report)
}

/// The outcome of `rule`, and what it says.
fn verdict(report: &Value, rule: &str) -> (String, String) {
    let outcomes = report["datasets"][0]["outcomes"].as_array();
    let found = outcomes
        .and_then(|all| all.iter().find(|each| each["rule"] == rule))
        .unwrap_or_else(|| panic!("no {rule} in {report}"));
    let text = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
    (text("outcome"), text("message") + &text("help"))
}

#[test]
fn who_standardises_and_says_so_passes() {
    let (exit, plain) = check(&["--select", "collapsed-probes"]);
    let (found, said) = verdict(&plain, "collapsed-probes");
    assert_eq!((exit, found.as_str()), (1, "found"), "{said}");
    // The finding ends with the very key.
    assert!(
        said.contains("transform = \"standardise\" under [embed]"),
        "{said}"
    );
    assert_eq!(plain["transform"], Value::Null);
    for steps in ["standardise", "unit,standardise", "whiten"] {
        let (exit, report) = check(&["--select", "collapsed-probes", "--transform", steps]);
        let (found, said) = verdict(&report, "collapsed-probes");
        assert_eq!((exit, found.as_str()), (0, "pass"), "{steps}: {said}");
        let named: Vec<Value> = steps.split(',').map(Value::from).collect();
        assert_eq!(report["transform"], Value::from(named));
    }
}

#[test]
fn steps_that_keep_the_scale_cure_nothing() {
    let (_, report) = check(&["--select", "collapsed-probes", "--transform", "centre"]);
    let (found, said) = verdict(&report, "collapsed-probes");
    assert_eq!(found, "found", "{said}");
}

#[test]
fn a_rule_whose_statistic_a_step_fixes_is_skipped_and_says_so() {
    let rules = ["--select", "template-dominated-text,low-rank-embedding"];
    let verdicts = |steps: &str| {
        let (_, report) = check(&[&rules[..], &["--transform", steps]].concat());
        ["template-dominated-text", "low-rank-embedding"].map(|rule| verdict(&report, rule))
    };
    let [template, rank] = verdicts("centre");
    assert_eq!(template.0, "skipped", "{}", template.1);
    assert!(
        template.1.contains("the transform takes away"),
        "{}",
        template.1
    );
    assert_ne!(rank.0, "skipped", "{}", rank.1);
    let [template, rank] = verdicts("whiten");
    assert_eq!(
        (template.0.as_str(), rank.0.as_str()),
        ("skipped", "skipped")
    );
    let [template, _] = verdicts("unit");
    assert_ne!(template.0, "skipped", "{}", template.1);
}

#[test]
fn a_file_says_the_same_and_unknown_steps_are_told_with_their_places() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::write(
        folder.path().join("d.csv"),
        "text,y\nred fox,a\nold dog,b\n",
    )
    .unwrap();
    let toml = |steps: &str| {
        let page =
            format!("[embed]\ntransform = {steps}\n[dataset.d]\npath = \"d.csv\"\nlabel = \"y\"\n");
        std::fs::write(folder.path().join("trueline.toml"), page).unwrap();
        let done = trueline(
            folder.path(),
            &["check", "--no-cache", "--select", "rare-class"],
        )
        .output()
        .expect("trueline runs");
        let said = [done.stdout, done.stderr].concat();
        (
            done.status.code(),
            String::from_utf8_lossy(&said).into_owned(),
        )
    };
    let (code, said) = toml("[\"centre\", \"unit\"]");
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("built-in model, centred, of length 1"),
        "{said}"
    );
    let (code, said) = toml("[\"centre\", \"centre\", \"unit\", \"unit\"]");
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("built-in model, centred, of length 1"),
        "the same step twice running is one: {said}"
    );
    let (code, said) = toml("[\"standardize\", \"unit\", \"square\"]");
    assert_eq!(code, Some(2), "{said}");
    for part in [
        "standardize",
        "did you mean `standardise`",
        "square",
        "trueline.toml",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_list_on_the_command_line_may_have_blanks() {
    for (steps, named) in [
        (" centre , unit ", "centre unit"),
        ("unit,unit", "unit"),
        ("unit,centre,unit", "unit centre unit"),
    ] {
        let (exit, report) = check(&["--select", "rare-class", "--transform", steps]);
        assert_eq!(exit, 0, "{steps}");
        let named: Vec<&str> = named.split(' ').collect();
        assert_eq!(report["transform"], Value::from(named), "{steps}");
    }
}

#[test]
fn one_vector_for_every_row_is_said_whatever_the_transform() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let rows = (0..200).map(|row| {
        let y = ["a", "b"][row % 2];
        format!(
            "{{\"x\": {}, \"y\": \"{y}\", \"v\": [0.5, 0.25, 1.5]}}\n",
            row * 7 % 50
        )
    });
    std::fs::write(folder.path().join("d.jsonl"), rows.collect::<String>()).unwrap();
    for steps in ["", "standardise", "whiten", "centre,unit"] {
        let mut args = vec![
            "check",
            "d.jsonl",
            "--isolated",
            "--no-cache",
            "--profile",
            "quick",
        ];
        args.extend(["--label", "y", "--embedding", "v"]);
        if !steps.is_empty() {
            args.extend(["--transform", steps]);
        }
        let done = trueline(folder.path(), &args)
            .output()
            .expect("trueline runs");
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        assert_eq!(done.status.code(), Some(1), "{said}");
        assert!(
            said.contains("200 rows have one and the same vector"),
            "{said}"
        );
        assert!(!said.contains("broke on an error"), "{said}");
    }
}
