//! Vectors: how the vectors of a dataset lie, as a report draws them.

use serde::{Deserialize, Serialize};

/// How a dataset's vectors lie.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VectorsFigures {
    /// Rows that were embedded.
    pub(crate) embedded: usize,
    /// Numbers in each vector.
    pub(crate) dimensions: usize,
    /// Rows of a sample as points of a plane.
    pub(crate) map: MapFigures,
    /// Along how many directions the vectors vary.
    pub(crate) spectrum: SpectrumFigures,
    /// How alike the vectors' directions are.
    pub(crate) cosines: Vec<CosinesFigures>,
}

/// A sample of the embedded rows in a plane.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MapFigures {
    /// Rows of a random sample; those beyond them are in the map because something was found.
    pub(crate) sampled: usize,
    /// The variance's share along each of the two principal components.
    pub(crate) shares: [f64; 2],
    /// Whether points have a place by their neighbours, too.
    pub(crate) neighbours: bool,
    /// The classes' names.
    pub(crate) classes: Vec<String>,
    /// The domains' names; empty without domains.
    pub(crate) domains: Vec<String>,
    /// The rules that found something about a row of the map.
    pub(crate) rules: Vec<String>,
    /// The files' paths.
    pub(crate) paths: Vec<String>,
    /// The rows.
    pub(crate) points: Vec<PointFigures>,
}

/// A row in the plane.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PointFigures {
    /// Its place along the first two principal components.
    pub(crate) at: [f64; 2],
    /// Its place by its neighbours.
    pub(crate) near: Option<[f64; 2]>,
    /// Its class.
    pub(crate) class: Option<usize>,
    /// Its domain.
    pub(crate) domain: Option<usize>,
    /// The first rule, in the order of `rules`, that found something about it.
    pub(crate) rule: Option<usize>,
    /// Its file.
    pub(crate) path: usize,
    /// The line on which it begins, from 1; absent for formats without lines.
    pub(crate) line: Option<u64>,
    /// The row in its file, from 1.
    pub(crate) row: u64,
    /// The beginning of its text.
    pub(crate) text: Option<String>,
}

/// Shares of the variance along principal components.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SpectrumFigures {
    /// Of the rows: the first shares, the largest first.
    pub(crate) rows: Vec<f64>,
    /// How many rows that was read off.
    pub(crate) n: usize,
    /// Their effective rank, in directions.
    pub(crate) rank: f64,
    /// The same of equally many rows and sentences of natural text; absent where they can't be compared.
    pub(crate) beside: Option<BesideFigures>,
}

/// Rows beside equally many sentences of natural text in the same model.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct BesideFigures {
    /// How many of each.
    pub(crate) n: usize,
    /// Shares of the variance of so many rows, the mean of several draws.
    pub(crate) rows: Vec<f64>,
    /// Of the sentences.
    pub(crate) natural: Vec<f64>,
    /// Effective rank of so many rows, with its 95 % interval.
    pub(crate) rank: (f64, (f64, f64)),
    /// Effective rank of the sentences.
    pub(crate) natural_rank: f64,
}

/// The cosines of pairs of vectors.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CosinesFigures {
    /// Whether they are sentences of natural text, and not rows.
    pub(crate) natural: bool,
    /// Whether the mean was taken away before.
    pub(crate) centred: bool,
    /// How many pairs.
    pub(crate) pairs: usize,
    /// Their mean.
    pub(crate) mean: f64,
    /// The share of pairs in each of equally wide bins from -1 to 1.
    pub(crate) shares: Vec<f64>,
}
