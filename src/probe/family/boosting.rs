//! Boosted-tree probes: forust's gradient boosting, each fit read after every number of rounds.

use forust_ml::objective::ObjectiveType;
use forust_ml::{GradientBooster, Matrix};
use ndarray::{Array1, Array2, Axis};
use rayon::prelude::*;

use crate::probe::{Configuration, Family, Fitted, Profile, Setting, TrainTest, largest};

/// The learning rate and depth that a user tries first.
const DEFAULT: (f32, usize) = (0.1, 3);

/// Histogram bins of each feature; 64 is enough for a probe and a quarter of the work of 256.
const BINS: u16 = 64;

/// Most classes for which every learning rate and depth is trained: above, a fit a class takes too long, and only the
/// default ones are.
const FEW_CLASSES: usize = 20;
/// Most classes that anything is boosted for.
const MAX_CLASSES: usize = 200;

/// Trains every boosting configuration in `grid`; more than two classes are one against the rest. Of many classes
/// only those at the default learning rate and depth are trained.
///
/// Boosting adds trees one by one, so the model of 10 rounds is the first tenth of that of 100.
pub(super) fn fit(grid: &[Configuration], data: &TrainTest) -> Vec<Fitted> {
    let wanted = choose_settings(grid, data.classes);
    let mut fits: Vec<(f32, usize)> = wanted
        .iter()
        .map(|&(_, rate, depth, _)| (rate, depth))
        .collect();
    fits.dedup();
    let scaled = Scaled::new(data);
    let train = by_column(&scaled.train);
    let test_sets: Vec<(Vec<f64>, usize)> = scaled
        .test_sets
        .iter()
        .map(|test_set| (by_column(test_set), test_set.nrows()))
        .collect();
    let columns = data.train.ncols();
    fits.into_par_iter()
        .flat_map_iter(|(rate, depth)| {
            let served: Vec<_> = wanted
                .iter()
                .filter(|entry| (entry.1, entry.2) == (rate, depth))
                .collect();
            let rounds = served.iter().map(|entry| entry.3).max().unwrap_or(0);
            let mut boosters: Vec<Option<GradientBooster>> = boosted_classes(data.classes)
                .into_par_iter()
                .map(|class| boost(&train, columns, &data.labels, class, rate, depth, rounds))
                .collect();
            served
                .into_iter()
                .map(|&(configuration, _, _, rounds)| {
                    for booster in boosters.iter_mut().flatten() {
                        booster.prediction_iteration = Some(rounds);
                    }
                    let predictions = test_sets
                        .iter()
                        .map(|test_set| answers(&boosters, test_set, columns))
                        .collect();
                    Fitted {
                        configuration,
                        predictions,
                        sureness: None,
                    }
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The place, learning rate, depth and rounds of each setting that is trained for as many classes.
fn choose_settings(grid: &[Configuration], classes: usize) -> Vec<(usize, f32, usize, usize)> {
    let settings = grid.iter().enumerate();
    settings
        .filter_map(|(at, entry)| match entry.setting {
            Setting::Boosting {
                rate,
                depth,
                rounds,
            } => Some((at, rate, depth, rounds)),
            _ => None,
        })
        .filter(|&(_, rate, depth, _)| {
            classes <= FEW_CLASSES || (classes <= MAX_CLASSES && (rate, depth) == DEFAULT)
        })
        .collect()
}

/// Features at unit scale.
///
/// forust cuts each feature into bins by the order of its values, so this changes no bin but by
/// rounding; it makes the embedded and the standardised arm the same training data.
struct Scaled {
    train: Array2<f64>,
    test_sets: Vec<Array2<f64>>,
}

impl Scaled {
    fn new(data: &TrainTest) -> Self {
        let centre = data
            .train
            .mean_axis(Axis(0))
            .unwrap_or_else(|| Array1::zeros(data.train.ncols()));
        let spread = data
            .train
            .std_axis(Axis(0), 0.0)
            .mapv(|s| if s > 0.0 { s } else { 1.0 });
        let scale = |features: &Array2<f64>| (features - &centre) / &spread;
        Self {
            train: scale(&data.train),
            test_sets: data.test_sets.iter().map(scale).collect(),
        }
    }
}

fn boosted_classes(classes: usize) -> Vec<usize> {
    if classes == 2 {
        vec![1]
    } else {
        (0..classes).collect()
    }
}

/// `None` when the library refuses the training data (a class without train rows).
fn boost(
    train: &[f64],
    columns: usize,
    labels: &[u16],
    class: usize,
    rate: f32,
    depth: usize,
    rounds: usize,
) -> Option<GradientBooster> {
    let targets: Vec<f64> = labels
        .iter()
        .map(|&label| f64::from(u8::from(usize::from(label) == class)))
        .collect();
    let positive: f64 = targets.iter().sum();
    if positive == 0.0 || positive == targets.len() as f64 {
        return None;
    }
    let mut booster = GradientBooster::default()
        .set_objective_type(ObjectiveType::LogLoss)
        .set_iterations(rounds)
        .set_learning_rate(rate)
        .set_max_depth(depth)
        .set_nbins(BINS)
        .set_initialize_base_score(true)
        // Row by row: four times as fast on counts of words, and no slower elsewhere.
        .set_tiled_histograms(true)
        .set_parallel(false);
    booster
        .fit_unweighted(&Matrix::new(train, labels.len(), columns), &targets, None)
        .ok()?;
    Some(booster)
}

fn answers(
    boosters: &[Option<GradientBooster>],
    (test_set, rows): &(Vec<f64>, usize),
    columns: usize,
) -> Vec<u16> {
    if *rows == 0 {
        return Vec::new();
    }
    let matrix = Matrix::new(test_set, *rows, columns);
    let scores: Vec<Vec<f64>> = boosters
        .iter()
        .map(|booster| match booster {
            Some(booster) => booster.predict(&matrix, false),
            None => vec![f64::NEG_INFINITY; *rows],
        })
        .collect();
    (0..*rows)
        .map(|row| match &scores[..] {
            [positive] => u16::from(positive[row] > 0.0),
            several => largest(several.iter().map(|scores| scores[row])),
        })
        .collect()
}

/// The values of `features` column after column, as the library reads them.
fn by_column(features: &Array2<f64>) -> Vec<f64> {
    features.t().iter().copied().collect()
}

/// Its configurations in `profile`.
pub(super) fn configurations(profile: Profile) -> Vec<Configuration> {
    let (rates, depths, lengths): (&[_], &[_], &[_]) = match profile {
        Profile::Quick => (&[0.1], &[3], &[10, 100]),
        Profile::Standard => (&[0.01, 0.1, 0.3, 1.0], &[1, 3], &[10, 30, 100]),
        Profile::Audit => (
            &[0.01, 0.03, 0.1, 0.3, 1.0, 2.0],
            &[1, 3, 5],
            &[10, 30, 100],
        ),
    };
    let mut all = Vec::new();
    for &rate in rates {
        for &depth in depths {
            for &rounds in lengths {
                all.push(Configuration {
                    family: Family::Boosting,
                    setting: Setting::Boosting {
                        rate,
                        depth,
                        rounds,
                    },
                    default: (rate, depth) == DEFAULT && rounds == 100,
                });
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::*;
    use crate::probe::{Profile, grid};

    #[test]
    fn of_many_classes_only_the_default_rate_and_depth_are_boosted() {
        let data = |classes: usize| TrainTest {
            train: Array2::from_shape_fn((500, 1), |(row, _)| row as f64),
            labels: (0..500).map(|row| (row % classes) as u16).collect(),
            classes,
            test_sets: vec![Array2::zeros((5, 1))],
            match_factor: 1.0,
            truth: Vec::new(),
        };
        let grid = grid(Profile::Standard);
        let settings = |classes| fit(&grid, &data(classes)).len();
        assert_eq!(settings(FEW_CLASSES), 24);
        assert_eq!(settings(FEW_CLASSES + 1), 3);
        assert_eq!(settings(MAX_CLASSES + 1), 0);
    }

    #[test]
    fn one_fit_serves_every_number_of_rounds_as_a_fit_of_its_own_would() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(4);
        let train = Array2::from_shape_fn((300, 8), |_| rng.r#gen::<f64>());
        let test_set = Array2::from_shape_fn((200, 8), |_| rng.r#gen::<f64>());
        for classes in [2, 3] {
            let labels = train
                .rows()
                .into_iter()
                .map(|row| ((row[0] + row[1]) * classes as f64 / 2.0) as u16)
                .collect();
            let data = TrainTest {
                train: train.clone(),
                labels,
                classes,
                test_sets: vec![test_set.clone()],
                match_factor: 1.0,
                truth: Vec::new(),
            };
            let grid = grid(Profile::Standard);
            for together in fit(&grid, &data) {
                let alone = fit(
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
