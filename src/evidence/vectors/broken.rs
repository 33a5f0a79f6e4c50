//! BrokenVectors: rows of a supplied embedding whose vector can't be used, and which take no part.

use std::sync::Arc;

use crate::dataset::{Kind, VectorFault};
use crate::error::Error;
use crate::evidence::{Evidence, Unavailable};

/// The rows of a supplied embedding without a usable vector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BrokenVectors {
    /// The rows, ascending, each with its fault.
    pub(crate) rows: Vec<(usize, VectorFault)>,
    /// The length of the other vectors.
    pub(crate) dim: usize,
    /// Rows looked at: all of them.
    pub(crate) n: usize,
    /// Whether all vectors that can be used are one and the same.
    pub(crate) are_alike: bool,
}

impl Evidence<'_> {
    /// Rows of a supplied embedding that take no part, because their vector can't be used.
    ///
    /// # Errors
    /// Skipped without supplied vectors; failed when none of them can be used.
    pub(crate) fn broken_vectors(&self) -> Result<&BrokenVectors, Unavailable> {
        self.answers.broken.get(|| self.find_broken())
    }

    pub(in crate::evidence) fn find_broken(&self) -> Result<BrokenVectors, Unavailable> {
        let Some(at) = self.dataset.roles.embedding else {
            return Err(Unavailable::Skipped(
                "no vectors came with the data".to_owned(),
            ));
        };
        let none = |cause: &str| {
            let error = self.dataset.no_vectors(cause);
            Err(Unavailable::Failed(Arc::new(Error::Read(error))))
        };
        let Kind::Vector { dim } = self.dataset.columns[at].kind else {
            return none("it holds no list of numbers");
        };
        let rows = self.dataset.vector_faults();
        let broken = BrokenVectors {
            are_alike: self.are_alike(at, &rows),
            rows,
            dim,
            n: self.dataset.rows(),
        };
        if broken.rows.len() == broken.n {
            return none("no row has a vector that can be used");
        }
        Ok(broken)
    }

    /// Whether the vectors in the column `at` that aren't `broken` are one and the same, and there are several.
    fn are_alike(&self, at: usize, broken: &[(usize, VectorFault)]) -> bool {
        let column = &self.dataset.columns[at];
        let is_usable = |row: &usize| broken.binary_search_by_key(row, |(row, _)| *row).is_err();
        let mut vectors = (0..column.len())
            .filter(is_usable)
            .map(|row| column.vector(row));
        let (first, mut rest) = (vectors.next(), vectors.peekable());
        rest.peek().is_some() && rest.all(|vector| Some(vector) == first)
    }

    /// The rows that take no part because their vector is broken, ascending.
    pub(in crate::evidence) fn left_out(&self) -> impl Iterator<Item = usize> {
        let broken = self.broken_vectors().ok();
        broken
            .into_iter()
            .flat_map(|broken| broken.rows.iter().map(|&(row, _)| row))
    }
}
