//! The formats for programs: valid under their schemas, within what GitHub shows, the same when rows move,
//! and harmless whatever the data holds.

mod hostile;
mod limits;
#[path = "../support/parquet.rs"]
mod parquet;
#[path = "../support/program.rs"]
mod program;
mod run;
mod schemas;
mod suppressed;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use parquet::write_parquet;
use run::Sandbox;
use schemas::assert_valid;

/// Numbered rows of text with a label, of which every tenth repeats the one before.
fn rows(count: usize) -> Vec<(String, &'static str)> {
    (0..count)
        .map(|row| {
            let said = if row % 10 == 9 { row - 1 } else { row };
            let label = if said % 3 == 0 { "spam" } else { "ham" };
            (
                format!("comment number {said} on topic {}", said * 7 % 31),
                label,
            )
        })
        .collect()
}

fn csv(rows: &[(String, &str)]) -> String {
    let lines = rows.iter().map(|(text, label)| format!("{text},{label}\n"));
    std::iter::once("text,label\n".to_owned())
        .chain(lines)
        .collect()
}

fn parquet(rows: &[(String, &str)]) -> Vec<u8> {
    let texts: Vec<&str> = rows.iter().map(|(text, _)| text.as_str()).collect();
    let labels: Vec<&str> = rows.iter().map(|(_, label)| *label).collect();
    write_parquet(&[("text", texts), ("label", labels)])
}

const ROLES: [&str; 8] = [
    "--label",
    "label",
    "--text",
    "text",
    "--profile",
    "quick",
    "--select",
    "duplicate-rows,conflicting-labels,rare-class,label-shift,collapsed-probes,unknown-tokens",
];

fn sarif(text: &str) -> Value {
    serde_json::from_str(text).expect("SARIF is JSON")
}

fn results(log: &Value) -> &[Value] {
    log["runs"][0]["results"]
        .as_array()
        .expect("a run has results")
}

/// Where a result is shown: the file and the line.
fn spot(result: &Value) -> (String, u64) {
    let physical = &result["locations"][0]["physicalLocation"];
    let uri = physical["artifactLocation"]["uri"]
        .as_str()
        .expect("a location has an address");
    let line = physical["region"]["startLine"]
        .as_u64()
        .expect("a region has a line");
    (uri.to_owned(), line)
}

#[test]
fn reports_of_files_and_of_parquet_without_configuration_are_valid() {
    let made = rows(300);
    let (text, table) = (csv(&made), parquet(&made));
    for (file, content) in [
        ("data/ä b#1 100%.csv", text.as_bytes()),
        ("data/table.parquet", &table),
    ] {
        let sandbox = Sandbox::new(&[(file, content)]);
        let reports = sandbox.every_format(&[&[file][..], &ROLES].concat(), &[]);
        assert_valid(&sandbox.reports());
        let log = sarif(&reports[3].1);
        assert!(
            results(&log).len() >= 30,
            "{file}: {} results",
            results(&log).len()
        );
    }
}

#[test]
fn parquet_is_shown_where_trueline_toml_declares_it_also_from_a_folder_within() {
    let config = "profile = \"quick\"\n\n[dataset.comments]\npath = \"../data/table.parquet\"\n\
                  label = \"label\"\ntext = \"text\"\n";
    let sandbox = Sandbox::new(&[
        ("data/table.parquet", &parquet(&rows(300))),
        ("config/trueline.toml", config.as_bytes()),
    ]);
    let done = sandbox.check_in(
        "config",
        &["--select", "duplicate-rows", "--output-format", "sarif"],
        &[],
    );
    let text = String::from_utf8_lossy(&done.stdout);
    fs::write(sandbox.path("report.sarif"), &*text).expect("the sandbox can be written");
    assert_valid(&[sandbox.path("report.sarif")]);
    let log = sarif(&text);
    assert_eq!(results(&log).len(), 30);
    for result in results(&log) {
        assert_eq!(spot(result), ("config/trueline.toml".to_owned(), 3));
    }
}

#[test]
fn reports_of_several_datasets_are_valid() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut files = Vec::new();
    let mut config = "profile = \"quick\"\n".to_owned();
    for name in [
        "serialised-table",
        "messy-rows",
        "hidden-class",
        "natural-text",
    ] {
        let data = fs::read(root.join(name).join("data.csv")).expect("the fixture is there");
        let settings = fs::read_to_string(root.join(name).join("trueline.toml"));
        files.push((format!("{name}/data.csv"), data));
        config.push_str(
            &settings
                .expect("the fixture is there")
                .replace("data.csv", &format!("{name}/data.csv"))
                .replace("[dataset.", &format!("[dataset.{name}-")),
        );
        config.push('\n');
    }
    files.push(("trueline.toml".to_owned(), config.into_bytes()));
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, content)| (name.as_str(), content.as_slice()))
        .collect();
    let sandbox = Sandbox::new(&files);
    let reports = sandbox.every_format(&[], &[]);
    assert_valid(&sandbox.reports());
    let log = sarif(&reports[3].1);
    let told: BTreeSet<&str> = results(&log)
        .iter()
        .filter_map(|result| result["ruleId"].as_str())
        .collect();
    assert!(told.len() >= 5, "{told:?}");
}

#[test]
fn fingerprints_stay_when_rows_move_and_go_with_them_when_they_change() {
    let prints = |rows: &[(String, &str)]| -> (BTreeSet<String>, BTreeSet<u64>) {
        let sandbox = Sandbox::new(&[("data.csv", csv(rows).as_bytes())]);
        let args = [
            &["data.csv", "--output-format", "sarif"][..],
            &ROLES[..4],
            &["--select", "duplicate-rows"],
        ];
        let done = sandbox.check(&args.concat(), &[]);
        let log = sarif(&String::from_utf8_lossy(&done.stdout));
        let print = |result: &Value| {
            result["partialFingerprints"]["primaryLocationLineHash"]
                .as_str()
                .map(str::to_owned)
        };
        (
            results(&log).iter().filter_map(print).collect(),
            results(&log).iter().map(|result| spot(result).1).collect(),
        )
    };
    let made = rows(300);
    let (before, lines) = prints(&made);
    assert_eq!((before.len(), lines.len()), (30, 30));
    let mut moved: Vec<_> = (0..50)
        .map(|row| (format!("a new one with number {row}"), "ham"))
        .collect();
    moved.extend(made.iter().rev().cloned());
    let (after, lines_after) = prints(&moved);
    assert_eq!(before, after);
    assert_ne!(lines, lines_after);
    let mut changed = made.clone();
    for row in [8, 9] {
        changed[row].0.push_str(" (edited)");
    }
    let (edited, _) = prints(&changed);
    assert_eq!(before.intersection(&edited).count(), 29);
}
