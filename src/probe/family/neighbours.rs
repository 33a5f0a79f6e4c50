//! Nearest-neighbour probes: one exact search serves every k.

use ndarray::{Array1, Array2, Axis};

use crate::measure::nearest::find_nearest;
use crate::probe::{Configuration, Family, Fitted, Profile, Setting, TrainTest, largest};

/// Trains every nearest-neighbour configuration in `grid`.
///
/// Equal distances are taken in the order of the rows, and equal votes by the class of the nearer row.
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
    let Some(search) = Search::new(&data.train) else {
        return Vec::new();
    };
    let furthest = wanted.iter().map(|&(_, k)| k).max().unwrap_or(1);
    let mut fitted: Vec<Fitted> = wanted
        .iter()
        .map(|&(configuration, _)| Fitted {
            configuration,
            predictions: Vec::new(),
            sureness: None,
        })
        .collect();
    for test_set in &data.test_sets {
        let answers: Vec<Vec<u16>> = search
            .nearest(test_set, furthest)
            .iter()
            .map(|nearest| votes(nearest, &wanted, data))
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
pub(in crate::probe) fn scores(data: &TrainTest, k: usize) -> Array2<f64> {
    let (Some(search), Some(test_set)) = (Search::new(&data.train), data.test_sets.first()) else {
        return Array2::zeros((0, data.classes));
    };
    let mut shares = vec![0.0; data.classes];
    for &label in &data.labels {
        shares[usize::from(label)] += 1.0 / data.labels.len() as f64;
    }
    let mut scores = Array2::<f64>::zeros((test_set.nrows(), data.classes));
    let nearest = search.nearest(test_set, k.clamp(1, data.train.nrows()));
    for (nearest, mut scores) in nearest.iter().zip(scores.rows_mut()) {
        for &(_, row) in nearest {
            scores[usize::from(data.labels[row])] += 1.0;
        }
        for (score, share) in scores.iter_mut().zip(&shares) {
            *score = (*score + share).max(f64::MIN_POSITIVE).ln();
        }
    }
    scores
}

/// Train rows among which neighbours are found.
///
/// Distances don't change when everything moves by the same vector, and single precision then holds the
/// differences between rows and not their common part.
struct Search {
    centre: Array1<f64>,
    train: Array2<f32>,
    lengths: Vec<f32>,
}

impl Search {
    /// `None` without rows.
    fn new(train: &Array2<f64>) -> Option<Self> {
        let centre = train.mean_axis(Axis(0))?;
        let train = centred(train, &centre);
        let lengths = train.rows().into_iter().map(|row| row.dot(&row)).collect();
        Some(Self {
            centre,
            train,
            lengths,
        })
    }

    /// The `count` train rows nearest to each row of `test_set` by squared distance, nearest first.
    fn nearest(&self, test_set: &Array2<f64>, count: usize) -> Vec<Vec<(f32, usize)>> {
        let asked = centred(test_set, &self.centre);
        // Less the asked row's own length, which is the same for all.
        let distance = |_, row: usize, product: f32| Some(self.lengths[row] - 2.0 * product);
        find_nearest(asked.view(), self.train.view(), count, distance)
    }
}

fn centred(features: &Array2<f64>, centre: &Array1<f64>) -> Array2<f32> {
    (features - centre).mapv(|value| value as f32)
}

/// What each wanted k answers, given the rows from the nearest on.
fn votes(nearest: &[(f32, usize)], wanted: &[(usize, usize)], data: &TrainTest) -> Vec<u16> {
    wanted
        .iter()
        .map(|&(_, k)| {
            let mut counts = vec![0.0; data.classes];
            for (rank, &(_, row)) in nearest.iter().take(k).enumerate() {
                // A hair more for nearer rows: it decides ties and nothing else.
                counts[usize::from(data.labels[row])] += 1.0 + 1e-9 / (rank as f64 + 1.0);
            }
            largest(counts)
        })
        .collect()
}

/// Its configurations in `profile`.
pub(super) fn configurations(profile: Profile) -> Vec<Configuration> {
    let counts: &[f64] = match profile {
        Profile::Quick => &[1.0, 5.0, 45.0],
        Profile::Standard => &[1.0, 3.0, 5.0, 11.0, 25.0, 45.0, 135.0, 405.0],
        Profile::Audit => &[
            1.0, 3.0, 5.0, 7.0, 11.0, 17.0, 25.0, 45.0, 85.0, 135.0, 235.0, 405.0,
        ],
    };
    let of = |&k| Configuration {
        family: Family::Neighbours,
        setting: Setting::Neighbours { k },
        default: k == 5.0,
    };
    counts.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use ndarray::{Slice, array};

    use super::*;
    use crate::probe::{Family, Profile, grid};

    #[test]
    fn the_nearest_rows_vote() {
        let data = TrainTest {
            train: array![[0.0], [0.1], [0.2], [5.0], [5.1]],
            labels: vec![0, 0, 0, 1, 1],
            classes: 2,
            test_sets: vec![array![[0.05], [5.05]]],
            match_factor: 1.0,
            truth: Vec::new(),
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
            truth: Vec::new(),
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
