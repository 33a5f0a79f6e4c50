//! Sureness: what is kept of the probabilities that a probe states: two numbers a row, and not one a class.

use ndarray::Array2;

/// How sure a probe was of each row of the first test set.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sureness {
    /// The probability that it gave to each row's own class.
    pub(crate) of_truth: Vec<f64>,
    /// That of the class which it held for the likeliest.
    pub(crate) of_likeliest: Vec<f64>,
}

impl Sureness {
    /// From `probabilities` (`rows x classes`) and the class of each row; `None` where the classes aren't those of the
    /// rows.
    pub(super) fn of(probabilities: &Array2<f64>, truth: &[u16]) -> Option<Self> {
        if truth.len() != probabilities.nrows() || truth.is_empty() {
            return None;
        }
        let rows = || probabilities.rows().into_iter();
        Some(Self {
            of_truth: rows()
                .zip(truth)
                .map(|(row, &class)| row[usize::from(class)])
                .collect(),
            of_likeliest: rows()
                .map(|row| row.iter().copied().fold(0.0, f64::max))
                .collect(),
        })
    }
}
