//! Probe: small models trained on an arm of the data to see what they can learn from it.
//!
//! A [`TrainTest`] holds the rows that they are trained and tested on, a [`Configuration`] says which family
//! with which setting, and the zoo trains every configuration and keeps what each one answered.

mod adam;
mod arm;
mod cart;
mod descent;
mod discriminant;
mod family;
mod folds;
mod grid;
mod newton;
mod planes;
mod profile;
mod row_space;
pub(crate) mod segments;
mod setting;
mod softmax;
mod sureness;
mod values;
mod wide;
mod zoo;

use ndarray::Array2;

pub(crate) use arm::{Arm, TrainTestRows};
pub(crate) use cart::{Cart, Growth};
pub(crate) use discriminant::Discriminant;
pub(crate) use family::Family;
pub(crate) use folds::{Folds, Scorer};
pub(crate) use grid::{families, for_rows, grid};
pub(crate) use profile::Profile;
pub(crate) use setting::Setting;
pub(crate) use sureness::Sureness;
pub(crate) use values::Values;
#[cfg(test)]
pub(crate) use values::majority;
pub(crate) use wide::Wide;
pub(crate) use zoo::{Answers, Zoo, train};

/// What probes of one arm learn from and are tested on. All matrices have the same columns.
#[derive(Debug, Clone)]
pub(crate) struct TrainTest {
    /// Features of the train rows, one row each.
    pub(crate) train: Array2<f64>,
    /// Class of each train row, below `classes`.
    pub(crate) labels: Vec<u16>,
    /// The number of classes.
    pub(crate) classes: usize,
    /// Features of the test rows: in-domain first, then each shift.
    pub(crate) test_sets: Vec<Array2<f64>>,
    /// Rows a user would train on over train rows here, at least 1: what [matching](Setting)
    /// multiplies or divides by.
    pub(crate) match_factor: f64,
    /// Class of each row of the first test set. No probe learns from it: of the probabilities that one states, those of
    /// these classes are kept. Empty where nobody asks for them.
    pub(crate) truth: Vec<u16>,
}

/// One probe: a family and its settings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Configuration {
    /// The family.
    pub(crate) family: Family,
    /// The hyper-parameters.
    pub(crate) setting: Setting,
    /// Whether these are the settings that a user tries first (scikit-learn's defaults, with 30
    /// trees in the forest instead of 100, and 20 epochs of a network instead of up to 200).
    pub(crate) default: bool,
}

/// What one configuration answered: the predicted class of every row, test set by test set.
pub(crate) type Predictions = Vec<Vec<u16>>;

/// What a family's fit returns for each configuration it serves.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fitted {
    /// Index of the configuration in the grid.
    pub(crate) configuration: usize,
    /// What it answered.
    pub(crate) predictions: Predictions,
    /// How sure it was of each in-domain row, for the families that state probabilities.
    pub(crate) sureness: Option<Sureness>,
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
