//! Arm: the same rows seen three ways: the raw columns, the embedding, and the embedding standardised.

use std::collections::HashMap;

use ndarray::Array2;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::dataset::{Column, Kind, KindAsked};
use crate::embed::Embeddings;
use crate::measure::{Step, Transform};

use super::TrainTest;

/// One way of seeing the rows. Split, seed, rows and hyper-parameters are the same in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Arm {
    /// The columns themselves: numbers standardised, categories one-hot, texts as hashed word counts.
    Raw,
    /// The embedding as it comes out of the model.
    Embedded,
    /// The embedding with each dimension standardised on the train rows.
    Standardised,
}

impl Arm {
    /// Every arm, in the order of reports.
    pub(crate) const ALL: [Self; 3] = [Self::Raw, Self::Embedded, Self::Standardised];

    /// The word in reports.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Embedded => "embedded",
            Self::Standardised => "standardised",
        }
    }
}

/// Buckets that words are hashed into.
const BUCKETS: usize = 256;
/// Most categories of a column that get a feature of their own.
const MAX_CATEGORIES: usize = 64;
/// Share of the train rows which a category needs for a feature of its own.
const MIN_SHARE: f64 = 0.01;

/// Which rows are trained on and which are tested on, with their classes: what all arms share.
#[derive(Debug, Clone)]
pub(crate) struct TrainTestRows {
    /// Train rows.
    pub(crate) train: Vec<usize>,
    /// Test rows: in-domain first, then each shift.
    pub(crate) test_sets: Vec<Vec<usize>>,
    /// Class of each train row.
    pub(crate) labels: Vec<u16>,
    /// The number of classes.
    pub(crate) classes: usize,
    /// Rows a user would train on over train rows here.
    pub(crate) match_factor: f64,
}

impl TrainTestRows {
    /// The training data on the columns themselves. Every statistic comes from the train rows.
    pub(crate) fn raw(&self, columns: &[&Column]) -> TrainTest {
        let encoders: Vec<Encoder> = columns
            .iter()
            .map(|column| Encoder::fit(column, &self.train))
            .collect();
        let width: usize = encoders.iter().map(Encoder::width).sum();
        let encode = |rows: &[usize]| {
            let mut features = Array2::zeros((rows.len(), width.max(1)));
            for (at, &row) in rows.iter().enumerate() {
                let mut start = 0;
                for (encoder, column) in encoders.iter().zip(columns) {
                    let end = start + encoder.width();
                    encoder.write(
                        column,
                        row,
                        &mut features.row_mut(at).as_slice_mut().unwrap_or_default()[start..end],
                    );
                    start = end;
                }
            }
            features
        };
        self.data(
            encode(&self.train),
            self.test_sets.iter().map(|rows| encode(rows)).collect(),
        )
    }

    /// The training data on the embedding as it is. `place` tells where a row stands in `embeddings`.
    pub(crate) fn embedded(
        &self,
        embeddings: &Embeddings,
        place: &dyn Fn(usize) -> usize,
    ) -> TrainTest {
        let gather = |rows: &[usize]| {
            let mut features = Array2::zeros((rows.len(), embeddings.dim));
            for (mut to, &row) in features.rows_mut().into_iter().zip(rows) {
                for (to, &from) in to.iter_mut().zip(embeddings.row(place(row))) {
                    *to = f64::from(from);
                }
            }
            features
        };
        self.data(
            gather(&self.train),
            self.test_sets.iter().map(|rows| gather(rows)).collect(),
        )
    }

    fn data(&self, train: Array2<f64>, test_sets: Vec<Array2<f64>>) -> TrainTest {
        TrainTest {
            train,
            test_sets,
            labels: self.labels.clone(),
            classes: self.classes,
            match_factor: self.match_factor,
            truth: Vec::new(),
        }
    }
}

impl TrainTest {
    /// The same training data with each feature at mean 0 and standard deviation 1 over the train rows.
    /// Features that don't vary there become 0.
    #[must_use]
    pub(crate) fn standardised(&self) -> Self {
        self.clone()
            .transformed(&Transform(vec![Step::Standardise]))
    }

    /// The same training data after `transform`, fitted on the train rows.
    #[must_use]
    pub(crate) fn transformed(mut self, transform: &Transform) -> Self {
        if !transform.is_empty() {
            let fitted = transform.fit(&self.train);
            fitted.apply(&mut self.train);
            for features in &mut self.test_sets {
                fitted.apply(features);
            }
        }
        self
    }
}

/// How one column becomes features.
enum Encoder {
    Number {
        mean: f64,
        scale: f64,
        marks_missing: bool,
    },
    Categories {
        place: HashMap<String, usize>,
    },
    Words,
    Nothing,
}

impl Encoder {
    fn fit(column: &Column, train: &[usize]) -> Self {
        match column.kind {
            Kind::Number => Self::fit_number(column, train),
            Kind::Text if column.asked == Some(KindAsked::Text) => Self::Words,
            Kind::Text | Kind::Time => Self::fit_text(column, train),
            Kind::Vector { .. } | Kind::Empty => Self::Nothing,
        }
    }

    fn fit_number(column: &Column, train: &[usize]) -> Self {
        let known: Vec<f64> = train.iter().filter_map(|&row| column.number(row)).collect();
        if known.is_empty() {
            return Self::Nothing;
        }
        let mean = known.iter().sum::<f64>() / known.len() as f64;
        let variance = known
            .iter()
            .map(|value| (value - mean).powi(2))
            .sum::<f64>()
            / known.len() as f64;
        let std = variance.sqrt();
        let scale = if std > 0.0 { 1.0 / std } else { 0.0 };
        Self::Number {
            mean,
            scale,
            marks_missing: known.len() < train.len(),
        }
    }

    /// Free text when most rows differ and hold several words; categories otherwise.
    fn fit_text(column: &Column, train: &[usize]) -> Self {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let mut words = 0;
        for text in train.iter().filter_map(|&row| column.text(row)) {
            *counts.entry(text).or_default() += 1;
            words += text.split_whitespace().count();
        }
        let known: usize = counts.values().sum();
        let may_be_words = column.asked != Some(KindAsked::Category);
        if may_be_words && 2 * counts.len() > known && words > 2 * known {
            return Self::Words;
        }
        let enough = (MIN_SHARE * train.len() as f64).max(2.0);
        let mut frequent: Vec<(&str, usize)> = counts
            .into_iter()
            .filter(|&(_, count)| count as f64 >= enough)
            .collect();
        frequent.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        frequent.truncate(MAX_CATEGORIES);
        Self::Categories {
            place: frequent
                .into_iter()
                .enumerate()
                .map(|(at, (text, _))| (text.to_owned(), at))
                .collect(),
        }
    }

    fn width(&self) -> usize {
        match self {
            Self::Number { marks_missing, .. } => 1 + usize::from(*marks_missing),
            // One more for everything rare, and one for missing.
            Self::Categories { place } => place.len() + 2,
            Self::Words => BUCKETS,
            Self::Nothing => 0,
        }
    }

    fn write(&self, column: &Column, row: usize, to: &mut [f64]) {
        match self {
            Self::Number {
                mean,
                scale,
                marks_missing,
            } => match column.number(row) {
                Some(value) => to[0] = (value - mean) * scale,
                None if *marks_missing => to[1] = 1.0,
                None => {}
            },
            Self::Categories { place } => match column.text(row) {
                Some(text) => to[place.get(text).copied().unwrap_or(place.len())] = 1.0,
                None => to[place.len() + 1] = 1.0,
            },
            Self::Words => {
                for word in column
                    .text(row)
                    .unwrap_or_default()
                    .split(|c: char| !c.is_alphanumeric())
                {
                    if !word.is_empty() {
                        to[(xxh3_64(word.to_lowercase().as_bytes()) % BUCKETS as u64) as usize] +=
                            1.0;
                    }
                }
            }
            Self::Nothing => {}
        }
    }
}
