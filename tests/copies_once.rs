//! A copy on both sides of a split is listed under split-leak, and not again as a duplicate.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

#[path = "support/real_data.rs"]
mod real_data;

/// The outcomes of a check of `files` in `folder`, by the name of their rule.
fn outcomes(folder: &Path, args: &[&str]) -> Vec<(String, Value)> {
    let report = folder.join("report.json");
    let status = Command::new(env!("CARGO_BIN_EXE_trueline"))
        .args([
            "check",
            "--isolated",
            "--no-probes",
            "--no-cache",
            "--output-format",
        ])
        .arg(format!("json={}", report.display()))
        .args(args)
        .current_dir(folder)
        .status()
        .expect("trueline runs");
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
    let text = fs::read_to_string(report).expect("a report was written");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    let outcomes = report["datasets"][0]["outcomes"]
        .as_array()
        .expect("outcomes");
    outcomes
        .iter()
        .map(|outcome| {
            (
                outcome["rule"].as_str().unwrap_or_default().to_owned(),
                outcome.clone(),
            )
        })
        .collect()
}

fn of<'a>(outcomes: &'a [(String, Value)], rule: &str) -> &'a Value {
    let found = outcomes.iter().find(|(name, _)| name == rule);
    &found.expect("the rule judged").1
}

/// The value of the measurement called `name`.
fn measured(outcome: &Value, name: &str) -> f64 {
    let all = outcome["measurements"].as_array().expect("measurements");
    let found = all.iter().find(|each| each["name"] == name);
    found.and_then(|each| each["value"].as_f64()).unwrap_or(0.0)
}

fn lines(outcome: &Value) -> Vec<(String, u64)> {
    let rows = outcome["witnesses"].as_array().cloned().unwrap_or_default();
    rows.iter()
        .map(|row| (row["path"].to_string(), row["line"].as_u64().unwrap_or(0)))
        .collect()
}

/// Sixty different train rows; `apart` of them edited and `same` copied among the test rows, and the last
/// three edited among the train rows.
fn table(apart: usize, same: usize, inside: usize) -> String {
    let text = |row: usize, edited: bool| -> String {
        let mut words: Vec<String> = (0..24_usize)
            .map(|at| format!("w{}", (row * 7_919 + at * 104_729 + row * at * 31) % 3_001))
            .collect();
        if edited {
            "changed".clone_into(&mut words[5]);
        }
        words.join(" ")
    };
    let mut rows: Vec<String> = (0..60)
        .map(|row| format!("{},{},train", text(row, false), row % 2))
        .collect();
    rows.extend((0..apart).map(|row| format!("{},{},test", text(row, true), row % 2)));
    rows.extend((70..75).map(|row| format!("{},{},test", text(row, false), row % 2)));
    rows.extend((30..30 + same).map(|row| format!("{},{},test", text(row, false), row % 2)));
    rows.extend((57..57 + inside).map(|row| format!("{},{},train", text(row, true), row % 2)));
    format!("text,y,fold\n{}\n", rows.join("\n"))
}

const ROLES: [&str; 7] = [
    "data.csv", "--label", "y", "--text", "text", "--split", "fold",
];
const BOTH: &str = "split-leak,duplicate-rows,near-duplicate-rows";
const COPIES: &str = "duplicate-rows,near-duplicate-rows";

fn made(table: &str, rules: &str, more: &[&str]) -> Vec<(String, Value)> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("data.csv"), table).expect("written");
    let mut args = ROLES.to_vec();
    args.extend(["--select", rules]);
    args.extend(more);
    outcomes(folder.path(), &args)
}

#[test]
fn what_stands_on_both_sides_is_listed_once() {
    let table = table(15, 10, 3);
    let alone = made(&table, COPIES, &[]);
    let near = "rows nearly the same as another";
    assert_eq!(measured(of(&alone, "near-duplicate-rows"), near), 18.0);
    let repeats = "rows that repeat an earlier one";
    assert_eq!(measured(of(&alone, "duplicate-rows"), repeats), 10.0);
    let beside = made(&table, BOTH, &[]);
    let leaked = lines(of(&beside, "split-leak"));
    assert_eq!(leaked.len(), 25);
    let left = of(&beside, "near-duplicate-rows");
    assert_eq!(left["outcome"], "found");
    assert_eq!(
        left["message"],
        "3 rows are nearly the same as another; 15 more are listed under split-leak"
    );
    assert_eq!((measured(left, near), lines(left).len()), (3.0, 3));
    assert_eq!(measured(left, "rows listed under split-leak"), 15.0);
    assert!(lines(left).iter().all(|line| !leaked.contains(line)));
    let none = of(&beside, "duplicate-rows");
    assert_eq!(none["outcome"], "pass");
    assert_eq!(
        none["message"],
        "no further row repeats an earlier one: all 10 are listed under split-leak"
    );
}

#[test]
fn what_is_noted_is_noted_once() {
    let config = "[rules.split-leak]\nmax-share = 1.0\n[rules.duplicate-rows]\nmax-share = 1.0\n\
                  [rules.near-duplicate-rows]\nmax-share = 1.0\n";
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("data.csv"), table(15, 10, 3)).expect("written");
    fs::write(folder.path().join("trueline.toml"), config).expect("written");
    Command::new(env!("CARGO_BIN_EXE_trueline"))
        .args(["check", "--no-probes", "--no-cache"])
        .args(ROLES)
        .args(["--select", BOTH, "--output-format", "json=report.json"])
        .current_dir(folder.path())
        .status()
        .expect("trueline runs");
    let text = fs::read_to_string(folder.path().join("report.json")).expect("a report");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    let outcomes = report["datasets"][0]["outcomes"]
        .as_array()
        .expect("outcomes");
    let noted = |rule: &str| {
        let outcome = outcomes.iter().find(|outcome| outcome["rule"] == rule);
        let outcome = outcome.expect("the rule judged");
        assert_eq!(outcome["outcome"], "pass");
        outcome["noted"]["message"].as_str().map(str::to_owned)
    };
    let leaked = noted("split-leak").expect("leaks");
    assert!(
        leaked.starts_with("25 test rows stand in the train rows"),
        "{leaked}"
    );
    assert_eq!(noted("duplicate-rows"), None);
    let left = noted("near-duplicate-rows").expect("three more");
    assert_eq!(left, "3 more rows are nearly the same as another");
}

#[test]
fn without_a_leak_nothing_is_left_out() {
    let table = table(0, 0, 3);
    let beside = made(&table, BOTH, &[]);
    let near = of(&beside, "near-duplicate-rows");
    assert_eq!(near["message"], "3 rows are nearly the same as another");
    assert_eq!(near["outcome"], "found");
}

#[test]
fn a_finding_that_weighs_more_gives_way_to_none() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("data.csv"), table(15, 10, 3)).expect("written");
    let config = "\
                  [rules.near-duplicate-rows]\nlevel = \"deny\"\n";
    fs::write(folder.path().join("trueline.toml"), config).expect("written");
    let report = folder.path().join("report.json");
    Command::new(env!("CARGO_BIN_EXE_trueline"))
        .args(["check", "--no-probes", "--no-cache"])
        .args(ROLES)
        .args(["--select", BOTH, "--output-format", "json=report.json"])
        .current_dir(folder.path())
        .status()
        .expect("trueline runs");
    let text = fs::read_to_string(report).expect("a report was written");
    assert!(
        text.contains("\"18 rows are nearly the same as another\""),
        "{text}"
    );
}

/// Reviews that people edited to turn their label, with the originals as the train rows.
#[test]
fn edited_reviews_are_listed_as_leaks_alone() {
    let Some(data) = real_data::find("cad-imdb") else {
        return;
    };
    let file = |name: &str| data.join(name).display().to_string();
    let files = [file("orig-train.tsv"), file("new-train.tsv")];
    let folder = tempfile::tempdir().expect("a folder");
    let check = |rules: &str| {
        let mut args: Vec<&str> = files.iter().map(String::as_str).collect();
        args.extend(["--label", "Sentiment", "--text", "Text", "--select", rules]);
        outcomes(folder.path(), &args)
    };
    let alone = check("near-duplicate-rows");
    let near = of(&alone, "near-duplicate-rows");
    assert_eq!(near["outcome"], "found");
    let before = measured(near, "rows nearly the same as another");
    assert!(before > 500.0, "{before}");
    let beside = check("split-leak,near-duplicate-rows");
    let left = of(&beside, "near-duplicate-rows");
    assert_eq!(left["outcome"], "pass");
    let told = measured(left, "rows listed under split-leak");
    assert_eq!(
        before,
        told + measured(left, "rows nearly the same as another")
    );
}

/// Visits of 100 patients, three sessions each, on 40 devices; both sides hold all of them.
fn visits() -> String {
    let rows = (0..600).map(|row| {
        let (patient, device) = (row % 100, row * 7 % 40);
        let session = patient * 3 + row / 100 % 3;
        let side = if row < 300 { "train" } else { "test" };
        format!(
            "P{patient:03},S{session:03},D{device:02},{side},{},{}\n",
            row * 37 % 101,
            row % 2
        )
    });
    format!(
        "patient_id,session_id,device_id,fold,pulse,y\n{}",
        rows.collect::<String>()
    )
}

#[test]
fn every_column_of_entities_that_leaks_is_told_in_one_finding() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("data.csv"), visits()).expect("written");
    let args = [
        "data.csv",
        "--label",
        "y",
        "--split",
        "fold",
        "--select",
        "group-leak",
    ];
    let outcomes = outcomes(folder.path(), &args);
    assert_eq!(outcomes.len(), 1);
    let leak = of(&outcomes, "group-leak");
    assert_eq!(
        (&leak["outcome"], &leak["level"]),
        (&"found".into(), &"deny".into())
    );
    let said = leak["message"].as_str().unwrap_or_default();
    // A split by patients keeps their sessions together.
    assert!(
        said.contains("patient_id") && said.contains("device_id"),
        "{said}"
    );
    assert!(!said.contains("session_id"), "{said}");
    let shared = "share of test rows whose patient_id has train rows";
    assert_eq!(measured(leak, shared), 1.0);
    assert_eq!(lines(leak).len(), 300);
}
