//! Pairs: which row of the base is which row of the candidate, by key, by cells, and at last by likeness.

use rayon::prelude::*;

use super::likeness::match_alike;
use super::rest::{Pair, Rest};
use super::table::{RowHash, Table};

/// The rows of both versions, matched.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// Rows that are in both, by their place in the candidate.
    pub(super) matched: Vec<Pair>,
    /// Rows that only the base has.
    pub(super) removed: Vec<u32>,
    /// Rows that only the candidate has.
    pub(super) added: Vec<u32>,
    /// Values of the key that several rows of a version share.
    pub(super) shared_keys: usize,
    /// Rows without a value of the key, of both versions.
    pub(super) keyless: usize,
    /// What each row of the base and of the candidate is known by.
    pub(super) hashes: [Vec<RowHash>; 2],
}

/// Matches every row at most once: copies of a row are as many rows. Rows that are the same are matched first, then
/// those that are the same but for split, label or both, and at last those of one key, or else those that are alike.
pub(super) fn match_rows(base: &Table, candidate: &Table) -> Pairs {
    let hashes = [base.hash_rows(), candidate.hash_rows()];
    let mut rest = Rest {
        base: (0..hashes[0].len() as u32).collect(),
        candidate: (0..hashes[1].len() as u32).collect(),
    };
    let mut pairs = Pairs::default();
    let tiers: [fn(&RowHash) -> [u128; 3]; 4] = [
        |row| [row.content, low(row.label, row.key), u128::from(row.place)],
        |row| [row.content, low(row.label, row.key), 0],
        |row| [row.content, u128::from(row.key), u128::from(row.place)],
        |row| [row.content, u128::from(row.key), 0],
    ];
    for tier in tiers {
        match_by(&hashes, |row| Some(tier(row)), &mut rest, &mut pairs);
    }
    if base.key.is_some() {
        for rows in &hashes {
            pairs.count_keys(rows);
        }
        let by_key = |row: &RowHash| (row.key != 0).then_some([0, 0, u128::from(row.key)]);
        match_by(&hashes, by_key, &mut rest, &mut pairs);
    } else {
        match_alike([base, candidate], &mut rest, &mut pairs.matched);
    }
    pairs
        .matched
        .par_sort_unstable_by_key(|pair| pair.candidate);
    Pairs {
        removed: rest.base,
        added: rest.candidate,
        hashes,
        ..pairs
    }
}

fn low(high: u64, low: u64) -> u128 {
    u128::from(high) << 64 | u128::from(low)
}

impl Pairs {
    /// Counts what keeps the key of `rows` from telling one row from all others.
    fn count_keys(&mut self, rows: &[RowHash]) {
        let mut keys: Vec<u64> = rows.iter().map(|row| row.key).collect();
        keys.par_sort_unstable();
        for same in keys.chunk_by(|a, b| a == b) {
            match same {
                [0, ..] => self.keyless += same.len(),
                [_, _, ..] => self.shared_keys += 1,
                _ => {}
            }
        }
    }
}

/// Matches rows of which `of` is the same, in their order.
fn match_by(
    hashes: &[Vec<RowHash>; 2],
    of: impl Fn(&RowHash) -> Option<[u128; 3]> + Sync,
    rest: &mut Rest,
    pairs: &mut Pairs,
) {
    let sorted = |rows: &[u32], hashes: &[RowHash]| {
        let keys = rows
            .par_iter()
            .filter_map(|&row| Some((of(&hashes[row as usize])?, row)));
        let mut keys: Vec<([u128; 3], u32)> = keys.collect();
        keys.par_sort_unstable();
        keys
    };
    let base = sorted(&rest.base, &hashes[0]);
    let candidate = sorted(&rest.candidate, &hashes[1]);
    let found = merge(&base, &candidate);
    pairs
        .matched
        .extend(found.iter().map(|&(base, candidate)| Pair {
            base,
            candidate,
            is_alike: false,
        }));
    rest.take(&found);
}

/// The rows of equal keys, the first with the first.
fn merge<K: Ord>(base: &[(K, u32)], candidate: &[(K, u32)]) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    let (mut at, mut to) = (0, 0);
    while let (Some((old, row)), Some((new, like))) = (base.get(at), candidate.get(to)) {
        match old.cmp(new) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => to += 1,
            std::cmp::Ordering::Equal => {
                found.push((*row, *like));
                at += 1;
                to += 1;
            }
        }
    }
    found
}
