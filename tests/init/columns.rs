//! What `trueline init` takes columns for, by their names and values.

use std::fmt::Write;

use crate::folder::Folder;
use crate::made::{Made, guessed, guessed_of};

#[test]
fn names_and_values_say_what_columns_are_for() {
    assert_eq!(
        guessed(&[("text", "prose"), ("label", "a|b")]),
        "label = \"label\"\ntext = \"text\""
    );
    assert_eq!(
        guessed(&[
            ("premise", "prose"),
            ("hypothesis", "prose"),
            ("gold_label", "yes|no|unclear")
        ]),
        "label = \"gold_label\"\ntext = [\"premise\", \"hypothesis\"]"
    );
    assert_eq!(
        guessed(&[
            ("text", "prose"),
            ("split", "train|train|train|test"),
            ("topic", "sport|art|war")
        ]),
        "label = \"topic\"\ntext = \"text\"\nsplit = \"split\""
    );
    assert_eq!(
        guessed(&[
            ("user_id", "key"),
            ("age", "count"),
            ("visits", "count"),
            ("isActive", "true|false")
        ]),
        "label = \"isActive\"\nexclude = [\"user_id\"]"
    );
    assert_eq!(
        guessed(&[
            ("hospital", "A|B|C"),
            ("sex", "m|f"),
            ("bp", "real"),
            ("outcome", "0|1")
        ]),
        "label = \"outcome\"\ndomain = { column = \"hospital\", train = [\"A\"] }\ngroup = \"sex\""
            .replace("\"A\"", &format!("\"{}\"", most_frequent(&["A", "B", "C"])))
    );
    assert_eq!(
        guessed(&[
            ("", "row"),
            ("text", "prose"),
            ("sentiment", "positive|negative")
        ]),
        "label = \"sentiment\"\ntext = \"text\"\nexclude = [\"column_1\"]"
    );
    assert_eq!(
        guessed(&[
            ("utterance", "title"),
            ("created_at", "moment"),
            ("intent", "buy|sell|ask|leave|greet|thank")
        ]),
        "label = \"intent\"\ntext = \"utterance\"\nexclude = [\"created_at\"]"
    );
}

/// The hospital with the most rows in the table above, told by the same draws.
fn most_frequent(values: &[&str]) -> String {
    let columns = [
        ("hospital", "A|B|C"),
        ("sex", "m|f"),
        ("bp", "real"),
        ("outcome", "0|1"),
    ];
    let table = Made::new().table(&columns, 300, ',');
    let count = |value: &str| table.lines().filter(|line| line.starts_with(value)).count();
    let most = values.iter().copied().max_by_key(|value| count(value));
    most.unwrap_or_default().to_owned()
}

#[test]
fn tables_of_numbers_are_learned_by_their_first_or_last_column() {
    let mut wide = vec![("target", "0|1")];
    let names: Vec<String> = (0..20).map(|nth| format!("f{nth}")).collect();
    wide.extend(names.iter().map(|name| (name.as_str(), "real")));
    assert_eq!(guessed(&wide), "label = \"target\"");
    assert_eq!(
        guessed(&[("length", "real"), ("width", "real"), ("species", "x|y|z")]),
        "label = \"species\""
    );
    assert_eq!(
        guessed(&[("", "real"), ("", "a|b|c"), ("", "count"), ("", "yes|no")]),
        "header = false\nlabel = \"column_4\""
    );
}

#[test]
fn lists_of_one_whole_number_are_classes_and_no_vectors() {
    let mut made = Made::new();
    let lists = [("text", "prose"), ("labels", "[0]|[1]|[2]")];
    assert_eq!(
        guessed_of("data.jsonl", made.json_lines(&lists, 300)),
        "label = \"labels\"\ntext = \"text\""
    );
    // Whole numbers are tokens or counts, and beside them vectors are still found.
    let tokens = [
        ("input_ids", "[101, 7, 102]|[101, 9, 102]"),
        ("emb", "[1, 0, 3]|[0, 2, 1]"),
        ("text", "prose"),
        ("target", "[0]|[1]"),
    ];
    assert_eq!(
        guessed_of("data.jsonl", made.json_lines(&tokens, 300)),
        "label = \"target\"\ntext = \"text\"\nembedding = \"emb\""
    );
}

#[test]
fn a_list_of_several_numbers_that_is_named_like_a_label_is_told() {
    let folder = Folder::new();
    let lists = [("text", "prose"), ("labels", "[0, 1, 0]|[1, 0, 1]")];
    folder.write("data.jsonl", Made::new().json_lines(&lists, 300));
    let lines = folder.init(&["data.jsonl"]);
    assert!(
        lines.contains("label = false") && !lines.contains("embedding"),
        "{lines}"
    );
    let said = folder
        .page()
        .lines()
        .map(|line| line.trim_start_matches("# "))
        .collect::<Vec<_>>()
        .join(" ");
    assert!(
        said.contains("labels is named like a label and holds lists of 3 numbers"),
        "{said}"
    );
}

#[test]
fn counts_and_what_decides_the_label_are_no_domain() {
    let counts = [
        ("rude_language", "0|0|1|2|3"),
        ("comment", "prose"),
        ("class", "0|1"),
    ];
    let guessed = guessed(&counts);
    assert!(!guessed.contains("domain"), "{guessed}");
    // One country for each class.
    let mut table = String::from("text,country,label\n");
    let mut made = Made::new();
    for row in 0..300 {
        let (country, label) = [("FR", "wine"), ("DE", "beer"), ("UK", "beer")][row % 3];
        let _ = writeln!(table, "{},{country},{label}", made.cell(row, "prose"));
    }
    assert_eq!(
        guessed_of("data.csv", table),
        "label = \"label\"\ntext = \"text\""
    );
}

#[test]
fn what_became_of_somebody_is_learned_before_a_class_among_the_features() {
    for event in ["survived", "enrolled"] {
        let columns = [
            (event, "0|1"),
            ("sex", "male|female"),
            ("fare", "real"),
            ("class", "First|Second|Third"),
            ("alone", "True|False"),
        ];
        let guessed = guessed(&columns);
        assert!(
            guessed.contains(&format!("label = \"{event}\"")),
            "{guessed}"
        );
    }
    let last = [("insured", "0|1"), ("size", "real"), ("class", "a|b|c")];
    assert_eq!(guessed(&last), "label = \"class\"");
}

#[test]
fn without_a_plausible_label_there_is_none_and_the_page_says_so() {
    for columns in [
        &[
            ("id", "row"),
            ("created_at", "moment"),
            ("message", "prose"),
        ][..],
        &[("temperature", "real"), ("pressure", "real")],
        &[("text", "prose"), ("label", "1")],
        &[("rooms", "count"), ("area", "real"), ("target", "real")],
    ] {
        let lines = guessed(columns);
        assert!(lines.starts_with("label = false"), "{columns:?}: {lines}");
    }
    let folder = Folder::new();
    folder.write(
        "data.csv",
        Made::new().table(&[("area", "real"), ("target", "real")], 300, ','),
    );
    folder.init(&[]);
    let page = folder.page();
    assert!(
        page.contains("# target is named like a label and holds 300 different values"),
        "{page}"
    );
}

#[test]
fn a_doubtful_label_names_the_runner_up() {
    let folder = Folder::new();
    let columns = [("smoker", "0|1"), ("weight", "real"), ("owner", "0|1")];
    folder.write("data.csv", Made::new().table(&columns, 300, ','));
    assert!(folder.init(&[]).ends_with("label = \"owner\""));
    let page = folder.page().replace("\n# ", " ");
    assert!(page.contains("Also possible: smoker"), "{page}");
    assert!(
        folder
            .page()
            .contains("A guess by its values and its place"),
        "{}",
        folder.page()
    );
}

#[test]
fn questions_with_their_answers_have_no_label() {
    let folder = Folder::new();
    let mut rows = "id,question,answer,topic_note\n".to_owned();
    for row in 0..40 {
        writeln!(
            rows,
            "{row},what is in room {row} today,a lamp and {row} chairs,n{row}"
        )
        .unwrap();
    }
    folder.write("tune.csv", rows);
    assert_eq!(
        folder.init(&["tune.csv"]),
        "[dataset.tune]\npath = \"tune.csv\"\nlabel = false\ntext = [\"question\", \"answer\"]\n\
         exclude = [\"id\", \"topic_note\"]"
    );
    folder.checked(&["--select", "empty-text,rare-class"]);
}
