//! Strays: cells among numbers that are none, few in kind and too many to be left out, so that the column is words.

use std::collections::{BTreeMap, BTreeSet};

use super::column::{Column, Kind};
use super::conventions::read_half;
use super::marks::is_mark;
use crate::error::visible;
use crate::wording::{format_count, plural};

/// Cells that are looked at before all are.
const FIRST: usize = 100;
/// Different cells that are no numbers, at most: more are codes.
const STRAYS: usize = 5;
/// Different numbers at least: of fewer, all are names of categories.
const NUMBERS: usize = 20;

impl Column {
    /// That a column of words is numbers but for a few kinds of cells, and how to read it.
    pub(super) fn describe_strays(&self) -> Option<String> {
        if self.kind != Kind::Text || self.asked.is_some() {
            return None;
        }
        let cells = || {
            let cells = (0..self.len()).filter_map(|row| self.text(row));
            cells.filter(|cell| !is_mark(cell))
        };
        let begins =
            |cell: &&str| cell.starts_with(|c: char| c.is_ascii_digit() || "-+.$€£".contains(c));
        let first: Vec<&str> = cells().take(FIRST).collect();
        if 2 * first.iter().filter(|cell| begins(cell)).count() < first.len() {
            return None;
        }
        let values: Vec<&str> = cells().collect();
        let read = read_half(&values)?;
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        let mut strays: BTreeSet<&str> = BTreeSet::new();
        for (cell, is_number) in values.iter().zip(read) {
            if is_number {
                *numbers.entry(cell).or_default() += 1;
            } else {
                strays.insert(cell);
            }
            if strays.len() > STRAYS {
                return None;
            }
        }
        if strays.is_empty() || numbers.len() < NUMBERS {
            return None;
        }
        let known: usize = numbers.values().sum();
        let name = visible(&self.name);
        // What they hold is for `trueline look` to show: a cell may hold a name.
        Some(format!(
            "column {name}: {} of {} are numbers and the others hold {}: too few numbers for a column of numbers, so it \
             is taken for words; --column {name}=number reads them and leaves the others out",
            format_count(known),
            plural(values.len(), "cell", "cells"),
            plural(strays.len(), "other value", "other values"),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::super::cells::cells_of;
    use super::*;

    fn strays(cell: impl Fn(usize) -> String) -> Option<String> {
        let cells: Vec<String> = (0..100).map(cell).collect();
        let cells: Vec<Option<&str>> = cells.iter().map(|cell| Some(cell.as_str())).collect();
        Column::new("x".to_owned(), cells_of(&cells), None).describe_strays()
    }

    #[test]
    fn numbers_below_what_can_be_measured_are_told() {
        let said = strays(|row| match row % 5 {
            0 => "<0.5".to_owned(),
            _ => format!("{row}.25"),
        });
        let said = said.unwrap();
        let counts = "80 of 100 cells are numbers and the others hold 1 other value:";
        assert!(said.contains(counts), "{said}");
        assert!(!said.contains("0.5"), "{said}");
        let comma = strays(|row| match row % 4 {
            0 => "n.d.*".to_owned(),
            _ => format!("1.{row:03},5 €"),
        });
        assert!(comma.unwrap().contains("75 of 100 cells"));
    }

    #[test]
    fn codes_and_categories_are_none() {
        // House numbers, grades, tickets, and plain words.
        assert_eq!(
            strays(|row| format!("{row}{}", ["", "a", "b"][row % 3])),
            None
        );
        assert_eq!(strays(|row| ["1", "2", "3", "A"][row % 4].to_owned()), None);
        assert_eq!(
            strays(|row| match row % 3 {
                0 => format!("A/5 {row}"),
                _ => format!("{}", 21_000 + row),
            }),
            None
        );
        assert_eq!(strays(|row| format!("w{row}")), None);
        assert_eq!(strays(|row| row.to_string()), None);
    }
}
