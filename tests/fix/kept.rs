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

/// What the safe fixes of `rule` leave of `text`, a file of this name with the roles in `roles`.
fn fix_safely(name: &str, text: &str, rule: &str, roles: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), text).expect("written");
    let output = format!("out-{name}");
    let own = [name, "--output", &output, "--select", rule];
    let done = fix(folder.path(), &[&own, roles].concat());
    // What is left is found still.
    let out = fs::read_to_string(folder.path().join(output)).expect("written");
    assert_eq!(
        done.exit,
        i32::from(out == text),
        "{}{}",
        done.stdout,
        done.stderr
    );
    out
}

#[test]
fn a_copy_with_another_cell_stays() {
    // 60 amounts, and two cells that are none: neither is a number for a model, and yet they aren't the same.
    let table = |last: [&str; 2]| {
        let mut text = "text,amount,label\n".to_owned();
        for row in 0..60 {
            text.push_str(&format!("{},{row},{}\n", sentence(row), row % 2));
        }
        for amount in last {
            text.push_str(&format!("said twice,{amount},0\n"));
        }
        text
    };
    for (amounts, stay) in [
        (["unknown", "see below"], true),
        (["?", ""], true),
        (["7 EUR", "7 EUR"], false),
        (["unknown", "unknown"], false),
    ] {
        let text = table(amounts);
        let left = fix_safely("a.csv", &text, "duplicate-rows", &ROLES);
        assert_eq!(left == text, stay, "{amounts:?}");
    }
}

#[test]
fn a_copy_with_another_vector_stays() {
    let roles = [&ROLES[..], &["--embedding", "vector"]].concat();
    for (second, stays) in [("[0.5,0.25]", true), ("[0.5,0.75]", false), ("[1]", true)] {
        let mut text = String::new();
        for row in 0..20 {
            let (says, label) = (sentence(row), row % 2);
            text.push_str(&format!(
                "{{\"text\":\"{says}\",\"label\":{label},\"vector\":[{row},1]}}\n"
            ));
        }
        for vector in ["[0.5,0.75]", second] {
            text.push_str(&format!(
                "{{\"text\":\"said twice\",\"label\":0,\"vector\":{vector}}}\n"
            ));
        }
        let left = fix_safely("a.jsonl", &text, "duplicate-rows", &roles);
        assert_eq!(left == text, stays, "{second}");
    }
}

#[test]
fn a_majority_is_counted_before_copies_go() {
    for (before, after) in [
        (
            "same here,x\nsame here,y\nsame here,x\nsame here,x\nsame here,y\nsame here,x\nlast,x\nleast,y\n",
            "same here,x\nlast,x\nleast,y\n",
        ),
        // Spelled alike they don't conflict.
        (
            "same here,yes\nsame here,Yes\nlast,yes\nleast,no\nmore,no\n",
            "same here,yes\nlast,yes\nleast,no\nmore,no\n",
        ),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let header = "text,label\n";
        fs::write(folder.path().join("a.csv"), format!("{header}{before}")).expect("written");
        let rules = "duplicate-rows,conflicting-labels,label-spellings";
        let own = ["a.csv", "--output", "out.csv", "--select", rules];
        let args = [&own, &ROLES[..], &["--unsafe-fixes"]].concat();
        let done = fix(folder.path(), &args);
        assert_eq!(done.exit, 0, "{}{}", done.stdout, done.stderr);
        let out = fs::read_to_string(folder.path().join("out.csv")).expect("written");
        assert_eq!(out, format!("{header}{after}"));
    }
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
fn of_a_copy_on_each_side_the_train_row_goes() {
    // One in 240 test rows: too few for split-leak, and yet a copy.
    let table = |test_is_first: bool| {
        let mut rows: Vec<String> = (0..300)
            .map(|row| {
                let (says, split) = match row {
                    299 => (3, "test"),
                    _ => (row, if row < 60 { "train" } else { "test" }),
                };
                format!("{},{},{split}\n", sentence(says), says % 2)
            })
            .collect();
        if test_is_first {
            rows.reverse();
        }
        rows
    };
    let roles = [&ROLES[..], &["--split", "split", "--unsafe-fixes"]].concat();
    for test_is_first in [false, true] {
        for (side, gone) in [("train", ",train\n"), ("test", ",test\n")] {
            let folder = tempfile::tempdir().expect("a folder");
            let rows = table(test_is_first);
            let text = format!("text,label,split\n{}", rows.concat());
            fs::write(folder.path().join("a.csv"), text).expect("written");
            let own = ["a.csv", "--output", "out.csv", "--leaks-from", side];
            let rules = ["--select", "duplicate-rows,split-leak"];
            let done = fix(folder.path(), &[&own, &roles[..], &rules].concat());
            assert_eq!(done.exit, 0, "{}{}", done.stdout, done.stderr);
            let (_, lines) = read_manifest(&folder.path().join("out.csv.manifest"));
            assert_eq!(lines.len(), 1);
            assert_eq!(lines[0]["rule"], "duplicate-rows");
            let row = lines[0]["row"].as_u64().expect("a number") as usize;
            assert!(rows[row - 1].ends_with(gone), "{side}: {row}");
        }
    }
}

#[test]
fn a_leak_that_says_more_is_dropped_when_asked_for() {
    let rows = leaking();
    let change = |row: &dyn Fn(usize, &str) -> String| -> String {
        let rows = rows.lines().enumerate().skip(1);
        let rows = rows.map(|(line, text)| row(line - 1, text) + "\n");
        rows.collect()
    };
    let header = "text,label,split";
    let unlabelled = |row: usize, text: &str| match (row, text.split_once(',')) {
        (50 | 51, Some((text, _))) => format!("{text},,test"),
        _ => text.to_owned(),
    };
    // Said twice over among the train rows, and thrice among the test rows.
    let repeated = |row: usize, text: &str| match text.split_once(',') {
        Some((text, more)) => {
            let times = if row < 40 { 2 } else { 3 };
            format!("{},{more}", vec![text; times].join(" "))
        }
        None => text.to_owned(),
    };
    let tables = [
        format!(
            "{header},id\n{}",
            change(&|row, text| format!("{text},{row}"))
        ),
        format!("{header}\n{}", change(&unlabelled)),
        format!("{header}\n{}", change(&repeated)),
    ];
    let roles = [&ROLES[..], &["--split", "split"]].concat();
    for text in tables {
        for side in ["train", "test"] {
            let roles = [&roles[..], &["--leaks-from", side]].concat();
            assert_eq!(fix_safely("a.csv", &text, "split-leak", &roles), text);
            let folder = tempfile::tempdir().expect("a folder");
            fs::write(folder.path().join("a.csv"), &text).expect("written");
            let own = ["a.csv", "--output", "out.csv", "--select", "split-leak"];
            let args = [&own, &roles[..], &["--unsafe-fixes"]].concat();
            let done = fix(folder.path(), &args);
            assert_eq!(done.exit, 0, "{}{}", done.stdout, done.stderr);
            let (_, rows) = read_manifest(&folder.path().join("out.csv.manifest"));
            assert_eq!(rows.len(), 2, "{side}");
        }
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
