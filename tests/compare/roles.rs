//! Roles are those of a check: of flags, of trueline.toml, and of the names of files.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::made::{table, write};
use crate::{compare, rows, run};

fn save(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("written");
    fs::write(path, text).expect("written");
}

#[test]
fn trueline_toml_says_roles_and_key() {
    let folder = tempfile::tempdir().expect("a sandbox");
    let base = table(100);
    let mut candidate = base.clone();
    candidate[5].text = "nothing is left of it".to_owned();
    candidate[5].price = "1".to_owned();
    candidate[6].label = if base[6].label == "pos" { "neg" } else { "pos" };
    write(folder.path(), "old.csv", &base, true);
    write(folder.path(), "data.csv", &candidate, true);
    save(
        folder.path(),
        "trueline.toml",
        "[dataset.reviews]\npath = \"data.csv\"\nlabel = \"label\"\nsplit = \"split\"\nkey = \"id\"\nexclude = [\"price\"]\n",
    );
    let report = compare(folder.path(), &["old.csv", "data.csv"]);
    let roles = json!({"label": "label", "domain": null, "split": "split", "key": "id"});
    assert_eq!(report["roles"], roles);
    assert_eq!(report["columns"]["excluded"], json!(["price"]));
    assert_eq!(report["cells"], json!([{"column": "text", "rows": 1}]));
    assert_eq!(rows(&report), [98, 1, 1, 0, 0, 0]);
    let report = compare(folder.path(), &["old.csv", "data.csv", "--isolated"]);
    assert_eq!(report["roles"]["label"], json!(null));
}

#[test]
fn rows_that_change_files_are_moved() {
    let folder = tempfile::tempdir().expect("a sandbox");
    let line = |row: usize| format!("the text of row {row},{}\n", ["a", "b"][row % 2]);
    let lines = |rows: &[usize]| {
        let rows: String = rows.iter().map(|&row| line(row)).collect();
        format!("text,label\n{rows}")
    };
    let path = folder.path();
    save(path, "old/train.csv", &lines(&[0, 1, 2, 3, 4, 5]));
    save(path, "old/test.csv", &lines(&[6, 7, 8]));
    save(path, "new/train.csv", &lines(&[0, 1, 2, 3, 6]));
    save(path, "new/test.csv", &lines(&[5, 4, 7, 8]));
    let report = compare(path, &["old", "new", "--label", "label"]);
    assert_eq!(rows(&report), [6, 0, 0, 3, 0, 0]);
    let moves = json!([
        {"from": "train", "to": "test", "rows": 2},
        {"from": "test", "to": "train", "rows": 1},
    ]);
    assert_eq!(report["moves"], moves);
    // A version in one piece has no splits, so that nothing was moved.
    save(path, "all.csv", &lines(&[0, 1, 2, 3, 4, 5, 6, 7, 8]));
    let report = compare(path, &["all.csv", "new", "--label", "label"]);
    assert_eq!(report["changed"], false, "{report}");
}

#[test]
fn classes_are_gone_or_new_even_when_one_is_left() {
    let folder = tempfile::tempdir().expect("a sandbox");
    let path = folder.path();
    save(
        path,
        "old.csv",
        "text,label\none,a\ntwo,a\nthree,b\nfour,b\n",
    );
    save(path, "new.csv", "text,label\none,a\ntwo,a\n");
    let report = compare(path, &["old.csv", "new.csv", "--label", "label"]);
    assert_eq!(rows(&report), [2, 0, 0, 0, 0, 2]);
    let done = run(path, &["old.csv", "new.csv", "--label", "label"]);
    assert!(done.stdout.contains("gone: b"), "{}", done.stdout);
    let done = run(path, &["new.csv", "old.csv", "--label", "label"]);
    assert!(done.stdout.contains("new: b"), "{}", done.stdout);
}

#[test]
fn the_exit_code_tells_of_a_change_where_it_is_asked() {
    let folder = tempfile::tempdir().expect("a sandbox");
    let path = folder.path();
    save(path, "old.csv", "text,label\none,a\ntwo,b\nthree,b\n");
    save(path, "new.csv", "text,label\none,a\ntwo,b\nfour,b\n");
    let exit = |args: &[&str]| run(path, args).exit;
    assert_eq!(exit(&["old.csv", "new.csv"]), 0);
    assert_eq!(exit(&["old.csv", "new.csv", "--exit-code"]), 1);
    assert_eq!(exit(&["old.csv", "old.csv", "--exit-code"]), 0);
    assert_eq!(exit(&["old.csv", "gone.csv", "--exit-code"]), 2);
}

#[test]
fn a_column_that_is_missing_is_an_error_with_what_was_meant() {
    let folder = tempfile::tempdir().expect("a sandbox");
    let path = folder.path();
    save(path, "old.csv", "text,label\none,a\ntwo,b\nthree,b\n");
    save(path, "new.csv", "text,lable\none,a\ntwo,b\nfour,b\n");
    let done = run(path, &["old.csv", "new.csv", "--label", "label"]);
    assert_eq!(done.exit, 2);
    for words in ["new.csv has no column `label`", "did you mean `lable`?"] {
        assert!(done.stderr.contains(words), "{}", done.stderr);
    }
    save(path, "other.csv", "a,b\n1,2\n3,4\n");
    let done = run(path, &["old.csv", "other.csv"]);
    assert_eq!(done.exit, 2);
    assert!(
        done.stderr.contains("no column in common"),
        "{}",
        done.stderr
    );
}

#[test]
fn cells_are_shown_to_people_alone() {
    let folder = tempfile::tempdir().expect("a sandbox");
    let path = folder.path();
    let rows: String = (0..20).map(|row| format!("{row},said {row}\n")).collect();
    save(path, "old.csv", &format!("id,text\n{rows}"));
    save(
        path,
        "new.csv",
        &format!("id,text\n{}", rows.replace("said 7", "secret")),
    );
    let args = |format: &'static str| {
        [
            "old.csv",
            "new.csv",
            "--key",
            "id",
            "--output-format",
            format,
        ]
    };
    for (format, shows) in [("human", true), ("json", false), ("markdown", false)] {
        let said = run(path, &args(format)).stdout;
        assert_eq!(said.contains("secret"), shows, "{said}");
        let said = run(path, &[&args(format)[..], &["--show-values"]].concat()).stdout;
        assert!(said.contains("secret") && said.contains("text"), "{said}");
    }
}
