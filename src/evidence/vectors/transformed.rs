//! Transformed: the vectors as the user's training sees them, after the steps that were declared.

use ndarray::Array2;

use crate::embed::Embeddings;
use crate::evidence::{Embedded, Evidence, Unavailable};
use crate::measure::effective_rank::matrix;
use crate::measure::{FittedTransform, Transform};

/// Vectors after the transform, and the transform itself.
pub(in crate::evidence) struct Transformed {
    /// The rows' vectors.
    pub(in crate::evidence) embedded: Embedded,
    /// As it was fitted.
    fitted: FittedTransform,
}

impl Transformed {
    /// Fits `transform` on the vectors of `train` (all of them where none is), and puts every vector through it.
    pub(in crate::evidence) fn of(
        embedded: &Embedded,
        train: &[usize],
        transform: &Transform,
    ) -> Self {
        let rows = if train.is_empty() {
            &embedded.rows
        } else {
            train
        };
        let places = rows.iter().map(|&row| embedded.place(row));
        let fitted = transform.fit(&matrix(places.map(|at| embedded.vectors.row(at))));
        Self {
            embedded: Embedded {
                rows: embedded.rows.clone(),
                vectors: apply(&fitted, &embedded.vectors),
            },
            fitted,
        }
    }

    /// Other vectors of the same model, put through the same.
    pub(in crate::evidence) fn apply(&self, vectors: &Embeddings) -> Embeddings {
        apply(&self.fitted, vectors)
    }
}

fn apply(fitted: &FittedTransform, vectors: &Embeddings) -> Embeddings {
    let mut rows: Array2<f64> = matrix((0..vectors.rows()).map(|row| vectors.row(row)));
    fitted.apply(&mut rows);
    Embeddings {
        values: rows.iter().map(|&value| value as f32).collect(),
        dim: vectors.dim,
    }
}

impl Evidence<'_> {
    /// The transform as it was fitted on the train rows, with the vectors that went through it.
    ///
    /// # Errors
    /// As [`Evidence::vectors`].
    pub(super) fn transformed(&self) -> Result<&Transformed, Unavailable> {
        self.answers.transformed.get(|| {
            let embedded = self.plain_vectors()?;
            let train = self.known_split().map_or(&[][..], |split| &split.train);
            Ok(Transformed::of(embedded, train, self.transform()))
        })
    }
}
