//! Labels in doubt: the probabilities that a rule goes by, and the rows that confident learning names.

use ndarray::Array2;

use super::subject::Subject;
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
    let subject = Subject::read(args);
    let evidence = subject.evidence();
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
