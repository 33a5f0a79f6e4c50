//! Cosines: how alike the directions of vectors are, pair by pair, as a histogram.

use ndarray::{Array2, Axis};

use crate::measure::bootstrap::Draws;

/// Bins from -1 to 1, equally wide.
pub(crate) const BINS: usize = 40;

/// The cosines of pairs of different rows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cosines {
    /// The share of pairs in each of [`BINS`] bins from -1 to 1.
    pub(crate) shares: Vec<f64>,
    /// Their mean, in \[-1, 1\].
    pub(crate) mean: f64,
    /// How many pairs.
    pub(crate) pairs: usize,
}

impl Cosines {
    /// The cosines of `vectors` (one a row): of all pairs where they are at most `most`, else of `most`
    /// pairs drawn at random. `None` without two rows of some length.
    pub(crate) fn of(vectors: &Array2<f64>, most: usize, seed: u64) -> Option<Self> {
        let mut units = vectors.clone();
        let mut usable = Vec::new();
        for (nth, mut row) in units.axis_iter_mut(Axis(0)).enumerate() {
            let length = row.dot(&row).sqrt();
            if length > 1e-12 {
                row.mapv_inplace(|value| value / length);
                usable.push(nth);
            }
        }
        let rows = usable.len();
        let all = rows * rows.saturating_sub(1) / 2;
        if all == 0 {
            return None;
        }
        let mut found = Self {
            shares: vec![0.0; BINS],
            mean: 0.0,
            pairs: all.min(most),
        };
        let mut count = |one: usize, other: usize| {
            let cosine = units
                .row(usable[one])
                .dot(&units.row(usable[other]))
                .clamp(-1.0, 1.0);
            let bin = (f64::midpoint(cosine, 1.0) * BINS as f64) as usize;
            found.shares[bin.min(BINS - 1)] += 1.0 / found.pairs as f64;
            found.mean += cosine / found.pairs as f64;
        };
        if all <= most {
            for one in 0..rows {
                for other in one + 1..rows {
                    count(one, other);
                }
            }
        } else {
            let mut draws = Draws::new(seed);
            for _ in 0..most {
                let one = draws.below(rows);
                // Any row but the first: the ones from it on move up by one.
                let other = draws.below(rows - 1);
                count(one, other + usize::from(other >= one));
            }
        }
        Some(found)
    }

    /// The same of the vectors less their mean.
    pub(crate) fn centred(vectors: &Array2<f64>, most: usize, seed: u64) -> Option<Self> {
        let mean = vectors.mean_axis(Axis(0))?;
        Self::of(&(vectors - &mean), most, seed)
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn every_pair_is_counted_once() {
        let vectors = array![[1.0, 0.0], [0.0, 2.0], [-3.0, 0.0], [0.0, 0.0]];
        let cosines = Cosines::of(&vectors, 100, 0).expect("three rows have a length");
        assert_eq!(cosines.pairs, 3);
        assert!((cosines.mean + 1.0 / 3.0).abs() < 1e-12);
        assert!((cosines.shares[0] - 1.0 / 3.0).abs() < 1e-12);
        assert!((cosines.shares[BINS / 2] - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_common_part_goes_when_they_are_centred() {
        let vectors = Array2::from_shape_fn((200, 3), |(row, column)| {
            let value = ((row * (13 + 7 * column)) % 29) as f64 / 29.0;
            if column == 0 { 50.0 + value } else { value }
        });
        let mean = |cosines: Option<Cosines>| cosines.expect("they have lengths").mean;
        assert!(mean(Cosines::of(&vectors, 1_000, 1)) > 0.99);
        assert!(mean(Cosines::centred(&vectors, 1_000, 1)).abs() < 0.1);
    }

    #[test]
    fn one_row_has_no_pair() {
        assert_eq!(Cosines::of(&array![[1.0, 2.0]], 10, 0), None);
        assert_eq!(Cosines::of(&Array2::zeros((0, 2)), 10, 0), None);
    }
}
