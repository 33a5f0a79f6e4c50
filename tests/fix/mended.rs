//! Cells that are mended: other texts in them, and everything else of their rows as it was.

use std::fs;

use super::{fix, read_manifest};

/// Fixes `text` by one rule, unsafe fixes too; what stands there then.
fn mend(name: &str, text: &str, rule: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), text).expect("written");
    let output = format!("out-{name}");
    let args = [
        name,
        "--output",
        &output,
        "--unsafe-fixes",
        "--select",
        rule,
        "--label",
        "label",
        "--text",
        "text",
    ];
    let done = fix(folder.path(), &args);
    assert_eq!(done.exit, 0, "{rule}: {}{}", done.stdout, done.stderr);
    let (_, rows) = read_manifest(&folder.path().join(format!("{output}.manifest")));
    assert!(
        rows.iter()
            .all(|row| row["rule"] == rule && row["safety"] == "unsafe")
    );
    fs::read_to_string(folder.path().join(output)).expect("written")
}

#[test]
fn a_class_has_its_commonest_spelling() {
    assert_eq!(
        mend(
            "a.csv",
            "id,text,label\r\n1,\"a, b\",good\r\n2,\"c \"\"d\"\"\",\"Good\"\r\n3,e,good\r\n4,f,bad\r\n5,g, GOOD \r\n6,h,bad\r\n",
            "label-spellings"
        ),
        "id,text,label\r\n1,\"a, b\",good\r\n2,\"c \"\"d\"\"\",\"good\"\r\n3,e,good\r\n4,f,bad\r\n5,g, good \r\n6,h,bad\r\n"
    );
    assert_eq!(
        mend(
            "a.jsonl",
            "{\"text\": \"a\", \"label\":\"good\"}\n{\"label\":  \"Good\",\"text\":\"b\\u00e9\"}\n{\"text\":\"c\",\"label\":\"good\"}\n{\"text\":\"d\",\"label\":\"bad\"}\n{\"text\":\"e\",\"label\":\"bad\"}\n",
            "label-spellings"
        ),
        "{\"text\": \"a\", \"label\":\"good\"}\n{\"label\":  \"good\",\"text\":\"b\\u00e9\"}\n{\"text\":\"c\",\"label\":\"good\"}\n{\"text\":\"d\",\"label\":\"bad\"}\n{\"text\":\"e\",\"label\":\"bad\"}\n"
    );
}

#[test]
fn a_placeholder_takes_the_place_of_what_is_somebodys() {
    assert_eq!(
        mend(
            "a.csv",
            "text,label\nwrite to a.b@example.org now,x\n\"call +44 20 7946 0958, or c@example.org\",y\nnothing,x\nmore,y\n",
            "personal-data"
        ),
        "text,label\nwrite to [email] now,x\n\"call [phone], or [email]\",y\nnothing,x\nmore,y\n"
    );
}

#[test]
fn text_that_was_read_in_the_wrong_encoding_is_decoded_again() {
    assert_eq!(
        mend(
            "a.tsv",
            "text\tlabel\ncafÃ© crÃ¨me\tx\nitâ€™s\ty\nsalt &amp; caf&eacute;\tx\nplain\ty\n",
            "broken-text"
        ),
        "text\tlabel\ncafé crème\tx\nit’s\ty\nsalt & café\tx\nplain\ty\n"
    );
}

#[test]
fn a_majority_keeps_its_label_and_else_none_is_kept() {
    assert_eq!(
        mend(
            "a.csv",
            "text,label\nsame here,x\nsame here,y\nSame  here,x\nother there,x\nother there,y\nlast,x\nleast,y\n",
            "conflicting-labels"
        ),
        "text,label\nsame here,x\nSame  here,x\nlast,x\nleast,y\n"
    );
}

#[test]
fn a_cell_of_an_array_is_mended_in_its_object() {
    assert_eq!(
        mend(
            "a.json",
            "[{\"text\": \"ask a.b@example.org\",\n\"label\": \"x\"}, {\"label\":\"y\",\"text\":\"caf\\u00e9\"},{\"text\":\"more\",\"label\":\"x\"}]",
            "personal-data"
        ),
        "[{\"text\": \"ask [email]\",\n\"label\": \"x\"}, {\"label\":\"y\",\"text\":\"caf\\u00e9\"},{\"text\":\"more\",\"label\":\"x\"}]"
    );
}
