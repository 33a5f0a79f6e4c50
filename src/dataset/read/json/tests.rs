//! Tests of JSON as it is read: lines, arrays, nested keys, and what is refused.

use super::super::super::cells::Cells;
use super::*;

fn text<'t>(table: &'t Table, name: &str) -> Vec<Option<&'t str>> {
    let at = table.names.iter().position(|known| known == name).unwrap();
    let Cells::Text(cells) = &table.cells[at] else {
        panic!("vectors")
    };
    cells.iter().collect()
}

fn array(path: &Path, text: &str) -> Result<Table, ReadError> {
    Ok(document(path, text, Bounds::default())?.0)
}

fn lines(path: &Path, text: &str) -> Result<Table, ReadError> {
    Ok(super::lines(path, text, Bounds::default())?.0)
}

fn array_error(text: &str) -> String {
    array(Path::new("a.json"), text).unwrap_err().to_string()
}

#[test]
fn keys_keep_their_order_and_may_be_missing() {
    let table = array(
        Path::new("a.json"),
        r#"[{"z": 1, "a": "x"}, {"a": " y ", "m": null}, {"m": 2}]"#,
    )
    .unwrap();
    assert_eq!(table.names, ["z", "a", "m"]);
    assert_eq!(text(&table, "z"), [Some("1"), None, None]);
    assert_eq!(text(&table, "a"), [Some("x"), Some("y"), None]);
    assert_eq!(text(&table, "m"), [None, None, Some("2")]);
}

#[test]
fn objects_without_an_array_are_rows_too() {
    let table = array(Path::new("a.json"), "{\"a\": 1}\n{\"a\": 2}\n").unwrap();
    assert_eq!((table.rows, table.lines), (2, Some(vec![1, 2])));
}

#[test]
fn an_empty_array_holds_no_rows() {
    assert_eq!(array(Path::new("a.json"), " [ ]\n").unwrap().rows, 0);
    assert!(array_error("[] []").ends_with("text follows the end of the array"));
}

#[test]
fn a_row_has_a_line_where_it_begins_one() {
    let spread = array(
        Path::new("a.json"),
        "[\n  {\n    \"a\": 1\n  },\n  {\"a\": 2}\n]",
    )
    .unwrap();
    assert_eq!(spread.lines, Some(vec![2, 5]));
    let dense = array(Path::new("a.json"), "[{\"a\": 1}, {\"a\": 2}]").unwrap();
    assert_eq!(dense.lines, None);
    let lines = lines(Path::new("a.jsonl"), "{\"a\": 1}\n\n{\"a\": 2}").unwrap();
    assert_eq!(lines.lines, Some(vec![1, 3]));
}

#[test]
fn nested_values_are_their_json_and_lists_of_one_length_are_vectors() {
    let table = array(
        Path::new("a.json"),
        r#"[{"v": [1, 2.5], "o": {"b": 1, "a": [true]}, "u": [1]}, {"v": null, "o": "x", "u": [1, 2]}]"#,
    )
    .unwrap();
    assert_eq!(
        text(&table, "o"),
        [Some(r#"{"b":1,"a":[true]}"#), Some("x")]
    );
    assert_eq!(text(&table, "u"), [Some("[1]"), Some("[1,2]")]);
    let Cells::Vectors(vectors) = &table.cells[0] else {
        panic!("text")
    };
    assert_eq!(
        (vectors.dim, &vectors.present, &vectors.values[..2]),
        (2, &vec![true, false], &[1.0, 2.5][..])
    );
}

#[test]
fn errors_name_line_and_column_of_the_file() {
    assert_eq!(
        array_error("[{\"a\": 1},\n {\"a\": }]"),
        "line 2, column 8 of a.json: expected value"
    );
    assert_eq!(
        array_error("[{\"a\": 1} {\"a\": 2}]"),
        "line 1, column 11 of a.json: expected `,` or `]` after an object"
    );
    assert_eq!(
        array_error("[{\"a\": 1},\n"),
        "line 2, column 1 of a.json: the array is never closed"
    );
    assert!(array_error("[1, 2]").ends_with("invalid type: integer `1`, expected an object"));
    let error = lines(Path::new("a.jsonl"), "{\"a\": 1}\n{\"a\": 1\n{\"a\": 2}\n")
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("line 2, column "), "{error}");
}

#[test]
fn what_is_too_much_of_anything_names_the_key_that_lets_it() {
    let refused = |text: &str, bounds| {
        let document = document(Path::new("a.json"), text, bounds).unwrap_err();
        let lines = super::lines(Path::new("a.json"), text, bounds).unwrap_err();
        assert_eq!(document.to_string(), lines.to_string());
        document.to_string()
    };
    let usual = Bounds::default();
    let two = Bounds {
        rows: Some(2),
        ..usual
    };
    assert_eq!(
        refused("{\"a\": 1}\n{\"a\": 2}\n{\"a\": 3}\n", two),
        "a.json has more than 2 rows"
    );
    let short = Bounds {
        line_mb: Some(1),
        ..usual
    };
    let long = "x".repeat(1_000_000);
    assert_eq!(
        refused(&format!("{{\"a\": 1}}\n{{\"a\": \"{long}\"}}"), short),
        "the row in line 2 of a.json holds more than 1 MB"
    );
    let deep = format!("{{\"a\": {}{}}}", "[".repeat(200), "]".repeat(200));
    assert!(refused(&deep, usual).ends_with("its values are nested more than 127 deep"));
}

#[test]
fn a_key_that_stands_twice_is_an_error() {
    assert!(array_error(r#"[{"label": 1, "label": 0}]"#).ends_with("the key `label` stands twice"));
}

#[test]
fn constants_of_python_are_missing_or_marks() {
    let rows = "{\"a\": NaN, \"t\": \"NaN is text\"}\n{\"a\": -Infinity, \"t\": \"x\"}\n";
    let table = lines(Path::new("a.jsonl"), rows).unwrap();
    assert_eq!(text(&table, "a"), [None, Some("-inf")]);
    assert_eq!(text(&table, "t"), [Some("NaN is text"), Some("x")]);
    let error = lines(Path::new("a.jsonl"), "{\"a\": NaN, \"b\": }\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 1, column 17 of a.jsonl: expected value"
    );
}

#[test]
fn constants_inside_a_list_of_numbers_are_numbers() {
    let rows = "{\"v\": [0.5, NaN], \"t\": [\"\"], \"w\": [1, NaN]}\n\
                {\"v\": [-Infinity, null], \"t\": [\"inf\"], \"w\": [1, 2, 3]}\n";
    let table = lines(Path::new("a.jsonl"), rows).unwrap();
    let Cells::Vectors(vectors) = &table.cells[0] else {
        panic!("text")
    };
    let values = &vectors.values;
    assert_eq!((values[0], values[2]), (0.5, f32::NEG_INFINITY));
    assert!(values[1].is_nan() && values[3].is_nan());
    // Lists of texts stay texts; lists of several lengths say what is no number in them.
    assert_eq!(text(&table, "t"), [Some("[\"\"]"), Some("[\"inf\"]")]);
    assert_eq!(text(&table, "w"), [Some("[1,NaN]"), Some("[1,2,3]")]);
}

#[test]
fn lines_may_be_an_array_or_spread_objects() {
    for rows in [
        "[{\"a\": 1},\n {\"a\": 2}]\n",
        "{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n",
    ] {
        let table = lines(Path::new("a.jsonl"), rows).unwrap();
        assert_eq!(text(&table, "a"), [Some("1"), Some("2")]);
    }
    let torn = lines(Path::new("a.jsonl"), "{\"a\": 1\n{\"a\": 2}\n").unwrap_err();
    assert!(torn.to_string().starts_with("line 1, column "), "{torn}");
}
