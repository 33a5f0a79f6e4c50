//! Bootstrap: seeded draws that are the same on every machine, and percentile intervals of what they gave.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

/// How many resamples an interval rests on unless a caller says otherwise.
pub(crate) const RESAMPLES: usize = 2_000;

/// A stream of draws with replacement, fixed by its seed.
#[derive(Debug, Clone)]
pub(crate) struct Draws {
    source: Xoshiro256PlusPlus,
}

impl Draws {
    /// The stream of `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            source: Xoshiro256PlusPlus::seed_from_u64(seed),
        }
    }

    /// One index below `len`, which must be at least 1 and below 2^32.
    ///
    /// Scales 32 random bits instead of rejecting: the bias is below `len` / 2^32, and the number of bits that
    /// each draw takes from the stream doesn't depend on the machine's word.
    pub(crate) fn below(&mut self, len: usize) -> usize {
        ((u64::from(self.source.next_u32()) * len as u64) >> 32) as usize
    }
}

/// The equal-tailed percentile interval of `values`; none of fewer than two. Sorts the values.
///
/// Source: Efron and Tibshirani 1993, chapter 13; quantiles interpolated linearly (Hyndman and Fan's type 7).
pub(crate) fn percentile_interval(values: &mut [f64], confidence: f64) -> Option<(f64, f64)> {
    if values.len() < 2 {
        return None;
    }
    values.sort_by(f64::total_cmp);
    let tail = (1.0 - confidence) / 2.0;
    Some((quantile(values, tail), quantile(values, 1.0 - tail)))
}

/// The quantile at `p` in \[0, 1\] of values that are sorted and not empty.
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let place = p * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (place - place.floor()) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_leaves_half_of_the_rest_on_either_side() {
        let mut values: Vec<f64> = (0..=1_000).rev().map(f64::from).collect();
        let (low, high) = percentile_interval(&mut values, 0.95).expect("values");
        assert!(
            (low - 25.0).abs() < 1e-9 && (high - 975.0).abs() < 1e-9,
            "{low} {high}"
        );
        assert_eq!(percentile_interval(&mut [1.0], 0.95), None);
    }

    #[test]
    fn draws_are_fixed_by_the_seed() {
        let draw = |seed| {
            let mut draws = Draws::new(seed);
            (0..8).map(|_| draws.below(1_000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        assert!(draw(7).iter().all(|&index| index < 1_000));
    }

    #[test]
    fn draws_cover_every_index_evenly() {
        let mut draws = Draws::new(0);
        let mut counts = [0_usize; 5];
        for _ in 0..50_000 {
            counts[draws.below(5)] += 1;
        }
        assert!(
            counts.iter().all(|&count| count.abs_diff(10_000) < 500),
            "{counts:?}"
        );
    }

    #[test]
    fn the_interval_of_a_mean_covers_it_as_often_as_it_says() {
        let mut draws = Draws::new(3);
        let mut covered = 0;
        for _ in 0..300 {
            let sample: Vec<f64> = (0..80).map(|_| draws.below(101) as f64).collect();
            let mut means: Vec<f64> = (0..300)
                .map(|_| (0..80).map(|_| sample[draws.below(80)]).sum::<f64>() / 80.0)
                .collect();
            let (low, high) = percentile_interval(&mut means, 0.95).expect("means");
            covered += usize::from(low <= 50.0 && 50.0 <= high);
        }
        assert!((270..=298).contains(&covered), "covered {covered} of 300");
    }
}
