//! Nearest-neighbour probes: one exact search serves every k.

use ndarray::{Array1, Array2, Axis, Slice};
use rayon::prelude::*;

use super::{Configuration, Fitted, Setting, TrainTest, largest};

/// Rows searched at once; bounds the matrix of distances to about 4 MB a thread at 4,000 rows.
const BATCH: usize = 256;

/// Trains every nearest-neighbour configuration in `grid`.
///
/// The distances of a batch of rows to all that train are one matrix product, which at a few thousand
/// rows of some hundred columns is faster than any tree or index of neighbours, and exact. Equal
/// distances are taken in the order of the rows, and equal votes by the class of the nearer row.
pub(super) fn fit(grid: &[Configuration], data: &TrainTest) -> Vec<Fitted> {
    let rows = data.train.nrows();
    let wanted: Vec<(usize, usize)> = grid
        .iter()
        .enumerate()
        .filter_map(|(configuration, entry)| match entry.setting {
            Setting::Neighbours { k } => Some((
                configuration,
                ((k / data.match_factor).round() as usize).clamp(1, rows.max(1)),
            )),
            _ => None,
        })
        .collect();
    let Some(centre) = data.train.mean_axis(Axis(0)) else {
        return Vec::new();
    };
    let furthest = wanted.iter().map(|&(_, k)| k).max().unwrap_or(1);
    // Distances don't change when everything moves by the same vector, and single precision then
    // holds the differences between rows and not their common part.
    let near = |features: &Array2<f64>| (features - &centre).mapv(|value| value as f32);
    let train = near(&data.train);
    let lengths: Array1<f32> = train.rows().into_iter().map(|row| row.dot(&row)).collect();
    let mut fitted: Vec<Fitted> = wanted
        .iter()
        .map(|&(configuration, _)| Fitted {
            configuration,
            predictions: Vec::new(),
            probabilities: None,
        })
        .collect();
    for test_set in &data.test_sets {
        let test_set = near(test_set);
        let starts: Vec<usize> = (0..test_set.nrows()).step_by(BATCH).collect();
        let answers: Vec<Vec<u16>> = starts
            .into_par_iter()
            .flat_map_iter(|start| {
                let end = (start + BATCH).min(test_set.nrows());
                let batch = test_set.slice_axis(Axis(0), Slice::from(start..end));
                let products = batch.dot(&train.t());
                (0..batch.nrows())
                    .map(|row| {
                        let nearest = nearest(&products.row(row).to_vec(), &lengths, furthest);
                        votes(&nearest, &wanted, data)
                    })
                    .collect::<Vec<_>>()
            })
            .collect();
        for (nth, fitted) in fitted.iter_mut().enumerate() {
            fitted
                .predictions
                .push(answers.iter().map(|answer| answer[nth]).collect());
        }
    }
    fitted
}

/// Scores of the rows of the first test set (`rows x classes`): ln of each class's share among the `k`
/// nearest train rows, to which the class shares themselves count as one more neighbour.
pub(super) fn scores(data: &TrainTest, k: usize) -> Array2<f64> {
    let (Some(centre), Some(test_set)) = (data.train.mean_axis(Axis(0)), data.test_sets.first())
    else {
        return Array2::zeros((0, data.classes));
    };
    let near = |features: &Array2<f64>| (features - &centre).mapv(|value| value as f32);
    let (train, test_set) = (near(&data.train), near(test_set));
    let lengths: Array1<f32> = train.rows().into_iter().map(|row| row.dot(&row)).collect();
    let mut shares = vec![0.0; data.classes];
    for &label in &data.labels {
        shares[usize::from(label)] += 1.0 / data.labels.len() as f64;
    }
    let mut scores = Array2::<f64>::zeros((test_set.nrows(), data.classes));
    for (batch, mut scores) in test_set
        .axis_chunks_iter(Axis(0), BATCH)
        .zip(scores.axis_chunks_iter_mut(Axis(0), BATCH))
    {
        let products = batch.dot(&train.t());
        for (products, mut scores) in products.rows().into_iter().zip(scores.rows_mut()) {
            for row in nearest(&products.to_vec(), &lengths, k.clamp(1, train.nrows())) {
                scores[usize::from(data.labels[row])] += 1.0;
            }
            for (score, share) in scores.iter_mut().zip(&shares) {
                *score = (*score + share).max(f64::MIN_POSITIVE).ln();
            }
        }
    }
    scores
}

/// The `count` rows nearest by squared distance, nearest first, from products with the asked row.
fn nearest(products: &[f32], lengths: &Array1<f32>, count: usize) -> Vec<usize> {
    let mut order: Vec<(f32, usize)> = products
        .iter()
        .zip(lengths)
        .enumerate()
        .map(|(row, (product, length))| (length - 2.0 * product, row))
        .collect();
    let by_distance = |a: &(f32, usize), b: &(f32, usize)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
    if count < order.len() {
        order.select_nth_unstable_by(count - 1, by_distance);
        order.truncate(count);
    }
    order.sort_unstable_by(by_distance);
    order.into_iter().map(|(_, row)| row).collect()
}

/// What each wanted k answers, given the rows from the nearest on.
fn votes(nearest: &[usize], wanted: &[(usize, usize)], data: &TrainTest) -> Vec<u16> {
    wanted
        .iter()
        .map(|&(_, k)| {
            let mut counts = vec![0.0; data.classes];
            for (rank, &row) in nearest.iter().take(k).enumerate() {
                // A hair more for nearer rows: it decides ties and nothing else.
                counts[usize::from(data.labels[row])] += 1.0 + 1e-9 / (rank as f64 + 1.0);
            }
            largest(counts)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::super::{Family, Profile, grid};
    use super::*;

    #[test]
    fn the_nearest_rows_vote() {
        let data = TrainTest {
            train: array![[0.0], [0.1], [0.2], [5.0], [5.1]],
            labels: vec![0, 0, 0, 1, 1],
            classes: 2,
            test_sets: vec![array![[0.05], [5.05]]],
            match_factor: 1.0,
        };
        let answers = |k: f64| {
            let entry = Configuration {
                family: Family::Neighbours,
                setting: Setting::Neighbours { k },
                default: false,
            };
            fit(&[entry], &data)[0].predictions[0].clone()
        };
        assert_eq!(answers(1.0), [0, 1]);
        assert_eq!(answers(3.0), [0, 1]);
        assert_eq!(answers(5.0), [0, 0]);
    }

    #[test]
    fn one_search_serves_every_k() {
        let train = Array2::from_shape_fn((400, 3), |(row, column)| {
            ((row * (column + 3) * 37) % 101) as f64
        });
        let data = TrainTest {
            labels: (0..400).map(|row| (row % 3) as u16).collect(),
            test_sets: vec![train.slice_axis(Axis(0), Slice::from(..300)).to_owned() + 0.25],
            train,
            classes: 3,
            match_factor: 2.0,
        };
        let grid = grid(Profile::Standard);
        for together in fit(&grid, &data) {
            let alone = fit(
                &grid[together.configuration..=together.configuration],
                &data,
            );
            assert_eq!(together.predictions, alone[0].predictions);
        }
    }
}
