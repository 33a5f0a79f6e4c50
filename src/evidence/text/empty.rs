//! Empty: what each column of text lacks by itself: rows in which it is empty, or in which it holds a word that
//! stands for nothing, and how often one text fills it.

use std::cmp::Reverse;
use std::collections::HashMap;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use crate::dataset::{Dataset, normalised};
use crate::evidence::Evidence;

/// Words by which tools write a missing value: what pandas reads as one (`na_values` of `read_csv`, version 2),
/// and what forums leave of a text that was taken away.
const NOTHING: [&str; 12] = [
    "#N/A",
    "#NA",
    "<NA>",
    "N/A",
    "NA",
    "NULL",
    "None",
    "n/a",
    "null",
    "undefined",
    "[deleted]",
    "[removed]",
];

/// The columns of text, each by itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    /// Each column in its order, without those that may be empty.
    pub(crate) columns: Vec<ColumnTexts>,
}

/// One column of text.
#[derive(Debug, Clone, Default)]
pub(crate) struct ColumnTexts {
    /// The column's place in the dataset.
    pub(crate) column: usize,
    /// Rows in which it is empty, or a turn of its speaker is.
    pub(crate) empty: Vec<usize>,
    /// The word that most often stands for nothing, and the rows in which it is the whole text.
    pub(crate) nothing: Option<(&'static str, Vec<usize>)>,
    /// How often the most frequent text stands in it, and its first row; of answers alone, since many rows
    /// may ask the same.
    pub(crate) most_frequent: Option<(usize, usize)>,
}

impl Evidence<'_> {
    /// What the columns of text lack, each by itself.
    pub(crate) fn texts(&self) -> &Texts {
        self.answers.texts.get_or_init(|| Texts::of(self.dataset))
    }
}

impl Texts {
    /// Looks at every column that the text of `dataset` names.
    fn of(dataset: &Dataset) -> Self {
        let optional = dataset.optional_texts();
        let mut named = dataset.roles.text_columns();
        named.sort_unstable();
        named.dedup();
        let columns = named
            .into_iter()
            .filter(|at| !optional.contains(at))
            .map(|at| ColumnTexts::of(dataset, at))
            .collect();
        Self { columns }
    }
}

impl ColumnTexts {
    fn of(dataset: &Dataset, column: usize) -> Self {
        let cells = &dataset.columns[column];
        let rows = 0..dataset.rows();
        let mut empty: Vec<usize> = rows
            .clone()
            .filter(|&row| cells.text(row).is_none())
            .collect();
        empty.extend(dataset.gaps(column));
        empty.sort_unstable();
        let said = |word: &'static str| -> (&'static str, Vec<usize>) {
            let says = |row: &usize| cells.text(*row) == Some(word);
            (word, rows.clone().filter(says).collect())
        };
        let nothing = NOTHING.map(said).into_iter();
        let nothing = nothing.max_by_key(|(_, rows)| rows.len());
        Self {
            column,
            empty,
            nothing: nothing.filter(|(_, rows)| !rows.is_empty()),
            most_frequent: dataset
                .holds_answers(column)
                .then(|| most_frequent(dataset, column))
                .flatten(),
        }
    }
}

/// How often the most frequent text of `column` stands there, and its first row.
fn most_frequent(dataset: &Dataset, column: usize) -> Option<(usize, usize)> {
    let cells = &dataset.columns[column];
    let hashes: Vec<Option<u128>> = (0..dataset.rows())
        .into_par_iter()
        .map(|row| Some(xxh3_128(normalised(cells.text(row)?).as_bytes())))
        .collect();
    let mut seen: HashMap<u128, (usize, usize)> = HashMap::new();
    for (row, hash) in hashes.into_iter().enumerate() {
        if let Some(hash) = hash {
            seen.entry(hash).or_insert((0, row)).0 += 1;
        }
    }
    seen.into_values()
        .max_by_key(|&(count, first)| (count, Reverse(first)))
}
