//! Linear probes: logistic regression and linear support vector machine along a path of C.

use ndarray::{Array1, Array2, ArrayView2, Axis, concatenate};
use rayon::prelude::*;

use super::descent::Objective;
use super::newton::{Loss, Problem};
use super::{Configuration, Family, Fitted, Setting, TrainTest, largest};

/// Trains every configuration of `family` (logistic or linear SVM) in `grid`.
///
/// The values of C are solved from the smallest up, each from its neighbour's solution. Each is
/// solved to convergence, so the path changes how long it takes and not what it finds. More than two
/// classes are one against the rest.
pub(super) fn fit(family: Family, grid: &[Configuration], data: &TrainTest) -> Vec<Fitted> {
    let loss = if family == Family::LinearSvm {
        Loss::SquaredHinge
    } else {
        Loss::Logistic
    };
    let path = path(family, grid, data.match_factor);
    let Some(centre) = data.train.mean_axis(Axis(0)) else {
        return Vec::new();
    };
    let train = centred(&data.train.view(), &centre);
    let planes = planes(loss, &path, &train, data);
    let test_sets: Vec<Array2<f64>> = data
        .test_sets
        .iter()
        .map(|test_set| centred(&test_set.view(), &centre))
        .collect();
    path.iter()
        .enumerate()
        .map(|(nth, &(configuration, _))| {
            let weights = planes.index_axis(Axis(0), nth);
            let scores: Vec<Array2<f64>> = test_sets
                .iter()
                .map(|test_set| test_set.dot(&weights))
                .collect();
            Fitted {
                configuration,
                predictions: scores
                    .iter()
                    .map(|scores| answers(scores, data.classes))
                    .collect(),
                probabilities: scores
                    .first()
                    .filter(|_| loss == Loss::Logistic)
                    .map(|scores| probabilities(scores, data.classes)),
            }
        })
        .collect()
}

/// The places of `family` in `grid` with their values of C on the sample, from the smallest up.
fn path(family: Family, grid: &[Configuration], match_factor: f64) -> Vec<(usize, f64)> {
    let mut path: Vec<(usize, f64)> = grid
        .iter()
        .enumerate()
        .filter_map(|(at, configuration)| match configuration.setting {
            Setting::Strength { c } if configuration.family == family => {
                Some((at, c * match_factor))
            }
            _ => None,
        })
        .collect();
    path.sort_by(|a, b| a.1.total_cmp(&b.1));
    path
}

/// One plane for each value of C and class: `path x (features + 1) x planes`. Two classes share one.
fn planes(
    loss: Loss,
    path: &[(usize, f64)],
    train: &Array2<f64>,
    data: &TrainTest,
) -> ndarray::Array3<f64> {
    let solved: Vec<Vec<Array1<f64>>> = sides(data)
        .into_par_iter()
        .map(|signs| {
            let problem = Problem {
                features: train.view(),
                signs: &signs,
                loss,
            };
            let mut weights = Array1::zeros(train.ncols());
            path.iter()
                .map(|&(_, c)| {
                    weights = problem.solve(c, &weights);
                    weights.clone()
                })
                .collect()
        })
        .collect();
    ndarray::Array3::from_shape_fn(
        (path.len(), train.ncols(), solved.len()),
        |(nth, feature, plane)| solved[plane][nth][feature],
    )
}

/// On which side of each plane the train rows lie, as -1 or 1. Two classes share one plane, on
/// whose positive side the second lies; more have one each, between themselves and the rest.
pub(super) fn sides(data: &TrainTest) -> Vec<Vec<f64>> {
    let positive = if data.classes == 2 {
        1..2
    } else {
        0..data.classes
    };
    positive
        .map(|class| {
            let side = |&label: &u16| {
                if usize::from(label) == class {
                    1.0
                } else {
                    -1.0
                }
            };
            data.labels.iter().map(side).collect()
        })
        .collect()
}

/// Features less their centre, with a last column of ones.
pub(super) fn centred(features: &ArrayView2<f64>, centre: &Array1<f64>) -> Array2<f64> {
    let ones = Array2::ones((features.nrows(), 1));
    let moved = features - centre;
    concatenate(Axis(1), &[moved.view(), ones.view()]).unwrap_or(moved)
}

/// The class that each row's scores (`rows x planes`) speak for.
pub(super) fn answers(scores: &Array2<f64>, classes: usize) -> Vec<u16> {
    if classes == 2 {
        scores
            .column(0)
            .iter()
            .map(|&score| u16::from(score > 0.0))
            .collect()
    } else {
        scores
            .rows()
            .into_iter()
            .map(|row| largest(row.iter().copied()))
            .collect()
    }
}

/// Each plane's logistic probability, scaled to sum to one over the classes.
fn probabilities(scores: &Array2<f64>, classes: usize) -> Array2<f64> {
    let logistic = |score: f64| 1.0 / (1.0 + (-score).exp());
    if classes == 2 {
        return Array2::from_shape_fn((scores.nrows(), 2), |(row, class)| {
            logistic(if class == 1 {
                scores[[row, 0]]
            } else {
                -scores[[row, 0]]
            })
        });
    }
    let mut shares = scores.mapv(logistic);
    for mut row in shares.rows_mut() {
        let sum = row.sum();
        // Every plane may say no so firmly that all vanish; then nothing is known.
        if sum > 0.0 {
            row /= sum;
        } else {
            row.fill(1.0 / classes as f64);
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use linfa::prelude::*;
    use ndarray::Array2;
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::super::{Profile, grid};
    use super::*;

    fn data(classes: usize, scale: f64) -> TrainTest {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(5);
        let mut draw = |rows: usize| {
            let labels: Vec<u16> = (0..rows).map(|row| (row % classes) as u16).collect();
            let features = Array2::from_shape_fn((rows, 12), |(row, column)| {
                let signal = if column == usize::from(labels[row]) {
                    0.8
                } else {
                    0.0
                };
                scale * (3.0 + signal + rng.r#gen::<f64>() + rng.r#gen::<f64>())
            });
            (features, labels)
        };
        let (train, labels) = draw(300);
        let (test_set, _) = draw(200);
        TrainTest {
            train,
            labels,
            classes,
            test_sets: vec![test_set],
            match_factor: 1.0,
        }
    }

    #[test]
    fn newton_finds_what_linfa_logistic_finds() {
        let data = data(2, 1.0);
        let dataset = linfa::Dataset::new(
            data.train.clone(),
            ndarray::Array1::from(data.labels.clone()),
        );
        let fitted = fit(Family::Logistic, &grid(Profile::Quick), &data);
        for answer in fitted {
            let Setting::Strength { c } = grid(Profile::Quick)[answer.configuration].setting else {
                continue;
            };
            let reference = linfa_logistic::LogisticRegression::default()
                .alpha(1.0 / c)
                .max_iterations(2_000)
                .gradient_tolerance(1e-7)
                .fit(&dataset)
                .expect("the reference converges");
            let theirs = reference.predict_probabilities(&data.test_sets[0]);
            let positive = usize::from(reference.labels().pos.class);
            let ours = answer
                .probabilities
                .expect("logistic regression states probabilities");
            for row in 0..theirs.len() {
                assert!(
                    (theirs[row] - ours[[row, positive]]).abs() < 1e-3,
                    "C = {c}, row {row}"
                );
            }
        }
    }

    #[test]
    fn a_path_finds_what_each_fit_alone_finds() {
        for classes in [2, 4] {
            let data = data(classes, 0.05);
            let grid = grid(Profile::Quick);
            for family in [Family::Logistic, Family::LinearSvm] {
                for together in fit(family, &grid, &data) {
                    let alone = fit(
                        family,
                        &grid[together.configuration..=together.configuration],
                        &data,
                    );
                    assert_eq!(
                        together.predictions, alone[0].predictions,
                        "{:?}",
                        grid[together.configuration]
                    );
                }
            }
        }
    }

    #[test]
    fn strong_regularisation_answers_with_the_largest_class() {
        let mut data = data(2, 0.001);
        data.labels = (0..300).map(|row| u16::from(row % 3 == 0)).collect();
        let fitted = fit(Family::Logistic, &grid(Profile::Quick), &data);
        assert!(fitted[0].predictions[0].iter().all(|&class| class == 0));
    }
}
