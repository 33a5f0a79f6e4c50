//! Near copies among texts, without a dataset around them.

use crate::measure::near_texts::{NearTexts, Texts};
use crate::measure::shingles::Shingles;

/// Which texts are near copies of each other.
pub struct NearCopies {
    /// The group of each text: the same number for near copies.
    pub group: Vec<usize>,
    /// The pairs that were compared and found near.
    pub pairs: Vec<(usize, usize)>,
    /// Whether every pair was looked at; else those that blocking brought together.
    pub exact: bool,
}

/// Finds texts whose resemblance is at least `least`.
pub fn find_near_copies(texts: &[String], least: f64) -> NearCopies {
    let found = NearTexts::among(
        &Texts {
            count: texts.len(),
            text: &|at| texts[at].clone(),
            agree: &|_, _| true,
            compared: &|_, _| (),
        },
        least,
    );
    let trees = found.groups.trees();
    NearCopies {
        group: (0..texts.len()).map(|at| found.groups.root(at)).collect(),
        pairs: trees
            .iter()
            .flat_map(|(_, links)| links.iter().map(|link| (link.a, link.b)))
            .collect(),
        exact: found.exact,
    }
}

/// The resemblance of two texts: the share of their shingles that both have.
pub fn measure_resemblance(one: &str, other: &str) -> f64 {
    Shingles::of(one).resemblance(&Shingles::of(other))
}
