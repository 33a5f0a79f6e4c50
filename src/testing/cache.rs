//! Vectors and verdicts in a cache folder, kept and found again.

use std::path::Path;

use crate::cache::{self, Cache};

/// A cache folder with the vectors of one made-up model in it.
pub struct Vectors(Cache);

impl Vectors {
    /// Those in `folder`, which may grow without bound.
    pub fn at(folder: &Path) -> Self {
        Self(Cache::new(folder.to_owned(), u64::MAX))
    }

    /// Keeps one vector of length `dim` for each of `keys`.
    pub fn add(&self, keys: &[u128], values: &[f32], dim: usize) {
        self.0.vectors("test:1", "test").add(keys, values, dim);
    }

    /// The vector of length `dim` of each of `keys`, where it is known.
    pub fn find(&self, keys: &[u128], dim: usize) -> Vec<Option<Vec<f32>>> {
        let known = self.0.vectors("test:1", "test").find(keys);
        let row = |at: usize| known.values[at * dim..(at + 1) * dim].to_vec();
        let has = known.has.iter().enumerate();
        has.map(|(at, has)| has.then(|| row(at))).collect()
    }

    /// Keeps a verdict.
    pub fn keep_verdict(&self, key: u128, verdict: &[f32]) {
        self.0.keep(key, &verdict);
    }

    /// The verdict under `key`, where there is one.
    pub fn recall_verdict(&self, key: u128) -> Option<Vec<f32>> {
        self.0.recall(key)
    }

    /// The models that it keeps vectors of, each with how many.
    ///
    /// # Panics
    /// When the folder can't be listed.
    pub fn models(&self) -> Vec<(String, usize)> {
        let contents = self.0.contents().expect("the cache can be listed");
        let models = contents.models.into_iter();
        models.map(|model| (model.name, model.vectors)).collect()
    }

    /// What went wrong with the cache so far.
    pub fn warnings(&self) -> Vec<String> {
        self.0.warnings()
    }
}

/// The key under which a row's vector is kept.
pub fn hash_row(text: &str) -> u128 {
    cache::key(text)
}
