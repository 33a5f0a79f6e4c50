//! What holds of every fix, whatever the rows are.

use std::fs;

use proptest::prelude::*;

use super::{fix, found};

/// Rows of few texts and labels, so that many are copies; with what CSV has to quote.
fn rows() -> impl Strategy<Value = Vec<(String, String)>> {
    let texts = [
        "fine",
        "Fine ",
        "fi ne",
        "no, never",
        "a \"quote\"",
        "zwei\nZeilen",
        "größer",
        "x",
    ];
    let text = prop::sample::select(texts.map(str::to_owned).to_vec());
    let label = prop::sample::select(vec!["a".to_owned(), "b".to_owned()]);
    prop::collection::vec((text, label), 2..30)
}

/// Each row as it stands in the file.
fn records(rows: &[(String, String)]) -> Vec<String> {
    let quoted = |text: &str| {
        if text.contains([',', '"', '\n']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    rows.iter()
        .map(|(text, label)| format!("{},{label}\n", quoted(text)))
        .collect()
}

proptest! {
    // Each case runs the program three times.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_left_stands_as_it_was_lacks_nothing_and_is_left_alone(rows in rows()) {
        prop_assume!(rows.iter().any(|row| row.1 == "a") && rows.iter().any(|row| row.1 == "b"));
        let folder = tempfile::tempdir().expect("a folder");
        let records = records(&rows);
        fs::write(folder.path().join("data.csv"), format!("text,label\n{}", records.concat())).expect("written");
        let args = ["--label", "label", "--text", "text", "--select", "duplicate-rows"];
        // Copies of a text that another label disputes are dropped only where that is asked for.
        let fixed = |from: &'static str, to: &'static str| {
            let done = fix(folder.path(), &[&[from][..], &args, &["--unsafe-fixes", "--output", to]].concat());
            assert!(done.exit < 2, "{}", done.stderr);
            fs::read_to_string(folder.path().join(to)).expect("written")
        };
        let left = fixed("data.csv", "left.csv");
        let mut rest = left.strip_prefix("text,label\n").expect("the header");
        // The records that are left, in their order.
        let mut kept = Vec::new();
        for (record, row) in records.iter().zip(&rows) {
            if let Some(after) = rest.strip_prefix(record.as_str()) {
                rest = after;
                kept.push(row);
            }
        }
        prop_assert_eq!(rest, "", "not of the data: {}", left);
        for row in &rows {
            let is_copy = |other: &&(String, String)| {
                let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
                other.1 == row.1 && words(&other.0) == words(&row.0)
            };
            prop_assert_eq!(kept.iter().copied().filter(is_copy).count(), 1, "{:?} in {}", row, left);
        }
        prop_assert_eq!(fixed("left.csv", "again.csv"), left);
        prop_assert!(found(folder.path(), "duplicate-rows", &["left.csv", "--label", "label"]).is_empty());
    }
}
