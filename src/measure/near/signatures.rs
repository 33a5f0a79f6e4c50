//! Signatures: some bytes for each of many texts, by which those that are nearly the same meet and are compared.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use crate::measure::shingles::Shingles;

/// Bands of a signature; two texts are compared when one band is the same in both.
pub(crate) const BANDS: usize = 24;
/// Hash functions of a band, each of which leaves a byte. A pair of resemblance J meets in some band with
/// probability 1 - (1 - J^8)^24: 0.988 at 0.8, 0.9995 at 0.85.
const BAND: usize = 8;
const LENGTH: usize = BANDS * BAND;
/// Two smallest values that differ share their last byte so often.
const CHANCE: f64 = 1.0 / 256.0;

/// The signatures of texts: for each hash function the last byte of its smallest value over the shingles. A text takes
/// 200 bytes, however long it is.
///
/// Source: Broder 1997 (MinHash); Li and König, b-Bit Minwise Hashing (2010), with b = 8; Leskovec, Rajaraman and
/// Ullman, Mining of Massive Datasets, section 3.4 (bands).
pub(crate) struct Signatures {
    bytes: Vec<[u8; LENGTH]>,
    /// The number of shingles of each text.
    sizes: Vec<u32>,
}

impl Signatures {
    /// Those of `count` texts.
    pub(crate) fn of(count: usize, shingles: impl Fn(usize) -> Shingles + Sync) -> Self {
        // The hash functions are part of the method, and the same in every run.
        let mut random = Xoshiro256PlusPlus::seed_from_u64(0);
        let functions: [(u64, u64); LENGTH] =
            std::array::from_fn(|_| (random.r#gen::<u64>() | 1, random.r#gen()));
        let (bytes, sizes) = (0..count)
            .into_par_iter()
            .map(|at| {
                let shingles = shingles(at);
                let hashes = shingles.hashes();
                (signature(hashes, &functions), hashes.len() as u32)
            })
            .unzip();
        Self { bytes, sizes }
    }

    /// The band `nth` of a text.
    pub(crate) fn band(&self, text: usize, nth: usize) -> u64 {
        let bytes = self.bytes[text][BAND * nth..].first_chunk();
        bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }

    /// An estimate of the resemblance J of two texts. Its standard error is the root of J (1 - J) / 192: 0.03 at 0.8.
    pub(crate) fn resemblance(&self, a: usize, b: usize) -> f64 {
        let pairs = self.bytes[a].iter().zip(&self.bytes[b]);
        let shared = pairs.map(|(a, b)| u32::from(a == b)).sum::<u32>();
        (f64::from(shared) / LENGTH as f64 - CHANCE) / (1.0 - CHANCE)
    }

    /// The most that the resemblance of two texts can be, by their sizes alone.
    pub(crate) fn bound(&self, a: usize, b: usize) -> f64 {
        let (a, b) = (self.sizes[a], self.sizes[b]);
        f64::from(a.min(b)) / f64::from(a.max(b).max(1))
    }
}

fn signature(hashes: &[u32], functions: &[(u64, u64); LENGTH]) -> [u8; LENGTH] {
    let mut smallest = [u32::MAX; LENGTH];
    for &hash in hashes {
        for (least, &(factor, addend)) in smallest.iter_mut().zip(functions) {
            let value = u64::from(hash).wrapping_mul(factor).wrapping_add(addend);
            *least = (*least).min((value >> 32) as u32);
        }
    }
    smallest.map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(words: usize) -> [String; 2] {
        let words: Vec<String> = (0..words as u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 8).to_string())
            .collect();
        let tenth = words.len() / 10;
        [words[..9 * tenth].join(" "), words[tenth..].join(" ")]
    }

    #[test]
    fn a_signature_estimates_the_resemblance_of_short_and_of_long_texts() {
        for words in [30, 2_000] {
            let texts = texts(words);
            let exact = Shingles::of(&texts[0]).resemblance(&Shingles::of(&texts[1]));
            let signatures = Signatures::of(2, |at| Shingles::of(&texts[at]));
            let estimate = signatures.resemblance(0, 1);
            assert!((estimate - exact).abs() < 0.1, "{estimate} for {exact}");
            assert!(signatures.bound(0, 1) > exact);
        }
    }

    #[test]
    fn a_long_text_and_its_beginning_are_estimated_without_bias() {
        let words: Vec<String> = (0..2_000_u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 8).to_string())
            .collect();
        let texts = [words.join(" "), words[..1_700].join(" ")];
        let exact = Shingles::of(&texts[0]).resemblance(&Shingles::of(&texts[1]));
        let signatures = Signatures::of(2, |at| Shingles::of(&texts[at]));
        let estimate = signatures.resemblance(0, 1);
        assert!((estimate - exact).abs() < 0.1, "{estimate} for {exact}");
        assert!((0..BANDS).any(|nth| signatures.band(0, nth) == signatures.band(1, nth)));
    }

    #[test]
    fn the_same_text_has_the_same_bands_and_another_one_none_of_them() {
        let texts = [
            "one text and its copy",
            "one text and its copy",
            "something else",
        ];
        let signatures = Signatures::of(3, |at| Shingles::of(texts[at]));
        let bands = &signatures;
        let alike = |a, b| (0..BANDS).filter(move |&nth| bands.band(a, nth) == bands.band(b, nth));
        assert_eq!((alike(0, 1).count(), alike(0, 2).count()), (BANDS, 0));
    }
}
