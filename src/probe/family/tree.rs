//! Decision tree probes: one tree serves every depth below its own.
//!
//! A greedy tree cut at depth d is the depth-d tree, so each minimum leaf is grown once, to the
//! greatest depth asked for, and read at every depth.

use ndarray::Array2;
use rayon::prelude::*;

use crate::probe::cart::{Cart, Growth};
use crate::probe::{Configuration, Family, Fitted, Profile, Setting, TrainTest};

/// Trains every tree in `grid`.
pub(super) fn fit(grid: &[Configuration], data: &TrainTest) -> Vec<Fitted> {
    let wanted: Vec<(usize, Growth)> = grid
        .iter()
        .enumerate()
        .filter_map(|(at, configuration)| match configuration.setting {
            Setting::Tree { depth, leaf } => {
                let leaf = matched_leaf(leaf, data.match_factor);
                Some((at, Growth::new(depth, leaf)))
            }
            _ => None,
        })
        .collect();
    let seen: Vec<usize> = (0..data.train.ncols()).collect();
    distinct(wanted.iter().map(|(_, growth)| growth.leaf))
        .into_par_iter()
        .flat_map_iter(|leaf| {
            let served: Vec<_> = wanted
                .iter()
                .filter(|(_, growth)| growth.leaf == leaf)
                .collect();
            let depth = deepest(served.iter().map(|(_, growth)| growth.depth));
            let train = data.train.view();
            let tree = Cart::grow(
                &train,
                &seen,
                &data.labels,
                data.classes,
                Growth::new(depth, leaf),
            );
            served
                .into_iter()
                .map(|&(configuration, Growth { depth, .. })| {
                    let answer = |test_set: &Array2<f64>| {
                        test_set
                            .rows()
                            .into_iter()
                            .map(|row| tree.answer(&row, depth))
                            .collect()
                    };
                    Fitted {
                        configuration,
                        predictions: data.test_sets.iter().map(answer).collect(),
                        sureness: None,
                    }
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The minimum leaf on the sample that matches `leaf` on all rows, never below one row.
pub(super) fn matched_leaf(leaf: f64, match_factor: f64) -> usize {
    (leaf / match_factor).round().max(1.0) as usize
}

/// Each of `values` once, ascending.
pub(super) fn distinct<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// The greatest of `depths`, where `None` has no bound.
pub(super) fn deepest(mut depths: impl Iterator<Item = Option<usize>>) -> Option<usize> {
    depths.try_fold(0, |deepest: usize, depth| Some(deepest.max(depth?)))
}

/// Its configurations in `profile`.
pub(super) fn configurations(profile: Profile) -> Vec<Configuration> {
    let every_depth = &[1, 2, 3, 4, 6, 8, 12, 16].map(Some);
    let (depths, leaves): (&[_], &[_]) = match profile {
        Profile::Quick => (&[Some(2), Some(8)], &[1.0, 20.0]),
        Profile::Standard => (every_depth, &[1.0, 20.0]),
        Profile::Audit => (every_depth, &[1.0, 5.0, 20.0, 50.0, 100.0]),
    };
    let mut all = Vec::new();
    for &leaf in leaves {
        for &depth in depths.iter().chain(&[None]) {
            all.push(Configuration {
                family: Family::Tree,
                setting: Setting::Tree { depth, leaf },
                default: depth.is_none() && leaf == 1.0,
            });
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

    fn data(classes: usize) -> TrainTest {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(2);
        let mut draw =
            |rows: usize| Array2::from_shape_fn((rows, 6), |_| 0.9 + 0.001 * rng.r#gen::<f64>());
        let (train, test_set) = (draw(400), draw(300));
        let labels = train
            .rows()
            .into_iter()
            .map(|row| {
                ((((row[0] - 0.9) + (row[1] - 0.9) * (row[2] - 0.9) * 1000.0) * 600.0) as u16)
                    % classes as u16
            })
            .collect();
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
    fn one_fit_serves_every_depth_as_a_fit_of_its_own_would() {
        for classes in [2, 3] {
            let data = data(classes);
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

    #[test]
    fn the_same_rows_give_the_same_trees() {
        let data = data(3);
        assert_eq!(
            fit(&grid(Profile::Standard), &data),
            fit(&grid(Profile::Standard), &data)
        );
    }

    #[test]
    fn a_tree_learns_what_it_can_see_at_any_scale() {
        let data = data(2);
        let test_set = TrainTest {
            test_sets: vec![data.train.clone()],
            ..data
        };
        let grid = grid(Profile::Standard);
        let default = grid
            .iter()
            .position(|c| c.default && matches!(c.setting, Setting::Tree { .. }));
        let fitted = fit(&grid, &test_set);
        let answer = fitted
            .iter()
            .find(|answer| Some(answer.configuration) == default)
            .expect("the default tree");
        assert_eq!(answer.predictions[0], test_set.labels);
    }
}
