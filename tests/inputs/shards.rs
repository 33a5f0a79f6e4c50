//! Folders and patterns of shards: what is one dataset, and which of its rows test.

use std::fs;

use crate::folder::{A, B, Folder, with};

/// The outcomes of `rule` in a report, as JSON text.
pub(crate) fn outcomes(report: &serde_json::Value, rule: &str) -> String {
    let outcomes = report["datasets"][0]["outcomes"]
        .as_array()
        .expect("a list");
    let own: Vec<String> = outcomes
        .iter()
        .filter(|outcome| outcome["rule"] == rule)
        .map(ToString::to_string)
        .collect();
    own.join("\n")
}

/// The domains and files that train rows and test rows stand in, as `split-leak` names them.
fn sides(report: &serde_json::Value, at: usize) -> Vec<String> {
    let outcomes = report["datasets"][at]["outcomes"]
        .as_array()
        .expect("a list");
    outcomes
        .iter()
        .filter(|outcome| outcome["rule"] == "split-leak")
        .map(|outcome| outcome["subject"].as_str().unwrap_or("none").to_owned())
        .collect()
}

#[test]
fn a_folder_and_a_pattern_are_one_source_whose_rows_are_named_by_their_shard() {
    let folder = Folder::of(&[
        ("s/0.csv", A),
        ("s/1.csv", B),
        ("s/_SUCCESS", b""),
        ("s/.x.csv", b"no"),
    ]);
    for path in ["s", "s/*.csv", "s/"] {
        let report = folder.report(&with(&[path]), b"");
        let dataset = &report["datasets"][0];
        assert_eq!(dataset["rows"], 5, "{path}");
        assert_eq!(sides(&report, 0), ["none"], "{path}: no domains");
        let found = outcomes(&report, "duplicate-rows");
        assert!(
            found.contains("\"s/1.csv\"") && found.contains("\"line\":3"),
            "{path}: {found}"
        );
    }
    // Files that are named one by one stay domains of their own.
    let report = folder.report(&with(&["s/0.csv", "s/1.csv"]), b"");
    assert_eq!(sides(&report, 0), ["1"]);
    // So do folders.
    let apart = Folder::of(&[
        ("x/0.csv", A),
        ("x/1.csv", B),
        ("y/0.csv", A),
        ("y/1.csv", B),
    ]);
    let report = apart.report(&with(&["x", "y"]), b"");
    assert_eq!(sides(&report, 0), ["y"]);
}

#[test]
fn files_that_say_train_are_trained_on_and_those_that_say_test_are_tested_on() {
    let test: &[u8] = b"text,label\nblue and green,0\nlate,1\nwhite,1\n";
    let folder = Folder::of(&[
        ("s/train-0.csv", A),
        ("s/train-1.csv", B),
        ("s/test.csv", test),
    ]);
    let report = folder.report(&with(&["s"]), b"");
    let leak = outcomes(&report, "split-leak");
    assert!(
        leak.contains("of 3 test rows") && !leak.contains("subject"),
        "{leak}"
    );
    let odd = Folder::of(&[("s/train.csv", A), ("s/test.csv", test), ("s/more.csv", B)]);
    assert!(
        odd.refused(&with(&["s"]))
            .contains("s/more.csv, which says neither")
    );
}

#[test]
fn trueline_toml_may_name_folders_and_patterns_and_a_folder_what_it_declares() {
    let toml = b"[dataset.s]\npath = \"s/*.csv\"\nlabel = \"label\"\ntext = \"text\"\n\
        [dataset.t]\npath = \"t\"\nlabel = false\n[dataset.far]\npath = \"s/0.csv\"\nshifted = \"t\"\nlabel = \"label\"\n";
    let folder = Folder::of(&[
        ("d/trueline.toml", toml),
        ("d/s/0.csv", A),
        ("d/s/1.csv", B),
        ("d/t/0.csv", A),
        ("d/t/1.csv", B),
    ]);
    let names = |report: &serde_json::Value| -> Vec<String> {
        let datasets = report["datasets"].as_array().expect("a list");
        datasets
            .iter()
            .map(|dataset| format!("{} {}", dataset["name"], dataset["rows"]))
            .collect()
    };
    assert_eq!(
        names(&folder.report(&["d"], b"")),
        ["\"s\" 5", "\"t\" 5", "\"far\" 8"]
    );
    fs::rename(
        folder.0.path().join("d/trueline.toml"),
        folder.0.path().join("trueline.toml"),
    )
    .expect("moved");
    let moved = String::from_utf8_lossy(toml)
        .replace("path = \"", "path = \"d/")
        .replace("shifted = \"", "shifted = \"d/");
    fs::write(folder.0.path().join("trueline.toml"), moved).expect("written");
    assert_eq!(
        names(&folder.report(&["d"], b"")),
        ["\"s\" 5", "\"t\" 5", "\"far\" 8"]
    );
    assert_eq!(names(&folder.report(&["d/t"], b"")), ["\"t\" 5"]);
    assert_eq!(
        names(&folder.report(&["d/s/1.csv"], b"")),
        ["\"s\" 2"],
        "one shard, with the roles of its dataset"
    );
    assert_eq!(sides(&folder.report(&[], b""), 2), ["t"]);
}

#[test]
fn what_can_not_be_one_dataset_says_what_to_do() {
    let folder = Folder::of(&[
        ("s/a.csv", A),
        ("s/b.csv", b"text\nx\n"),
        ("m/a.csv", A),
        ("m/b.jsonl", b"{}"),
        ("e/x.md", b""),
    ]);
    let said = folder.refused(&with(&["s"]));
    assert!(
        said.contains("`label` is in s/a.csv and not in s/b.csv")
            && said.contains("trueline init s"),
        "{said}"
    );
    let said = folder.refused(&with(&["m"]));
    assert!(
        said.contains("data of several formats: csv and jsonl") && said.contains("'m/*.csv*'"),
        "{said}"
    );
    assert!(
        folder
            .refused(&with(&["e"]))
            .contains("the folder e holds no data file")
    );
    assert!(
        folder
            .refused(&with(&["s/*.tsv"]))
            .contains("no file matches `s/*.tsv`")
    );
    assert!(
        folder
            .refused(&with(&["s/[.csv"]))
            .contains("`s/[.csv` is no pattern")
    );
    assert!(
        folder
            .refused(&with(&["s/a.csv", "./s/a.csv"]))
            .contains("./s/a.csv is named twice")
    );
    assert!(
        folder
            .refused(&with(&["s/a.csv", "--shifted", "s/a.csv"]))
            .contains("s/a.csv is named twice")
    );
    assert!(
        folder
            .refused(&with(&["-", "-"]))
            .contains("standard input is named twice")
    );
}
