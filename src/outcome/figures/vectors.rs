//! Vectors: how the vectors of a dataset lie, as a report draws them.

use serde::{Deserialize, Serialize};

/// How a dataset's vectors lie.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VectorsFigures {
    /// Rows that were embedded.
    pub embedded: usize,
    /// Numbers in each vector.
    pub dimensions: usize,
    /// Rows of a sample as points of a plane.
    pub map: MapFigures,
    /// Along how many directions the vectors vary.
    pub spectrum: SpectrumFigures,
    /// How alike the vectors' directions are.
    pub cosines: Vec<CosinesFigures>,
}

/// A sample of the embedded rows in a plane.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MapFigures {
    /// Rows of a random sample; those beyond them are in the map because something was found.
    pub sampled: usize,
    /// The variance's share along each of the two principal components.
    pub shares: [f64; 2],
    /// Whether points have a place by their neighbours, too.
    pub neighbours: bool,
    /// The classes' names.
    pub classes: Vec<String>,
    /// The domains' names; empty without domains.
    pub domains: Vec<String>,
    /// The rules that found something about a row of the map.
    pub rules: Vec<String>,
    /// The files' paths.
    pub paths: Vec<String>,
    /// The rows.
    pub points: Vec<PointFigures>,
}

/// A row in the plane.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PointFigures {
    /// Its place along the first two principal components.
    pub at: [f64; 2],
    /// Its place by its neighbours.
    pub near: Option<[f64; 2]>,
    /// Its class.
    pub class: Option<usize>,
    /// Its domain.
    pub domain: Option<usize>,
    /// The first rule, in the order of `rules`, that found something about it.
    pub rule: Option<usize>,
    /// Its file.
    pub path: usize,
    /// The line on which it begins, from 1; absent for formats without lines.
    pub line: Option<u64>,
    /// The row in its file, from 1.
    pub row: u64,
    /// The beginning of its text.
    pub text: Option<String>,
}

/// Shares of the variance along principal components.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SpectrumFigures {
    /// Of the rows: the first shares, the largest first.
    pub rows: Vec<f64>,
    /// How many rows that was read off.
    pub n: usize,
    /// Their effective rank, in directions.
    pub rank: f64,
    /// The same of equally many rows and sentences of natural text; absent where they can't be compared.
    pub beside: Option<BesideFigures>,
}

/// Rows beside equally many sentences of natural text in the same model.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BesideFigures {
    /// How many of each.
    pub n: usize,
    /// Shares of the variance of so many rows, the mean of several draws.
    pub rows: Vec<f64>,
    /// Of the sentences.
    pub natural: Vec<f64>,
    /// Effective rank of so many rows, with its 95 % interval.
    pub rank: (f64, (f64, f64)),
    /// Effective rank of the sentences.
    pub natural_rank: f64,
}

/// The cosines of pairs of vectors.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CosinesFigures {
    /// Whether they are sentences of natural text, and not rows.
    pub natural: bool,
    /// Whether the mean was taken away before.
    pub centred: bool,
    /// How many pairs.
    pub pairs: usize,
    /// Their mean.
    pub mean: f64,
    /// The share of pairs in each of equally wide bins from -1 to 1.
    pub shares: Vec<f64>,
}
