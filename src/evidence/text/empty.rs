//! Empty: what each column of text lacks by itself: rows in which it is empty, or in which it holds a word that
//! stands for nothing, and how often one text fills it.

use std::cmp::Reverse;
use std::collections::HashMap;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use crate::dataset::{Dataset, normalised};
use crate::evidence::Evidence;
use crate::recognise::missing::WRITTEN;

/// Words that stand for no text, beside those by which tools write a missing value: what forums leave of a text that
/// was taken away.
const TAKEN: [&str; 3] = ["undefined", "[deleted]", "[removed]"];

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
        let mut empty: Vec<usize> = Vec::new();
        let mut nothing: Vec<(&'static str, Vec<usize>)> = Vec::new();
        for row in 0..dataset.rows() {
            let Some(cell) = cells.text(row) else {
                empty.push(row);
                continue;
            };
            let mut words = WRITTEN.into_iter().chain(TAKEN);
            let Some(word) = words.find(|word| *word == cell) else {
                continue;
            };
            match nothing.iter_mut().find(|(known, _)| *known == word) {
                Some((_, rows)) => rows.push(row),
                None => nothing.push((word, vec![row])),
            }
        }
        empty.extend(dataset.gaps(column));
        empty.sort_unstable();
        Self {
            column,
            empty,
            nothing: nothing
                .into_iter()
                .max_by_key(|(word, rows)| (rows.len(), Reverse(*word))),
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
