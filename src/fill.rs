//! Fill: embeds every row of the planned datasets, so that later checks find the vectors.

use std::sync::Arc;

use crate::cache::Cache;
use crate::dataset::Dataset;
use crate::embed::{self, Cached, Embedder};
use crate::error::{Error, ReadError};
use crate::evidence::Watcher;
use crate::outcome::EmbedReport;
use crate::plan::Plan;
use crate::plan::settings::{MODEL, OFFLINE};

/// Rows that are embedded before their vectors are kept: what a run that is killed can lose.
const ROWS: usize = 4096;

/// Embeds all rows of `plan`'s datasets that `cache` doesn't know.
///
/// # Errors
/// Data files that can't be read, every one of them, or a model that can't be opened or run.
pub(crate) fn fill(
    plan: &Plan,
    cache: &Cache,
    watcher: &dyn Watcher,
) -> Result<Vec<EmbedReport>, Arc<Error>> {
    let mut datasets = Vec::new();
    let mut unreadable = Vec::new();
    for source in &plan.datasets {
        match Dataset::load(source) {
            Ok(dataset) => datasets.push(dataset),
            Err(error) => unreadable.push(error),
        }
    }
    if let Some(error) = ReadError::join(unreadable) {
        return Err(Arc::new(Error::Read(error)));
    }
    let name = plan.get(&MODEL);
    if !embed::worth_keeping(&name) {
        return Ok(datasets
            .iter()
            .map(|dataset| keep_nothing(dataset, "the built-in model is about as quick as a cache"))
            .collect());
    }
    let model = embed::open(&name, plan.get(&OFFLINE)).map_err(Error::Embed)?;
    let cached = Cached::new(model, cache);
    let mut filled = Vec::new();
    for dataset in &datasets {
        if dataset.roles.embedding.is_some() {
            filled.push(keep_nothing(dataset, "its vectors came with the data"));
            continue;
        }
        let before = cached.texts_read();
        let rows = dataset.rows();
        watcher.begin("embedding rows");
        for start in (0..rows).step_by(ROWS) {
            let texts: Vec<String> = (start..rows.min(start + ROWS))
                .map(|row| dataset.text(row))
                .collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            cached
                .embed(&texts, &|done, _| {
                    watcher.count_embedded(start + done, rows);
                })
                .map_err(Error::Embed)?;
        }
        watcher.end("embedding rows");
        filled.push(EmbedReport {
            name: dataset.name.clone(),
            rows,
            embedded: cached.texts_read() - before,
            untouched: None,
        });
    }
    Ok(filled)
}

fn keep_nothing(dataset: &Dataset, why: &'static str) -> EmbedReport {
    EmbedReport {
        name: dataset.name.clone(),
        rows: dataset.rows(),
        embedded: 0,
        untouched: Some(why),
    }
}
