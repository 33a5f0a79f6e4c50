//! Suspects: what probes that were not trained with a row say about its label.

use std::collections::BTreeSet;

use ndarray::Array2;
use rayon::prelude::*;

use crate::dataset::{Column, Kind};
use crate::measure::confident::Confident;
use crate::measure::contamination::Contamination;
use crate::measure::interval::Proportion;
use crate::measure::{Information, log_loss};
use crate::probe::{Folds, Scorer, TrainTest, TrainTestRows};

use crate::evidence::{Evidence, Unavailable};

/// Parts that the rows are dealt into.
const FOLDS: usize = 5;
/// Rows that a class must have to take part: two for each fold.
const MIN_CLASS_ROWS: usize = 2 * FOLDS;
/// Values of C times the train rows.
const STRENGTHS: &[f64] = &[10.0, 100.0, 1_000.0];
/// Neighbours asked in a table, whose columns may decide together what no plane sees.
const NEIGHBOURS: usize = 15;

/// The labelled in-domain rows with a text of their own, and what is out of sample known of each.
#[derive(Debug, Clone)]
pub(crate) struct Suspects {
    /// The rows judged, ascending. Rows that repeat another, or whose text is empty or carries several
    /// labels, are left out, and so are classes with fewer than ten rows.
    pub(crate) rows: Vec<usize>,
    /// In-domain rows that could have been judged, before sampling.
    pub(crate) of_rows: usize,
    /// The class of each judged row, a place in `classes`.
    pub(crate) labels: Vec<u16>,
    /// The dataset's class behind each class here.
    pub(crate) classes: Vec<usize>,
    /// The share of wrong labels and each row's class probabilities, both out of sample.
    pub(crate) contamination: Contamination,
    /// The rows that confident learning doubts, as places in `rows`, worst first.
    pub(crate) doubtful: Vec<usize>,
    /// How often the likeliest class is the label.
    pub(crate) accuracy: Proportion,
    /// Share of the largest class.
    pub(crate) prior: f64,
    /// What the probes read about the label.
    pub(crate) information: Information,
}

/// One arm's scores in each setting of its scorer.
type Settings = Vec<Array2<f64>>;

impl Evidence<'_> {
    /// What probes that were not trained with a row say about its label, and how many labels are wrong.
    ///
    /// # Errors
    /// As [`Evidence::probes`].
    pub(crate) fn suspects(&self) -> Result<&Suspects, Unavailable> {
        self.answers.suspects.get(|| {
            self.may_train()?;
            Suspects::of(self)
        })
    }
}

impl Suspects {
    pub(in crate::evidence) fn of(evidence: &Evidence) -> Result<Self, Unavailable> {
        let split = evidence.split()?;
        evidence.enough(split)?;
        let (rows, classes) = choose_rows(evidence)?;
        let labels: Vec<u16> = rows
            .iter()
            .filter_map(|&row| evidence.dataset.labels.of[row])
            .filter_map(|class| classes.binary_search(&(class as usize)).ok())
            .map(|class| class as u16)
            .collect();
        let scores = scores(evidence, &rows, &labels, classes.len())?;
        let contamination = Contamination::of(&scores, &labels).ok_or_else(too_few)?;
        let clean = &contamination.clean;
        let mut shares = vec![0.0; classes.len()];
        for &label in &labels {
            shares[usize::from(label)] += 1.0 / labels.len() as f64;
        }
        let right = labels.iter().enumerate().filter(|&(row, &label)| {
            let own = clean[[row, usize::from(label)]];
            clean.row(row).iter().all(|&share| share <= own)
        });
        Ok(Self {
            of_rows: split.trainable.max(rows.len()),
            accuracy: Proportion::new(right.count(), labels.len()),
            prior: shares.iter().copied().fold(0.0, f64::max),
            information: Information::new(&shares, &contamination.given(&labels), &labels)
                .ok_or_else(too_few)?,
            doubtful: Confident::of(clean, &labels).rows,
            rows,
            labels,
            classes,
            contamination,
        })
    }

    /// The likeliest other class of the row at `place`, and its probability.
    pub(crate) fn instead(&self, place: usize) -> (usize, f64) {
        let mut best = (0, f64::NEG_INFINITY);
        for (class, &share) in self.contamination.clean.row(place).iter().enumerate() {
            if class != usize::from(self.labels[place]) && share > best.1 {
                best = (self.classes[class], share);
            }
        }
        best
    }
}

fn too_few() -> Unavailable {
    Unavailable::Undetermined {
        why: "fewer than two classes have ten rows with a text of their own".to_owned(),
        needs: "at least two classes with ten different rows each".to_owned(),
    }
}

/// The rows to judge, of those that are embedded anyway, and the classes that they hold.
fn choose_rows(evidence: &Evidence) -> Result<(Vec<usize>, Vec<usize>), Unavailable> {
    let split = evidence.split()?;
    let repeats = evidence.repeats();
    let told: BTreeSet<usize> = repeats
        .duplicates
        .iter()
        .map(|&(row, _)| row)
        .chain(
            repeats
                .conflicts
                .iter()
                .flat_map(|&(row, first)| [row, first]),
        )
        .chain(repeats.empty.iter().copied())
        .collect();
    let mut rows: Vec<usize> = split
        .train
        .iter()
        .chain(&split.in_domain)
        .copied()
        .filter(|row| !told.contains(row))
        .collect();
    rows.sort_unstable();
    let labels = &evidence.dataset.labels;
    let counts = labels.counts(rows.iter().copied());
    let classes: Vec<usize> = (0..counts.len())
        .filter(|&class| counts[class] >= MIN_CLASS_ROWS)
        .collect();
    rows.retain(|&row| {
        labels.of[row].is_some_and(|class| counts[class as usize] >= MIN_CLASS_ROWS)
    });
    if classes.len() < 2 {
        return Err(too_few());
    }
    Ok((rows, classes))
}

/// Out-of-sample scores: one matrix a scorer, in the setting that says most about the labels.
fn scores(
    evidence: &Evidence,
    rows: &[usize],
    labels: &[u16],
    classes: usize,
) -> Result<Vec<Array2<f64>>, Unavailable> {
    let embedded = evidence.embedded()?;
    let transform = evidence.transform();
    let columns: Vec<&Column> = evidence
        .dataset
        .described_columns()
        .into_iter()
        .map(|at| &evidence.dataset.columns[at])
        .collect();
    let folds = Folds::stratified(labels, FOLDS, evidence.seed());
    let parts: Vec<(Vec<usize>, Vec<Settings>)> = (0..folds.count())
        .into_par_iter()
        .map(|nth| {
            let (outside, inside) = folds.part(nth);
            let train_test = TrainTestRows {
                train: outside.iter().map(|&place| rows[place]).collect(),
                test_sets: vec![inside.iter().map(|&place| rows[place]).collect()],
                labels: outside.iter().map(|&place| labels[place]).collect(),
                classes,
                match_factor: 1.0,
            };
            let vectors = train_test
                .embedded(&embedded.vectors, &|row| embedded.place(row))
                .transformed(transform);
            let settings = settings(&columns, &train_test, &vectors);
            (inside, settings)
        })
        .collect();
    let shape = (rows.len(), classes);
    let scorers = parts.iter().map(|(_, scorers)| scorers.len()).min();
    Ok((0..scorers.unwrap_or(0))
        .filter_map(|scorer| {
            let settings = parts
                .iter()
                .map(|(_, scorers)| scorers[scorer].len())
                .min()?;
            (0..settings)
                .map(|setting| {
                    let mut all = Array2::zeros(shape);
                    for (inside, scorers) in &parts {
                        for (from, &to) in scorers[scorer][setting].rows().into_iter().zip(inside) {
                            all.row_mut(to).assign(&from);
                        }
                    }
                    all
                })
                .min_by(|a, b| log_loss(a, labels).total_cmp(&log_loss(b, labels)))
        })
        .collect())
}

/// What each scorer says about one fold's rows, in each of its settings.
fn settings(columns: &[&Column], train_test: &TrainTestRows, vectors: &TrainTest) -> Vec<Settings> {
    let mut all = vec![Scorer::Softmax(STRENGTHS).scores(&vectors.standardised())];
    let table = columns.iter().any(|column| column.kind == Kind::Number) || columns.len() > 1;
    if !columns.is_empty() {
        let raw = train_test.raw(columns).standardised();
        all.push(Scorer::Softmax(STRENGTHS).scores(&raw));
        if table {
            all.push(Scorer::Neighbours(NEIGHBOURS).scores(&raw));
        }
    }
    all
}
