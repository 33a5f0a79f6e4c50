//! Counts are facts: rows added, removed, edited, moved and relabelled are those that were.

use std::fs;

use serde_json::{Value, json};

use crate::made::{LABELS, Row, Truth, change, shuffle, table, write};
use crate::{compare, rows};

const ROLES: [&str; 6] = ["--label", "label", "--split", "split", "--domain", "site"];

const TRUTH: Truth = Truth {
    texts: 24,
    prices: 13,
    relabelled: 21,
    moved: 9,
    removed: 17,
    added: 19,
};

/// Compares tables with `args` beside the roles.
fn compare_tables(base: &[Row], candidate: &[Row], with_ids: bool, args: &[&str]) -> Value {
    let folder = tempfile::tempdir().expect("a sandbox");
    write(folder.path(), "old.csv", base, with_ids);
    write(folder.path(), "new.csv", candidate, with_ids);
    let all = [&["old.csv", "new.csv"], &ROLES[..], args].concat();
    compare(folder.path(), &all)
}

fn expect(truth: Truth, all: usize) -> [u64; 6] {
    let edited = truth.texts + truth.prices;
    let changed = edited + truth.relabelled + truth.moved + truth.removed;
    [
        all - changed,
        edited,
        truth.relabelled,
        truth.moved,
        truth.added,
        truth.removed,
    ]
    .map(|count| count as u64)
}

/// In each part no row is lost or made: what it had, less what went, with what came, is what it has.
fn assert_balance(report: &Value) {
    for parts in ["classes", "domains", "splits"] {
        for part in report[parts].as_array().expect("parts") {
            let count = |key: &str| part[key].as_i64().expect("a count");
            assert_eq!(
                count("candidate"),
                count("base") - count("removed") - count("left") + count("added") + count("joined"),
                "{part}"
            );
        }
    }
}

#[test]
fn each_change_is_counted_by_key() {
    let base = table(1_000);
    let candidate = change(&base, TRUTH);
    for candidate in [candidate.clone(), shuffle(candidate, 5)] {
        let report = compare_tables(&base, &candidate, true, &["--key", "id"]);
        assert_eq!(rows(&report), expect(TRUTH, 1_000));
        assert_eq!(report["rows"]["edited_alike"], 0);
        let cells = json!([{"column": "text", "rows": 24}, {"column": "price", "rows": 13}]);
        assert_eq!(report["cells"], cells);
        assert_balance(&report);
    }
}

#[test]
fn each_change_is_counted_without_a_key() {
    let base = table(1_000);
    let candidate = change(&base, TRUTH);
    for candidate in [candidate.clone(), shuffle(candidate, 5)] {
        for with_ids in [true, false] {
            let report = compare_tables(&base, &candidate, with_ids, &[]);
            assert_eq!(rows(&report), expect(TRUTH, 1_000));
            assert_eq!(report["rows"]["edited_alike"], 37);
            let cells = json!([{"column": "text", "rows": 24}, {"column": "price", "rows": 13}]);
            assert_eq!(report["cells"], cells);
            assert_balance(&report);
        }
    }
}

#[test]
fn a_row_that_changed_in_every_way_is_one_row() {
    let base = table(200);
    let mut candidate = base.clone();
    let row = &mut candidate[40];
    row.price = "7777.5".to_owned();
    row.label = LABELS[usize::from(row.label == LABELS[0])];
    row.split = if row.split == "train" {
        "test"
    } else {
        "train"
    };
    for key in [&["--key", "id"][..], &[]] {
        let report = compare_tables(&base, &candidate, true, key);
        assert_eq!(rows(&report), [199, 1, 1, 1, 0, 0]);
        assert_eq!(report["rows"]["changed"], 1);
        let example = &report["examples"][0];
        assert_eq!(example["base"]["line"], 42);
        assert_eq!(example["label"]["to"], candidate[40].label);
        assert_eq!(example["split"]["from"], base[40].split);
        let cell = json!([{"column": "price", "from": base[40].price, "to": "7777.5"}]);
        assert_eq!(example["cells"], cell);
    }
}

#[test]
fn labels_that_changed_are_a_matrix() {
    let base = table(300);
    let mut candidate = base.clone();
    let mut flipped = [0, 0];
    for row in &mut candidate[..60] {
        match row.label {
            "neg" => (row.label, flipped[0]) = ("pos", flipped[0] + 1),
            "pos" => (row.label, flipped[1]) = ("neutral", flipped[1] + 1),
            _ => {}
        }
    }
    let report = compare_tables(&base, &candidate, false, &[]);
    let mut expected = [
        json!({"from": "neg", "to": "pos", "rows": flipped[0]}),
        json!({"from": "pos", "to": "neutral", "rows": flipped[1]}),
    ];
    if flipped[1] > flipped[0] {
        expected.swap(0, 1);
    }
    assert_eq!(report["labels"], json!(expected));
    assert_eq!(report["rows"]["relabelled"], flipped[0] + flipped[1]);
}

#[test]
fn copies_are_as_many_rows_as_they_are() {
    let folder = tempfile::tempdir().expect("a sandbox");
    let write = |name: &str, counts: [usize; 3]| {
        let rows = [
            "one of these,a\n",
            "another one,b\n",
            "the last of them,a\n",
        ];
        let rows: String = rows
            .iter()
            .zip(counts)
            .map(|(row, count)| row.repeat(count))
            .collect();
        fs::write(folder.path().join(name), format!("text,label\n{rows}")).expect("written");
    };
    write("old.csv", [5, 1, 2]);
    write("new.csv", [2, 4, 2]);
    let report = compare(folder.path(), &["old.csv", "new.csv", "--label", "label"]);
    assert_eq!(rows(&report), [5, 0, 0, 0, 3, 3]);
    // A copy whose label was changed is no new row.
    fs::write(
        folder.path().join("flip.csv"),
        "text,label\n".to_owned()
            + &"one of these,a\n".repeat(4)
            + "one of these,b\nanother one,b\n"
            + &"the last of them,a\n".repeat(2),
    )
    .expect("written");
    let report = compare(folder.path(), &["old.csv", "flip.csv", "--label", "label"]);
    assert_eq!(rows(&report), [7, 0, 1, 0, 0, 0]);
}

#[test]
fn rows_that_share_nothing_are_no_edits() {
    let base = table(300);
    let all = table(900);
    let candidate: Vec<Row> = all[600..].to_vec();
    for key in [&["--key", "id"][..], &[]] {
        let report = compare_tables(&base, &candidate, true, key);
        assert_eq!(rows(&report), [0, 0, 0, 0, 300, 300]);
    }
}

#[test]
fn white_space_and_case_are_an_edit() {
    let folder = tempfile::tempdir().expect("a sandbox");
    fs::write(
        folder.path().join("old.csv"),
        "text,label\nA fine film,pos\nbad,neg\n",
    )
    .expect("written");
    fs::write(
        folder.path().join("new.csv"),
        "text,label\na  fine film,pos\nbad,neg\n",
    )
    .expect("written");
    let report = compare(folder.path(), &["old.csv", "new.csv", "--label", "label"]);
    assert_eq!(rows(&report), [1, 1, 0, 0, 0, 0]);
}

#[test]
fn a_key_that_tells_no_row_apart_is_told() {
    let folder = tempfile::tempdir().expect("a sandbox");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), format!("id,text\n{text}")).expect("written");
    };
    write("old.csv", "1,one\n1,two\n2,three\n,four\n,five\n");
    write("new.csv", "1,two\n1,six\n2,three\n,four\n,seven\n");
    let report = compare(folder.path(), &["old.csv", "new.csv", "--key", "id"]);
    assert_eq!(rows(&report), [3, 1, 0, 0, 1, 1]);
    let notes = report["notes"].to_string();
    assert!(notes.contains("2 values of the key"), "{notes}");
    assert!(notes.contains("4 rows have no value of the key"), "{notes}");
}
