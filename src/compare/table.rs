//! Table: one version as it is compared: the cells of the columns that both have, and where each row belongs.

use std::borrow::Cow;

use rayon::prelude::*;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed, xxh3_128_with_seed};

use crate::dataset::{Column, Dataset, Kind, canonical, number};

/// What stands for the cell of a column that is missing.
const MISSING: u128 = 0;

/// A column of one version that is compared with its like in the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compared {
    /// Its place in this version.
    pub(super) at: usize,
    /// Whether one of the versions takes it for numbers, so that each is compared as the quantity that it is.
    pub(super) by_number: bool,
}

/// What a row is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RowHash {
    /// Its cells, but for label and split.
    pub(super) content: u128,
    /// Its label.
    pub(super) label: u64,
    /// The split that it is in.
    pub(super) place: u64,
    /// Its key; 0 where it has none.
    pub(super) key: u64,
}

/// One version.
pub(super) struct Table<'a> {
    pub(super) dataset: &'a Dataset,
    /// The columns that are compared cell by cell, in the order of the base: neither label nor split.
    pub(super) columns: Vec<Compared>,
    /// The column of the label.
    pub(super) label: Option<Compared>,
    /// The column of the domain.
    pub(super) domain: Option<Compared>,
    /// The column of the split.
    pub(super) split: Option<Compared>,
    /// The column of the key.
    pub(super) key: Option<Compared>,
    /// Whether rows lie in splits or domains by the file that they stand in.
    pub(super) by_file: bool,
}

impl Table<'_> {
    /// The number of rows.
    pub(super) fn rows(&self) -> usize {
        self.dataset.rows()
    }

    /// A cell in the one form that all ways to write it share; `None` where it is missing.
    pub(super) fn cell(&self, column: Compared, row: usize) -> Option<Cow<'_, str>> {
        read_cell(&self.dataset.columns[column.at], column.by_number, row)
    }

    /// The class of a row.
    pub(super) fn class(&self, row: usize) -> Option<Cow<'_, str>> {
        self.cell(self.label?, row)
    }

    /// The domain of a row.
    pub(super) fn domain(&self, row: usize) -> Option<Cow<'_, str>> {
        if let Some(column) = self.domain {
            return self.cell(column, row);
        }
        let domains = self.dataset.domains.as_ref().filter(|_| self.by_file)?;
        let name = self.dataset.domain_name(domains.of[row])?;
        Some(Cow::Borrowed(name))
    }

    /// The split of a row: what its split cell says, or its file.
    pub(super) fn split(&self, row: usize) -> Option<Cow<'_, str>> {
        if let Some(column) = self.split {
            return self.cell(column, row);
        }
        let train = self.dataset.train_rows().filter(|_| self.by_file)?;
        Some(Cow::Borrowed(if train[row] { "train" } else { "test" }))
    }

    /// Where a row belongs that may be moved elsewhere: to a split, or else to the domain that a file is.
    pub(super) fn place(&self, row: usize) -> Option<Cow<'_, str>> {
        let split = self.split(row);
        if split.is_some() || self.domain.is_some() {
            return split;
        }
        self.domain(row)
    }

    /// What each row is known by.
    pub(super) fn hash_rows(&self) -> Vec<RowHash> {
        let hash = |cell: Option<Cow<str>>| cell.map_or(0, |cell| xxh3_64(cell.as_bytes()).max(1));
        (0..self.rows())
            .into_par_iter()
            .map(|row| RowHash {
                content: self.hash_content(row),
                label: hash(self.class(row)),
                place: hash(self.place(row)),
                key: hash(self.key.and_then(|column| self.cell(column, row))),
            })
            .collect()
    }

    /// A hash of the cells of a row. Those of single cells are added, so that columns may be taken out of it.
    fn hash_content(&self, row: usize) -> u128 {
        let cells = self.columns.iter().enumerate().map(|(nth, &column)| {
            let cell = self.cell(column, row);
            let text = cell.map(|cell| xxh3_128_with_seed(cell.as_bytes(), nth as u64));
            let vector = self.dataset.columns[column.at].vector(row);
            let vector = vector.map(|vector| xxh3_128_with_seed(&bytes(vector), nth as u64));
            text.or(vector).unwrap_or(MISSING)
        });
        cells.fold(0, u128::wrapping_add)
    }

    /// A hash of one cell, 0 where it is missing.
    pub(super) fn hash_cell(&self, nth: usize, row: usize) -> u64 {
        let column = self.columns[nth];
        if let Some(cell) = self.cell(column, row) {
            return xxh3_64_with_seed(cell.as_bytes(), nth as u64).max(1);
        }
        let vector = self.dataset.columns[column.at].vector(row);
        vector.map_or(0, |vector| {
            xxh3_64_with_seed(&bytes(vector), nth as u64).max(1)
        })
    }
}

fn bytes(vector: &[f32]) -> Vec<u8> {
    let values = vector
        .iter()
        .flat_map(|value| value.to_bits().to_le_bytes());
    values.collect()
}

/// Equal cells have one text: `1.0` is `1` among numbers, `True` is `true`, and what marks missing is missing.
fn read_cell(column: &Column, by_number: bool, row: usize) -> Option<Cow<'_, str>> {
    if column.kind == Kind::Number {
        if let Some(value) = column.number(row) {
            let text = column.text(row)?;
            return Some(Cow::Owned(canonical(text, value)));
        }
        // Cells that are no numbers are what they say.
        let written = column.written(row)?;
        let is_mark = column.reading.marks.contains_key(written);
        return (!is_mark).then_some(Cow::Borrowed(written));
    }
    let text = column.text(row).or_else(|| column.written(row))?;
    if column.reading.marks.contains_key(text) {
        return None;
    }
    if by_number && let Some(value) = number(text) {
        return Some(Cow::Owned(canonical(text, value)));
    }
    if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") {
        return Some(Cow::Owned(text.to_ascii_lowercase()));
    }
    Some(Cow::Borrowed(text))
}
