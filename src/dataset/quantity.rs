//! Quantity: whether the cells of a column are numbers, under which convention, and what else stands among them.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::CellsBuilder;
use super::convention::Convention;
use super::conventions::{MOST, find_conventions, most};
use super::marks::is_mark;
use super::number::{canonical, is_canonical, number, typed_number};
use super::part::Part;
use super::strings::Strings;

/// The most decimals that all cells are written with; columns with more keep each number's shortest form.
const MOST_DECIMALS: usize = 4;

/// A column of numbers.
pub(super) struct Quantities {
    /// The number in each cell.
    pub(super) numbers: Vec<Option<f64>>,
    /// The cells in one form: a decimal point, as many decimals in each, nothing about it. None where they are in it.
    pub(super) text: Option<Strings>,
    /// Marks that were read as missing, and how often each stands.
    pub(super) marks: BTreeMap<String, usize>,
    /// Cells that are neither number nor mark, by row; read as missing.
    pub(super) misfits: Vec<usize>,
    /// A number as the column writes it, where that isn't `1234.5`.
    pub(super) example: Option<String>,
}

impl Quantities {
    /// The numbers of `cells`, when at least 95 % of those that hold something, and no mark, are numbers
    /// under one convention for each of the `parts`; with `asked`, when any is.
    pub(super) fn of(cells: &Strings, parts: &[Part], asked: bool) -> Option<Self> {
        let is_typed = asked || parts.iter().any(|part| part.is_typed);
        let plain = Plain::read(cells, asked, is_typed)?;
        if plain.values == 0 || (!asked && plain.are_codes()) {
            return None;
        }
        let read = plain.values - plain.others.len();
        let least = if asked { 1 } else { most(plain.values) };
        let is_known = parts.iter().any(|part| part.decimal.is_some());
        let conventions = if !is_known && (plain.others.is_empty() || are_words(&plain.others)) {
            Vec::new()
        } else {
            find_conventions(cells, parts, &plain.numbers, asked)
        };
        if conventions.iter().all(Option::is_none) {
            return (read >= least).then(|| Self::from_plain(cells, plain.numbers));
        }
        let found = Self::under(&conventions, parts, cells, &plain.numbers);
        (found.numbers.iter().flatten().count() >= least).then_some(found)
    }

    /// The numbers of a column that are written as programs write them.
    fn from_plain(cells: &Strings, numbers: Vec<Option<f64>>) -> Self {
        let written = || {
            let cells = cells.iter().zip(&numbers);
            cells.map(|(cell, number)| number.and(cell))
        };
        let are_all = written().flatten().count() == cells.len() - cells.count_missing();
        let text = if !is_aligned(written(), &numbers) {
            Some(align(written, &numbers))
        } else if are_all {
            None
        } else {
            let mut text = CellsBuilder::new(cells.len());
            written().for_each(|cell| text.push(cell));
            Some(text.finish())
        };
        Self::new(cells, numbers, text)
    }

    /// The numbers of `cells`, those of each part under its convention, or as programs write them.
    fn under(
        conventions: &[Option<Convention>],
        parts: &[Part],
        cells: &Strings,
        numbers: &[Option<f64>],
    ) -> Self {
        let mut plain = CellsBuilder::new(cells.len());
        let mut values = Vec::with_capacity(cells.len());
        let mut left = cells.iter().zip(numbers);
        for (convention, part) in conventions.iter().zip(parts) {
            for (cell, value) in left.by_ref().take(part.rows.len()) {
                let Some(convention) = convention else {
                    plain.push(value.and(cell));
                    values.push(*value);
                    continue;
                };
                let text = cell.and_then(|cell| convention.plain(cell));
                values.push(text.as_deref().and_then(number));
                plain.push(text.as_deref());
            }
        }
        let plain = plain.finish();
        let text = align(|| plain.iter(), &values);
        Self {
            example: conventions.iter().flatten().find_map(Convention::example),
            ..Self::new(cells, values, Some(text))
        }
    }

    /// Counts what holds no number.
    fn new(cells: &Strings, numbers: Vec<Option<f64>>, text: Option<Strings>) -> Self {
        let mut marks = BTreeMap::new();
        let mut misfits = Vec::new();
        let read = numbers.iter().flatten().count();
        let has_others = read < cells.len() - cells.count_missing();
        let others = has_others.then(|| cells.iter().zip(&numbers).enumerate());
        for (row, (cell, number)) in others.into_iter().flatten() {
            match cell {
                Some(cell) if number.is_none() && is_mark(cell) => {
                    *marks.entry(cell.to_owned()).or_default() += 1;
                }
                Some(_) if number.is_none() => misfits.push(row),
                _ => {}
            }
        }
        Self {
            numbers,
            text,
            marks,
            misfits,
            example: None,
        }
    }
}

/// The cells of a column, read as programs write numbers.
struct Plain<'a> {
    numbers: Vec<Option<f64>>,
    /// Cells that hold something, and no mark.
    values: usize,
    /// Those of them that are no numbers.
    others: Vec<&'a str>,
    /// Those of them without a digit.
    words: usize,
    /// Cells of digits only, by how many they are.
    widths: BTreeMap<usize, usize>,
    /// How many digits cells have that begin with a zero.
    padded: BTreeSet<usize>,
}

impl<'a> Plain<'a> {
    /// Reads `cells`; nothing where, unless `asked`, too many hold no digit for any convention. `is_typed` where
    /// numbers are known to be such.
    fn read(cells: &'a Strings, asked: bool, is_typed: bool) -> Option<Self> {
        let mut plain = Self {
            numbers: Vec::with_capacity(cells.len()),
            values: 0,
            others: Vec::new(),
            words: 0,
            widths: BTreeMap::new(),
            padded: BTreeSet::new(),
        };
        // Most columns of words show it in a few cells.
        let most_words = (1.0 - MOST) * cells.len() as f64;
        for cell in cells.iter() {
            let value = cell.and_then(|cell| plain.read_cell(cell, asked));
            plain.numbers.push(value);
            if !asked && plain.words as f64 > most_words {
                return None;
            }
        }
        if is_typed || plain.others.iter().any(|cell| typed_number(cell).is_some()) {
            plain.take_exponents(cells, is_typed);
        }
        Some(plain)
    }

    /// Takes `1e3` for a number where numbers are known to be such, or where others have decimals or a signed
    /// exponent; elsewhere it is a code (`2E2`, the name of a room).
    fn take_exponents(&mut self, cells: &'a Strings, is_typed: bool) {
        let is_measured = |cell: &str| number(cell).is_some() && cell.contains(['.', 'e', 'E']);
        if !is_typed && !cells.texts().any(is_measured) {
            return;
        }
        self.others.retain(|cell| typed_number(cell).is_none());
        for (value, cell) in self.numbers.iter_mut().zip(cells.iter()) {
            *value = value.or_else(|| typed_number(cell?));
        }
    }

    fn read_cell(&mut self, cell: &'a str, asked: bool) -> Option<f64> {
        let value = number(cell);
        if value.is_none() && is_mark(cell) {
            return None;
        }
        self.values += 1;
        if cell.bytes().all(|byte| byte.is_ascii_digit()) {
            *self.widths.entry(cell.len()).or_default() += 1;
            if cell.len() > 1 && cell.starts_with('0') {
                self.padded.insert(cell.len());
                if asked {
                    return cell.parse().ok();
                }
            }
        }
        if value.is_none() {
            self.others.push(cell);
            self.words += usize::from(!cell.bytes().any(|byte| byte.is_ascii_digit()));
        }
        value
    }

    /// Whether these are codes: nearly all digits of one width, of which some begin with zero (`00501`).
    fn are_codes(&self) -> bool {
        self.padded.iter().any(|width| {
            let alike = self.widths.get(width).copied().unwrap_or(0);
            alike as f64 >= MOST * self.values as f64
        })
    }
}

/// Whether no cell of the first hundred holds a digit: then no convention needs to be tried.
fn are_words(cells: &[&str]) -> bool {
    let mut first = cells.iter().take(100);
    !first.any(|cell| cell.bytes().any(|byte| byte.is_ascii_digit()))
}

/// Whether the texts of `numbers` are in one form already.
fn is_aligned<'a>(
    mut cells: impl Iterator<Item = Option<&'a str>>,
    numbers: &[Option<f64>],
) -> bool {
    let zero = numbers.contains(&Some(0.0));
    let mut decimals = None;
    cells.all(|cell| {
        let Some(bytes) = cell.map(str::as_bytes) else {
            return true;
        };
        let point = bytes.iter().position(|&byte| byte == b'.');
        let here = point.map_or(0, |at| bytes.len() - at - 1);
        here == *decimals.get_or_insert(here)
            && here <= MOST_DECIMALS
            && (point.is_none() || here > 0)
            && !matches!(bytes, [b'+' | b'.', ..] | [b'-', b'.', ..])
            && !(zero && bytes.starts_with(b"-0"))
            && !matches!(bytes, [b'0', b'0'..=b'9', ..])
            && !bytes.iter().any(|byte| matches!(byte, b'e' | b'E'))
    })
}

/// The numbers with as many decimals in each cell as the most that one has, so that a table and its
/// export from another program say the same; beyond four decimals, each in its shortest form.
fn align<'a, I: Iterator<Item = Option<&'a str>>>(
    plain: impl Fn() -> I,
    numbers: &[Option<f64>],
) -> Strings {
    let decimals = |cell: &str| match cell.split_once('.') {
        _ if cell.contains(['e', 'E']) => usize::MAX,
        Some((_, part)) => part.len(),
        None => 0,
    };
    let most = plain().flatten().map(decimals).max().unwrap_or(0);
    let mut text = CellsBuilder::new(numbers.len());
    let mut padded = String::new();
    for (cell, value) in plain().zip(numbers) {
        match cell.zip(*value) {
            None => text.push(None),
            Some((cell, _)) if most > MOST_DECIMALS && is_canonical(cell) => text.push(Some(cell)),
            Some((cell, value)) if most > MOST_DECIMALS => text.push(Some(&canonical(cell, value))),
            Some((cell, value)) => {
                padded.clear();
                pad(cell, value, most, &mut padded);
                text.push(Some(&padded));
            }
        }
    }
    text.finish()
}

/// Writes `cell` to `out` with `decimals` decimals, without a plus, with a zero before its point; minus zero is zero.
fn pad(cell: &str, value: f64, decimals: usize, out: &mut String) {
    let digits = cell.trim_start_matches(['+', '-']);
    let padded = digits.trim_start_matches('0');
    let digits = match padded.bytes().next() {
        Some(b'0'..=b'9') => padded,
        None => "0",
        Some(_) => digits,
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if value < 0.0 {
        out.push('-');
    }
    out.push_str(if whole.is_empty() { "0" } else { whole });
    if decimals > 0 {
        out.push('.');
        out.push_str(part);
        out.extend(std::iter::repeat_n(
            '0',
            decimals.saturating_sub(part.len()),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::super::cells::{Cells, cells_of};
    use super::*;

    fn read(cells: &[&str]) -> Option<Quantities> {
        let cells: Vec<Option<&str>> = cells.iter().map(|&cell| Some(cell)).collect();
        let Cells::Text(text) = cells_of(&cells) else {
            return None;
        };
        Quantities::of(&text, &[Part::whole(text.len())], false)
    }

    fn texts(cells: &[&str]) -> Vec<String> {
        let found = read(cells).expect("numbers");
        let Some(text) = found.text else {
            return cells.iter().map(|&cell| cell.to_owned()).collect();
        };
        let cells = text.iter().map(|cell| cell.unwrap_or("missing").to_owned());
        cells.collect()
    }

    #[test]
    fn a_table_and_its_export_from_another_locale_say_the_same() {
        let here = texts(&["1234.5", "7.25", "12"]);
        assert_eq!(here, ["1234.50", "7.25", "12.00"]);
        assert_eq!(texts(&["1.234,5", "7,25", "12"]), here);
        assert_eq!(texts(&["$1,234.50", "$7.25", "$12.00"]), here);
        assert_eq!(texts(&["21.0", "6.0"]), ["21.0", "6.0"]);
        assert_eq!(
            texts(&["0.333333333", ".5", "-0.0"]),
            ["0.333333333", "0.5", "0"]
        );
        assert_eq!(
            texts(&["12345678901234567890", "1"]),
            ["12345678901234567890", "1"]
        );
    }

    #[test]
    fn marks_are_missing_and_counted_and_the_rest_is_a_misfit() {
        let mut cells = vec!["1.5"; 95];
        cells.extend(["?", "?", "n/a", "#N/A", "-", "inf", "Total"]);
        let found = read(&cells).expect("numbers");
        assert_eq!(found.marks.get("?"), Some(&2));
        assert_eq!(found.marks.len(), 5);
        assert_eq!(found.misfits, [101]);
        assert_eq!(found.numbers[95..].iter().flatten().count(), 0);
    }

    #[test]
    fn five_in_a_hundred_may_be_something_else_and_six_may_not() {
        let cells = |others: usize| {
            let mut cells = vec!["3"; 100 - others];
            cells.resize(100, "a");
            cells
        };
        assert!(read(&cells(5)).is_some());
        assert!(read(&cells(6)).is_none());
    }

    #[test]
    fn codes_of_one_width_with_leading_zeros_are_no_numbers() {
        let mut codes = vec!["10001"; 99];
        codes.push("00501");
        assert!(read(&codes).is_none());
        assert!(read(&["yes", "no"]).is_none());
    }

    #[test]
    fn a_few_cells_do_not_change_what_the_others_say() {
        let mut cells = vec!["1.234"; 98];
        cells.extend(["3,5"; 2]);
        let found = read(&cells).expect("numbers");
        assert_eq!((found.numbers[0], found.misfits.len()), (Some(1.234), 2));
        let mut cells = vec!["3,5"; 98];
        cells.extend(["1.234"; 2]);
        let found = read(&cells).expect("numbers");
        assert_eq!(
            (found.numbers[0], found.numbers[99]),
            (Some(3.5), Some(1234.0))
        );
        let mut cells = vec!["12"; 98];
        cells.extend(["3,5"; 2]);
        assert_eq!(read(&cells).expect("numbers").numbers[99], Some(3.5));
    }

    #[test]
    fn digits_with_an_e_are_codes_but_beside_measurements() {
        assert!(read(&["2E2", "30E1", "1E3", "3E4"]).is_none());
        assert!(read(&["101", "204", "3E4", "305"]).is_none());
        let measured = read(&["0.001", "1e3", "5.5"]).expect("numbers");
        assert_eq!(measured.numbers[1], Some(1000.0));
        let Cells::Text(text) = cells_of(&[Some("2E2"), Some("7")]) else {
            panic!("vectors");
        };
        let mut part = Part::whole(2);
        part.is_typed = true;
        let typed = Quantities::of(&text, &[part], false).expect("numbers");
        assert_eq!(typed.numbers[0], Some(200.0));
    }
}
