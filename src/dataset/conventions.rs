//! Conventions: how the numbers of one column are written in each of its files.

use std::collections::BTreeSet;

use super::convention::Convention;
use super::dialect::Decimal;
use super::marks::is_mark;
use super::number::number;
use super::part::Part;
use super::strings::Strings;

/// The share of the cells that hold something which has to be numbers.
pub(super) const MOST: f64 = 0.95;

/// How many of so many cells have to be numbers.
pub(super) fn most(cells: usize) -> usize {
    (MOST * cells as f64).ceil() as usize
}

/// For each of the `parts` the convention under which its cells are numbers, `numbers` being those that are written
/// as programs write them; none where that is enough. What stands about a number is one for all parts: dollars
/// aren't euros.
pub(super) fn find_conventions(
    cells: &Strings,
    parts: &[Part],
    numbers: &[Option<f64>],
    asked: bool,
) -> Vec<Option<Convention>> {
    let read = |part: &Part| numbers[part.rows.clone()].iter().flatten().count();
    let find =
        |part: &Part| find_convention(&values_of(cells, part), read(part), part.decimal, asked);
    let mut found: Vec<Option<Convention>> = parts.iter().map(find).collect();
    let known: Vec<Convention> = found.iter().flatten().cloned().collect();
    if parts.len() == 1 || known.is_empty() {
        return found;
    }
    let mut affixes = BTreeSet::new();
    for (part, found) in parts.iter().zip(&mut found) {
        let values = values_of(cells, part);
        if found.is_none() && read(part) < most(values.len()) {
            // What the other parts say, where this one is too short to say anything.
            let best = known.iter().max_by_key(|known| known.read(&values));
            *found = best.filter(|best| best.read(&values) > read(part)).cloned();
        }
        if !values.is_empty() {
            let (before, behind) = found.as_ref().map(Convention::affix).unwrap_or_default();
            affixes.insert((before.to_owned(), behind.to_owned()));
        }
    }
    if affixes.len() > 1 {
        let one = find(&Part::whole(cells.len()));
        return vec![one; parts.len()];
    }
    found
}

/// The cells that hold something, and no mark for what is missing.
pub(super) fn values(cells: &Strings) -> Vec<&str> {
    cells.texts().filter(|cell| !is_mark(cell)).collect()
}

/// The same of the rows of one part.
fn values_of<'a>(cells: &'a Strings, part: &Part) -> Vec<&'a str> {
    if part.rows == (0..cells.len()) {
        return values(cells);
    }
    let cells = part.rows.clone().filter_map(|row| cells.get(row));
    cells.filter(|cell| !is_mark(cell)).collect()
}

/// The convention under which `values` are numbers, `read` of them being written as programs write them.
fn find_convention(
    values: &[&str],
    read: usize,
    decimal: Option<Decimal>,
    asked: bool,
) -> Option<Convention> {
    let least = if asked { 1 } else { most(values.len()) };
    if decimal.is_some()
        && let Some((known, _)) = Convention::of(values, least.max(read), decimal)
    {
        // Whole numbers are the same under any.
        let says_more = read < values.len() || !known.keeps_plain(values);
        return (says_more && !known.is_plain()).then_some(known);
    }
    let (other, _) = Convention::of(values, least.max(read + 1), None)?;
    // A few cells of another kind don't change what nearly all of them say.
    (read < most(values.len()) || other.keeps_plain(values)).then_some(other)
}

/// Whether `values` are numbers with this mark before decimals.
pub(super) fn are_numbers(values: &[&str], decimal: Decimal) -> bool {
    Convention::of(values, most(values.len()), Some(decimal)).is_some()
}

/// Whether `values` are numbers under some convention.
pub(super) fn are_all_numbers(values: &[&str]) -> bool {
    !values.is_empty() && Convention::of(values, most(values.len()), None).is_some()
}

/// Which of `values` are numbers under one convention, where half of them or more are, and not nearly all.
pub(super) fn read_half(values: &[&str]) -> Option<Vec<bool>> {
    let least = values.len().div_ceil(2).max(1);
    let (convention, read) = Convention::of(values, least, None)?;
    let is_number = |cell: &&str| convention.plain(cell).is_some();
    (read < most(values.len())).then(|| values.iter().map(is_number).collect())
}

/// Whether `values` are amounts of one currency.
pub(super) fn are_amounts(values: &[&str]) -> bool {
    let found = Convention::of(values, most(values.len()).max(1), None);
    found.is_some_and(|(convention, _)| convention.is_money())
}

/// The mark before decimals that `values` (no marks for missing among them) leave no doubt about.
pub(super) fn find_decimal(values: &[&str], is_typed: bool) -> Option<Decimal> {
    let least = most(values.len()).max(1);
    let under = |decimal| Convention::of(values, least, Some(decimal));
    match (under(Decimal::Point), under(Decimal::Comma)) {
        // Typed numbers have a point wherever they come from.
        (Some((point, _)), None) => (!(is_typed && point.is_plain())).then_some(Decimal::Point),
        (None, Some(_)) => Some(Decimal::Comma),
        (Some((_, point)), Some((_, comma))) if point > comma => Some(Decimal::Point),
        (Some((_, point)), Some((convention, comma))) if comma > point => {
            let read = values.iter().filter(|cell| number(cell).is_some()).count();
            (read < least || convention.keeps_plain(values)).then_some(Decimal::Comma)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_and_open_cells_say_nothing_of_decimals() {
        let find = |cells: &[&str]| find_decimal(cells, false);
        assert_eq!(find(&["12", "7"]), None);
        assert_eq!(find(&["1,234", "2,500"]), None);
        assert_eq!(find(&["1.234", "2.500"]), None);
        assert_eq!(find(&["1.234", "0.5"]), Some(Decimal::Point));
        assert_eq!(find(&["1.234", "0,5"]), Some(Decimal::Comma));
        assert_eq!(find(&["red", "blue"]), None);
        assert_eq!(find_decimal(&["1.5", "0.25"], true), None);
        let mut cells = vec!["1.234"; 98];
        cells.extend(["3,5"; 2]);
        assert_eq!(find(&cells), None);
    }
}
