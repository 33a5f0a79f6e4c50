//! Duplicates: of rows that say the same, the first stays.

use std::collections::{HashMap, HashSet};

use super::edit::Edit;
use crate::dataset::Dataset;
use crate::evidence::Evidence;
use crate::rules::words::Safety;

/// Drops the rows in `found`, for each of which an earlier row stays. It is safe where that row agrees in all columns
/// and stands on the same side; where other rows say the same with another label, how many say which counts.
pub(super) fn drop_duplicates(evidence: &Evidence, found: &[usize]) -> Vec<Edit> {
    let dataset = evidence.dataset;
    let first_copies = evidence.repeats().first_copies();
    let conflicts = evidence.repeats().conflicts.iter();
    let disputed: HashSet<usize> = conflicts.map(|&(row, _)| first_copies[row]).collect();
    let mut first_whole: HashMap<(u128, Side), usize> = HashMap::new();
    let mut edits = Vec::new();
    for &(row, first) in &evidence.repeats().duplicates {
        first_whole.entry(place(dataset, first)).or_insert(first);
        let whole = *first_whole.entry(place(dataset, row)).or_insert(row);
        if found.binary_search(&row).is_err() {
            continue;
        }
        let edit = if disputed.contains(&first_copies[row]) {
            Edit::drop(
                row,
                Safety::Unsafe,
                "the same text and label, which others dispute",
            )
            .for_the_sake_of(first)
        } else if whole == row {
            Edit::drop(row, Safety::Unsafe, "the same text and label").for_the_sake_of(first)
        } else {
            Edit::drop(row, Safety::Safe, "the same in all columns").for_the_sake_of(whole)
        };
        edits.push(edit);
    }
    edits
}

/// Where a row stands: whether it trains, and its domain.
type Side = (Option<bool>, Option<u32>);

/// What two rows have to share so that one can go for the other: all cells, and the side.
fn place(dataset: &Dataset, row: usize) -> (u128, Side) {
    let trains = dataset.train_rows().map(|trains| trains[row]);
    let domain = dataset.domains.as_ref().and_then(|all| all.of[row]);
    (dataset.key(row), (trains, domain))
}
