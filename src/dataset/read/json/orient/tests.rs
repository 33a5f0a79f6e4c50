//! Tests of tables that pandas and others write as one JSON value.

use super::super::super::super::cells::Cells;
use super::*;

fn read(path: &Path, text: &str) -> Result<Option<(Table, Vec<Decision>)>, ReadError> {
    super::read(path, text, Bounds::default())
}

/// The names and cells of a table, and how it is shaped.
fn describe_shape(text: &str) -> Option<(String, Vec<String>, String)> {
    let (table, decisions) = read(Path::new("a.json"), text).unwrap()?;
    let cells = table.cells.iter().map(|cells| match cells {
        Cells::Text(cells) => cells
            .iter()
            .map(|cell| cell.unwrap_or("-"))
            .collect::<Vec<_>>()
            .join(" "),
        Cells::Vectors(_) => "vectors".to_owned(),
    });
    Some((
        table.names.join(" "),
        cells.collect(),
        decisions[0].value.clone(),
    ))
}

#[test]
fn each_shape_of_pandas_is_the_same_table() {
    for (text, shape) in [
        (
            r#"{"columns": ["t", "y"], "index": [0, 1], "data": [["a", 1], ["b", null]]}"#,
            "split",
        ),
        (
            r#"{"0": {"t": "a", "y": 1}, "1": {"t": "b", "y": null}}"#,
            "index",
        ),
        (
            r#"{"t": {"0": "a", "1": "b"}, "y": {"0": 1, "1": null}}"#,
            "columns",
        ),
        (r#"{"t": ["a", "b"], "y": [1, null]}"#, "lists"),
    ] {
        let (names, cells, found) = describe_shape(text).unwrap();
        assert_eq!((names.as_str(), found.as_str()), ("t y", shape));
        assert_eq!(cells, ["a b", "1 -"]);
    }
    let (names, cells, _) = describe_shape(r#"[["a", 1], ["b", 2]]"#).unwrap();
    assert_eq!(
        (names.as_str(), cells),
        (
            "column_1 column_2",
            vec!["a b".to_owned(), "1 2".to_owned()]
        )
    );
}

#[test]
fn objects_with_names_on_both_sides_are_a_guess() {
    for (text, names, shape) in [
        (
            r#"{"t": {"a": "x", "b": "y"}, "y": {"a": 1, "b": 0}}"#,
            "t y",
            "columns",
        ),
        (
            r#"{"a": {"t": "x", "y": 1}, "b": {"t": "y", "y": 0}, "c": {"t": "z", "y": 1}}"#,
            "t y",
            "index",
        ),
    ] {
        let (table, decisions) = read(Path::new("a.json"), text).unwrap().unwrap();
        assert_eq!(
            (table.names.join(" ").as_str(), decisions[0].value.as_str()),
            (names, shape)
        );
        assert!(decisions[0].is_unusual);
    }
}

#[test]
fn a_table_under_one_key_is_read_with_its_lines() {
    let text = "{\"version\": 2,\n\"data\": [\n{\"t\": \"a\"},\n{\"t\": \"b\"}]}";
    let (table, decisions) = read(Path::new("a.json"), text).unwrap().unwrap();
    assert_eq!((table.rows, table.lines), (2, Some(vec![3, 4])));
    assert!(decisions[0].is_unusual && decisions[0].line().contains("`data`"));
    let error = read(
        Path::new("a.json"),
        r#"{"train": [{"t": 1}], "test": [{"t": 2}]}"#,
    )
    .unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("several tables stand under keys: train and test"),
        "{error}"
    );
}

#[test]
fn lists_of_several_lengths_are_no_row() {
    let error = read(Path::new("a.json"), "{\"t\": [1, 2],\n\"y\": [1]}").unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 2, column 6 of a.json: the list under `y` holds 1 value, that under `t` 2"
    );
}

#[test]
fn what_is_no_table_is_left_to_the_reader_of_objects() {
    assert_eq!(describe_shape(r#"{"t": "a", "y": 1}"#), None);
    assert_eq!(describe_shape("{\"t\": \"a\"}\n{\"t\": \"b\"}"), None);
    assert_eq!(describe_shape(r#"[{"t": "a"}]"#), None);
    assert_eq!(describe_shape("[1, 2]"), None);
    let uneven = read(Path::new("a.json"), "[[1, 2],\n[3]]")
        .unwrap_err()
        .to_string();
    assert_eq!(
        uneven,
        "line 2, column 1 of a.json: 1 values where 2 are expected"
    );
}

#[test]
fn bounds_hold_in_every_shape() {
    let (long, path) = ("x".repeat(1_000_001), Path::new("a.json"));
    let shapes = |one: &str, other: &str| {
        [
            format!(
                r#"{{"columns": ["t"], "data": [["{one}"],{}["{other}"]]}}"#,
                '\n'
            ),
            format!(r#"[["{one}", 1],{}["{other}", 2]]"#, '\n'),
            format!(
                r#"{{"0": {{"t": "{one}"}},{}"1": {{"t": "{other}"}}}}"#,
                '\n'
            ),
            format!(r#"{{"t": {{"0": "{one}", "1": "{other}"}}, "y": {{"0": 1, "1": 2}}}}"#),
            format!(r#"{{"t": ["{one}", "{other}"], "y": [1, 2]}}"#),
        ]
    };
    let refuse = |text: &str, bounds| super::read(path, text, bounds).unwrap_err().to_string();
    let short = Bounds {
        line_mb: Some(1),
        ..Bounds::default()
    };
    let [line, row] =
        ["the row in line 2", "row 2"].map(|row| format!("{row} of a.json holds more than 1 MB"));
    let heavy = shapes("a", &long).map(|text| refuse(&text, short));
    assert_eq!(heavy, [&line, &line, &line, &row, &row].map(String::clone));
    let one = Bounds {
        rows: Some(1),
        ..Bounds::default()
    };
    for text in shapes("a", "b") {
        assert_eq!(refuse(&text, one), "a.json has more than 1 row");
        assert!(super::read(path, &text, short).is_ok());
    }
}
