//! Conflicts: of rows that say the same with several labels, those of a clear majority stay, or else none.

use std::collections::{BTreeMap, HashSet};

use super::edit::Edit;
use crate::evidence::Evidence;
use crate::rules::words::Safety;

/// Rows from which on a majority counts, and its share: two thirds.
const FEWEST: usize = 3;

/// Drops the rows that dispute a label of the rows in `found`.
pub(super) fn drop_conflicts(evidence: &Evidence, found: &[usize]) -> Vec<Edit> {
    let first = evidence.repeats().first_copies();
    let disputed: HashSet<usize> = found.iter().map(|&row| first[row]).collect();
    let labels = &evidence.dataset.labels;
    let mut texts: BTreeMap<usize, BTreeMap<u32, Vec<usize>>> = BTreeMap::new();
    for (row, first) in first.iter().enumerate() {
        if let Some(label) = labels.of[row]
            && disputed.contains(first)
        {
            let text = texts.entry(*first).or_default();
            text.entry(label).or_default().push(row);
        }
    }
    texts.into_values().flat_map(|text| settle(&text)).collect()
}

/// The edits of one text, whose rows come by their labels.
fn settle(text: &BTreeMap<u32, Vec<usize>>) -> Vec<Edit> {
    let all: usize = text.values().map(Vec::len).sum();
    let most = text.iter().max_by_key(|(_, rows)| rows.len());
    let majority = most.filter(|(_, rows)| all >= FEWEST && 3 * rows.len() >= 2 * all);
    let gone = text
        .iter()
        .filter(|(label, _)| majority.is_none_or(|(most, _)| most != *label));
    let edits = gone.flat_map(|(_, rows)| rows).map(|&row| match majority {
        Some((_, rows)) => {
            let reason = format!(
                "the same text, of which {} of {all} rows have another label",
                rows.len()
            );
            Edit::drop(row, Safety::Unsafe, reason).for_the_sake_of(rows[0])
        }
        None => Edit::drop(
            row,
            Safety::Unsafe,
            "the same text with several labels, none of a clear majority",
        ),
    });
    edits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_majority_of_two_thirds_stays_and_else_nothing_does() {
        let rows = |text: &[(u32, &[usize])]| -> Vec<usize> {
            let text = text.iter().map(|(label, rows)| (*label, rows.to_vec()));
            settle(&text.collect())
                .iter()
                .map(|edit| edit.row)
                .collect()
        };
        assert_eq!(rows(&[(0, &[1, 2]), (1, &[3])]), [3]);
        assert_eq!(rows(&[(0, &[1]), (1, &[3])]), [1, 3]);
        assert_eq!(rows(&[(0, &[1, 2, 3]), (1, &[4, 5])]), [1, 2, 3, 4, 5]);
    }
}
