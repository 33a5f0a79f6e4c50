//! Alone: how well each column by itself tells the label, on rows that it wasn't learned from.

mod ranges;

use rayon::prelude::*;

use crate::dataset::{Column, Kind};
use crate::measure::RemovableError;
use crate::probe::Values;

use crate::evidence::{Evidence, Unavailable};
use ranges::Ranges;

/// Ways in which a column may tell the label: by its values, or by ranges of them.
const WAYS: usize = 2;

/// Every column that a model would be given, judged by itself.
#[derive(Debug, Clone)]
pub(crate) struct Alone {
    /// Each column, in the order of the dataset.
    pub(crate) columns: Vec<Telling>,
    /// The confidence of each interval with which all of them hold at 95 % together (Bonferroni).
    pub(crate) confidence: f64,
}

/// One column and what it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Telling {
    /// The column's place in the dataset.
    pub(crate) column: usize,
    /// What is left of the error of a constant answer.
    pub(crate) error: RemovableError,
}

impl Evidence<'_> {
    /// How well each column by itself tells the label.
    ///
    /// # Errors
    /// Skipped without a label, or where the text or the row is one column; undetermined with too many
    /// classes or without rows to test.
    pub(crate) fn alone(&self) -> Result<&Alone, Unavailable> {
        self.answers.alone.get(|| self.find_alone())
    }

    pub(in crate::evidence) fn find_alone(&self) -> Result<Alone, Unavailable> {
        let split = self.split()?;
        self.few_classes()?;
        let columns: Vec<usize> = self
            .dataset
            .described_columns()
            .into_iter()
            .filter(|&at| self.dataset.columns[at].kind != Kind::Empty)
            .collect();
        if columns.len() < 2 {
            return Err(Unavailable::Skipped(
                "the text or the row is one column: it ought to tell the label".to_owned(),
            ));
        }
        let labels = &self.dataset.labels;
        let labelled = |rows: &[usize]| -> Vec<(usize, u32)> {
            rows.iter()
                .filter_map(|&row| Some((row, labels.of[row]?)))
                .collect()
        };
        let halves = (labelled(&split.train), labelled(&split.in_domain));
        if halves.0.is_empty() || halves.1.is_empty() {
            return Err(Unavailable::Undetermined {
                why: "no labelled row is left to learn from, or none to test".to_owned(),
                needs: "more labelled rows in-domain".to_owned(),
            });
        }
        // Either half tests what the other trained, unless the data says which rows are trained on.
        let mut train_test = vec![(&halves.0, &halves.1)];
        if self.dataset.train_rows().is_none() {
            train_test.push((&halves.1, &halves.0));
        }
        let confidence = 1.0 - 0.05 / (WAYS * columns.len()) as f64;
        let classes = labels.classes.len();
        let columns = columns
            .into_par_iter()
            .map(|column| Telling {
                column,
                error: tested(&self.dataset.columns[column], &train_test, classes),
            })
            .collect();
        Ok(Alone {
            columns,
            confidence,
        })
    }
}

type TrainTest<'a> = (&'a Vec<(usize, u32)>, &'a Vec<(usize, u32)>);

/// The mistakes of the better way over all training data.
fn tested(column: &Column, train_test: &[TrainTest], classes: usize) -> RemovableError {
    let mut mistakes = [0; WAYS];
    let mut counts = vec![0_u32; classes];
    for (train, test) in train_test {
        let values = Values::train(column, train, classes);
        mistakes[0] += wrong(test, |row| values.answer(column, row));
        let numbers: Vec<(f64, u32)> = train
            .iter()
            .filter_map(|&(row, class)| Some((column.number(row)?, class)))
            .collect();
        if numbers.is_empty() {
            mistakes[1] += test.len();
        } else {
            let ranges = Ranges::train(&numbers, classes);
            mistakes[1] += wrong(test, |row| {
                column.number(row).map_or_else(
                    || values.answer(column, row),
                    |number| ranges.answer(number),
                )
            });
        }
        for &(_, class) in *test {
            counts[class as usize] += 1;
        }
    }
    let n: u32 = counts.iter().sum();
    RemovableError {
        mistakes: mistakes[0].min(mistakes[1]),
        removable: (n - counts.iter().copied().max().unwrap_or(0)) as usize,
        n: n as usize,
    }
}

fn wrong(rows: &[(usize, u32)], answer: impl Fn(usize) -> u32) -> usize {
    rows.iter()
        .filter(|&&(row, class)| answer(row) != class)
        .count()
}
