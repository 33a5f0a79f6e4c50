//! Vector source: where the vectors of a dataset's rows come from: a model that reads their texts, or the data itself.

use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::{Cache, key};
use crate::dataset::Dataset;
use crate::embed::{self, Cached, Embedder, Embeddings};
use crate::error::Error;
use crate::plan::Plan;
use crate::plan::settings::{MODEL, OFFLINE};

/// What stands for a fingerprint where the vectors came with the data.
const SUPPLIED: &str = "supplied";

/// Which model made the vectors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ModelId<'a> {
    /// What changes when a byte of it changes.
    pub(super) fingerprint: &'a str,
    /// What people call it.
    pub(super) name: &'a str,
}

/// Where vectors come from.
pub(super) struct VectorSource<'a> {
    dataset: &'a Dataset,
    /// None where the vectors came with the data.
    model: Option<Box<dyn Embedder + 'a>>,
}

impl<'a> VectorSource<'a> {
    /// Opens the run's model, unless the vectors came with the data.
    pub(super) fn open(
        plan: &Plan,
        dataset: &'a Dataset,
        cache: &'a Cache,
    ) -> Result<Self, Arc<Error>> {
        if dataset.roles.embedding.is_some() {
            return Ok(Self {
                dataset,
                model: None,
            });
        }
        let name = plan.get(&MODEL);
        let opened = embed::open(&name, plan.get(&OFFLINE)).map_err(Error::Embed)?;
        let model: Box<dyn Embedder> = if embed::worth_keeping(&name) {
            Box::new(Cached::new(opened, cache))
        } else {
            opened
        };
        Ok(Self {
            dataset,
            model: Some(model),
        })
    }

    pub(super) fn model(&self) -> ModelId<'_> {
        match &self.model {
            Some(model) => ModelId {
                fingerprint: model.fingerprint(),
                name: model.name(),
            },
            None => ModelId {
                fingerprint: SUPPLIED,
                name: SUPPLIED,
            },
        }
    }

    /// The vectors of `rows`, and the hashes of their texts where they have some.
    pub(super) fn embed(&self, rows: &[usize]) -> Result<(Embeddings, Vec<u128>), Arc<Error>> {
        if let Some(supplied) = self.dataset.supplied_vectors(rows) {
            let supplied = supplied.map_err(Error::Read)?;
            let vectors = Embeddings {
                values: supplied.values,
                dim: supplied.dim,
            };
            return Ok((vectors, Vec::new()));
        }
        let texts: Vec<String> = rows.par_iter().map(|&row| self.dataset.text(row)).collect();
        let hashes = texts.par_iter().map(|text| key(text)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let nothing = Embeddings {
            values: Vec::new(),
            dim: 0,
        };
        let vectors = match &self.model {
            Some(model) => model.embed(&texts, &|_, _| ()).map_err(Error::Embed)?,
            None => nothing,
        };
        Ok((vectors, hashes))
    }
}
