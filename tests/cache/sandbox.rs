//! A folder with a dataset and a cache, and runs of trueline in it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A sandbox with a dataset of a few hundred rows, some of which repeat.
pub(crate) struct Sandbox(pub tempfile::TempDir);

impl Sandbox {
    /// With 300 rows.
    pub(crate) fn new() -> Self {
        let sandbox = Self(tempfile::tempdir().expect("a sandbox"));
        sandbox.write("data.csv", &rows(300));
        sandbox
    }

    /// Writes a file there.
    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).expect("the sandbox can be written");
    }

    /// `trueline ARGS`, with the cache in the sandbox unless the arguments say otherwise.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trueline"));
        command
            .args(args)
            .current_dir(self.0.path())
            .env_remove("TRUELINE_NO_CACHE")
            .env("TRUELINE_CACHE_DIR", self.0.path().join("cache"))
            .env("NO_COLOR", "1")
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("trueline runs")
    }

    /// The files of the cache that end so.
    pub(crate) fn kept(&self, end: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.0.path().join("cache")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|found| found == end) {
                    found.push(path);
                }
            }
        }
        found.sort();
        found
    }
}

pub(crate) fn rows(count: usize) -> String {
    // 280 is a multiple of 7 and of 2: from there on, rows repeat.
    let row = |row: usize| format!("person {} works {} hours,{}\n", row % 280, row % 7, row % 2);
    let rows: String = (0..count).map(row).collect();
    format!("text,label\n{rows}")
}

pub(crate) const CHECK: [&str; 11] = [
    "check",
    "data.csv",
    "--label",
    "label",
    "--text",
    "text",
    "--select",
    "duplicate-rows,rare-class,template-dominated-text",
    "--output-format",
    "json",
    "--isolated",
];

pub(crate) fn stdout(done: &Output) -> String {
    String::from_utf8_lossy(&done.stdout).into_owned()
}

pub(crate) fn stderr(done: &Output) -> String {
    String::from_utf8_lossy(&done.stderr).into_owned()
}

/// What a run without any cache says, and its exit code.
pub(crate) fn computed(sandbox: &Sandbox, args: &[&str]) -> (String, Option<i32>) {
    let done = sandbox.run(&[args, &["--no-cache"]].concat());
    assert!(!done.stdout.is_empty(), "{}", stderr(&done));
    (stdout(&done), done.status.code())
}
