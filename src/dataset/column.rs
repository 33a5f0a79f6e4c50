//! Column: one named column, its cells as the file writes them and, where all are numbers, as numbers.

use std::collections::BTreeMap;

use polars::prelude::{Float64Chunked, NewChunkedArray, PlSmallStr, StringChunked};

use super::cells::{Cells, CellsBuilder, Vectors};
use super::number::{canonical, number};

/// What a column holds, judged over all of its cells and never over a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Every cell that is not missing is a finite number.
    Number,
    /// Anything else that can be written as text: categories, free text, booleans, dates.
    Text,
    /// Vectors of one length: a supplied embedding.
    Vector {
        /// The length of each vector.
        dim: usize,
    },
    /// No cell holds a value.
    Empty,
}

/// One column. Missing is null, an empty cell, or NaN; and in a column of which every other cell is a
/// number also words such as `NA` and `null`.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// The column's name in the file's header.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) kind: Kind,
    text: StringChunked,
    numbers: Option<Float64Chunked>,
    vectors: Option<Vectors>,
    /// Cells beside vectors that are none: lists of another length, by row; `None` for what is no list.
    odd: BTreeMap<usize, Option<usize>>,
}

/// Words that mean missing among numbers. Among texts they are left alone: `None` may be a category,
/// `NA` a country.
const MISSING_WORDS: [&str; 5] = ["null", "NULL", "NA", "N/A", "None"];

impl Column {
    /// Judges what `cells` hold.
    pub(super) fn new(name: String, cells: Cells) -> Self {
        let text = match cells {
            Cells::Text(text) => text,
            Cells::Vectors(vectors) => return Self::of_vectors(name, vectors),
        };
        let (kind, text, numbers) = match as_numbers(&text) {
            _ if text.null_count() == text.len() => (Kind::Empty, text, None),
            None => (Kind::Text, text, None),
            Some(numbers) => {
                let text = without_words(text, &numbers);
                let numbers =
                    Float64Chunked::from_iter_options(PlSmallStr::EMPTY, numbers.into_iter());
                (Kind::Number, text, Some(numbers))
            }
        };
        Self {
            name,
            kind,
            text,
            numbers,
            vectors: None,
            odd: BTreeMap::new(),
        }
    }

    fn of_vectors(name: String, vectors: Vectors) -> Self {
        let mut text = CellsBuilder::new(vectors.present.len());
        text.push_missing(vectors.present.len());
        Self {
            name,
            kind: Kind::Vector { dim: vectors.dim },
            text: text.finish(),
            numbers: None,
            vectors: Some(vectors),
            odd: BTreeMap::new(),
        }
    }

    /// The number of cells.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// The cell as the file writes it, trimmed of white space at both ends; `None` when missing.
    pub(crate) fn text(&self, row: usize) -> Option<&str> {
        self.text.get(row)
    }

    /// The cell as a number; `None` when missing or when the column is not [`Kind::Number`].
    pub(crate) fn number(&self, row: usize) -> Option<f64> {
        self.numbers.as_ref().and_then(|numbers| numbers.get(row))
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
        for list in self.text.iter().flatten().filter_map(list) {
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
}

/// Every cell as a number, missing ones and words for missing as `None`; nothing when one cell is
/// neither, or when no cell is a number.
fn as_numbers(text: &StringChunked) -> Option<Vec<Option<f64>>> {
    let mut numbers = Vec::new();
    let mut any = false;
    for cell in text.iter() {
        let value = cell.and_then(number);
        any |= value.is_some();
        if value.is_none() && cell.is_some_and(|cell| !MISSING_WORDS.contains(&cell)) {
            return None;
        }
        numbers.push(value);
    }
    any.then_some(numbers)
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

/// `text` with the words for missing taken out, where there are any.
fn without_words(text: StringChunked, numbers: &[Option<f64>]) -> StringChunked {
    if numbers.iter().filter(|value| value.is_none()).count() == text.null_count() {
        return text;
    }
    let mut cells = CellsBuilder::new(text.len());
    for (cell, value) in text.iter().zip(numbers) {
        cells.push(cell.filter(|_| value.is_some()));
    }
    cells.finish()
}

#[cfg(test)]
mod tests {
    use super::super::cells::cells_of;
    use super::*;

    fn column(cells: &[&str]) -> Column {
        let cells: Vec<Option<&str>> = cells.iter().map(|&cell| Some(cell)).collect();
        Column::new("x".to_owned(), cells_of(&cells))
    }

    #[test]
    fn numbers_keep_the_text_that_they_are_written_with() {
        let column = column(&["21.0", " 6 ", "", "NaN"]);
        assert_eq!(column.kind, Kind::Number);
        assert_eq!(
            (column.text(0), column.number(0)),
            (Some("21.0"), Some(21.0))
        );
        assert_eq!((column.text(1), column.number(1)), (Some("6"), Some(6.0)));
        assert!(column.text(2).is_none() && column.text(3).is_none());
    }

    #[test]
    fn one_word_far_down_makes_it_text() {
        let mut cells = vec!["1"; 100_000];
        cells.push("unknown");
        assert_eq!(column(&cells).kind, Kind::Text);
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
        assert_eq!(column(&["1", "inf"]).kind, Kind::Text);
        assert_eq!(column(&["", "NaN"]).kind, Kind::Empty);
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
}
