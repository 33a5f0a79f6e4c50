//! Labels in doubt: the probabilities that a rule goes by, and the rows that confident learning names.

use ndarray::Array2;

use crate::dataset::Dataset;
use crate::embed;
use crate::evidence::{Evidence, Settings};
use crate::measure::confident::Confident;

/// What probes that were not trained with a row say about its label.
pub struct Suspects {
    /// The class probabilities of each row.
    pub probabilities: Array2<f64>,
    /// The class of each row.
    pub labels: Vec<u16>,
}

/// What `trueline check ARGS` knows about the labels of its dataset.
///
/// # Panics
/// When the data can't be read or its labels can't be judged.
pub fn find_suspects(args: &[&str]) -> Suspects {
    let plan = super::plan::isolated(args);
    let dataset = Dataset::load(&plan.datasets[0]).expect("the data can be read");
    let model = embed::open("builtin", true).expect("the built-in model opens");
    let settings = Settings {
        profile: plan.profile,
        seed: plan.seed,
        train_rows: plan.train_rows,
    };
    let evidence = Evidence::new(&dataset, settings, &model, &());
    let Ok(suspects) = evidence.suspects() else {
        panic!("the labels can't be judged");
    };
    Suspects {
        probabilities: suspects.contamination.clean.clone(),
        labels: suspects.labels.clone(),
    }
}

/// The rows whose label confident learning doubts, the most doubtful first.
pub fn doubt_labels(probabilities: &Array2<f64>, labels: &[u16]) -> Vec<usize> {
    Confident::of(probabilities, labels).rows
}
