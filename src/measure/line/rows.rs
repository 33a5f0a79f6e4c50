//! Rows: how far r moves when other rows of the same kind test the same models.
//!
//! All models are tested on the same rows, so a resample of models can't see what these rows do to
//! all of them at once: on fifty shifted rows, the share of a class alone can turn a line around.

use rayon::prelude::*;

use crate::measure::bootstrap::{Draws, percentile_interval};
use crate::measure::correlation::pearson;
use crate::measure::probit::Scale;

/// Resamples of the rows; each costs one pass over every model's answers.
const RESAMPLES: usize = 200;

/// Which rows a model got right, and whether it counts among the collapsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marks {
    /// The in-domain test set that it took: a place in the test sets that [`OverRows::of`] is given.
    pub(crate) test_set: usize,
    /// The rows of that test set.
    pub(crate) id: Vec<bool>,
    /// Shifted rows; equally many for every model.
    pub(crate) shifted: Vec<bool>,
    /// Whether it is left out of the healthy line.
    pub(crate) collapsed: bool,
}

/// 95 % interval over rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct OverRows {
    /// Of r over all models less r over the healthy ones.
    pub(crate) change: (f64, f64),
}

impl OverRows {
    /// Resamples in-domain and shifted rows, each within its set, for all models at once. `None` where
    /// r is undefined in more than one resample of twenty.
    ///
    /// `test_sets` names the rows of each in-domain test set: models that were trained on other splits took other
    /// test sets, and a row that stands in several of them is drawn for all. The shifted test set is one for all.
    ///
    /// Percentile bootstrap (Efron & Tibshirani, *An introduction to the bootstrap*, 1993, chapter 13).
    pub(crate) fn of(
        models: &[Marks],
        test_sets: &[&[usize]],
        scale: Scale,
        seed: u64,
    ) -> Option<Self> {
        let first = models.first()?;
        let mut rows: Vec<usize> = test_sets.concat();
        rows.sort_unstable();
        rows.dedup();
        let mut draws = Draws::new(seed);
        let mut changes = Vec::new();
        for _ in 0..RESAMPLES {
            let drawn = weights(&mut draws, rows.len());
            let id: Vec<Vec<u32>> = test_sets
                .iter()
                .map(|test_set| of_test_set(test_set, &rows, &drawn))
                .collect();
            let shifted = weights(&mut draws, first.shifted.len());
            let place = |marks: &[bool], weights: &[u32]| scale.place(share(marks, weights));
            let pairs: Vec<(f64, f64)> = models
                .par_iter()
                .map(|model| {
                    let id = place(&model.id, &id[model.test_set]);
                    (id, place(&model.shifted, &shifted))
                })
                .collect();
            let healthy: Vec<(f64, f64)> = models
                .iter()
                .zip(&pairs)
                .filter(|(model, _)| !model.collapsed)
                .map(|(_, &pair)| pair)
                .collect();
            if let (Some(all), Some(healthy)) = (pearson(&pairs), pearson(&healthy)) {
                changes.push(all - healthy);
            }
        }
        if changes.len() * 20 < RESAMPLES * 19 {
            return None;
        }
        Some(Self {
            change: percentile_interval(&mut changes, 0.95)?,
        })
    }
}

/// How often each of `rows` rows is drawn.
fn weights(draws: &mut Draws, rows: usize) -> Vec<u32> {
    let mut weights = vec![0; rows];
    for _ in 0..rows {
        weights[draws.below(rows)] += 1;
    }
    weights
}

/// What was drawn of the rows of `test_set`; `rows` are all there are, ascending.
fn of_test_set(test_set: &[usize], rows: &[usize], drawn: &[u32]) -> Vec<u32> {
    test_set
        .iter()
        .map(|row| rows.binary_search(row).map_or(0, |at| drawn[at]))
        .collect()
}

/// The weighted share of marks that are set; 0 without rows.
fn share(marks: &[bool], weights: &[u32]) -> f64 {
    let set: u32 = marks
        .iter()
        .zip(weights)
        .map(|(&mark, &weight)| u32::from(mark) * weight)
        .sum();
    let all: u32 = weights.iter().sum();
    f64::from(set) / f64::from(all.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Healthy models that are right more often on both sides the better they are, and constant ones
    /// that are right on the first half in-domain and on `prior` of the shifted rows.
    fn models(rows: usize, prior: f64) -> Vec<Marks> {
        let marks = |share: f64, step: usize| {
            (0..rows)
                .map(|row| ((row * step) % rows) as f64 <= share * rows as f64)
                .collect::<Vec<_>>()
        };
        let healthy = (0..20_u8).map(|nth| {
            let skill = 0.6 + 0.01 * f64::from(nth);
            Marks {
                test_set: 0,
                id: marks(skill, 7),
                shifted: marks(skill, 11),
                collapsed: false,
            }
        });
        let constant = (0..8).map(|_| Marks {
            test_set: 0,
            id: marks(0.5, 13),
            shifted: marks(prior, 17),
            collapsed: true,
        });
        healthy.chain(constant).collect()
    }

    /// One test set of all rows, for every model.
    fn over(models: &[Marks], seed: u64) -> Option<OverRows> {
        let rows: Vec<usize> = (0..models[0].id.len()).collect();
        OverRows::of(models, &[&rows], Scale::Probit, seed)
    }

    #[test]
    fn many_rows_establish_what_few_rows_cannot() {
        let width = |rows| {
            let over = over(&models(rows, 0.9), 1).expect("r is defined");
            assert!(over.change.0 <= over.change.1);
            over.change.1 - over.change.0
        };
        assert!(width(3_001) < width(61), "{} {}", width(3_001), width(61));
        let far = over(&models(3_001, 0.9), 1).expect("r is defined");
        assert!(far.change.1 < -0.5, "{far:?}");
    }

    #[test]
    fn test_sets_of_the_same_rows_are_drawn_as_one_and_others_apart() {
        // The models once as they are, and once more with another test set.
        let twice = |test_set: usize| -> Vec<Marks> {
            let once = models(301, 0.9);
            let again = once.iter().map(|model| Marks {
                test_set,
                ..model.clone()
            });
            once.iter().cloned().chain(again).collect()
        };
        let rows: Vec<usize> = (0..301).collect();
        let others: Vec<usize> = (301..602).collect();
        let read = |models: &[Marks], test_sets: &[&[usize]]| {
            OverRows::of(models, test_sets, Scale::Probit, 2).expect("r is defined")
        };
        let one = read(&twice(0), &[&rows]);
        assert_eq!(read(&twice(1), &[&rows, &rows]), one);
        assert_ne!(read(&twice(1), &[&rows, &others]), one);
    }

    #[test]
    fn the_seed_decides() {
        let read = |seed| over(&models(101, 0.8), seed);
        assert_eq!(read(3), read(3));
        assert_ne!(read(3), read(4));
    }

    #[test]
    fn models_that_are_all_alike_have_no_line() {
        let alike = vec![models(101, 0.8)[0].clone(); 12];
        assert_eq!(over(&alike, 0), None);
    }
}
