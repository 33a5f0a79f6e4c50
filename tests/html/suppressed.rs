//! Suppressed findings on the page, as a run with a baseline and a waiver writes it.

use std::fs;

use crate::assert_sound;
use crate::browser::browse;
use crate::made::{Page, text_of, told};

const CONFIG: &str = "profile = \"quick\"\nselect = [\"duplicate-rows\", \"rare-class\"]\nbaseline = \"known.json\"\n\n\
                      [dataset.texts]\npath = \"texts.csv\"\nlabel = \"y\"\ntext = \"text\"\n\n\
                      [rules.rare-class]\nlevel = \"deny\"\nmin-rows = 10000\n\n\
                      [[waive]]\nrule = \"rare-class\"\nreason = \"a small pilot <b>\"\nuntil = 9999-12-31\n";

#[test]
fn known_rows_and_waivers_are_told_apart_in_the_browser() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("the folder can be written");
    };
    write("trueline.toml", CONFIG);
    write("texts.csv", &text_of(300));
    told(folder.path(), "check", &["--write-baseline"], &[], None);
    // One known row is mended, and two new ones repeat another.
    let mut rows: Vec<String> = text_of(300).lines().map(str::to_owned).collect();
    rows[20] = "no other row says this,1".to_owned();
    rows.extend([rows[5].clone(), rows[5].clone()]);
    write("texts.csv", &(rows.join("\n") + "\n"));
    told(
        folder.path(),
        "check",
        &[],
        &["html=report.html", "json=report.json"],
        None,
    );
    let html = fs::read_to_string(folder.path().join("report.html")).expect("the report is there");
    let Some(seen) = browse(&Page::of(html), "suppressed") else {
        return;
    };
    assert_sound(&seen);
    let text = seen.text();
    for said in [
        "duplicate-rows warns; 1 more finding is suppressed by a waiver.",
        "1 entry of the baseline is gone: write it anew (--write-baseline).",
        "2 rows, and 14 more that the baseline knows",
        "Suppressed by a waiver until 9999-12-31: a small pilot <b>. Otherwise it would deny.",
    ] {
        assert!(text.contains(said), "the page lacks {said}: {text}");
    }
    let places = ["duplicate-rows", "Suppressed", "rare-class"].map(|said| {
        text.match_indices(said)
            .map(|(at, _)| at)
            .find(|&at| at > text.find("Findings").unwrap_or(0))
    });
    assert!(places.is_sorted() && places[0].is_some(), "{places:?}");
    let table = seen
        .list("tables")
        .iter()
        .find(|table| table["caption"] == "Rows found by duplicate-rows")
        .expect("the rows");
    assert_eq!(table["rows"], 16);
}
