//! What GitHub shows at most, held against reports with more than that.

use std::collections::BTreeSet;
use std::fs;

use trueline::diagnostic::Level;
use trueline::outcome::FailOn;
use trueline::report::{Github, Junit, Markdown, Sarif};

use crate::hand::{finding, report, told};
use crate::schemas::assert_valid;
use crate::{results, sarif};

#[test]
fn ten_thousand_rows_leave_room_for_every_finding() {
    let made = report(vec![
        (
            "a".to_owned(),
            vec![
                finding("duplicate-rows", Level::Deny, "a", 10_000),
                finding("rare-class", Level::Warn, "a", 0),
            ],
        ),
        (
            "b".to_owned(),
            vec![finding("conflicting-labels", Level::Warn, "b", 3)],
        ),
    ]);
    let folder = tempfile::tempdir().expect("a sandbox");
    let paths = ["r.sarif", "r.xml", "r.md"].map(|file| folder.path().join(file));
    let junit = Junit {
        fail_on: FailOn::Deny,
    };
    let text = told(&Sarif, &made);
    for (path, text) in
        paths
            .iter()
            .zip([text.clone(), told(&junit, &made), told(&Markdown, &made)])
    {
        fs::write(path, text).expect("the sandbox can be written");
    }
    assert_valid(&paths);
    let log = sarif(&text);
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
            finding("duplicate-rows", Level::Warn, &name, 2),
            finding("conflicting-labels", Level::Deny, &name, 1),
        ];
        (name, findings)
    });
    let text = told(&Github, &report(datasets.collect()));
    let count = |kind: &str| text.lines().filter(|line| line.starts_with(kind)).count();
    assert_eq!(
        [count("::error "), count("::warning "), count("::notice ")],
        [10, 10, 1]
    );
    assert_eq!(text.lines().count(), 21);
    assert!(
        text.ends_with(
            "::40 more findings: --output-format markdown, sarif or json tells all of them\n"
        ),
        "{text}"
    );
}

#[test]
fn github_gets_one_annotation_for_a_rule_and_file() {
    let twice = vec![
        finding("duplicate-rows", Level::Warn, "d", 2),
        finding("duplicate-rows", Level::Warn, "d", 1),
    ];
    let text = told(&Github, &report(vec![("d".to_owned(), twice)]));
    assert_eq!(text.matches("::warning ").count(), 1);
    assert!(text.contains("1 more finding:"), "{text}");
}

#[test]
fn a_summary_ends_before_githubs_limit_and_says_so() {
    let datasets = (0..3_000).map(|nth| {
        let name = format!("d{nth}");
        let mut long = finding("duplicate-rows", Level::Warn, &name, 12);
        long.outcome.help = "keep the first of each ".repeat(30);
        (name, vec![long])
    });
    let text = told(&Markdown, &report(datasets.collect()));
    assert!(
        (800 * 1024..=900 * 1024).contains(&text.len()),
        "{}",
        text.len()
    );
    let told = text.matches("| ⚠️ warn |").count();
    assert!(
        text.ends_with(
            "findings among it: a summary holds at most 1 MiB. The JSON report has all.\n"
        )
    );
    let left = format!("{}", 3_000 - told);
    let left = format!("{},{}", &left[..1], &left[1..]);
    assert!(
        text.contains(&format!("left out, {left} findings")),
        "{left} of {told}"
    );
    let folder = tempfile::tempdir().expect("a sandbox");
    let path = folder.path().join("r.md");
    fs::write(&path, text).expect("the sandbox can be written");
    assert_valid(&[path]);
}

#[test]
fn only_what_fails_the_run_is_a_failure_in_junit() {
    let made = report(vec![(
        "d".to_owned(),
        vec![
            finding("duplicate-rows", Level::Warn, "d", 2),
            finding("conflicting-labels", Level::Deny, "d", 1),
        ],
    )]);
    let failures = |fail_on| told(&Junit { fail_on }, &made).matches("<failure ").count();
    assert_eq!(
        [FailOn::Never, FailOn::Deny, FailOn::Warn].map(failures),
        [0, 1, 2]
    );
}
