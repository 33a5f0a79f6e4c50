//! Units: columns whose cells are numbers in several currencies or units, which no one number can stand for.

use std::collections::BTreeMap;

use super::column::{Column, Kind};
use super::convention::split_affix;
use super::conventions::{are_all_numbers, most};
use super::marks::is_mark;
use crate::error::visible;
use crate::wording::list_some;

/// Cells that are looked at before all are.
const FIRST: usize = 100;
/// Units of one column: more are names of things.
const UNITS: usize = 6;
/// Units that a sentence names.
const NAMED: usize = 3;
/// A cell that holds a number and its unit, in bytes.
const LONGEST: usize = 32;

impl Column {
    /// The currencies or units that stand about the numbers of the column, the commonest first, where there are several,
    /// or where a part of the numbers has none; none where it is numbers, or where its cells are something else.
    pub(crate) fn find_units(&self) -> Vec<&str> {
        if self.kind != Kind::Text || self.asked.is_some() {
            return Vec::new();
        }
        let cells = || {
            (0..self.len())
                .filter_map(|row| self.text(row))
                .filter(|cell| !is_mark(cell))
        };
        let is_short =
            |cell: &str| cell.len() <= LONGEST && cell.bytes().any(|byte| byte.is_ascii_digit());
        let first: Vec<&str> = cells().take(FIRST).collect();
        if first.iter().filter(|cell| is_short(cell)).count() < most(first.len()) {
            return Vec::new();
        }
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut bare = Vec::with_capacity(self.len());
        for (unit, number) in cells().map(split_affix) {
            *counts.entry(unit).or_default() += 1;
            if counts.len() > UNITS {
                return Vec::new();
            }
            bare.push(number);
        }
        if counts.len() < 2 || !are_all_numbers(&bare) {
            return Vec::new();
        }
        let mut units: Vec<(&str, usize)> = counts.into_iter().collect();
        units.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        units.into_iter().map(|(unit, _)| unit).collect()
    }

    /// That a column of numbers in several units is taken for words.
    pub(super) fn describe_units(&self) -> Option<String> {
        let units: Vec<String> = self.find_units().into_iter().map(show_unit).collect();
        (!units.is_empty()).then(|| {
            format!(
                "column {}: its numbers are in several units or currencies ({}), so they are taken for words; to read \
                 them as numbers, give all of them one",
                visible(&self.name),
                list_some(&units, NAMED)
            )
        })
    }
}

/// A unit as messages show it.
pub(crate) fn show_unit(unit: &str) -> String {
    if unit.is_empty() {
        return "none".to_owned();
    }
    format!("`{}`", visible(unit))
}

#[cfg(test)]
mod tests {
    use super::super::cells::cells_of;
    use super::*;

    fn units(cells: &[&str]) -> Vec<String> {
        let cells: Vec<Option<&str>> = cells.iter().map(|&cell| Some(cell)).collect();
        let column = Column::new("x".to_owned(), cells_of(&cells), None);
        column
            .find_units()
            .iter()
            .map(|&unit| unit.to_owned())
            .collect()
    }

    #[test]
    fn numbers_in_several_units_are_told_and_codes_are_none() {
        assert_eq!(units(&["5.5 kg", "7 lb", "12 kg"]), ["kg", "lb"]);
        assert_eq!(units(&["$1,200.50", "€7", "$5"]), ["$", "€"]);
        assert_eq!(units(&["5.5%", "7", "8%", "12%"]), ["%", ""]);
        assert_eq!(units(&["5.5 kg", "7 kg"]), [""; 0]);
        assert_eq!(units(&["12A", "7C", "9B"]), [""; 0]);
        assert_eq!(units(&["12 Main Street", "7 Elm Road"]), [""; 0]);
        assert_eq!(units(&["red", "blue"]), [""; 0]);
    }
}
