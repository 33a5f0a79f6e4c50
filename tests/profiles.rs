//! Profiles: what the quick and the standard zoo say of a fixture stays what it is, figure by figure.
//!
//! The audit has families and splits of its own; they must not reach the others. `BLESS=1` writes the expected
//! figures anew.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

/// The rules whose figures come from the whole zoo.
const RULES: [&str; 3] = ["collapsed-probes", "distorted-line", "inverse-line"];

/// What the zoo of `profile` says of the serialised table: its arms, its lines, and the rules on them.
fn said(profile: &str) -> Value {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/serialised-table/data.csv");
    let done = Command::new(env!("CARGO_BIN_EXE_trueline"))
        .arg("check")
        .arg(fixture)
        .args([
            "--isolated",
            "--label",
            "high_pay",
            "--domain",
            "region=north",
        ])
        .args([
            "--fail-on",
            "never",
            "--no-cache",
            "--output-format",
            "json",
        ])
        .args(["--profile", profile, "--select", &RULES.join(",")])
        .output()
        .expect("trueline runs");
    let report: Value = serde_json::from_slice(&done.stdout).unwrap_or_else(|error| {
        panic!("{error}: {}", String::from_utf8_lossy(&done.stderr));
    });
    let dataset = &report["datasets"][0];
    let lines: Vec<Value> = dataset["shifts"]
        .as_array()
        .expect("shifts are a list")
        .iter()
        .map(|shift| json!({"name": shift["name"], "lines": shift["lines"]}))
        .collect();
    let outcomes: Vec<Value> = dataset["outcomes"]
        .as_array()
        .expect("outcomes are a list")
        .iter()
        .map(|outcome| {
            json!({
                "rule": outcome["rule"],
                "subject": outcome["subject"],
                "outcome": outcome["outcome"],
                "measurements": outcome["measurements"],
            })
        })
        .collect();
    json!({"arms": dataset["arms"], "shifts": lines, "outcomes": outcomes})
}

fn compare(profile: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/profiles/{profile}.json"));
    let said = said(profile);
    if std::env::var_os("BLESS").is_some() {
        let text = serde_json::to_string_pretty(&said).expect("JSON can be written");
        fs::write(&path, text + "\n").expect("tests can be written");
        return;
    }
    let expected = fs::read_to_string(&path).expect("the expected figures are there");
    let expected: Value = serde_json::from_str(&expected).expect("they are JSON");
    assert_eq!(said, expected, "{profile}");
}

#[test]
fn the_quick_zoo_says_what_it_said() {
    compare("quick");
}

#[test]
fn the_standard_zoo_says_what_it_said() {
    compare("standard");
}
