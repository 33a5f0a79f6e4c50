//! Principal: the directions along which vectors differ most, and how much of their variance lies along each.

use linfa_linalg::eigh::{EigSort, Eigh};
use ndarray::{Array1, Array2, Axis};

/// Below this share of the variance a direction is rounding error.
const ROUNDING: f64 = 1e-12;

/// Principal components of a set of vectors.
///
/// Source: Jolliffe, *Principal Component Analysis* (2nd edition, 2002), chapter 3. The smaller of the
/// covariance and the rows' products with each other is decomposed: both have the same eigenvalues but
/// for zeros.
#[derive(Debug, Clone)]
pub(crate) struct Principal {
    /// Each direction's share of the variance in \[0, 1\], the largest first.
    pub(crate) shares: Vec<f64>,
    mean: Array1<f64>,
    /// Directions of length 1, one a column; the largest entry of each is positive.
    directions: Array2<f64>,
}

impl Principal {
    /// The components of `vectors` (one a row), of which the first `kept` keep their directions. `None`
    /// of fewer than two rows, or when all are alike.
    pub(crate) fn of(vectors: &Array2<f64>, kept: usize) -> Option<Self> {
        let mean = vectors.mean_axis(Axis(0))?;
        let centred = vectors - &mean;
        let wide = centred.nrows() < centred.ncols();
        let products = if wide {
            centred.dot(&centred.t())
        } else {
            centred.t().dot(&centred)
        };
        let (values, vectors) = products.eigh().ok()?.sort_eig_desc();
        let sum: f64 = values.iter().filter(|&&value| value > 0.0).sum();
        if sum <= 0.0 || sum.is_nan() {
            return None;
        }
        let shares: Vec<f64> = values
            .iter()
            .map(|value| value / sum)
            .take_while(|&share| share > ROUNDING)
            .collect();
        let mut directions = Array2::zeros((centred.ncols(), kept.min(shares.len())));
        for (nth, mut direction) in directions.axis_iter_mut(Axis(1)).enumerate() {
            let found = vectors.index_axis(Axis(1), nth);
            if wide {
                direction.assign(&centred.t().dot(&found));
            } else {
                direction.assign(&found);
            }
            let length = direction.dot(&direction).sqrt();
            // An eigenvector may point either way: its largest entry decides, the first of equals.
            let largest = direction.iter().fold(0.0_f64, |largest, &entry| {
                if entry.abs() > largest.abs() + 1e-9 {
                    entry
                } else {
                    largest
                }
            });
            direction.mapv_inplace(|entry| entry / length.copysign(largest));
        }
        Some(Self {
            shares,
            mean,
            directions,
        })
    }

    /// Where `vectors` (one a row) stand along the directions that were kept, one a column.
    pub(crate) fn place(&self, vectors: &Array2<f64>) -> Array2<f64> {
        (vectors - &self.mean).dot(&self.directions)
    }

    /// The mean of the vectors, and the directions that were kept, one a column.
    pub(crate) fn into_parts(self) -> (Array1<f64>, Array2<f64>) {
        (self.mean, self.directions)
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn the_longest_direction_comes_first() {
        // Variance 8 along (3, 4)/5, 2 along (-4, 3)/5.
        let along = [(2.0, 1.0), (2.0, -1.0), (-2.0, 1.0), (-2.0, -1.0)];
        let vectors = Array2::from_shape_fn((4, 2), |(row, column)| {
            let (long, short) = along[row];
            7.0 + if column == 0 {
                0.6 * long - 0.8 * short
            } else {
                0.8 * long + 0.6 * short
            }
        });
        let principal = Principal::of(&vectors, 2).expect("they differ");
        assert!((principal.shares[0] - 0.8).abs() < 1e-9);
        assert!((principal.shares[1] - 0.2).abs() < 1e-9);
        let placed = principal.place(&vectors);
        for (row, (long, short)) in along.into_iter().enumerate() {
            assert!((placed[[row, 0]] - long).abs() < 1e-9);
            // The largest entry of the second direction is the negative one: it is turned around.
            assert!((placed[[row, 1]] + short).abs() < 1e-9);
        }
    }

    #[test]
    fn fewer_rows_than_dimensions_give_the_same_shares() {
        let few = array![
            [1.0, 2.0, 0.0, 5.0, 1.0],
            [0.0, 1.0, 3.0, 2.0, 1.0],
            [4.0, 0.0, 1.0, 1.0, 1.0]
        ];
        let wide = Principal::of(&few, 2).expect("they differ");
        let padded = ndarray::concatenate![Axis(0), few, few];
        let tall = Principal::of(&padded, 2).expect("they differ");
        for (wide, tall) in wide.shares.iter().zip(&tall.shares) {
            assert!((wide - tall).abs() < 1e-9);
        }
        assert!(
            (wide.place(&few) - tall.place(&few))
                .iter()
                .all(|off| off.abs() < 1e-9)
        );
    }

    #[test]
    fn rows_that_are_alike_have_none() {
        assert!(Principal::of(&array![[1.0, 2.0], [1.0, 2.0]], 2).is_none());
        assert!(Principal::of(&array![[1.0, 2.0]], 2).is_none());
        assert!(Principal::of(&Array2::zeros((0, 3)), 2).is_none());
    }
}
