//! Effective rank: along how many directions a set of vectors really varies.

use linfa_linalg::eigh::EigValsh;
use ndarray::{Array2, Axis};
use rayon::prelude::*;

use crate::measure::bootstrap::Draws;

/// Draws that a rarefied rank is the mean of.
const DRAWS: usize = 100;
/// Standard normal quantile of a 95 % interval.
const Z: f64 = 1.959_964;

/// The effective rank that equally many rows of a dataset have on average.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RarefiedRank {
    /// The mean over draws, in directions, from 1 to `size` - 1.
    pub(crate) mean: f64,
    /// Its 95 % interval over rows.
    pub(crate) interval: (f64, f64),
    /// Rows in each draw.
    pub(crate) size: usize,
    /// Rows that were drawn from.
    pub(crate) n: usize,
}

/// The exponential of the entropy of the eigenvalues of the covariance of `vectors` (one a row), each
/// as a share of their sum. `vectors` of one row, or that are all alike, have rank 1.
///
/// Source: Roy and Vetterli, *The effective rank* (EUSIPCO 2007), and RankMe (Garrido et al. 2023,
/// arXiv 2210.02885). Both take the singular values of the vectors as they are. Here the vectors are
/// centred, so that a part that all share isn't counted as a direction, and the eigenvalues are the
/// squares of the singular values: shares of the variance.
pub(crate) fn effective_rank(vectors: &Array2<f64>) -> f64 {
    let Some(mean) = vectors.mean_axis(Axis(0)) else {
        return 1.0;
    };
    let centred = vectors - &mean;
    // The covariance and the rows' products with each other have the same eigenvalues but for zeros.
    let products = if vectors.nrows() <= vectors.ncols() {
        centred.dot(&centred.t())
    } else {
        centred.t().dot(&centred)
    };
    let Ok(values) = products.eigvalsh() else {
        return 1.0;
    };
    let sum: f64 = values.iter().filter(|&&value| value > 0.0).sum();
    if sum <= 0.0 {
        return 1.0;
    }
    let entropy: f64 = values
        .iter()
        .map(|value| value / sum)
        .filter(|&share| share > 1e-12)
        .map(|share| -share * share.ln())
        .sum();
    entropy.exp()
}

impl RarefiedRank {
    /// The mean effective rank of `size` of `n` rows drawn without replacement; `vector` gives the
    /// values of one row. `None` with fewer than 2 `size` rows: draws that share most of their rows
    /// say nothing about how much others would differ.
    ///
    /// An effective rank grows with the number of rows, so that two sets are compared at equal numbers,
    /// as species are counted (rarefaction: Hurlbert 1971, Gotelli and Colwell 2001). The mean over all
    /// draws is a U-statistic of order m = `size`; its variance is at most m/n times that of one draw
    /// of independent rows (Hoeffding 1948), to which 1/draws is added for the draws themselves. Drawing
    /// from n rows without replacement narrows the spread by 1 - m/n, which is given back.
    pub(crate) fn of<'v>(
        n: usize,
        size: usize,
        vector: impl Fn(usize) -> &'v [f32] + Sync,
        seed: u64,
    ) -> Option<Self> {
        if n < 2 * size || size < 2 {
            return None;
        }
        let mut draws = Draws::new(seed);
        let mut order: Vec<usize> = (0..n).collect();
        let drawn: Vec<Vec<usize>> = (0..DRAWS)
            .map(|_| {
                for at in 0..size {
                    let other = at + draws.below(n - at);
                    order.swap(at, other);
                }
                order[..size].to_vec()
            })
            .collect();
        let ranks: Vec<f64> = drawn
            .par_iter()
            .map(|rows| effective_rank(&matrix(rows.iter().map(|&row| vector(row)))))
            .collect();
        let mean = ranks.iter().sum::<f64>() / DRAWS as f64;
        let spread =
            ranks.iter().map(|rank| (rank - mean).powi(2)).sum::<f64>() / (DRAWS - 1) as f64;
        let part = size as f64 / n as f64;
        let variance = spread / (1.0 - part) * (part + 1.0 / DRAWS as f64);
        let reach = Z * variance.sqrt();
        Some(Self {
            mean,
            interval: (mean - reach, mean + reach),
            size,
            n,
        })
    }
}

/// Vectors of one length as the rows of a matrix.
pub(crate) fn matrix<'v>(vectors: impl Iterator<Item = &'v [f32]>) -> Array2<f64> {
    let mut values = Vec::new();
    let mut rows = 0;
    for vector in vectors {
        values.extend(vector.iter().map(|&value| f64::from(value)));
        rows += 1;
    }
    let dim = values.len().checked_div(rows).unwrap_or(0);
    Array2::from_shape_vec((rows, dim), values).unwrap_or_else(|_| Array2::zeros((0, 0)))
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn equal_variances_count_in_full_and_unequal_ones_in_part() {
        let square = array![[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]];
        assert!((effective_rank(&square) - 2.0).abs() < 1e-9);
        let flat = &square * &array![1.0, 0.5];
        // Variances 0.8 and 0.2 of the whole.
        let expected = f64::exp(-(0.8 * 0.8_f64.ln() + 0.2 * 0.2_f64.ln()));
        assert!((effective_rank(&flat) - expected).abs() < 1e-9);
    }

    #[test]
    fn what_all_share_is_no_direction() {
        let apart = array![[100.0, 1.0, 0.0], [100.0, -1.0, 0.0], [100.0, 1.0, 0.0]];
        assert!((effective_rank(&apart) - 1.0).abs() < 1e-9);
        assert!((effective_rank(&array![[3.0, 4.0], [3.0, 4.0]]) - 1.0).abs() < 1e-9);
    }

    /// Rows that vary evenly in the first `rank` of 40 directions.
    fn cloud(rows: usize, rank: usize, seed: u64) -> Vec<Vec<f32>> {
        let mut draws = Draws::new(seed);
        let mut vector = || {
            (0..40)
                .map(|at| {
                    if at < rank {
                        draws.below(2_001) as f32 - 1_000.0
                    } else {
                        0.0
                    }
                })
                .collect()
        };
        (0..rows).map(|_| vector()).collect()
    }

    #[test]
    fn the_number_of_rows_does_not_decide() {
        let of = |rows| {
            let cloud = cloud(rows, 20, rows as u64);
            RarefiedRank::of(rows, 50, |row| &cloud[row], 1).expect("enough rows")
        };
        let (few, many) = (of(120), of(3_000));
        assert!((few.mean - many.mean).abs() < 0.5, "{few:?} {many:?}");
        assert!(few.interval.1 - few.interval.0 > many.interval.1 - many.interval.0);
    }

    #[test]
    fn the_interval_covers_the_mean_of_many_rows() {
        let all = cloud(20_000, 20, 5);
        let truth = RarefiedRank::of(20_000, 50, |row| &all[row], 1)
            .expect("enough rows")
            .mean;
        let covered = (0..60)
            .filter(|&nth| {
                let (low, high) = RarefiedRank::of(300, 50, |row| &all[nth * 300 + row], 1)
                    .expect("enough rows")
                    .interval;
                low <= truth && truth <= high
            })
            .count();
        assert!(covered >= 52, "covered {covered} of 60");
    }

    #[test]
    fn too_few_rows_have_none() {
        let cloud = cloud(99, 20, 0);
        assert_eq!(RarefiedRank::of(99, 50, |row| &cloud[row], 0), None);
    }
}
