//! Tests of decimal signs: what one column or file says of another.

use std::path::Path;

use super::super::fixture::{Folder, labelled};
use super::super::{Dataset, Kind};
use super::*;

fn load(files: &[(&str, &str)], said: Option<Decimal>) -> Dataset {
    let folder = Folder::new();
    let mut source = labelled(Path::new(""), "label");
    source.dialect.decimal = said;
    source.paths = files
        .iter()
        .map(|(name, text)| folder.write(name, text))
        .collect();
    Dataset::load(&source).unwrap()
}

fn numbers(dataset: &Dataset, at: usize) -> Vec<f64> {
    let column = &dataset.columns[at];
    assert_eq!(column.kind, Kind::Number, "{}", column.name);
    (0..column.len())
        .filter_map(|row| column.number(row))
        .collect()
}

#[test]
fn each_file_has_a_decimal_mark_of_its_own() {
    let files = [
        ("a.csv", "x,label\n9.74,a\n7.37,b\n"),
        ("b.csv", "x;label\n7,37;a\n12,5;b\n"),
    ];
    let dataset = load(&files, None);
    assert_eq!(numbers(&dataset, 0), [9.74, 7.37, 7.37, 12.5]);
    assert_eq!(dataset.columns[0].text(1), dataset.columns[0].text(2));
}

#[test]
fn the_delimiter_decides_where_no_cell_does() {
    let files = [
        ("a.csv", "x,label\n9.74,a\n7.37,b\n"),
        ("b.csv", "x;label\n1,775;a\n2,125;b\n"),
    ];
    let dataset = load(&files, None);
    assert_eq!(numbers(&dataset, 0), [9.74, 7.37, 1.775, 2.125]);
    assert!(dataset.notes().is_empty(), "{:?}", dataset.notes());
    let files = [("a.csv", "x,label\n\"1,775\",a\n\"2,125\",b\n")];
    assert_eq!(numbers(&load(&files, None), 0), [1775.0, 2125.0]);
}

#[test]
fn other_columns_of_the_file_decide_before_that() {
    let files = [("a.csv", "x;y;label\n1.775;3,5;a\n2.125;4,25;b\n")];
    assert_eq!(numbers(&load(&files, None), 0), [1775.0, 2125.0]);
    let files = [("a.csv", "x;y;label\n1,775;3.5;a\n2,125;4.25;b\n")];
    assert_eq!(numbers(&load(&files, None), 0), [1775.0, 2125.0]);
    let files = [("a.csv", "x;y;label\n1.775;3.5;a\n2.125;4.25;b\n")];
    assert_eq!(numbers(&load(&files, None), 0), [1.775, 2.125]);
}

#[test]
fn the_same_column_of_other_files_decides_last() {
    let files = [
        ("a.tsv", "x\tlabel\n1,775\ta\n2,125\tb\n"),
        ("b.tsv", "x\tlabel\n3,5\ta\n2,25\tb\n"),
    ];
    let dataset = load(&files, None);
    assert_eq!(numbers(&dataset, 0), [1.775, 2.125, 3.5, 2.25]);
}

#[test]
fn what_stays_open_is_told_and_can_be_said() {
    let files = [("a.tsv", "x\tlabel\n1,775\ta\n2,125\tb\n")];
    let dataset = load(&files, None);
    assert_eq!(numbers(&dataset, 0), [1775.0, 2125.0]);
    let notes = dataset.notes().join("\n");
    assert!(
        notes.contains("with --decimal , they are read as 1.234"),
        "{notes}"
    );
    let dataset = load(&files, Some(Decimal::Comma));
    assert_eq!(numbers(&dataset, 0), [1.775, 2.125]);
    assert!(dataset.notes().is_empty());
    let files = [("a.csv", "x;label\n1.775;a\n2.125;b\n")];
    let notes = load(&files, None).notes().join("\n");
    assert!(notes.contains("they are read as 1234"), "{notes}");
    let said = load(&files, Some(Decimal::Comma));
    assert_eq!(numbers(&said, 0), [1775.0, 2125.0]);
}

#[test]
fn typed_numbers_have_points_and_exponents_whatever_is_said() {
    let rows = "{\"x\": 1.125, \"y\": \"3,5\", \"z\": 2E2, \"label\": \"a\"}\n\
                {\"x\": 2.125, \"y\": \"4,25\", \"z\": 3E2, \"label\": \"b\"}\n";
    for said in [None, Some(Decimal::Comma)] {
        let dataset = load(&[("a.jsonl", rows)], said);
        assert_eq!(numbers(&dataset, 0), [1.125, 2.125]);
        assert_eq!(numbers(&dataset, 1), [3.5, 4.25]);
        assert_eq!(numbers(&dataset, 2), [200.0, 300.0]);
    }
}

#[test]
fn what_is_said_reaches_amounts_with_a_currency_or_a_unit() {
    let files = [
        ("a.csv", "x;label\n1.775 €;a\n2.125 €;b\n"),
        ("a.csv", "x,label\n$1.775,a\n$2.125,b\n"),
        ("a.tsv", "x\tlabel\n1.775 kg\ta\n2.125 kg\tb\n"),
        (
            "a.jsonl",
            "{\"x\": \"1.775 €\", \"label\": 1}\n{\"x\": \"-2.125 €\", \"label\": 0}\n",
        ),
    ];
    for file in files {
        let sizes = |said| -> Vec<f64> {
            let found = numbers(&load(&[file], said), 0);
            found.into_iter().map(f64::abs).collect()
        };
        assert_eq!(sizes(Some(Decimal::Comma)), [1775.0, 2125.0], "{file:?}");
        assert_eq!(sizes(Some(Decimal::Point)), [1.775, 2.125], "{file:?}");
        assert_eq!(sizes(None), [1.775, 2.125], "{file:?}");
    }
}

#[test]
fn amounts_of_money_with_three_decimals_are_told() {
    let rows = |unit: &str| {
        format!(
            "{{\"x\": \"1.775 {unit}\", \"y\": 0.125}}\n{{\"x\": \"2.125 {unit}\", \"y\": 1}}\n"
        )
    };
    let notes = |unit| {
        let rows = rows(unit).replace("\"y\"", "\"label\"");
        load(&[("a.jsonl", &rows)], None).notes().join("\n")
    };
    let said = "cells such as `1.234` in `x` are read as 1.234";
    assert!(notes("€").contains(said), "{}", notes("€"));
    assert_eq!(notes("kg"), "");
}

#[test]
fn a_list_of_two_numbers_leaves_nothing_open() {
    let rows = "{\"x\": [1, 775], \"label\": \"a\"}\n{\"x\": [2, 125, 7], \"label\": \"b\"}\n";
    let dataset = load(&[("a.jsonl", rows)], None);
    assert_eq!(dataset.columns[0].kind, Kind::Text);
    assert!(dataset.notes().is_empty(), "{:?}", dataset.notes());
}

#[test]
fn two_currencies_in_two_files_are_no_number() {
    let files = [
        ("a.csv", "x,label\n$5.50,a\n$7.25,b\n"),
        ("b.csv", "x;label\n5,50 €;a\n7,25 €;b\n"),
    ];
    assert_eq!(load(&files, None).columns[0].kind, Kind::Text);
}
