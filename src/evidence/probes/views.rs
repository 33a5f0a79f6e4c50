//! Views: a sample of every domain's rows, seen on the raw columns and on the embedding, dealt into folds.

use std::collections::BTreeMap;
use std::ops::Range;

use ndarray::{Array2, ArrayView2, Axis, Slice};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::dataset::Column;
use crate::evidence::{Evidence, Unavailable};
use crate::measure::auc::ScoredRows;
use crate::probe::{Discriminant, TrainTestRows};
use crate::split::Split;

/// Folds of every cross-fit.
pub(in crate::evidence) const FOLDS: usize = 5;
/// Most rows of one domain: an area under the curve is then known to about 0.02.
const MOST_ROWS: usize = 1_000;
/// Most rows of all shifts together, and the fewest of each that are kept nevertheless.
const ALL_ROWS: usize = 40_000;
const KEPT_ROWS: usize = 200;

/// Sampled rows, domain by domain: in-domain first, then each shift.
#[derive(Debug, Clone)]
pub(in crate::evidence) struct Views {
    /// Features of all rows on the raw columns and on the embedding.
    pub(crate) arms: [Array2<f64>; 2],
    /// Where each domain's rows stand: in-domain, each shift with labels, and then each without.
    pub(crate) domains: Vec<Range<usize>>,
    /// How many shifts have labels.
    pub(crate) shifts: usize,
    /// Each row's class; of no meaning where it has none.
    pub(crate) labels: Vec<u16>,
    /// The number of classes.
    pub(crate) classes: usize,
    /// Each row's first copy: copies stay in one fold, and count as one row.
    pub(crate) cluster: Vec<usize>,
    /// Each row's fold.
    pub(crate) fold: Vec<usize>,
}

impl Evidence<'_> {
    pub(in crate::evidence) fn views(&self) -> Result<&Views, Unavailable> {
        self.answers.views.get(|| {
            self.may_train()?;
            self.view()
        })
    }

    pub(in crate::evidence) fn view(&self) -> Result<Views, Unavailable> {
        let split = self.split()?;
        let embedded = self.vectors()?;
        let samples = draw_samples(split, self.seed());
        let mut start = 0;
        let domains = samples
            .iter()
            .map(|rows| {
                start += rows.len();
                start - rows.len()..start
            })
            .collect();
        let rows = samples.concat();
        let labels: Vec<u16> = rows
            .iter()
            .map(|&row| self.dataset.labels.of[row].map_or(0, |class| class as u16))
            .collect();
        let first = self.repeats().first_copies();
        let cluster: Vec<usize> = rows.iter().map(|&row| first[row]).collect();
        let fold = deal(&samples, &labels, &cluster);
        let classes = self.dataset.labels.classes.len();
        // Every row's columns are looked at, so that each domain's categories have a feature.
        let train_test = TrainTestRows {
            train: rows,
            test_sets: Vec::new(),
            labels: labels.clone(),
            classes,
            match_factor: 1.0,
        };
        let columns: Vec<&Column> = self
            .dataset
            .described_columns()
            .into_iter()
            .filter(|&at| self.dataset.roles.domain != Some(at))
            .map(|at| &self.dataset.columns[at])
            .collect();
        let vectors = train_test.embedded(&embedded.vectors, &|row| embedded.place(row));
        Ok(Views {
            arms: [train_test.raw(&columns).train, vectors.train],
            domains,
            shifts: split.shifts.len(),
            labels,
            classes,
            cluster,
            fold,
        })
    }
}

/// Rows in-domain, then of each shift, each in random order.
fn draw_samples(split: &Split, seed: u64) -> Vec<Vec<usize>> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let per_shift = (ALL_ROWS / split.every_shift().count().max(1)).clamp(KEPT_ROWS, MOST_ROWS);
    let here = split.train.iter().chain(&split.in_domain).copied();
    let shifts = split.every_shift();
    std::iter::once((here.collect(), MOST_ROWS))
        .chain(shifts.map(|shift| (shift.rows.clone(), per_shift)))
        .map(|(mut rows, most): (Vec<usize>, usize)| {
            rows.shuffle(&mut rng);
            rows.truncate(most);
            rows
        })
        .collect()
}

/// The fold of each row: copies together, the rows of one domain and class evenly over the folds.
fn deal(samples: &[Vec<usize>], labels: &[u16], cluster: &[usize]) -> Vec<usize> {
    let mut fold_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut next: BTreeMap<(usize, u16), usize> = BTreeMap::new();
    let domain = samples
        .iter()
        .enumerate()
        .flat_map(|(domain, rows)| std::iter::repeat_n(domain, rows.len()));
    domain
        .zip(labels)
        .zip(cluster)
        .map(|((domain, &label), &cluster)| {
            *fold_of.entry(cluster).or_insert_with(|| {
                let turn = next.entry((domain, label)).or_insert(0);
                *turn += 1;
                (*turn - 1) % FOLDS
            })
        })
        .collect()
}

impl Views {
    /// The features of one domain's rows on one arm.
    pub(crate) fn features(&self, arm: usize, domain: usize) -> ArrayView2<'_, f64> {
        self.arms[arm].slice_axis(Axis(0), Slice::from(self.domains[domain].clone()))
    }

    /// The classes of one domain's rows.
    pub(crate) fn labels(&self, domain: usize) -> &[u16] {
        &self.labels[self.domains[domain].clone()]
    }

    /// A domain's rows with the scores that they got.
    pub(crate) fn scored(&self, domain: usize, scores: Array2<f64>) -> ScoredRows {
        ScoredRows {
            truth: self.labels(domain).to_vec(),
            cluster: self.cluster[self.domains[domain].clone()].to_vec(),
            scores,
        }
    }

    /// Each fold of `rows` with its scores by a probe that the other folds trained `truth`.
    pub(crate) fn cross_fit(
        &self,
        arm: usize,
        rows: &[usize],
        truth: &[u16],
        classes: usize,
    ) -> Vec<ScoredRows> {
        (0..FOLDS)
            .filter_map(|fold| {
                let places = |inside: bool| -> Vec<usize> {
                    (0..rows.len())
                        .filter(|&at| (self.fold[rows[at]] == fold) == inside)
                        .collect()
                };
                let gather =
                    |at: &[usize]| -> Vec<usize> { at.iter().map(|&at| rows[at]).collect() };
                let (outside, inside) = (places(false), places(true));
                let trained: Vec<u16> = outside.iter().map(|&at| truth[at]).collect();
                let data = self.arms[arm].select(Axis(0), &gather(&outside));
                let probe = Discriminant::fit(data.view(), &trained, classes)?;
                let test_set = self.arms[arm].select(Axis(0), &gather(&inside));
                Some(ScoredRows {
                    truth: inside.iter().map(|&at| truth[at]).collect(),
                    cluster: inside.iter().map(|&at| self.cluster[rows[at]]).collect(),
                    scores: probe.scores(test_set.view()),
                })
            })
            .collect()
    }
}
