//! Silence: the whole catalogue over sound data, made up and real, says nothing but facts.
//!
//! `benches/false_alarms` asks the same of 200 larger datasets.

use std::path::Path;

use crate::data;
use crate::judge::{Finding, Judge};
use crate::sound::Sound;

/// Rules that may speak of real data that is otherwise sound, and the fact that they state.
const FACTS: [(&str, &str); 2] = [
    (
        "duplicate-rows",
        "comments and questions that were written twice: one of the first, 62 of the second",
    ),
    (
        "broken-text",
        "HTML entities where the comments' characters were: in 18 of 350 rows",
    ),
];

fn list(findings: &[Finding]) -> String {
    let lines: Vec<String> = findings
        .iter()
        .map(|finding| format!("{}: {}", finding.rule, finding.said))
        .collect();
    lines.join("\n")
}

/// What `judge` finds in a file, apart from the facts.
fn false_findings(judge: &Judge, path: &Path, label: &str, text: &str) -> Vec<Finding> {
    let path = path.display().to_string();
    let args = [&path, "--label", label, "--text", text].map(str::to_owned);
    let mut findings = judge.findings(&args);
    findings.retain(|finding| FACTS.iter().all(|(rule, _)| *rule != finding.rule));
    findings
}

#[test]
fn no_gating_rule_speaks_of_small_sound_datasets() {
    let judge = Judge::new("quick");
    let sandbox = tempfile::tempdir().expect("a sandbox");
    for seed in 1_000..1_012 {
        let sound = Sound::draw(seed, 1_500, 5);
        let mut alarms = judge.alarms(&sound, sandbox.path());
        alarms.retain(|alarm| alarm.gates);
        assert!(alarms.is_empty(), "{sound:?}:\n{}", list(&alarms));
    }
}

#[test]
fn no_rule_speaks_of_the_clean_fixture() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/natural-text/data.csv");
    let findings = false_findings(&Judge::new("quick"), &path, "verdict", "review");
    assert!(findings.is_empty(), "{}", list(&findings));
}

#[test]
fn only_facts_are_told_of_sound_real_data() {
    let Some(data) = data::folder() else { return };
    let judge = Judge::new("quick");
    let comments = data.join("youtube-spam/Youtube01-Psy.csv");
    let findings = false_findings(&judge, &comments, "label", "CONTENT");
    assert!(findings.is_empty(), "{}", list(&findings));

    let sandbox = tempfile::tempdir().expect("a sandbox");
    let questions = data::trec(&data, sandbox.path());
    let findings = false_findings(&judge, questions.as_ref(), "label", "question");
    assert!(findings.is_empty(), "{}", list(&findings));
}

#[test]
fn those_who_may_speak_are_rules() {
    let judge = Judge::new("quick");
    let known: Vec<&str> = judge.rules().map(|(rule, _)| rule).collect();
    for (rule, _) in FACTS {
        assert!(known.contains(&rule), "{rule} is no rule");
    }
}
