//! Folds: rows dealt into parts, so that each row is judged by probes that were not trained with it.

use ndarray::Array2;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::family::neighbours;
use super::{TrainTest, softmax};

/// Rows dealt into parts, class by class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folds {
    /// The part of each row, below `count`.
    of: Vec<usize>,
    count: usize,
}

impl Folds {
    /// Deals the rows of `labels` into `count` parts: shuffled, each class spread evenly.
    pub(crate) fn stratified(labels: &[u16], count: usize, seed: u64) -> Self {
        let mut order: Vec<usize> = (0..labels.len()).collect();
        order.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
        order.sort_by_key(|&row| labels[row]);
        let mut of = vec![0; labels.len()];
        for (nth, row) in order.into_iter().enumerate() {
            of[row] = nth % count;
        }
        Self { of, count }
    }

    /// How many parts there are.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// The rows outside of part `nth`, and those inside, ascending.
    pub(crate) fn part(&self, nth: usize) -> (Vec<usize>, Vec<usize>) {
        (0..self.of.len()).partition(|&row| self.of[row] != nth)
    }
}

/// How rows are scored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Scorer {
    /// Multinomial logistic regression at these values of C times the train rows, ascending.
    Softmax(&'static [f64]),
    /// The shares of the classes among this many nearest neighbours.
    Neighbours(usize),
}

impl Scorer {
    /// Scores of the training data's first test set for each of the scorer's settings: `rows x classes`,
    /// log-probabilities but for a constant a row.
    pub(crate) fn scores(self, data: &TrainTest) -> Vec<Array2<f64>> {
        match self {
            Self::Softmax(strengths) => {
                let rows = data.train.nrows().max(1) as f64;
                let strengths: Vec<f64> = strengths.iter().map(|c| c / rows).collect();
                softmax::scores(data, &strengths)
            }
            Self::Neighbours(k) => vec![neighbours::scores(data, k)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_stands_in_one_part_and_each_class_in_every_part() {
        let labels: Vec<u16> = (0..103).map(|row| u16::from(row % 10 == 0)).collect();
        let folds = Folds::stratified(&labels, 5, 1);
        let mut seen = vec![0; labels.len()];
        for nth in 0..folds.count() {
            let (outside, inside) = folds.part(nth);
            assert_eq!(outside.len() + inside.len(), 103);
            let rare = inside.iter().filter(|&&row| labels[row] == 1).count();
            assert!((2..=3).contains(&rare) && (20..=21).contains(&inside.len()));
            for row in inside {
                seen[row] += 1;
            }
        }
        assert!(seen.iter().all(|&times| times == 1));
    }
}
