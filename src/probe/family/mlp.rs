//! Neural probes: a hidden layer trained by Adam on mini-batches, read after every number of epochs asked for.

mod network;

use ndarray::{Array2, Axis};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use self::network::{Moments, Network, Pass};
use crate::probe::{
    Configuration, Family, Fitted, Predictions, Profile, Setting, TrainTest, largest,
};

/// Rows of a batch, where there are as many train rows: scikit-learn's default.
pub(super) const BATCH: usize = 200;
/// Most steps of one network: 20 epochs of 100,000 rows. Whoever trains longer collapses less, so that
/// where the default is cut here, its collapse is overstated rather than missed.
const MOST_STEPS: usize = 10_000;
/// Rows that are tested at a time.
const TESTED_AT_ONCE: usize = 2_048;

/// What one training is to be read for.
struct Wanted {
    configuration: usize,
    steps: usize,
}

/// One training: all configurations that differ in their epochs alone.
struct Training {
    width: usize,
    rate: f32,
    decay: f32,
    /// In ascending order of their steps.
    wanted: Vec<Wanted>,
}

/// Trains every network in `grid`.
///
/// A network of 5 epochs is one of 50 on its way, so that one training serves every number of epochs
/// and each answers as if it had been trained alone. Epochs of all rows are matched on a sample by
/// their number of steps. First weights and the order of rows follow from `seed` alone, and each
/// network is trained on one core: how many there are changes nothing.
pub(super) fn fit(grid: &[Configuration], data: &TrainTest, seed: u64) -> Vec<Fitted> {
    let trained = TrainedOn {
        rows: data.train.mapv(|value| value as f32),
        labels: &data.labels,
        test_sets: data
            .test_sets
            .iter()
            .map(|test_set| test_set.mapv(|value| value as f32))
            .collect(),
        classes: data.classes,
    };
    if trained.labels.is_empty() {
        return Vec::new();
    }
    trainings(grid, data)
        .into_par_iter()
        .with_max_len(1)
        .flat_map_iter(|training| trained.train(&training, seed))
        .collect()
}

/// The networks of `grid`, those that differ in their epochs alone put together.
fn trainings(grid: &[Configuration], data: &TrainTest) -> Vec<Training> {
    let mut trainings: Vec<Training> = Vec::new();
    for (configuration, entry) in grid.iter().enumerate() {
        let Setting::Mlp {
            width,
            rate,
            decay,
            epochs,
        } = entry.setting
        else {
            continue;
        };
        let wanted = Wanted {
            configuration,
            steps: steps(epochs, data),
        };
        let same =
            |known: &&mut Training| (known.width, known.rate, known.decay) == (width, rate, decay);
        match trainings.iter_mut().find(same) {
            Some(known) => known.wanted.push(wanted),
            None => trainings.push(Training {
                width,
                rate,
                decay,
                wanted: vec![wanted],
            }),
        }
    }
    for training in &mut trainings {
        training.wanted.sort_by_key(|wanted| wanted.steps);
    }
    trainings
}

/// Steps of `epochs` passes over all of a user's rows.
fn steps(epochs: f64, data: &TrainTest) -> usize {
    let rows = data.train.nrows() as f64 * data.match_factor;
    let steps = (epochs * rows / BATCH as f64).round();
    (steps as usize).clamp(1, MOST_STEPS)
}

/// A training data in single precision.
struct TrainedOn<'a> {
    rows: Array2<f32>,
    labels: &'a [u16],
    test_sets: Vec<Array2<f32>>,
    classes: usize,
}

impl TrainedOn<'_> {
    fn train(&self, training: &Training, seed: u64) -> Vec<Fitted> {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut network = Network::draw(self.rows.ncols(), training.width, self.classes, &mut rng);
        let mut batches = Batches::new(self, rng);
        let mut pass = Pass::new(&network, batches.size());
        let mut moments = Moments::new(&network);
        let mut done = 0;
        let mut fitted = Vec::new();
        for wanted in &training.wanted {
            while done < wanted.steps {
                let (rows, labels) = batches.draw();
                network.pass(&rows.view(), labels, &mut pass);
                moments.step(&mut network, &pass.gradient, training.rate, training.decay);
                done += 1;
            }
            fitted.push(Fitted {
                configuration: wanted.configuration,
                predictions: self.answers(&network),
                sureness: None,
            });
        }
        fitted
    }

    fn answers(&self, network: &Network) -> Predictions {
        let answer = |test_set: &Array2<f32>| {
            test_set
                .axis_chunks_iter(Axis(0), TESTED_AT_ONCE)
                .flat_map(|rows| {
                    let scores = network.scores(&rows);
                    let said = scores
                        .rows()
                        .into_iter()
                        .map(|row| largest(row.iter().map(|&score| f64::from(score))));
                    said.collect::<Vec<u16>>()
                })
                .collect()
        };
        self.test_sets.iter().map(answer).collect()
    }
}

/// The train rows, in an order drawn anew for each epoch, batch by batch. What is left over at an
/// epoch's end, fewer rows than a batch, waits for another epoch.
struct Batches<'a> {
    of: &'a TrainedOn<'a>,
    rng: Xoshiro256PlusPlus,
    order: Vec<usize>,
    at: usize,
    rows: Array2<f32>,
    labels: Vec<u16>,
}

impl<'a> Batches<'a> {
    fn new(of: &'a TrainedOn<'a>, rng: Xoshiro256PlusPlus) -> Self {
        let size = of.labels.len().min(BATCH);
        Self {
            of,
            rng,
            order: (0..of.labels.len()).collect(),
            at: usize::MAX - size,
            rows: Array2::zeros((size, of.rows.ncols())),
            labels: vec![0; size],
        }
    }

    fn size(&self) -> usize {
        self.labels.len()
    }

    fn draw(&mut self) -> (&Array2<f32>, &[u16]) {
        if self.at + self.size() > self.order.len() {
            self.order.shuffle(&mut self.rng);
            self.at = 0;
        }
        let drawn = &self.order[self.at..self.at + self.labels.len()];
        for (nth, &row) in drawn.iter().enumerate() {
            self.rows.row_mut(nth).assign(&self.of.rows.row(row));
            self.labels[nth] = self.of.labels[row];
        }
        self.at += self.labels.len();
        (&self.rows, &self.labels)
    }
}

/// Width by learning rate by weight decay by epochs, in the audit only: the ranges that TableShift
/// searches (Gardner et al. 2023, arXiv 2312.07577: widths 64 to 1,024, rates 1e-5 to 0.1, decay 1e-6
/// to 1, 5 to 100 epochs, after Gorishniy et al. 2021, arXiv 2106.11959), a rate in each decade, at two
/// widths and two decays, for a dataset of [`REFERENCE_ROWS`](crate::probe::REFERENCE_ROWS). One network serves
/// every number of epochs that it passes. Widths and epochs stop where a probe gets slow: what is wider
/// or trained for longer collapses less. The default is scikit-learn's `MLPClassifier`, with 20 epochs.
pub(super) fn configurations(profile: Profile) -> Vec<Configuration> {
    if profile != Profile::Audit {
        return Vec::new();
    }
    let of = |width, rate, decay, epochs, default| Configuration {
        family: Family::Mlp,
        setting: Setting::Mlp {
            width,
            rate,
            decay,
            epochs,
        },
        default,
    };
    let mut all = vec![of(100, 1e-3, DEFAULT_DECAY, 20.0, true)];
    for width in [64, 256] {
        for rate in [1e-5, 1e-4, 1e-3, 1e-2, 1e-1] {
            for decay in [1e-5, 1e-2] {
                for epochs in [5.0, 20.0, 50.0] {
                    all.push(of(width, rate, decay, epochs, false));
                }
            }
        }
    }
    all
}

/// scikit-learn's `alpha` of 1e-4 over the 200 rows of its batch.
const DEFAULT_DECAY: f32 = 5e-7;

#[cfg(test)]
mod tests;
