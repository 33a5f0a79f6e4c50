//! Judge: the whole catalogue at its own limits over one dataset, in one profile.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::run::check;
use crate::sound::{Kind, Sound};

/// The catalogue, and the profile that it judges in.
pub(crate) struct Judge {
    rules: Vec<(String, String)>,
    profile: &'static str,
}

/// One finding.
pub(crate) struct Finding {
    /// The rule that spoke.
    pub(crate) rule: String,
    /// Whether it fails a run.
    pub(crate) gates: bool,
    /// What it said, with its measurements.
    pub(crate) said: String,
}

impl Judge {
    pub(crate) fn new(profile: &'static str) -> Self {
        let done = Command::new(env!("CARGO_BIN_EXE_trueline"))
            .args(["rules", "--output-format", "json"])
            .output()
            .expect("trueline runs");
        let catalogue: Value = serde_json::from_slice(&done.stdout).expect("JSON");
        let rules = catalogue["rules"].as_array().expect("rules are a list");
        let word = |rule: &Value, key: &str| rule[key].as_str().expect("a word").to_owned();
        Self {
            rules: rules
                .iter()
                .map(|rule| (word(rule, "name"), word(rule, "level")))
                .collect(),
            profile,
        }
    }

    /// The catalogue's rules, each with the level that it has by default.
    pub(crate) fn rules(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rules
            .iter()
            .map(|(rule, level)| (rule.as_str(), level.as_str()))
    }

    /// What `trueline check ARGS` finds.
    pub(crate) fn findings(&self, args: &[String]) -> Vec<Finding> {
        let mut all: Vec<&str> = args.iter().map(String::as_str).collect();
        all.extend(["--profile", self.profile, "--no-cache"]);
        let run = check(&all);
        assert!(run.exit < 2, "{args:?}");
        let outcomes = run.json["datasets"][0]["outcomes"].as_array();
        outcomes
            .expect("outcomes are a list")
            .iter()
            .filter(|outcome| outcome["outcome"] == "found")
            .map(finding)
            .collect()
    }

    /// The findings of `sound` that are false: those that aren't true of every dataset of its kind.
    pub(crate) fn alarms(&self, sound: &Sound, sandbox: &Path) -> Vec<Finding> {
        let mut findings = self.findings(&sound.write(sandbox));
        findings.retain(|finding| !is_true_of(sound, &finding.rule));
        findings
    }
}

fn finding(outcome: &Value) -> Finding {
    let measured: Vec<String> = outcome["measurements"]
        .as_array()
        .expect("measurements are a list")
        .iter()
        .take(2)
        .map(|measured| {
            let name = measured["name"].as_str().unwrap_or_default();
            format!(
                "{name} = {:.3}",
                measured["value"].as_f64().unwrap_or(f64::NAN)
            )
        })
        .collect();
    let message = outcome["message"].as_str().unwrap_or_default();
    Finding {
        rule: outcome["rule"].as_str().unwrap_or_default().to_owned(),
        gates: outcome["level"] == "deny",
        said: format!("{message} ({})", measured.join("; ")),
    }
}

/// What rules about the embedding say of a table written as sentences: it is the collapse that this
/// program is about, and true of nearly every such table.
const TRUE_OF_SENTENCES: [&str; 4] = [
    "collapsed-probes",
    "uninformative-embedding",
    "distorted-line",
    "template-dominated-text",
];

/// Whether `rule` states a fact when it speaks of `sound`.
fn is_true_of(sound: &Sound, rule: &str) -> bool {
    match rule {
        // Some class has few rows, and the rule says how many: counted, not inferred.
        "rare-class" => true,
        _ => sound.kind == Kind::Sentences && TRUE_OF_SENTENCES.contains(&rule),
    }
}
