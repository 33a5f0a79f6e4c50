//! Overrule: cells that the user says are missing, or numbers with a decimal sign of their own.

use super::super::cells::{Cells, CellsBuilder};
use super::super::dialect::Decimal;
use super::super::number::number;
use super::Table;

/// Puts what the user says of cells in their place: those that are one of `na` are missing, and numbers are written
/// with `decimal`.
pub(super) fn overrule(table: &mut Table, na: &[String], decimal: Option<Decimal>) {
    if na.is_empty() && decimal.is_none() {
        return;
    }
    for cells in &mut table.cells {
        let Cells::Text(text) = cells else { continue };
        let mut overruled = CellsBuilder::new(text.len());
        for cell in text.iter() {
            let cell = cell.filter(|cell| !na.iter().any(|na| na.trim() == *cell));
            let plain = cell
                .zip(decimal)
                .and_then(|(cell, decimal)| in_points(cell, decimal));
            overruled.push(plain.as_deref().or(cell));
        }
        *cells = Cells::Text(overruled.finish());
    }
}

/// The number that `cell` writes with `decimal`, as a point writes it and without marks between thousands; nothing
/// where it needs no other writing, or is no such number.
fn in_points(cell: &str, decimal: Decimal) -> Option<String> {
    let (sign, other) = match decimal {
        Decimal::Point => ('.', ','),
        Decimal::Comma => (',', '.'),
    };
    let is_mark = |c: char| c == other || "' \u{a0}\u{202f}\u{2009}’".contains(c);
    let (whole, decimals) = match cell.split_once(sign) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (cell, None),
    };
    let mut groups = whole.split(is_mark);
    let first = groups.next()?;
    let lead = first.trim_start_matches(['+', '-']).len();
    let rest: Vec<&str> = groups.collect();
    let in_threes =
        rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || (1..=3).contains(&lead));
    let plain = match decimals {
        Some(decimals) => format!("{first}{}.{decimals}", rest.concat()),
        None => format!("{first}{}", rest.concat()),
    };
    (in_threes && plain != cell && number(&plain).is_some()).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_with_a_point() {
        for (cell, plain) in [
            ("3,5", Some("3.5")),
            ("1.234,50", Some("1234.50")),
            ("-12.345.678", Some("-12345678")),
            ("1\u{a0}234,5", Some("1234.5")),
            ("1.23,4", None),
            ("1,2,3", None),
            ("3.5", None),
            ("Rome, Italy", None),
            ("12", None),
        ] {
            assert_eq!(in_points(cell, Decimal::Comma).as_deref(), plain, "{cell}");
        }
        assert_eq!(
            in_points("1,234.5", Decimal::Point).as_deref(),
            Some("1234.5")
        );
        assert_eq!(in_points("1,5", Decimal::Point), None);
    }
}
