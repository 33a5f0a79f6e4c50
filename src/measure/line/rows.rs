//! Rows: how far r moves when other rows of the same kind examine the same models.
//!
//! All models are examined on the same rows, so a resample of models can't see what these rows do to
//! all of them at once: on fifty shifted rows, the share of a class alone can turn a line around.

use crate::measure::bootstrap::{Draws, percentile_interval};
use crate::measure::correlation::pearson;
use crate::measure::probit::Scale;

/// Resamples of the rows; each costs one pass over every model's answers.
const RESAMPLES: usize = 200;

/// Which rows a model got right, and whether it counts among the collapsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks {
    /// In-domain rows; equally many for every model.
    pub id: Vec<bool>,
    /// Shifted rows; equally many for every model.
    pub shifted: Vec<bool>,
    /// Whether it is left out of the healthy line.
    pub collapsed: bool,
}

/// 95 % interval over rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OverRows {
    /// Of r over all models less r over the healthy ones.
    pub change: (f64, f64),
}

impl OverRows {
    /// Resamples in-domain and shifted rows, each within its set, for all models at once. `None` where
    /// r is undefined in more than one resample of twenty.
    ///
    /// Percentile bootstrap (Efron & Tibshirani, *An introduction to the bootstrap*, 1993, chapter 13).
    pub fn of(models: &[Marks], scale: Scale, seed: u64) -> Option<Self> {
        let first = models.first()?;
        let mut draws = Draws::new(seed);
        let mut changes = Vec::new();
        for _ in 0..RESAMPLES {
            let id = weights(&mut draws, first.id.len());
            let shifted = weights(&mut draws, first.shifted.len());
            let place = |marks: &[bool], weights: &[u32]| scale.place(share(marks, weights));
            let pairs: Vec<(f64, f64)> = models
                .iter()
                .map(|model| (place(&model.id, &id), place(&model.shifted, &shifted)))
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

/// The weighted share of marks that are set; 0 without rows.
fn share(marks: &[bool], weights: &[u32]) -> f64 {
    let set: u32 = marks
        .iter()
        .zip(weights)
        .map(|(&mark, &weight)| u32::from(mark) * weight)
        .sum();
    f64::from(set) / marks.len().max(1) as f64
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
                id: marks(skill, 7),
                shifted: marks(skill, 11),
                collapsed: false,
            }
        });
        let constant = (0..8).map(|_| Marks {
            id: marks(0.5, 13),
            shifted: marks(prior, 17),
            collapsed: true,
        });
        healthy.chain(constant).collect()
    }

    #[test]
    fn many_rows_establish_what_few_rows_cannot() {
        let width = |rows| {
            let over = OverRows::of(&models(rows, 0.9), Scale::Probit, 1).expect("r is defined");
            assert!(over.change.0 <= over.change.1);
            over.change.1 - over.change.0
        };
        assert!(width(3_001) < width(61), "{} {}", width(3_001), width(61));
        let far = OverRows::of(&models(3_001, 0.9), Scale::Probit, 1).expect("r is defined");
        assert!(far.change.1 < -0.5, "{far:?}");
    }

    #[test]
    fn the_seed_decides() {
        let read = |seed| OverRows::of(&models(101, 0.8), Scale::Probit, seed);
        assert_eq!(read(3), read(3));
        assert_ne!(read(3), read(4));
    }

    #[test]
    fn models_that_are_all_alike_have_no_line() {
        let alike = vec![models(101, 0.8)[0].clone(); 12];
        assert_eq!(OverRows::of(&alike, Scale::Probit, 0), None);
    }
}
