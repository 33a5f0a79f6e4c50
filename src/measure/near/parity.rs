//! Parity: sets as the parities of a few hundred bins, which tell in a few instructions that two are far apart.

use rayon::prelude::*;

/// Words of 64 bins that are looked at before the count is compared with the most allowed.
const AT_A_TIME: usize = 4;

/// For each of several sets, whether each bin holds an odd number of its elements.
///
/// An element that stands in one of two sets alone turns one bin over, so that two sets differ in at
/// most as many bins as there are such elements: what the bins rule out is ruled out for certain.
///
/// Source: Sandes, Teodoro and Melo, Bitmap filter: speeding up exact set similarity joins with bitwise
/// operations (2020), there called Bitmap-Xor.
#[derive(Debug)]
pub(crate) struct Parities {
    /// Words of one set.
    words: usize,
    /// The bins of each set, one after the other.
    bins: Vec<u64>,
}

impl Parities {
    /// The parities of `sets` of hashes, in their order, in as many bins as sets of most of their sizes
    /// need.
    pub(crate) fn of(sets: &[&[u32]]) -> Self {
        let mut sizes: Vec<usize> = sets.iter().map(|set| set.len()).collect();
        sizes.sort_unstable();
        let usual = sizes.get(sizes.len() * 9 / 10).copied().unwrap_or(0);
        // Random halves of the bins differ; two sets that share 0.8 differ in a ninth of their sizes'
        // sum. Half of the bins is well beyond that where a set has up to 1.7 elements a bin.
        let words = (usual * 10 / 17 / 64 + 1)
            .next_power_of_two()
            .clamp(AT_A_TIME, 64);
        let mut bins = vec![0; sets.len() * words];
        bins.par_chunks_mut(words)
            .zip(sets)
            .for_each(|(bins, set)| {
                for &hash in *set {
                    let bin = hash as usize % (words * 64);
                    bins[bin / 64] ^= 1 << (bin % 64);
                }
            });
        Self { words, bins }
    }

    /// Whether the sets `a` and `b` may differ in `most` elements or fewer.
    pub(crate) fn may_differ_by(&self, most: u32, a: usize, b: usize) -> bool {
        let one = &self.bins[a * self.words..(a + 1) * self.words];
        let other = &self.bins[b * self.words..(b + 1) * self.words];
        let (one, _) = one.as_chunks::<AT_A_TIME>();
        let (other, _) = other.as_chunks::<AT_A_TIME>();
        let mut differ = 0;
        for (one, other) in one.iter().zip(other) {
            for at in 0..AT_A_TIME {
                differ += (one[at] ^ other[at]).count_ones();
            }
            if differ > most {
                return false;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::*;

    #[test]
    fn sets_are_never_further_apart_in_bins_than_in_elements() {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(2);
        for size in [3, 40, 400, 4_000] {
            let sets: Vec<Vec<u32>> = (0..20)
                .map(|_| {
                    let mut set: Vec<u32> =
                        (0..size).map(|_| random.gen_range(0..size * 2)).collect();
                    set.sort_unstable();
                    set.dedup();
                    set
                })
                .collect();
            let borrowed: Vec<&[u32]> = sets.iter().map(Vec::as_slice).collect();
            let parities = Parities::of(&borrowed);
            for (a, one) in sets.iter().enumerate() {
                for (b, other) in sets.iter().enumerate() {
                    let shared = one.iter().filter(|hash| other.contains(hash)).count();
                    let alone = (one.len() + other.len() - 2 * shared) as u32;
                    assert!(parities.may_differ_by(alone, a, b));
                }
            }
        }
    }

    #[test]
    fn sets_that_have_little_in_common_are_ruled_out() {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(3);
        for size in [100, 400, 1_500, 6_000] {
            let sets: Vec<Vec<u32>> = (0..30)
                .map(|_| (0..size).map(|_| random.r#gen()).collect())
                .collect();
            let borrowed: Vec<&[u32]> = sets.iter().map(Vec::as_slice).collect();
            let parities = Parities::of(&borrowed);
            let most = 2 * size as u32 / 9;
            let left = (0..30)
                .flat_map(|a| (0..a).map(move |b| (a, b)))
                .filter(|&(a, b)| parities.may_differ_by(most, a, b))
                .count();
            assert_eq!(left, 0, "of sets of {size}");
        }
    }
}
