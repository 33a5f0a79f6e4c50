//! Duplicates: of rows that say the same, the first stays; of a train row and a test row, the one that a leak leaves.

use std::collections::{HashMap, HashSet};

use super::edit::Edit;
use crate::dataset::Dataset;
use crate::evidence::Evidence;
use crate::plan::settings::LeakSide;
use crate::rules::words::Safety;

/// Drops the rows in `found`, for each of which an earlier row stays. It is safe where that row agrees in all columns
/// and stands on the same side; where other rows say the same with another label, how many say which counts. Of a train
/// row and a test row the one from `side` goes, as a leak would.
pub(super) fn drop_duplicates(evidence: &Evidence, found: &[usize], side: LeakSide) -> Vec<Edit> {
    let dataset = evidence.dataset;
    let first_copies = evidence.repeats().first_copies();
    let conflicts = evidence.repeats().conflicts.iter();
    let disputed: HashSet<usize> = conflicts.map(|&(row, _)| first_copies[row]).collect();
    let mut first_whole: HashMap<(u128, Side), usize> = HashMap::new();
    // The first row that agrees with `row` in all columns, which may be itself.
    let mut find_whole = |row| match place(dataset, row) {
        Some(place) => *first_whole.entry(place).or_insert(row),
        None => row,
    };
    let mut edits = Vec::new();
    for &(row, first) in &evidence.repeats().duplicates {
        find_whole(first);
        let whole = find_whole(row);
        if found.binary_search(&row).is_err() {
            continue;
        }
        let edit = if whole != row && !disputed.contains(&first_copies[row]) {
            Edit::drop(row, Safety::Safe, "the same in all columns").for_the_sake_of(whole)
        } else {
            let reason = if disputed.contains(&first_copies[row]) {
                "the same text and label, which others dispute"
            } else {
                "the same text and label"
            };
            let (gone, kept) = choose(dataset, (row, first), side);
            Edit::drop(gone, Safety::Unsafe, reason).for_the_sake_of(kept)
        };
        edits.push(edit);
    }
    edits
}

/// Which of two rows goes, and which stays: the later one goes, unless only the first is on the `side` to drop from.
fn choose(dataset: &Dataset, (row, first): (usize, usize), side: LeakSide) -> (usize, usize) {
    let is_on_side = |trains: &[bool], row: usize| trains[row] == matches!(side, LeakSide::Train);
    match dataset.train_rows() {
        Some(trains) if is_on_side(trains, first) && !is_on_side(trains, row) => (first, row),
        _ => (row, first),
    }
}

/// Where a row stands: whether it trains, and its domain.
type Side = (Option<bool>, Option<u32>);

/// What two rows have to share so that one can go for the other: all cells, and the side. `None` where not all cells
/// are known.
fn place(dataset: &Dataset, row: usize) -> Option<(u128, Side)> {
    let trains = dataset.train_rows().map(|trains| trains[row]);
    let domain = dataset.domains.as_ref().and_then(|all| all.of[row]);
    Some((dataset.whole_key(row, &[])?, (trains, domain)))
}
