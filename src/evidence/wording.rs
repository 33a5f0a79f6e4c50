//! Wording: what of each row is compared with other rows, and the first row that says the same.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_128;

use crate::dataset::{Dataset, normalised};

/// The text by which rows are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// The columns of free text; none when the rows have no free text, and their whole text is compared.
    pub prose: Vec<usize>,
    /// For each row the first row with its text, which may be itself; `None` for a row without text.
    pub first: Vec<Option<u32>>,
}

impl Wording {
    /// Looks at every row of `dataset`. Texts are compared by a 128-bit hash.
    pub(super) fn of(dataset: &Dataset) -> Self {
        let prose = dataset.prose_columns();
        let mut seen: HashMap<u128, u32> = HashMap::new();
        let first = (0..dataset.rows())
            .map(|row| {
                let text = text(dataset, &prose, row);
                (!text.is_empty())
                    .then(|| *seen.entry(xxh3_128(text.as_bytes())).or_insert(row as u32))
            })
            .collect();
        Self { prose, first }
    }

    /// The rows that say what no row before them says, ascending.
    pub fn different(&self) -> Vec<usize> {
        (0..self.first.len())
            .filter(|&row| self.first[row] == Some(row as u32))
            .collect()
    }

    /// What of `row` is compared, normalised.
    pub fn text(&self, dataset: &Dataset, row: usize) -> String {
        text(dataset, &self.prose, row)
    }
}

fn text(dataset: &Dataset, prose: &[usize], row: usize) -> String {
    if prose.is_empty() {
        normalised(&dataset.text(row))
    } else {
        normalised(&dataset.cells(row, prose))
    }
}
