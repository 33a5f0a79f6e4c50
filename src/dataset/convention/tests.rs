//! Tests of conventions: how the numbers of a column are written.

use super::*;

fn read(cells: &[&str]) -> (Vec<Option<String>>, usize) {
    let Some((convention, _)) = Convention::of(cells, 1, None) else {
        return (vec![None; cells.len()], 0);
    };
    let plain: Vec<Option<String>> = cells.iter().map(|cell| convention.plain(cell)).collect();
    let read = plain.iter().flatten().count();
    (plain, read)
}

fn plain(cells: &[&str]) -> Vec<String> {
    read(cells)
        .0
        .into_iter()
        .map(Option::unwrap_or_default)
        .collect()
}

#[test]
fn each_way_to_group_and_to_mark_decimals_is_read() {
    for cells in [
        ["1,234.5", "12", "1,000,000.25"],
        ["1.234,5", "12", "1.000.000,25"],
        ["1 234,5", "12", "1 000 000,25"],
        ["1\u{202f}234,5", "12", "1\u{a0}000\u{2009}000,25"],
        ["1'234.5", "12", "1’000’000.25"],
        ["1234,5", "12", "1000000,25"],
        ["1 234.5", "12", "1 000 000.25"],
    ] {
        assert_eq!(plain(&cells), ["1234.5", "12", "1000000.25"], "{cells:?}");
    }
    assert_eq!(plain(&["12,34,567.5", "1,23,456"]), ["1234567.5", "123456"]);
}

#[test]
fn without_a_cell_that_decides_a_point_is_a_decimal_point() {
    assert_eq!(plain(&["1.234", "2.500"]), ["1.234", "2.500"]);
    assert_eq!(plain(&["1,234", "2,500"]), ["1234", "2500"]);
    assert_eq!(plain(&["1,234", "0,500"]), ["1.234", "0.500"]);
    assert_eq!(plain(&["1.234", "1.234.567"]), ["1234", "1234567"]);
    assert_eq!(plain(&["999,5", "1.234", "7,5"]), ["999.5", "1234", "7.5"]);
}

#[test]
fn a_known_mark_decides_what_cells_leave_open() {
    let read = |cell, decimal| {
        let (convention, _) = Convention::of(&[cell], 1, Some(decimal))?;
        convention.plain(cell)
    };
    for (cell, comma, point) in [
        ("1,775", Some("1.775"), Some("1775")),
        ("1.775", Some("1775"), Some("1.775")),
        ("1\u{a0}234,5", Some("1234.5"), None),
        ("-12.345.678", Some("-12345678"), None),
        ("3,5", Some("3.5"), None),
        ("3.5", None, Some("3.5")),
        ("Rome, Italy", None, None),
    ] {
        assert_eq!(read(cell, Decimal::Comma).as_deref(), comma, "{cell}");
        assert_eq!(read(cell, Decimal::Point).as_deref(), point, "{cell}");
    }
}

#[test]
fn two_ways_in_one_column_are_no_convention() {
    for cells in [
        ["1,234.50", "1.234,50", "2,345.75", "2.345,75"],
        ["12.50", "12,50", "7.25", "7,25"],
        ["1 234.5", "1 234,5", "12.5", "12,5"],
    ] {
        assert_eq!(read(&cells).1, 2, "{cells:?}");
    }
}

#[test]
fn one_currency_unit_or_percent_sign_is_no_part_of_the_number() {
    for cells in [
        ["$1,234.50", "$7.00"],
        ["1.234,50 €", "7,00 €"],
        ["1234.50%", "7.00 %"],
        ["CHF 1'234.50", "CHF 7.00"],
        ["1 234,50 kg", "7,00 kg"],
        ["US$ 1234.50", "US$7.00"],
        ["Rs. 1234.50", "Rs.7.00"],
        ["Fr. 1'234.50", "Fr. 7.00"],
        ["1234,50 Std.", "7,00 Std."],
    ] {
        assert_eq!(plain(&cells), ["1234.50", "7.00"], "{cells:?}");
    }
    assert_eq!(plain(&["36 months", "60 months"]), ["36", "60"]);
    assert_eq!(plain(&["-$5.00", "($7.25)", "$3"]), ["-5.00", "-7.25", "3"]);
    assert_eq!(plain(&["7.25-", "(1,000.5)"]), ["-7.25", "-1000.5"]);
    assert_eq!(
        plain(&["$(5.00)", "$7.25", "-$1,000.5"]),
        ["-5.00", "7.25", "-1000.5"]
    );
    assert_eq!(
        plain(&["5,00 €-", "(7,25 €)", "-3 €"]),
        ["-5.00", "-7.25", "-3"]
    );
    assert_eq!(plain(&["−3 %", "+4 %"]), ["-3", "+4"]);
    assert_eq!(read(&["5 kg", "5 lb"]).1, 1, "two units are no convention");
}

#[test]
fn codes_dates_and_versions_are_no_numbers() {
    for cells in [
        ["A12", "B7"],
        ["2026-01-05", "2026-02-05"],
        ["1.2.3", "10.4.1"],
        ["192.168.1.20", "10.0.0.1"],
        ["12/5", "3/4"],
        ["12,5,7", "1,2,3"],
        ["007", "012"],
        ["3rd floor", "2nd floor"],
        ["PAT100", "PAT200"],
        ["-(5)", "--5"],
    ] {
        assert!(read(&cells).1 < cells.len(), "{cells:?}");
    }
}
