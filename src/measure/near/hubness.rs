//! Hubness: how often each row stands among the nearest neighbours of others, beside a cloud without hubs.

use ndarray::{Array2, Axis};

use crate::measure::bootstrap::Draws;
use crate::measure::nearest::{nearest, unit};

/// Clouds that a null is drawn from.
const CLOUDS: usize = 4;
/// Rows of each cloud that are asked for their neighbours.
const ASKED: usize = 1_000;
/// Rows that each row of a cloud is mixed from.
const MIXED: usize = 8;

/// The k-occurrences N_k: how often each of `rows` rows stands in `neighbours`.
///
/// Source: Radovanovic, Nanopoulos and Ivanovic, *Hubs in space* (JMLR 11, 2010), section 2.
pub(crate) fn occurrences(neighbours: &[u32], rows: usize) -> Vec<u32> {
    let mut counts = vec![0; rows];
    for &row in neighbours {
        counts[row as usize] += 1;
    }
    counts
}

/// The share of rows that the most frequent neighbour reaches (its N_k over the rows asked), the
/// mean of four clouds that have the mean, the covariance and the number of rows of `vectors` but no
/// particular row: what the shape and the dimension alone do. In \[0, 1\].
///
/// Each row of a cloud is the mean of `vectors` and a sum of eight of their deviations from it with
/// random signs, over the root of eight: that keeps mean and covariance, and comes near a normal cloud.
pub(crate) fn null_reach(vectors: &Array2<f32>, k: usize, seed: u64) -> f64 {
    let rows = vectors.nrows();
    let asked: Vec<usize> = if rows <= ASKED {
        (0..rows).collect()
    } else {
        (0..ASKED).map(|nth| nth * rows / ASKED).collect()
    };
    let mut draws = Draws::new(seed);
    let reaches = (0..CLOUDS).map(|_| {
        let neighbours = nearest(&unit(cloud(vectors, &mut draws)), &asked, k);
        let most = occurrences(&neighbours, rows).into_iter().max();
        f64::from(most.unwrap_or(0)) / asked.len().max(1) as f64
    });
    reaches.sum::<f64>() / CLOUDS as f64
}

fn cloud(vectors: &Array2<f32>, draws: &mut Draws) -> Array2<f32> {
    let Some(mean) = vectors.mean_axis(Axis(0)) else {
        return vectors.clone();
    };
    let mut cloud = Array2::zeros(vectors.raw_dim());
    let scale = 1.0 / (MIXED as f32).sqrt();
    for mut row in cloud.rows_mut() {
        row.assign(&mean);
        for _ in 0..MIXED {
            let drawn = vectors.row(draws.below(vectors.nrows()));
            let factor = if draws.below(2) == 0 { scale } else { -scale };
            row.zip_mut_with(&(&drawn - &mean), |sum, value| *sum += factor * value);
        }
    }
    cloud
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows with 60 values between -1 and 1, moved by `shift`.
    fn rows(rows: usize, shift: f32, seed: u64) -> Array2<f32> {
        let mut draws = Draws::new(seed);
        Array2::from_shape_fn((rows, 60), |_| {
            draws.below(2_001) as f32 / 1_000.0 - 1.0 + shift
        })
    }

    fn reach(vectors: &Array2<f32>) -> (f64, f64) {
        let unit = unit(vectors.clone());
        let all: Vec<usize> = (0..unit.nrows()).collect();
        let counts = occurrences(&nearest(&unit, &all, 10), unit.nrows());
        let most = counts.into_iter().max().expect("rows");
        (
            f64::from(most) / unit.nrows() as f64,
            null_reach(&unit, 10, 0),
        )
    }

    #[test]
    fn every_neighbour_counts_once() {
        assert_eq!(occurrences(&[1, 2, 1, 0, 1, 2], 4), [1, 3, 2, 0]);
    }

    #[test]
    fn a_cloud_keeps_mean_and_covariance() {
        let vectors = rows(4_000, 0.5, 2);
        let cloud = cloud(&vectors, &mut Draws::new(1));
        let mean = |cloud: &Array2<f32>| cloud.mean_axis(Axis(0)).expect("rows");
        let spread = |cloud: &Array2<f32>| cloud.var_axis(Axis(0), 0.0).sum();
        assert!(
            (&mean(&cloud) - &mean(&vectors))
                .iter()
                .all(|d| d.abs() < 0.05)
        );
        assert!((spread(&cloud) / spread(&vectors) - 1.0).abs() < 0.05);
    }

    #[test]
    fn a_row_at_the_centre_is_a_hub_and_an_even_cloud_has_none() {
        for seed in 0..6 {
            let mut vectors = rows(800, 0.4, seed);
            let (most, null) = reach(&vectors);
            assert!(most < 2.5 * null, "seed {seed}: {most} {null}");
            vectors.row_mut(700).fill(0.4);
            let (most, null) = reach(&vectors);
            assert!(most > 3.0 * null, "seed {seed}: {most} {null}");
        }
    }
}
