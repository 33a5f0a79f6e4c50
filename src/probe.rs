//! Probe: small models trained on an arm of the data to see what they can learn from it.
//!
//! A [`TrainTest`] holds what they learn from and are tested on, a [`Configuration`] says which model
//! with which settings, and the zoo trains every configuration and keeps what each one said.

mod adam;
mod arm;
mod bayes;
mod boosting;
mod cart;
mod cvar;
mod descent;
mod discriminant;
mod family;
mod folds;
mod forest;
mod grid;
mod linear;
mod mlp;
mod neighbours;
mod newton;
mod setting;
mod softmax;
mod tree;
mod zoo;

use ndarray::Array2;

pub use arm::{Arm, TrainTestRows};
pub(crate) use cart::{Cart, Growth};
pub use discriminant::Discriminant;
pub use family::Family;
pub use folds::{Folds, Scorer};
pub use grid::{Configuration, Profile, REFERENCE_ROWS, Setting, families, for_rows, grid};
pub use zoo::{Answers, Zoo, train};

/// What probes of one arm learn from and are tested on. All matrices have the same columns.
#[derive(Debug, Clone)]
pub struct TrainTest {
    /// Features of the train rows, one row each.
    pub train: Array2<f64>,
    /// Class of each train row, below `classes`.
    pub labels: Vec<u16>,
    /// The number of classes.
    pub classes: usize,
    /// Features of the test rows: in-domain first, then each shift.
    pub test_sets: Vec<Array2<f64>>,
    /// Rows a user would train on over train rows here, at least 1: what [matching](Setting)
    /// multiplies or divides by.
    pub match_factor: f64,
}

/// What one configuration answered: the predicted class of every row, test set by test set.
pub type Predictions = Vec<Vec<u16>>;

/// What a family's fit returns for each configuration it serves.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fitted {
    /// Index of the configuration in the grid.
    pub configuration: usize,
    /// What it answered.
    pub predictions: Predictions,
    /// Probability that it gave to each class of each in-domain row (`rows x classes`), for the
    /// families that state probabilities.
    pub probabilities: Option<Array2<f64>>,
}

/// The index of the largest value; the first of equals, so that ties never depend on the machine.
pub(crate) fn largest(values: impl IntoIterator<Item = f64>) -> u16 {
    let mut best = (0_u16, f64::NEG_INFINITY);
    for (class, value) in (0_u16..).zip(values) {
        if value > best.1 {
            best = (class, value);
        }
    }
    best.0
}
