//! Embedder: turns texts into vectors; Embeddings: a row-aligned f32 matrix and the model's fingerprint.

use crate::error::EmbedError;

/// Called with the number of texts done so far and the number of all texts.
pub type Progress<'a> = dyn Fn(usize, usize) + Sync + 'a;

/// A model that turns texts into vectors.
pub trait Embedder: Sync {
    /// The model as the user named it, for reports.
    fn name(&self) -> &str;

    /// A short stable text that changes when the model's vectors could change.
    fn fingerprint(&self) -> &str;

    /// The vectors of `texts`, in their order.
    ///
    /// # Errors
    /// When the model's runtime fails.
    fn embed(&self, texts: &[&str], progress: &Progress) -> Result<Embeddings, EmbedError>;
}

/// Vectors of equal length, one a row, in row-major order.
#[derive(Debug, Clone, PartialEq)]
pub struct Embeddings {
    /// Row-major values, `rows * dim` of them.
    pub values: Vec<f32>,
    /// The length of one vector.
    pub dim: usize,
}

impl Embeddings {
    /// The number of vectors.
    pub fn rows(&self) -> usize {
        if self.dim == 0 {
            0
        } else {
            self.values.len() / self.dim
        }
    }

    /// The vector of row `row`.
    pub fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.dim..(row + 1) * self.dim]
    }
}
