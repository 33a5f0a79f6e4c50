//! Supplied vectors of which some can't be used: a finding with its rows, and the others are judged.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

/// The exit code and the report on 240 rows whose vectors `vector` makes.
fn check(vector: impl Fn(usize) -> Value) -> (Option<i32>, Value) {
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let file = sandbox.path().join("rows.jsonl");
    let rows: Vec<String> = (0..240)
        .map(|row| json!({"vector": vector(row), "label": row * 7 % 2}).to_string())
        .collect();
    fs::write(&file, rows.join("\n")).expect("the sandbox can be written");
    let done = Command::new(env!("CARGO_BIN_EXE_trueline"))
        .arg("check")
        .arg(&file)
        .args([
            "--label",
            "label",
            "--embedding",
            "vector",
            "--profile",
            "quick",
        ])
        .args(["--isolated", "--output-format", "json"])
        .output()
        .expect("trueline runs");
    (
        done.status.code(),
        serde_json::from_slice(&done.stdout).unwrap_or(Value::Null),
    )
}

fn sound(row: usize) -> Value {
    json!([
        (row as f64).sin(),
        (row as f64 * 0.7).cos(),
        (row * 7 % 2) as f64 - 0.4
    ])
}

fn outcome<'r>(report: &'r Value, rule: &str) -> &'r Value {
    report["datasets"][0]["outcomes"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|outcome| outcome["rule"] == rule)
        .unwrap_or_else(|| panic!("{rule} said nothing: {report}"))
}

#[test]
fn broken_rows_are_found_and_the_others_are_judged() {
    let (exit, report) = check(|row| match row {
        3 => json!([1.0, 2.0]),
        77 => json!([0, 0, 0]),
        120 => Value::Null,
        200 => json!([1.0, null, 0.5]),
        _ => sound(row),
    });
    let found = outcome(&report, "broken-vector");
    assert_eq!(
        (exit, &found["outcome"]),
        (Some(1), &json!("found")),
        "{report}"
    );
    let lines: Vec<u64> = found["witnesses"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|witness| witness["line"].as_u64())
        .collect();
    assert_eq!(lines, [4, 78, 121, 201], "{found}");
    let shared = &outcome(&report, "template-dominated-text")["measurements"][0];
    assert_eq!(shared["n"], 236, "the others are measured: {shared}");
    assert!(shared["value"].is_number(), "{shared}");
}

#[test]
fn sound_vectors_pass() {
    let (_, report) = check(sound);
    assert_eq!(outcome(&report, "broken-vector")["outcome"], "pass");
}

#[test]
fn a_column_without_one_usable_vector_is_an_error() {
    let (exit, report) = check(|_| json!([0.0, 0.0]));
    assert_eq!(exit, Some(2));
    assert_eq!(report["datasets"], json!([]));
    let said = report["errors"][0]["message"].as_str().expect("an error");
    assert!(
        said.contains("no row has a vector that can be used"),
        "{said}"
    );
}
