//! Random forest probes: bagged trees on random subsets of the features.

use ndarray::{Array2, Axis};
use rand::seq::index::sample;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use super::tree::{deepest, distinct, matched_leaf};
use crate::probe::cart::{Cart, Growth};
use crate::probe::{Configuration, Family, Fitted, Profile, Setting, TrainTest, largest};

/// Most rows of a tree's bootstrap: a forest loses little, and trees cost more than their share of rows.
const BAG: usize = 1_000;

struct Wanted {
    configuration: usize,
    trees: usize,
    depth: Option<usize>,
    leaf: usize,
}

/// Trains every forest in `grid`.
///
/// Each minimum leaf grows one forest of the largest size and depth asked for; smaller forests are
/// its first trees, shallower ones its trees cut short. A tree sees a bootstrap of up to 1,000 rows and
/// a third of the features, at least 16 (Ho, *The random subspace method*, 1998); its leaves' class
/// shares are averaged (Breiman, *Random forests*, 2001, as scikit-learn does). Features are drawn for
/// a tree and not for a split: with the square root of 256 that forests usually draw, such trees are
/// so weak that the forest itself leans towards the largest class.
pub(super) fn fit(grid: &[Configuration], data: &TrainTest, seed: u64) -> Vec<Fitted> {
    let wanted: Vec<Wanted> = grid
        .iter()
        .enumerate()
        .filter_map(|(configuration, entry)| match entry.setting {
            Setting::Forest { trees, depth, leaf } => Some(Wanted {
                configuration,
                trees,
                depth,
                leaf: matched_leaf(leaf, data.match_factor),
            }),
            _ => None,
        })
        .collect();
    distinct(wanted.iter().map(|entry| entry.leaf))
        .into_iter()
        .flat_map(|leaf| {
            let served: Vec<&Wanted> = wanted.iter().filter(|entry| entry.leaf == leaf).collect();
            serve(&served, leaf, data, seed)
        })
        .collect()
}

/// Grows one forest for all of `served`, which share a minimum leaf.
fn serve(served: &[&Wanted], leaf: usize, data: &TrainTest, seed: u64) -> Vec<Fitted> {
    let sizes = distinct(served.iter().map(|entry| entry.trees));
    let depth = deepest(served.iter().map(|entry| entry.depth));
    let growth = Growth::new(depth, leaf);
    let trees: Vec<Cart> = (0..sizes.last().copied().unwrap_or(0))
        .into_par_iter()
        .map(|nth| grow(nth, growth, data, seed))
        .collect();
    distinct(served.iter().map(|entry| entry.depth))
        .into_par_iter()
        .flat_map_iter(|depth| {
            // answers[test set][size]
            let answers: Vec<Vec<Vec<u16>>> = data
                .test_sets
                .iter()
                .map(|test_set| count(&trees, depth, test_set, &sizes, data.classes))
                .collect();
            let at_depth: Vec<Fitted> = served
                .iter()
                .filter(|entry| entry.depth == depth)
                .map(|entry| {
                    let size = sizes.binary_search(&entry.trees).unwrap_or(0);
                    Fitted {
                        configuration: entry.configuration,
                        predictions: answers
                            .iter()
                            .map(|test_set| test_set[size].clone())
                            .collect(),
                        sureness: None,
                    }
                })
                .collect();
            at_depth
        })
        .collect()
}

/// What the first trees of each of `sizes` (ascending), cut at `depth`, answer to the rows of `test_set`.
fn count(
    trees: &[Cart],
    depth: Option<usize>,
    test_set: &Array2<f64>,
    sizes: &[usize],
    classes: usize,
) -> Vec<Vec<u16>> {
    let mut answers = vec![Vec::with_capacity(test_set.nrows()); sizes.len()];
    let mut votes = vec![0.0_f32; classes];
    for row in test_set.rows() {
        votes.fill(0.0);
        let mut counted = 0;
        for (answers, &size) in answers.iter_mut().zip(sizes) {
            for tree in &trees[counted..size] {
                tree.vote(&row, depth, &mut votes);
            }
            counted = size;
            answers.push(largest(votes.iter().map(|&vote| f64::from(vote))));
        }
    }
    answers
}

/// The `nth` tree; the same for every size of forest.
fn grow(nth: usize, growth: Growth, data: &TrainTest, seed: u64) -> Cart {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(
        seed ^ (nth as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15),
    );
    let (rows, columns) = data.train.dim();
    let seen = ((columns as f64) / 3.0)
        .ceil()
        .max(16.0)
        .min(columns as f64) as usize;
    let mut features = sample(&mut rng, columns, seen).into_vec();
    features.sort_unstable();
    let bag: Vec<usize> = (0..rows.min(BAG)).map(|_| rng.gen_range(0..rows)).collect();
    let labels: Vec<u16> = bag.iter().map(|&row| data.labels[row]).collect();
    let bagged = data.train.select(Axis(0), &bag);
    Cart::grow(&bagged.view(), &features, &labels, data.classes, growth)
}

/// Its configurations in `profile`.
pub(super) fn configurations(profile: Profile) -> Vec<Configuration> {
    let every_depth = &[Some(2), Some(4), Some(8), Some(16), None];
    let (sizes, depths, leaves): (&[_], &[_], &[_]) = match profile {
        Profile::Quick => (&[30], &[Some(4), None], &[1.0]),
        Profile::Standard => (&[10, 30], every_depth, &[1.0]),
        Profile::Audit => (&[10, 30], every_depth, &[1.0, 20.0]),
    };
    let mut all = Vec::new();
    for &leaf in leaves {
        for &trees in sizes {
            for &depth in depths {
                all.push(Configuration {
                    family: Family::Forest,
                    setting: Setting::Forest { trees, depth, leaf },
                    default: trees == 30 && depth.is_none() && leaf == 1.0,
                });
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::{Profile, grid};

    fn data() -> TrainTest {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(11);
        let train = Array2::from_shape_fn((300, 20), |_| rng.r#gen::<f64>());
        let test_set = Array2::from_shape_fn((200, 20), |_| rng.r#gen::<f64>());
        let labels = train
            .rows()
            .into_iter()
            .map(|row| u16::from(row[0] + row[1] > 1.0))
            .collect();
        TrainTest {
            train,
            labels,
            classes: 2,
            test_sets: vec![test_set],
            match_factor: 1.0,
            truth: Vec::new(),
        }
    }

    #[test]
    fn one_forest_serves_every_size_and_depth_as_one_of_its_own_would() {
        let data = data();
        let grid = grid(Profile::Standard);
        for together in fit(&grid, &data, 3) {
            let alone = fit(
                &grid[together.configuration..=together.configuration],
                &data,
                3,
            );
            assert_eq!(
                together.predictions, alone[0].predictions,
                "{:?}",
                grid[together.configuration]
            );
        }
    }

    #[test]
    fn a_forest_learns_a_plain_boundary() {
        let data = data();
        let truth: Vec<u16> = data.test_sets[0]
            .rows()
            .into_iter()
            .map(|row| u16::from(row[0] + row[1] > 1.0))
            .collect();
        let fitted = fit(&grid(Profile::Quick), &data, 0);
        let best = fitted
            .iter()
            .map(|answer| {
                answer.predictions[0]
                    .iter()
                    .zip(&truth)
                    .filter(|(a, b)| a == b)
                    .count()
            })
            .max()
            .unwrap_or(0);
        assert!(best > 160, "{best} of 200 right");
    }
}
