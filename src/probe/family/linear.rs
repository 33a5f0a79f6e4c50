//! Linear probes: logistic regression and linear support vector machine along a path of C.

use ndarray::{Array1, Array2, Axis};
use rayon::prelude::*;

use crate::probe::descent::Objective;
use crate::probe::newton::{Loss, Problem};
use crate::probe::planes::{Planes, axes, place};
use crate::probe::{Configuration, Family, Fitted, Profile, Setting, Sureness, TrainTest, largest};

/// Trains every configuration of `family` (logistic or linear SVM) in `grid`.
///
/// The values of C are solved from the smallest up, each from its neighbour's solution. Each is
/// solved to convergence, so the path changes how long it takes and not what it finds. More than two
/// classes are one against the rest, and solved [together](crate::probe::planes).
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
    let axes = if data.classes == 2 {
        None
    } else {
        axes(&(&data.train - &centre))
    };
    let weights = weights(
        loss,
        &path,
        place(&data.train, &centre, axes.as_ref()),
        data,
    );
    let test_sets: Vec<Array2<f64>> = data
        .test_sets
        .iter()
        .map(|test_set| place(test_set, &centre, axes.as_ref()))
        .collect();
    path.par_iter()
        .zip(&weights)
        .map(|(&(configuration, _), weights)| {
            let scores: Vec<Array2<f64>> = test_sets
                .iter()
                .map(|test_set| test_set.dot(&weights.t()))
                .collect();
            Fitted {
                configuration,
                predictions: scores
                    .iter()
                    .map(|scores| answers(scores, data.classes))
                    .collect(),
                sureness: scores
                    .first()
                    .filter(|_| loss == Loss::Logistic)
                    .map(|scores| probabilities(scores, data.classes))
                    .and_then(|shares| Sureness::of(&shares, &data.truth)),
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

/// The weights at each value of C, one row a plane. Two classes share one, which is solved by itself.
fn weights(
    loss: Loss,
    path: &[(usize, f64)],
    train: Array2<f64>,
    data: &TrainTest,
) -> Vec<Array2<f64>> {
    let sides = sides(data);
    if let [signs] = &sides[..] {
        let problem = Problem {
            features: train.view(),
            signs,
            loss,
        };
        let mut weights = Array1::zeros(train.ncols());
        let solve = |&(_, c): &(usize, f64)| {
            weights = problem.solve(c, &weights);
            weights.clone().insert_axis(Axis(0))
        };
        return path.iter().map(solve).collect();
    }
    let strengths: Vec<f64> = path.iter().map(|&(_, c)| c).collect();
    Planes::new(train, loss).solve(&sides, &strengths)
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

/// Each linear family has one path of C, even in its logarithm and as wide as those in the
/// literature, for a dataset of [`REFERENCE_ROWS`](crate::probe::REFERENCE_ROWS) (see
/// [`for_rows`](crate::probe::for_rows)), and its default beside the path. The support vector machine collapses at about a fifth of the logistic regression's C, so its
/// path lies a decade lower at the strong end and stops at 10, and one limit on the collapsed share
/// serves both.
pub(super) fn configurations(family: Family, profile: Profile) -> Vec<Configuration> {
    let per_decade = match profile {
        Profile::Quick => 2,
        Profile::Standard => 4,
        Profile::Audit => 8,
    };
    let (low, high) = if family == Family::LinearSvm {
        (-4, 1)
    } else {
        (-3, 4)
    };
    let of = |c, default| Configuration {
        family,
        setting: Setting::Strength { c },
        default,
    };
    (low * per_decade..=high * per_decade)
        .map(|step| of(10_f64.powf(f64::from(step) / f64::from(per_decade)), false))
        .chain([of(1.0, true)])
        .collect()
}

#[cfg(test)]
mod tests {
    use linfa::prelude::*;
    use ndarray::Array2;
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::*;
    use crate::probe::{Profile, grid};

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
            truth: Vec::new(),
        }
    }

    #[test]
    fn newton_finds_what_linfa_logistic_finds() {
        let mut data = data(2, 1.0);
        data.truth = vec![1; 200];
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
            // Which of the two linfa takes for the positive class is its own choice.
            let is_second = reference.labels().pos.class == 1;
            let ours = answer
                .sureness
                .expect("logistic regression states probabilities");
            for row in 0..theirs.len() {
                let second = if is_second {
                    theirs[row]
                } else {
                    1.0 - theirs[row]
                };
                assert!(
                    (second - ours.of_truth[row]).abs() < 1e-3,
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
