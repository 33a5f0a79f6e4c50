//! What GitHub shows at most, held against reports with more than that.

use std::collections::BTreeSet;
use std::fs;

use trueline::testing::{Finding, write_findings};

use crate::schemas::assert_valid;
use crate::{results, sarif};

fn finding(rule: &'static str, level: &'static str, rows: u64) -> Finding {
    Finding {
        rule,
        level,
        rows,
        help: "look at them".to_owned(),
    }
}

/// What a format says of datasets and their findings.
fn write(format: &str, datasets: Vec<(String, Vec<Finding>)>) -> String {
    write_findings(format, "deny", datasets)
}

#[test]
fn ten_thousand_rows_leave_room_for_every_finding() {
    let datasets = || {
        vec![
            (
                "a".to_owned(),
                vec![
                    finding("duplicate-rows", "deny", 10_000),
                    finding("rare-class", "warn", 0),
                ],
            ),
            (
                "b".to_owned(),
                vec![finding("conflicting-labels", "warn", 3)],
            ),
        ]
    };
    let folder = tempfile::tempdir().expect("a sandbox");
    let paths = ["r.sarif", "r.xml", "r.md"].map(|file| folder.path().join(file));
    let texts = ["sarif", "junit", "markdown"].map(|format| write(format, datasets()));
    for (path, text) in paths.iter().zip(&texts) {
        fs::write(path, text).expect("the sandbox can be written");
    }
    assert_valid(&paths);
    let log = sarif(&texts[0]);
    assert_eq!(results(&log).len(), 5_000);
    let rules: BTreeSet<&str> = results(&log)
        .iter()
        .filter_map(|result| result["ruleId"].as_str())
        .collect();
    assert_eq!(
        rules,
        BTreeSet::from(["conflicting-labels", "duplicate-rows", "rare-class"])
    );
    // 10,000 rows, 3 rows, and one finding without any.
    let said = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(said.contains("5004 more results"), "{said}");
}

#[test]
fn github_gets_ten_annotations_of_each_kind_and_the_number_of_the_others() {
    let datasets = (0..30).map(|nth| {
        let name = format!("d{nth}");
        let findings = vec![
            finding("duplicate-rows", "warn", 2),
            finding("conflicting-labels", "deny", 1),
        ];
        (name, findings)
    });
    let text = write("github", datasets.collect());
    let count = |kind: &str| text.lines().filter(|line| line.starts_with(kind)).count();
    assert_eq!(
        [count("::error "), count("::warning "), count("::notice ")],
        [10, 10, 1]
    );
    assert_eq!(text.lines().count(), 21);
    assert!(
        text.ends_with(
            "::40 more findings: --output-format markdown, sarif or json has all of them\n"
        ),
        "{text}"
    );
}

#[test]
fn github_gets_one_annotation_for_a_rule_and_file() {
    let twice = vec![
        finding("duplicate-rows", "warn", 2),
        finding("duplicate-rows", "warn", 1),
    ];
    let text = write("github", vec![("d".to_owned(), twice)]);
    assert_eq!(text.matches("::warning ").count(), 1);
    assert!(text.contains("1 more finding:"), "{text}");
}

#[test]
fn a_summary_ends_before_githubs_limit_and_says_so() {
    let datasets = (0..3_000).map(|nth| {
        let name = format!("d{nth}");
        let mut long = finding("duplicate-rows", "warn", 12);
        long.help = "keep the first of each ".repeat(30);
        (name, vec![long])
    });
    let text = write("markdown", datasets.collect());
    assert!(
        (800 * 1024..=900 * 1024).contains(&text.len()),
        "{}",
        text.len()
    );
    let listed = text.matches("| ⚠️ warn |").count();
    assert!(
        text.ends_with(
            "findings among it: a summary holds at most 1 MiB. The JSON report has all.\n"
        )
    );
    let left = format!("{}", 3_000 - listed);
    let left = format!("{},{}", &left[..1], &left[1..]);
    assert!(
        text.contains(&format!("left out, {left} findings")),
        "{left} of {listed}"
    );
    let folder = tempfile::tempdir().expect("a sandbox");
    let path = folder.path().join("r.md");
    fs::write(&path, text).expect("the sandbox can be written");
    assert_valid(&[path]);
}

#[test]
fn only_what_fails_the_run_is_a_failure_in_junit() {
    let datasets = || {
        let findings = vec![
            finding("duplicate-rows", "warn", 2),
            finding("conflicting-labels", "deny", 1),
        ];
        vec![("d".to_owned(), findings)]
    };
    let failures = |fail_on: &str| {
        let text = write_findings("junit", fail_on, datasets());
        text.matches("<failure ").count()
    };
    assert_eq!(["never", "deny", "warn"].map(failures), [0, 1, 2]);
}
