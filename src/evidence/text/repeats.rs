//! Repeats: rows that say what an earlier row said, with the same label or with another.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::copies::find_first_copies;
use crate::dataset::{Dataset, normalised};
use crate::evidence::Evidence;

/// Rows grouped by their text, white space folded and case ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Repeats {
    /// Rows with the text and the label of an earlier row, with the first such row.
    pub(crate) duplicates: Vec<(usize, usize)>,
    /// Rows with the text of an earlier row and another label than its first, with that row.
    pub(crate) conflicts: Vec<(usize, usize)>,
    /// Rows whose text carries more than one label: every row of such a text.
    pub(crate) disputed: usize,
    /// Rows without any text.
    pub(crate) empty: Vec<usize>,
    /// How often the most frequent text stands in the data, and its first row.
    pub(crate) most_frequent: Option<(usize, usize)>,
    /// Rows looked at.
    pub(crate) rows: usize,
}

/// What is known of one text.
struct Seen {
    first: usize,
    /// First row of each label that the text carries.
    labels: Vec<(Option<u32>, usize)>,
    count: usize,
}

impl Evidence<'_> {
    /// Which rows repeat an earlier one, and which texts carry several labels.
    pub(crate) fn repeats(&self) -> &Repeats {
        self.answers
            .repeats
            .get_or_init(|| Repeats::of(self.dataset))
    }
}

impl Seen {
    /// Whether the text carries more than one label.
    fn is_disputed(&self) -> bool {
        self.labels
            .iter()
            .filter(|(label, _)| label.is_some())
            .count()
            > 1
    }
}

impl Repeats {
    /// The duplicates when the rows in `known` (ascending) are left out: of each text, every row but the
    /// first that is left.
    pub(crate) fn duplicates_without(&self, known: &[usize]) -> Vec<(usize, usize)> {
        let is_known = |row: &usize| known.binary_search(row).is_ok();
        let mut replaced = HashSet::new();
        self.duplicates
            .iter()
            .filter(|(row, first)| !(is_known(row) || is_known(first) && replaced.insert(*first)))
            .copied()
            .collect()
    }

    /// For each row the first row with its text, whatever their labels: one number for all copies.
    pub(crate) fn first_copies(&self) -> Vec<usize> {
        let mut first: Vec<usize> = (0..self.rows).collect();
        for &(row, earlier) in self.duplicates.iter().chain(&self.conflicts) {
            first[row] = earlier;
        }
        for row in 0..self.rows {
            // What a row repeats stands above it, so that its own first copy is known.
            first[row] = first[first[row]];
        }
        first
    }

    /// Looks at every row of `dataset`, in order. Texts are compared by a 128-bit hash.
    pub(crate) fn of(dataset: &Dataset) -> Self {
        let mut found = Self {
            rows: dataset.rows(),
            ..Self::default()
        };
        let first = find_first_copies(dataset.rows(), |row| normalised(&dataset.text(row)));
        let label = |row: usize| dataset.labels.of.get(row).copied().flatten();
        // Most texts stand there once: only of those with copies more is kept.
        let mut seen: HashMap<usize, Seen> = HashMap::new();
        for (row, first) in first.iter().enumerate() {
            let first = match first {
                None => {
                    found.empty.push(row);
                    continue;
                }
                Some(first) if *first as usize == row => continue,
                Some(first) => *first as usize,
            };
            let label_here = label(row);
            let entry = seen.entry(first).or_insert_with(|| Seen {
                first,
                labels: vec![(label(first), first)],
                count: 1,
            });
            entry.count += 1;
            if let Some(&(_, first)) = entry.labels.iter().find(|(known, _)| *known == label_here) {
                found.duplicates.push((row, first));
                continue;
            }
            if label_here.is_some() {
                found.conflicts.push((row, entry.first));
            }
            entry.labels.push((label_here, row));
        }
        let disputed = seen.values().filter(|text| text.is_disputed());
        found.disputed = disputed.map(|text| text.count).sum();
        let once = first.iter().position(Option::is_some).map(|row| (1, row));
        found.most_frequent = seen
            .values()
            .map(|text| (text.count, text.first))
            .chain(once)
            .max_by_key(|&(count, first)| (count, Reverse(first)));
        found
    }
}
