//! Which rows stay: the first of each group of copies, the test rows, and what a waiver or the baseline knows.

use std::fs;

use super::{count_by_rule, fix, found, read_manifest, run};

const COPIES: &str = "text,label,id\n\
    the quick brown fox jumps over the lazy dog,a,1\n\
    a second sentence that says another thing,b,2\n\
    the quick brown fox jumps over the lazy dog,a,1\n\
    The quick brown FOX jumps over the lazy dog,a,9\n\
    ,b,5\n";
const ROLES: [&str; 4] = ["--label", "label", "--text", "text"];

#[test]
fn the_first_stays_and_unsafe_fixes_are_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.csv"), COPIES).expect("written");
    let args = [&["a.csv", "--output", "out.csv"], &ROLES[..]].concat();
    let done = fix(folder.path(), &args);
    assert_eq!(done.exit, 1, "{}{}", done.stdout, done.stderr);
    let out = fs::read_to_string(folder.path().join("out.csv")).expect("written");
    let lines: Vec<&str> = COPIES.split_inclusive('\n').collect();
    assert_eq!(out, [lines[0], lines[1], lines[2], lines[4]].concat());
    assert!(
        done.stdout
            .contains("with --unsafe-fixes also duplicate-rows (1 row dropped)"),
        "{}",
        done.stdout
    );
    let (head, rows) = read_manifest(&folder.path().join("out.csv.manifest"));
    assert_eq!(head["schema"], "trueline-fix/1");
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["lines"], serde_json::json!([4, 4]));
    assert_eq!(rows[0]["kept"]["line"], 2);
    assert_eq!(rows[1]["rule"], "empty-text");
    let args = [
        &["out.csv", "--unsafe-fixes", "--output", "all.csv"],
        &ROLES[..],
    ]
    .concat();
    assert_eq!(fix(folder.path(), &args).exit, 0);
    let out = fs::read_to_string(folder.path().join("all.csv")).expect("written");
    assert_eq!(out, [lines[0], lines[1], lines[2]].concat());
}

#[test]
fn rules_can_be_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.csv"), COPIES).expect("written");
    for (flags, rules) in [
        (["--unfixable", "duplicate-rows"], ["empty-text"]),
        (["--ignore", "empty-text"], ["duplicate-rows"]),
        (["--select", "empty-text"], ["empty-text"]),
    ] {
        let output = format!("{}.csv", flags[0].trim_matches('-'));
        let args = [&["a.csv", "--output", &output], &flags[..], &ROLES[..]].concat();
        fix(folder.path(), &args);
        let (_, rows) = read_manifest(&folder.path().join(format!("{output}.manifest")));
        let counts = count_by_rule(&rows);
        assert_eq!(counts.keys().collect::<Vec<_>>(), rules, "{flags:?}");
    }
}

/// Twelve words that no other number's sentence has in this order.
fn sentence(n: usize) -> String {
    let mut state = n as u64 + 1;
    let words = (0..12).map(|_| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        format!("word{}", state >> 52)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// 60 rows, of which the test rows 50 and 51 stand among the train rows word for word.
fn leaking() -> String {
    let mut text = "text,label,split\n".to_owned();
    for row in 0..60 {
        let split = if row < 40 { "train" } else { "test" };
        let says = match row {
            50 => 3,
            51 => 4,
            _ => row,
        };
        text.push_str(&format!("{},{},{split}\n", sentence(says), says % 2));
    }
    text
}

#[test]
fn leaks_leave_the_train_rows_unless_the_test_side_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = leaking();
    fs::write(folder.path().join("a.csv"), &text).expect("written");
    let roles = ["--label", "label", "--text", "text", "--split", "split"];
    let rules = ["--select", "split-leak"];
    for (side, gone) in [("train", [5, 6]), ("test", [52, 53])] {
        let output = format!("{side}.csv");
        let own = ["a.csv", "--output", &output, "--leaks-from", side];
        let done = fix(folder.path(), &[&own, &roles[..], &rules].concat());
        assert_eq!(done.exit, 0, "{}{}", done.stdout, done.stderr);
        let (_, rows) = read_manifest(&folder.path().join(format!("{output}.manifest")));
        let lines: Vec<_> = rows.iter().map(|row| row["lines"][0].clone()).collect();
        assert_eq!(lines, gone, "{side}");
        let args = [&[output.as_str()], &roles[..]].concat();
        assert_eq!(found(folder.path(), "split-leak", &args), [""; 0]);
    }
}

#[test]
fn what_is_waived_or_known_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.csv"), COPIES).expect("written");
    let dataset = "[dataset.a]\npath = \"a.csv\"\nlabel = \"label\"\ntext = [\"text\"]\n";
    let waive = "[[waive]]\nrule = \"duplicate-rows\"\nreason = \"they are events\"\n";
    fs::write(
        folder.path().join("trueline.toml"),
        format!("{waive}{dataset}"),
    )
    .expect("written");
    let done = run(folder.path(), &["fix", "--output", "waived.csv"]);
    let (_, rows) = read_manifest(&folder.path().join("waived.csv.manifest"));
    assert_eq!(
        count_by_rule(&rows).into_keys().collect::<Vec<_>>(),
        ["empty-text"],
        "{}",
        done.stdout
    );
    fs::write(folder.path().join("trueline.toml"), dataset).expect("written");
    let known = [
        "check",
        "--write-baseline",
        "--baseline",
        "known.json",
        "--no-probes",
    ];
    assert_eq!(run(folder.path(), &known).exit, 0);
    let more = format!("{COPIES}a second sentence that says another thing,b,2\n");
    fs::write(folder.path().join("a.csv"), &more).expect("written");
    let args = ["fix", "--output", "known.csv", "--baseline", "known.json"];
    let done = run(folder.path(), &args);
    assert_eq!(done.exit, 0, "{}{}", done.stdout, done.stderr);
    let out = fs::read_to_string(folder.path().join("known.csv")).expect("written");
    assert_eq!(out, COPIES);
}
