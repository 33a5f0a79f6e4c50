//! `trueline fix`: what it takes out, what it leaves to the byte, and that doing it twice is doing it once.

mod always;
mod columnar;
mod formats;
mod kept;
mod made;
mod mended;
mod outputs;
mod places;
mod reviewed;
mod told;

#[path = "../support/parquet.rs"]
mod parquet;
#[path = "../support/program.rs"]
mod program;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use program::trueline;

/// What a run said.
pub(crate) struct Done {
    pub(crate) exit: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs trueline in `folder`.
pub(crate) fn run(folder: &Path, args: &[&str]) -> Done {
    let done = trueline(folder, args).output().expect("trueline runs");
    let text = |bytes| String::from_utf8(bytes).expect("what is said is UTF-8");
    Done {
        exit: done.status.code().unwrap_or(-1),
        stdout: text(done.stdout),
        stderr: text(done.stderr),
    }
}

/// Runs `trueline fix` on a table of a text, a label and what else `args` say, to `out.csv` beside it.
pub(crate) fn fix(folder: &Path, args: &[&str]) -> Done {
    run(folder, &[&["fix", "--isolated"], args].concat())
}

/// What `trueline check` finds by `rules`: each finding's rule.
pub(crate) fn found(folder: &Path, rules: &str, args: &[&str]) -> Vec<String> {
    let own = [
        "check",
        "--isolated",
        "--no-probes",
        "--no-cache",
        "--output-format",
        "json",
        "--select",
        rules,
    ];
    let done = run(folder, &[&own, args].concat());
    assert!(done.exit < 2, "{}", done.stderr);
    let report: Value = serde_json::from_str(&done.stdout).expect("the report is JSON");
    let outcomes = report["datasets"][0]["outcomes"]
        .as_array()
        .expect("outcomes");
    let found = outcomes.iter().filter(|each| each["outcome"] == "found");
    found
        .filter_map(|each| each["rule"].as_str().map(str::to_owned))
        .collect()
}

/// The head of a manifest, and its rows.
pub(crate) fn read_manifest(path: &Path) -> (Value, Vec<Value>) {
    let text = fs::read_to_string(path).expect("the manifest is there");
    let mut lines = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"));
    (lines.next().expect("it has a head"), lines.collect())
}

/// How many rows each rule took.
pub(crate) fn count_by_rule(rows: &[Value]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for row in rows {
        let rule = row["rule"].as_str().expect("a rule");
        *counts.entry(rule.to_owned()).or_insert(0) += 1;
    }
    counts
}
