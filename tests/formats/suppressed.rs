//! Suppressed findings: marked in every format, and counted in none.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::run::Sandbox;
use crate::schemas::assert_valid;
use crate::{csv, results, rows, sarif, spot};

const CONFIG: &str = "profile = \"quick\"\nselect = [\"duplicate-rows\", \"conflicting-labels\", \"rare-class\"]\n\
                      fail-on = \"warn\"\nbaseline = \"known.json\"\n\n[dataset.comments]\npath = \"data.csv\"\n\
                      label = \"label\"\ntext = \"text\"\n\n[rules.rare-class]\nmin-rows = 1000\n";

const WAIVER: &str = "\n[[waive]]\nrule = \"conflicting-labels\"\nreason = \"::error::two | annotators <b>\"\n\
                      until = 9999-12-31\n";

/// Thirty rows that repeat another, and a text with two labels.
fn data(more: &[(&str, &'static str)]) -> String {
    let mut made = rows(300);
    made.push((made[1].0.clone(), "spam"));
    made.push((made[1].0.clone(), "ham"));
    made.extend(more.iter().map(|&(text, label)| (text.to_owned(), label)));
    csv(&made)
}

fn sandbox() -> Sandbox {
    let config = CONFIG.to_owned() + WAIVER;
    let sandbox = Sandbox::new(&[
        ("trueline.toml", config.as_bytes()),
        ("data.csv", data(&[]).as_bytes()),
    ]);
    let done = sandbox.check(&["--write-baseline"], &[]);
    assert_eq!(
        String::from_utf8_lossy(&done.stdout),
        "wrote 32 entries to known.json\n",
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    sandbox
}

/// How many results each rule has in each state, and how many of them are suppressed.
fn states(log: &Value) -> BTreeMap<(String, String, usize), usize> {
    let mut states = BTreeMap::new();
    for result in results(log) {
        let text = |key: &str| result[key].as_str().unwrap_or("none").to_owned();
        let suppressed = result["suppressions"].as_array().map_or(0, Vec::len);
        let state = (text("ruleId"), text("baselineState"), suppressed);
        *states.entry(state).or_default() += 1;
    }
    states
}

fn state(rule: &str, state: &str, suppressed: usize) -> (String, String, usize) {
    (rule.to_owned(), state.to_owned(), suppressed)
}

#[test]
fn what_is_suppressed_is_marked_in_every_format_and_fails_nothing() {
    let sandbox = sandbox();
    assert_eq!(sandbox.check(&[], &[]).status.code(), Some(0));
    let reports = sandbox.every_format(&[], &[]);
    assert_valid(&sandbox.reports());
    let text: BTreeMap<&str, &str> = reports
        .iter()
        .map(|(format, text)| (*format, text.as_str()))
        .collect();
    let log = sarif(text["sarif"]);
    let expected = BTreeMap::from([
        (state("conflicting-labels", "new", 1), 1),
        (state("duplicate-rows", "unchanged", 0), 31),
        (state("rare-class", "unchanged", 0), 1),
    ]);
    assert_eq!(states(&log), expected);
    let suppressed = results(&log)
        .iter()
        .find_map(|result| result["suppressions"].get(0))
        .expect("a suppression");
    assert_eq!(suppressed["kind"], "external");
    let said = suppressed["justification"].as_str().unwrap_or_default();
    assert!(
        said.contains("two | annotators") && said.contains("9999-12-31"),
        "{said}"
    );
    let place = serde_json::json!({"locations": [suppressed["location"]]});
    assert_eq!(spot(&place), ("trueline.toml".to_owned(), 15));

    let report: Value = serde_json::from_str(text["json"]).expect("JSON");
    let verdict = serde_json::json!({"exit": 0, "denied": 0, "warned": 0, "undetermined": 0,
                                      "suppressed": {"baseline": 2, "waiver": 1}});
    assert_eq!(report["verdict"], verdict);
    let baseline = serde_json::json!({"file": "known.json", "known": 32, "gone": 0});
    assert_eq!(report["baseline"], baseline);
    assert!(text["json-lines"].contains("\"baseline\":\"known\""));
    assert!(!text["github"].contains("::warning ") && !text["github"].contains("::error "));
    assert!(text["github"].contains(
        "3 suppressed (2 by the baseline, 1 by a waiver): no annotation is shown for them"
    ));
    assert!(
        !text["junit"].contains("<failure") && text["junit"].contains("suppressed by the baseline")
    );
    assert!(
        text["markdown"].starts_with("## trueline\n\n**passed**")
            && text["markdown"].contains(", 3 suppressed (2 by the baseline, 1 by a waiver)")
    );
    assert!(
        text["agent"].contains("suppressed warn duplicate-rows")
            && text["agent"].contains("suppressed deny conflicting-labels")
    );
    assert!(
        text["human"].contains("32 entries known, in known.json"),
        "{}",
        text["human"]
    );
    assert!(
        text["human"]
            .contains("conflicting-labels (1 row), suppressed by a waiver until 9999-12-31:")
    );
    for said in [
        "3 findings are suppressed, 2 by the baseline and 1 by a waiver",
        "Baseline: 32 entries known, in known.json.",
        "suppressed by a waiver until 9999-12-31: \\::error::two | annotators &lt;b&gt;. Otherwise it would deny.",
    ] {
        assert!(text["html"].contains(said), "{said}");
    }
    for (format, said) in &text {
        // The reason is the user's own text, and acts nowhere.
        assert!(
            !said
                .lines()
                .any(|line| line.trim_start().starts_with("::error::two")),
            "{format}"
        );
        assert!(
            ["json", "json-lines", "sarif", "human", "agent", "github"].contains(format)
                || !said.contains("<b>"),
            "{format}"
        );
    }
}

#[test]
fn new_rows_of_a_known_finding_fail_and_are_shown_without_the_known_ones() {
    let sandbox = sandbox();
    let more = [
        ("comment number 9 on topic 1", "x"),
        ("comment number 9 on topic 1", "x"),
    ];
    std::fs::write(sandbox.path("data.csv"), data(&more)).expect("the sandbox can be written");
    assert_eq!(sandbox.check(&[], &[]).status.code(), Some(1));
    let reports = sandbox.every_format(&[], &[]);
    assert_valid(&sandbox.reports());
    let log = sarif(&reports[3].1);
    let of = |wanted: &str, suppressed| {
        let states = states(&log);
        states
            .get(&state("duplicate-rows", wanted, suppressed))
            .copied()
    };
    assert_eq!((of("new", 0), of("unchanged", 0)), (Some(1), Some(31)));
    let text: BTreeMap<&str, &str> = reports
        .iter()
        .map(|(format, text)| (*format, text.as_str()))
        .collect();
    assert!(
        text["human"].contains("the baseline knows 31 more rows"),
        "{}",
        text["human"]
    );
    for format in ["agent", "github", "markdown", "junit"] {
        assert!(
            text[format].contains("the baseline knows 31 more rows"),
            "{}",
            text[format]
        );
    }
    assert!(
        text["html"].contains("1 row, and 31 more that the baseline knows"),
        "{}",
        text["html"]
    );
    assert!(
        text["markdown"].contains("<code>duplicate-rows</code>: 1 row<"),
        "{}",
        text["markdown"]
    );
}
