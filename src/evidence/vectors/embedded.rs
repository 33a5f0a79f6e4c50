//! Embedded: the vectors of the rows that take part, and how much of each is what all rows share.

use std::sync::Arc;

use rayon::prelude::*;

use crate::dataset::Dataset;
use crate::embed::{Embedder, Embeddings};
use crate::error::Error;
use crate::measure::shared::shared_energy;

use crate::evidence::{Evidence, Model, Unavailable, Watcher, sample};

/// Sentences of ordinary written English, to see what a model makes of natural text.
pub(in crate::evidence) const REFERENCE: &str = include_str!("../../../models/reference.txt");

/// Vectors of some of a dataset's rows.
#[derive(Debug, Clone)]
pub(crate) struct Embedded {
    /// The rows, ascending.
    pub(crate) rows: Vec<usize>,
    /// Their vectors, in the same order.
    pub(crate) vectors: Embeddings,
}

impl Evidence<'_> {
    /// The vectors of the train and test rows as they come out of the model, before the transform.
    ///
    /// # Errors
    /// Skipped without a label; failed when the model can't be opened or run.
    pub(crate) fn embedded(&self) -> Result<&Embedded, Unavailable> {
        self.answers.embedded.get(|| {
            let split = self.split()?;
            Embedded::of(self.dataset, split.rows(), self.model, self.watcher)
        })
    }

    /// The vectors of the train and test rows, or without a label of a sample of the rows, after the transform.
    ///
    /// # Errors
    /// Failed when the model can't be opened or run.
    pub(crate) fn vectors(&self) -> Result<&Embedded, Unavailable> {
        if self.transform().is_empty() {
            return self.plain_vectors();
        }
        Ok(&self.transformed()?.embedded)
    }

    /// The same before the transform.
    pub(super) fn plain_vectors(&self) -> Result<&Embedded, Unavailable> {
        match self.embedded() {
            Err(Unavailable::Skipped(_)) => self.answers.sampled.get(|| {
                let left_out: Vec<usize> = self.left_out().collect();
                let usable: Vec<usize> = (0..self.dataset.rows())
                    .filter(|row| left_out.binary_search(row).is_err())
                    .collect();
                let rows = sample(usable.len(), 2 * self.settings.profile.rows())
                    .into_iter()
                    .map(|nth| usable[nth])
                    .collect();
                Embedded::of(self.dataset, rows, self.model, self.watcher)
            }),
            known => known,
        }
    }

    /// The same, if some rule asked for them.
    pub(crate) fn known_vectors(&self) -> Option<&Embedded> {
        let answers = &self.answers;
        let plain = answers.embedded.known().or_else(|| answers.sampled.known());
        plain.and_then(|_| self.vectors().ok())
    }

    /// Sentences of natural text in the run's model, after the transform that was fitted on the rows; `None` where the
    /// vectors came with the data.
    ///
    /// # Errors
    /// Failed when the model can't be opened or run.
    pub(crate) fn reference(&self) -> Result<Option<&Embeddings>, Unavailable> {
        let reference = self.answers.reference.get(|| {
            if self.dataset.roles.embedding.is_some() {
                return Ok(None);
            }
            let plain = reference(self.model)?;
            Ok(Some(if self.transform().is_empty() {
                plain
            } else {
                self.transformed()?.apply(&plain)
            }))
        })?;
        Ok(reference.as_ref())
    }

    /// How much of each vector is what all rows share, beside natural text in the same model.
    ///
    /// # Errors
    /// As [`Evidence::vectors`].
    pub(crate) fn shared(&self) -> Result<&Shared, Unavailable> {
        self.answers
            .shared
            .get(|| Ok(Shared::of(self.vectors()?, self.reference()?)))
    }
}

impl Embedded {
    /// Embeds `rows` (ascending) of `dataset`, or reads their vectors from its own column.
    pub(in crate::evidence) fn of(
        dataset: &Dataset,
        rows: Vec<usize>,
        model: &dyn Model,
        watcher: &dyn Watcher,
    ) -> Result<Self, Unavailable> {
        let vectors = if let Some(vectors) = dataset.supplied_vectors(&rows) {
            let supplied =
                vectors.map_err(|error| Unavailable::Failed(Arc::new(Error::Read(error))))?;
            Embeddings {
                values: supplied.values,
                dim: supplied.dim,
            }
        } else {
            let texts: Vec<String> = rows.par_iter().map(|&row| dataset.text(row)).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let embedder: &dyn Embedder = model.open().map_err(Unavailable::Failed)?;
            embed(embedder, &texts, watcher)?
        };
        Ok(Self { rows, vectors })
    }

    /// Where the vector of `row` stands; 0 for a row that isn't among them.
    pub(crate) fn place(&self, row: usize) -> usize {
        self.rows.binary_search(&row).unwrap_or(0)
    }
}

/// Sentences of natural text in the run's model.
pub(in crate::evidence) fn reference(model: &dyn Model) -> Result<Embeddings, Unavailable> {
    let sentences: Vec<&str> = REFERENCE.lines().collect();
    model
        .open()
        .map_err(Unavailable::Failed)?
        .embed(&sentences, &|_, _| ())
        .map_err(|error| Unavailable::Failed(Arc::new(Error::Embed(error))))
}

fn embed(
    embedder: &dyn Embedder,
    texts: &[&str],
    watcher: &dyn Watcher,
) -> Result<Embeddings, Unavailable> {
    watcher.begin("embedding rows");
    let embedded = embedder.embed(texts, &|done, all| watcher.count_embedded(done, all));
    watcher.end("embedding rows");
    embedded.map_err(|error| Unavailable::Failed(Arc::new(Error::Embed(error))))
}

/// How much of each vector is the same in every row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shared {
    /// Share of the mean squared length that lies in the mean vector, in \[0, 1\]. For vectors of
    /// length 1 it is the mean cosine over all pairs of rows.
    pub(crate) rows: f64,
    /// Its 95 % interval over rows (delta method on the mean of x . mean).
    pub(crate) interval: (f64, f64),
    /// The same for natural text in the same model; `None` for supplied vectors.
    pub(crate) natural: Option<f64>,
    /// Rows measured.
    pub(crate) n: usize,
}

impl Shared {
    /// `natural` holds sentences of natural text in the same model.
    pub(in crate::evidence) fn of(embedded: &Embedded, natural: Option<&Embeddings>) -> Self {
        let (rows, interval) = shared_energy(&embedded.vectors.values, embedded.vectors.dim);
        Self {
            rows,
            interval,
            natural: natural.map(|vectors| shared_energy(&vectors.values, vectors.dim).0),
            n: embedded.rows.len(),
        }
    }

    /// The share of what natural text leaves free that these rows give to their common part, in
    /// \[0, 1\]: 0 as much as natural text, 1 all of it. The measured share itself without reference.
    pub(crate) fn beyond_natural(&self) -> (f64, (f64, f64)) {
        let natural = self.natural.unwrap_or(0.0).min(0.99);
        let beyond = |share: f64| ((share - natural) / (1.0 - natural)).clamp(0.0, 1.0);
        (
            beyond(self.rows),
            (beyond(self.interval.0), beyond(self.interval.1)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_is_natural_text() {
        assert!(REFERENCE.lines().count() >= 90);
        assert!(
            REFERENCE
                .lines()
                .all(|line| line.split_whitespace().count() >= 6)
        );
    }
}
