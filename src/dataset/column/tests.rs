//! Tests of a column: what its cells make of it.

use super::super::cells::cells_of;
use super::*;

fn column(cells: &[&str]) -> Column {
    let cells: Vec<Option<&str>> = cells.iter().map(|&cell| Some(cell)).collect();
    Column::new("x".to_owned(), cells_of(&cells), None)
}

#[test]
fn numbers_are_written_with_as_many_decimals_in_each_cell() {
    let column = column(&["21.0", " 6 ", "", "NaN"]);
    assert_eq!(column.kind, Kind::Number);
    assert_eq!(
        (column.text(0), column.number(0)),
        (Some("21.0"), Some(21.0))
    );
    assert_eq!((column.text(1), column.number(1)), (Some("6.0"), Some(6.0)));
    assert!(column.text(2).is_none() && column.text(3).is_none());
}

#[test]
fn a_word_far_down_is_missing_and_known() {
    let mut cells = vec!["1"; 100_000];
    cells.push("Total");
    let column = column(&cells);
    assert_eq!((column.kind, column.number(100_000)), (Kind::Number, None));
    assert_eq!(
        (column.text(100_000), column.written(100_000)),
        (None, Some("Total"))
    );
    assert_eq!(column.reading.misfits, [100_000]);
}

#[test]
fn words_for_missing_count_only_among_numbers() {
    let numbers = column(&["1", "NA", "2", "None", "N/A", "null", "NULL"]);
    assert_eq!(numbers.kind, Kind::Number);
    assert!(numbers.text(1).is_none());
    let countries = column(&["DE", "NA", "None"]);
    assert_eq!(
        (countries.kind, countries.text(1)),
        (Kind::Text, Some("NA"))
    );
    assert_eq!(column(&["None", "None"]).kind, Kind::Text);
}

#[test]
fn codes_and_booleans_are_text_and_nothing_is_empty() {
    assert_eq!(column(&["02139", "10001"]).kind, Kind::Text);
    assert_eq!(column(&["true", "false"]).kind, Kind::Text);
    assert_eq!(column(&["1", "inf"]).kind, Kind::Number);
    assert_eq!(column(&["", "NaN"]).kind, Kind::Empty);
}

#[test]
fn times_are_text_but_for_what_marks_missing_and_what_is_none() {
    let mut cells = vec!["2026-01-05"; 40];
    cells.extend(["?", "soon"]);
    let column = column(&cells);
    assert_eq!(
        (column.kind, column.text(0)),
        (Kind::Time, Some("2026-01-05"))
    );
    assert_eq!((column.text(40), column.text(41)), (None, None));
    assert_eq!(column.reading.marks, BTreeMap::from([("?".to_owned(), 1)]));
    assert_eq!(column.reading.misfits, [41]);
    assert_eq!(column.class(40).as_deref(), Some("?"));
}

#[test]
fn what_is_asked_beats_what_cells_look_like() {
    let asked = |cells: &[&str], asked| {
        let cells: Vec<Option<&str>> = cells.iter().map(|&cell| Some(cell)).collect();
        Column::new("x".to_owned(), cells_of(&cells), Some(asked))
    };
    let zip = asked(&["10001", "94103"], KindAsked::Category);
    assert_eq!((zip.kind, zip.text(0)), (Kind::Text, Some("10001")));
    assert_eq!(asked(&["1", "?"], KindAsked::Text).text(1), Some("?"));
    let codes = asked(&["00501", "10001"], KindAsked::Number);
    assert_eq!((codes.text(0), codes.number(0)), (Some("501"), Some(501.0)));
    let few = asked(&["1", "low", "high"], KindAsked::Number);
    assert_eq!((few.kind, few.reading.misfits.len()), (Kind::Number, 2));
    assert_eq!(asked(&["low", "high"], KindAsked::Number).kind, Kind::Text);
    assert_eq!(asked(&["12:30", "late"], KindAsked::Time).kind, Kind::Time);
}

#[test]
fn a_class_keeps_its_mark_and_its_unit() {
    let class = |cells: &[&str], row| column(cells).class(row);
    assert_eq!(class(&["1.0", "0", "?"], 2).as_deref(), Some("?"));
    assert_eq!(class(&["1.0", "0", "?"], 0).as_deref(), Some("1"));
    assert_eq!(
        class(&["36 months", "60 months"], 0).as_deref(),
        Some("36 months")
    );
}

#[test]
fn lists_among_texts_are_read_as_vectors_when_asked_for() {
    let column = column(&["[1, 2]", "[3]", "none", "", "[NaN, 4.5]", "[]"]);
    assert_eq!(column.kind, Kind::Text);
    let column = column.reread_as_vectors();
    assert_eq!(column.kind, Kind::Vector { dim: 2 });
    assert_eq!(column.vector(0), Some([1.0, 2.0].as_slice()));
    assert!(column.vector(4).is_some_and(|vector| vector[0].is_nan()));
    assert_eq!(
        [1, 2, 3, 5].map(|row| (column.vector(row).is_some(), column.odd(row))),
        [
            (false, Some(Some(1))),
            (false, Some(None)),
            (false, None),
            (false, Some(None))
        ]
    );
}

#[test]
fn lists_of_one_number_keep_its_digits() {
    let cells = || {
        cells_of(&[
            Some("[123456789]"),
            Some("[123456790]"),
            None,
            Some("[null]"),
        ])
    };
    let mut part = Part::whole(4);
    part.is_typed = true;
    let column = Column::of_parts("x".to_owned(), cells(), &[part], None);
    assert_eq!(column.kind, Kind::Number);
    assert_eq!(
        [0, 1, 2, 3].map(|row| column.class(row)),
        [
            Some("123456789".to_owned()),
            Some("123456790".to_owned()),
            None,
            None
        ]
    );
    assert_eq!(Column::new("x".to_owned(), cells(), None).kind, Kind::Text);
}

#[test]
fn texts_without_a_list_stay_texts() {
    let column = column(&["a", "[b]"]).reread_as_vectors();
    assert_eq!((column.kind, column.text(1)), (Kind::Text, Some("[b]")));
}

#[test]
fn a_category_is_one_however_its_number_is_written() {
    let column = column(&["1", "1.0", "2"]);
    assert_eq!(column.category(0), column.category(1));
    assert_ne!(column.category(0), column.category(2));
}
