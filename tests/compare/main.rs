//! `trueline compare`: what it counts is what was changed, to the row.

mod counts;
mod forms;
mod hostile;
mod made;
mod real;
mod revisions;
mod roles;

#[path = "../support/program.rs"]
mod program;
#[path = "../support/real_data.rs"]
mod real_data;

use std::path::Path;

use serde_json::Value;

use program::trueline;

/// What a run said.
pub(crate) struct Done {
    pub(crate) exit: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs `trueline compare` in `folder`.
pub(crate) fn run(folder: &Path, args: &[&str]) -> Done {
    let args = [&["compare"], args].concat();
    let done = trueline(folder, &args).output().expect("trueline runs");
    let text = |bytes| String::from_utf8(bytes).expect("what is said is UTF-8");
    Done {
        exit: done.status.code().unwrap_or(-1),
        stdout: text(done.stdout),
        stderr: text(done.stderr),
    }
}

/// What `trueline compare` reports as JSON, with the cells.
pub(crate) fn compare(folder: &Path, args: &[&str]) -> Value {
    let done = run(
        folder,
        &[args, &["--output-format", "json", "--show-values"]].concat(),
    );
    assert_eq!(done.exit, 0, "{args:?}: {}", done.stderr);
    serde_json::from_str(&done.stdout).expect("JSON")
}

/// The counts of rows: same, edited, relabelled, moved, added, removed.
pub(crate) fn rows(report: &Value) -> [u64; 6] {
    ["same", "edited", "relabelled", "moved", "added", "removed"]
        .map(|kind| report["rows"][kind].as_u64().expect("a count"))
}
