//! What is said: the heading, how the data was read, what couldn't be mended, and what can't be done.

use std::fs;

use super::{fix, read_manifest, run};

const ROLES: [&str; 4] = ["--label", "label", "--text", "text"];

/// Fixes a file of these bytes by one rule, unsafe fixes too, to standard output.
fn mend(name: &str, bytes: &[u8], rule: &str, args: &[&str]) -> super::Done {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), bytes).expect("written");
    let output = format!("out-{name}");
    let own = [
        name,
        "--output",
        &output,
        "--unsafe-fixes",
        "--select",
        rule,
    ];
    fix(folder.path(), &[&own, &ROLES[..], args].concat())
}

/// What is said, on one line.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_cell_that_cannot_be_mended_says_why() {
    let nested = "{\"text\":\"one thing\",\"label\":\"a\",\"meta\":{\"by\":\"x@example.org\"}}\n\
                  {\"text\":\"write to y@example.org\",\"label\":\"b\",\"meta\":{\"by\":\"z@example.org\"}}\n\
                  {\"text\":\"another\",\"label\":\"a\",\"meta\":{\"by\":\"nobody\"}}\n\
                  {\"text\":\"more\",\"label\":\"b\",\"meta\":{\"by\":\"nobody\"}}\n";
    let done = mend("a.jsonl", nested.as_bytes(), "personal-data", &[]);
    assert_eq!(done.exit, 1, "{}", done.stderr);
    let said = flat(&done.stdout);
    assert!(said.contains("personal-data: 1 row changed"), "{said}");
    assert!(
        said.contains(
            "could not be mended: personal-data: column meta in 2 rows (the first is line 1 of a.jsonl): the cell \
             holds a list, an object or the like, and no text"
        ),
        "{said}"
    );
    // What three characters of windows-1252 stand for, an arrow, it lacks.
    let latin = b"text,label\ncaf\xE9 one,a\nit goes \xE2\x86\x92 there,b\nmore,a\nlast,b\n";
    let done = mend("l.csv", latin, "broken-text", &["--encoding", "latin-1"]);
    let said = flat(&done.stdout);
    assert!(
        said.contains(
            "column text in 1 row (line 3 of l.csv): the file's encoding (windows-1252) lacks letters"
        ),
        "{said}{}",
        done.stderr
    );
}

#[test]
fn a_row_of_one_cell_that_can_be_mended_is_mended_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "{\"text\":\"write to y@example.org\",\"label\":\"b\",\"meta\":[\"z@example.org\"]}\n\
                {\"text\":\"another\",\"label\":\"a\",\"meta\":[]}\n\
                {\"text\":\"more\",\"label\":\"b\",\"meta\":[]}\n";
    fs::write(folder.path().join("a.jsonl"), text).expect("written");
    let own = [
        "a.jsonl",
        "--output",
        "out.jsonl",
        "--unsafe-fixes",
        "--select",
        "personal-data",
    ];
    fix(folder.path(), &[&own, &ROLES[..]].concat());
    let out = fs::read_to_string(folder.path().join("out.jsonl")).expect("written");
    assert_eq!(out, text.replace("y@example.org", "[email]"));
    let (_, rows) = read_manifest(&folder.path().join("out.jsonl.manifest"));
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["columns"], serde_json::json!(["text"]));
}

#[test]
fn a_row_is_counted_once_however_often_it_is_mended() {
    let folder = tempfile::tempdir().expect("a folder");
    // Once the entities are written, what is left is mojibake.
    let text = "text,label\ncaf&Atilde;&copy; one,x\nplain,y\nmore,x\nlast,y\n";
    fs::write(folder.path().join("a.csv"), text).expect("written");
    let own = [
        "a.csv",
        "--output",
        "out.csv",
        "--unsafe-fixes",
        "--select",
        "broken-text",
    ];
    let done = fix(folder.path(), &[&own, &ROLES[..]].concat());
    assert_eq!(done.exit, 0, "{}{}", done.stdout, done.stderr);
    let out = fs::read_to_string(folder.path().join("out.csv")).expect("written");
    assert!(out.contains("café one,x"), "{out}");
    assert!(
        done.stdout.contains("broken-text: 1 row changed"),
        "{}",
        done.stdout
    );
    let (_, rows) = read_manifest(&folder.path().join("out.csv.manifest"));
    assert_eq!(rows.len(), 1);
}

#[test]
fn the_heading_and_the_notes_are_those_of_a_check() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "# made by hand\ntext;label;n\none thing;a;1\nanother thing;b;?\none thing;a;1\n";
    for name in ["a.csv", "b.csv"] {
        fs::write(folder.path().join(name), text).expect("written");
    }
    let args = [&["a.csv", "b.csv", "--diff"], &ROLES[..]].concat();
    let fixed = fix(folder.path(), &args);
    let own = [
        "check",
        "--isolated",
        "--no-probes",
        "a.csv",
        "b.csv",
        "--select",
        "duplicate-rows",
    ];
    let checked = run(folder.path(), &[&own, &ROLES[..]].concat());
    assert!(
        fixed.stderr.contains("a.csv and b.csv · 6 rows, "),
        "{}",
        fixed.stderr
    );
    let (fixed, checked) = (flat(&fixed.stderr), flat(&checked.stdout));
    let lines = [
        "a.csv and b.csv",
        "label: 2 classes",
        "3 columns: ",
        "comments left out",
    ];
    for line in lines {
        assert!(checked.contains(line), "{line}: {checked}");
        assert!(fixed.contains(line), "{line}: {fixed}");
    }
}

#[test]
fn a_rule_without_a_fix_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "text,label\none thing,a\nanother thing,b\none thing,a\n";
    fs::write(folder.path().join("a.csv"), text).expect("written");
    let try_rules = |rules: &str| {
        let own = ["a.csv", "--diff", "--select", rules];
        fix(folder.path(), &[&own, &ROLES[..]].concat())
    };
    let done = try_rules("collapsed-probes");
    assert_eq!(done.exit, 2, "{}", done.stdout);
    let said = flat(&done.stderr);
    assert!(
        said.contains("nothing can be fixed by the rules that are selected: collapsed-probes"),
        "{said}"
    );
    assert!(said.contains("trueline explain collapsed-probes"), "{said}");
    let done = try_rules("collapsed-probes,duplicate-rows");
    assert_eq!(done.exit, 1);
    assert!(
        done.stderr.contains("no fix for collapsed-probes"),
        "{}",
        done.stderr
    );
    let args = [&["a.csv", "--diff"], &ROLES[..]].concat();
    assert!(!fix(folder.path(), &args).stderr.contains("no fix for"));
}
