//! Copies: which rows say the same, by hashes of what they say.

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

/// The hash of a row that says nothing.
const NOTHING: u128 = 0;

/// For each of the `rows` the first one whose `text` is the same, which may be itself; none for one without text.
///
/// Texts are compared by their 128-bit XXH3. Hashes are sorted, so that a row takes 28 bytes whatever it says.
pub(in crate::evidence) fn find_first_copies(
    rows: usize,
    text: impl Fn(usize) -> String + Sync,
) -> Vec<Option<u32>> {
    let hashes: Vec<u128> = (0..rows)
        .into_par_iter()
        .map(|row| match text(row) {
            text if text.is_empty() => NOTHING,
            text => xxh3_128(text.as_bytes()),
        })
        .collect();
    let rows = hashes.iter().zip(0..);
    let mut order: Vec<u32> = rows
        .filter(|(hash, _)| **hash != NOTHING)
        .map(|(_, row)| row)
        .collect();
    order.par_sort_unstable_by_key(|&row| (hashes[row as usize], row));
    let mut first = vec![None; hashes.len()];
    let same = |a: &u32, b: &u32| hashes[*a as usize] == hashes[*b as usize];
    for copies in order.chunk_by(same) {
        for &row in copies {
            first[row as usize] = Some(copies[0]);
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_say_the_same_have_one_first() {
        let texts = ["b", "a", "", "b", "a", "b", "c", ""];
        let first = find_first_copies(texts.len(), |row| texts[row].to_owned());
        let expected = [0, 1, 9, 0, 1, 0, 6, 9].map(|row| (row < 9).then_some(row));
        assert_eq!(first, expected);
    }
}
