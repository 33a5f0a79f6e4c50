//! Column: one named column, its cells as the file writes them and, where all are numbers, as numbers.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cells::{Cells, CellsBuilder, Vectors};
use super::marks::is_mark;
use super::number::{canonical, typed_number};
use super::part::Part;
use super::quantity::Quantities;
use super::strings::Strings;
use super::time::read_times;

/// What a column holds, judged over all of its cells and never over a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// At least 95 % of the cells that hold something are finite numbers under one convention.
    Number,
    /// At least 95 % of the cells that hold something are days or times of day.
    Time,
    /// Anything else that can be written as text: categories, free text, booleans.
    Text,
    /// Vectors of one length: a supplied embedding.
    Vector {
        /// The length of each vector.
        dim: usize,
    },
    /// No cell holds a value.
    Empty,
}

/// One column. Missing is null, an empty cell, or NaN; and in a column of numbers or times also what
/// marks missing there, such as `?` and `NA`, and cells that are none.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// The column's name in the file's header.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) kind: Kind,
    /// How its cells were read.
    pub(crate) reading: Reading,
    /// What the user takes it for.
    pub(crate) asked: Option<KindAsked>,
    text: Strings,
    /// The cells as the file writes them, where `text` says them in another form or leaves some out.
    written: Option<Strings>,
    /// The number at each [place](Strings::place) of `text`; NaN where it is missing.
    numbers: Option<Vec<f64>>,
    vectors: Option<Vectors>,
    /// Cells beside vectors that are none: lists of another length, by row; `None` for what is no list.
    odd: BTreeMap<usize, Option<usize>>,
}

/// What a user may take a column for, whatever its cells look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum KindAsked {
    /// Numbers; any other cell is missing.
    Number,
    /// Values of a few kinds, each by its name.
    Category,
    /// Words.
    Text,
    /// Days or times of day; any other cell is missing.
    Time,
}

impl KindAsked {
    /// The word for each.
    pub(crate) const WORDS: [(&'static str, Self); 4] = [
        ("number", Self::Number),
        ("category", Self::Category),
        ("text", Self::Text),
        ("time", Self::Time),
    ];

    fn is_words(self) -> bool {
        matches!(self, Self::Category | Self::Text)
    }
}

/// How the cells of one column were read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Marks such as `?` that mean missing among numbers and times, and how often each stands. In other
    /// columns they stay what they are.
    pub(crate) marks: BTreeMap<String, usize>,
    /// Rows whose cells are neither number nor mark in a column of numbers, or no time in one of times;
    /// they count as missing.
    pub(crate) misfits: Vec<usize>,
    /// A number as the column writes it, where that isn't `1234.5`.
    pub(crate) example: Option<String>,
}

impl Column {
    /// Judges what `cells` hold, or takes them for what is `asked`.
    pub(super) fn new(name: String, cells: Cells, asked: Option<KindAsked>) -> Self {
        let parts = [Part::whole(cells.len())];
        Self::of_parts(name, cells, &parts, asked)
    }

    /// As [`Column::new`], for cells of several files, of each of which something is known.
    pub(super) fn of_parts(
        name: String,
        cells: Cells,
        parts: &[Part],
        asked: Option<KindAsked>,
    ) -> Self {
        let text = match cells {
            // In delimited text brackets may stand about anything.
            Cells::Text(text) if parts.iter().all(|part| part.is_typed) => {
                single_numbers(&text).unwrap_or(text)
            }
            Cells::Text(text) => text,
            Cells::Vectors(vectors) => return Self::of_vectors(name, vectors),
        };
        let column = if text.count_missing() == text.len() {
            Self::of_text(name, Kind::Empty, text)
        } else if asked.is_some_and(KindAsked::is_words) {
            Self::of_text(name, Kind::Text, text)
        } else {
            Self::of_cells(name, text, parts, asked)
        };
        Self { asked, ..column }
    }

    fn of_cells(name: String, text: Strings, parts: &[Part], asked: Option<KindAsked>) -> Self {
        let wants = |kind| asked == Some(kind);
        if !wants(KindAsked::Time)
            && let Some(quantities) = Quantities::of(&text, parts, wants(KindAsked::Number))
        {
            return Self::of_quantities(name, text, quantities);
        }
        match read_times(&text, wants(KindAsked::Time)) {
            Some(are) => Self::of_times(name, text, &are),
            None => Self::of_text(name, Kind::Text, text),
        }
    }

    fn of_text(name: String, kind: Kind, text: Strings) -> Self {
        Self {
            name,
            kind,
            reading: Reading::default(),
            asked: None,
            text,
            written: None,
            numbers: None,
            vectors: None,
            odd: BTreeMap::new(),
        }
    }

    fn of_quantities(name: String, written: Strings, found: Quantities) -> Self {
        let text = found.text.filter(|text| !text.iter().eq(written.iter()));
        let (text, written) = match text {
            Some(text) => (text, Some(written)),
            None => (written, None),
        };
        let numbers = text.by_place(&found.numbers);
        let numbers = numbers.iter().map(|number| number.unwrap_or(f64::NAN));
        Self {
            reading: Reading {
                marks: found.marks,
                misfits: found.misfits,
                example: found.example,
            },
            numbers: Some(numbers.collect()),
            written,
            ..Self::of_text(name, Kind::Number, text)
        }
    }

    fn of_times(name: String, written: Strings, are: &[bool]) -> Self {
        let mut text = CellsBuilder::new(written.len());
        let mut reading = Reading::default();
        for (row, (cell, &is)) in written.iter().zip(are).enumerate() {
            text.push(cell.filter(|_| is));
            match cell {
                Some(cell) if is_mark(cell) => {
                    *reading.marks.entry(cell.to_owned()).or_default() += 1;
                }
                Some(_) if !is => reading.misfits.push(row),
                _ => {}
            }
        }
        let text = text.finish();
        let same = text.count_missing() == written.count_missing();
        Self {
            reading,
            written: (!same).then_some(written),
            ..Self::of_text(name, Kind::Time, text)
        }
    }

    fn of_vectors(name: String, vectors: Vectors) -> Self {
        let mut text = CellsBuilder::new(vectors.present.len());
        text.push_missing(vectors.present.len());
        let kind = Kind::Vector { dim: vectors.dim };
        Self {
            vectors: Some(vectors),
            ..Self::of_text(name, kind, text.finish())
        }
    }

    /// The number of cells.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// What the cell says, trimmed of white space at both ends: as the file writes it, numbers in one form
    /// for the whole column; `None` when missing.
    pub(crate) fn text(&self, row: usize) -> Option<&str> {
        self.text.get(row)
    }

    /// The cell as a number; `None` when missing or when the column is not [`Kind::Number`].
    pub(crate) fn number(&self, row: usize) -> Option<f64> {
        let number = self.numbers.as_ref()?[self.text.place(row)?];
        (!number.is_nan()).then_some(number)
    }

    /// The cell as a vector; `None` when missing or when the column is not [`Kind::Vector`].
    pub(crate) fn vector(&self, row: usize) -> Option<&[f32]> {
        let vectors = self.vectors.as_ref()?;
        let present = vectors.present.get(row) == Some(&true);
        present.then(|| &vectors.values[row * vectors.dim..(row + 1) * vectors.dim])
    }

    /// The length of the list in a cell beside vectors that is no vector, or `None` if the cell is no
    /// list at all; nothing where the cell is a vector or missing.
    #[expect(
        clippy::option_option,
        reason = "no vector, but a list of some length or no list at all: three things to tell apart"
    )]
    pub(super) fn odd(&self, row: usize) -> Option<Option<usize>> {
        self.odd.get(&row).copied()
    }

    /// The column with the lists in its cells as vectors, for a column of texts that was named as an
    /// embedding: the most frequent length is the vectors' own (the shorter of equals), and cells that
    /// hold anything else become missing vectors. Unchanged when no cell holds a list of numbers.
    pub(super) fn reread_as_vectors(self) -> Self {
        if self.kind != Kind::Text {
            return self;
        }
        let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
        for list in self.text.texts().filter_map(list) {
            *lengths.entry(list.len()).or_default() += 1;
        }
        let most = lengths
            .into_iter()
            .reduce(|best, next| if next.1 > best.1 { next } else { best });
        let Some((dim, _)) = most else { return self };
        let mut odd = BTreeMap::new();
        let vectors = Vectors::of(self.text.iter().enumerate().map(|(row, cell)| {
            let list = list(cell?);
            if let Some(vector) = list.as_ref().filter(|list| list.len() == dim) {
                return Some(vector.clone());
            }
            odd.insert(row, list.map(|list| list.len()));
            None
        }));
        match vectors {
            Some(vectors) => Self {
                odd,
                ..Self::of_vectors(self.name, vectors)
            },
            None => self,
        }
    }

    /// The cell as a category: its text, but one text for all ways to write one number (`1`, `1.0`).
    pub(crate) fn category(&self, row: usize) -> Option<String> {
        let text = self.text(row)?;
        Some(match self.number(row) {
            Some(value) => canonical(text, value),
            None => text.to_owned(),
        })
    }

    /// The cell as the file writes it, trimmed; `None` when it is empty.
    pub(crate) fn written(&self, row: usize) -> Option<&str> {
        self.written.as_ref().unwrap_or(&self.text).get(row)
    }

    /// The cell as the name of a class, a domain or a part. As [`Self::category`], but what marks missing
    /// among numbers is a name, too (`?` among labels is a class), and a unit is part of it (`36 months`).
    pub(crate) fn class(&self, row: usize) -> Option<String> {
        let number = self
            .category(row)
            .filter(|_| self.reading.example.is_none());
        number.or_else(|| self.written(row).map(str::to_owned))
    }
}

/// The numbers in lists of one number each, with all their digits: `labels: [1]` is 1. None where a cell holds
/// anything else.
fn single_numbers(lists: &Strings) -> Option<Strings> {
    let mut numbers = CellsBuilder::new(lists.len());
    for cell in lists.iter() {
        let item = match cell {
            Some(cell) => Some(cell.strip_prefix('[')?.strip_suffix(']')?.trim()),
            None => None,
        };
        let is_missing = item.is_none_or(|item| matches!(item, "null" | "NaN"));
        if !is_missing {
            typed_number(item?)?;
        }
        numbers.push(item.filter(|_| !is_missing));
    }
    Some(numbers.finish())
}

/// The numbers of a list such as `[0.5, -1e-3, NaN]`, `null` as NaN; `None` for anything else, and for an
/// empty list.
fn list(cell: &str) -> Option<Vec<f32>> {
    cell.strip_prefix('[')?
        .strip_suffix(']')?
        .split(',')
        .map(|item| match item.trim() {
            "null" | "None" => Some(f32::NAN),
            item => item.parse().ok(),
        })
        .collect()
}

#[cfg(test)]
mod tests;
