//! One run of `trueline check`, and what its JSON says.

#![allow(dead_code, reason = "each test or bench uses a part of it")]

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// What a run said.
pub(crate) struct Run {
    pub(crate) exit: i32,
    pub(crate) json: Value,
}

/// Runs `trueline check` with JSON output on `args`.
pub(crate) fn check(args: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trueline"));
    command
        .arg("check")
        .args(args)
        .args(["--isolated", "--output-format", "json"]);
    if let Ok(python) = std::env::var("TRUELINE_TEST_PYTHON") {
        command.env("VIRTUAL_ENV", python);
    }
    let done = command.output().expect("trueline runs");
    let text = String::from_utf8(done.stdout).expect("the report is UTF-8");
    let json = serde_json::from_str(&text).unwrap_or_else(|error| {
        panic!(
            "{args:?}: {error}\n{text}\n{}",
            String::from_utf8_lossy(&done.stderr)
        )
    });
    Run {
        exit: done.status.code().unwrap_or(-1),
        json,
    }
}

impl Run {
    /// The outcomes of `rule` in the first dataset.
    pub(crate) fn outcomes(&self, rule: &str) -> Vec<&Value> {
        self.json["datasets"][0]["outcomes"]
            .as_array()
            .expect("outcomes are a list")
            .iter()
            .filter(|outcome| outcome["rule"] == rule)
            .collect()
    }

    /// What `rule` said about each subject (or about the whole, under an empty name).
    pub(crate) fn verdicts(&self, rule: &str) -> BTreeMap<String, String> {
        self.outcomes(rule)
            .iter()
            .map(|outcome| {
                let subject = outcome["subject"].as_str().unwrap_or_default().to_owned();
                (
                    subject,
                    outcome["outcome"]
                        .as_str()
                        .expect("an outcome is a word")
                        .to_owned(),
                )
            })
            .collect()
    }

    pub(crate) fn verdict(&self, rule: &str) -> String {
        self.verdicts(rule)
            .get("")
            .cloned()
            .unwrap_or_else(|| panic!("{rule} said nothing: {}", self.json))
    }

    pub(crate) fn measured(&self, rule: &str, name: &str) -> f64 {
        self.outcomes(rule)
            .iter()
            .flat_map(|outcome| {
                outcome["measurements"]
                    .as_array()
                    .expect("measurements are a list")
            })
            .find(|measurement| measurement["name"] == name)
            .and_then(|measurement| measurement["value"].as_f64())
            .unwrap_or_else(|| panic!("{rule} didn't measure {name}: {}", self.json))
    }
}

/// Asserts that neither collapse nor a distorted line was found.
pub(crate) fn is_sound(run: &Run) {
    assert_ne!(run.verdict("collapsed-probes"), "found", "{}", run.json);
    for (shift, verdict) in run.verdicts("distorted-line") {
        assert_ne!(verdict, "found", "{shift}");
    }
    assert_eq!(run.exit, 0);
}
