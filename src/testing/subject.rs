//! Subject: the dataset of a command line, the built-in model, and evidence about it that nobody watches.

use std::time::Instant;

use crate::dataset::Dataset;
use crate::embed::{self, Embedder};
use crate::evidence::{Evidence, Settings};
use crate::plan::settings::{PROFILE, SEED, TRAIN_ROWS, TRANSFORM};

/// A dataset that was read, and what it takes to gather evidence about it.
pub(super) struct Subject {
    /// The dataset.
    pub(super) dataset: Dataset,
    /// The seconds that reading took.
    pub(super) reading: f64,
    /// How much is trained.
    pub(super) settings: Settings,
    model: Box<dyn Embedder>,
}

impl Subject {
    /// The first dataset of `trueline check ARGS`.
    pub(super) fn read(args: &[&str]) -> Self {
        let plan = super::plan::isolated(args);
        let started = Instant::now();
        let dataset =
            Dataset::load(&plan.datasets[0]).unwrap_or_else(|error| panic!("{args:?}: {error}"));
        Self {
            dataset,
            reading: started.elapsed().as_secs_f64(),
            settings: Settings {
                profile: plan.get(&PROFILE),
                seed: plan.get(&SEED),
                train_rows: plan.get(&TRAIN_ROWS),
                transform: plan.get(&TRANSFORM),
            },
            model: embed::open("builtin", true).expect("the built-in model opens"),
        }
    }

    /// Evidence about it; nothing is computed yet.
    pub(super) fn evidence(&self) -> Evidence<'_> {
        Evidence::new(&self.dataset, self.settings.clone(), &self.model, &())
    }
}
