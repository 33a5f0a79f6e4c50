//! Target: where vectors are written, and what may not be written over.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Export, FittedFile};
use crate::cache::is_vector_table;
use crate::dataset::Source;
use crate::error::ExportError;
use crate::plan::Plan;
use crate::unfinished::parent_of;
use crate::wording::list;

/// What the name of a file of vectors ends in.
const ENDING: &str = "parquet";

impl Export {
    /// The file with the transform, beside the vectors.
    pub(super) fn parameters(&self) -> PathBuf {
        self.output.with_extension("transform.safetensors")
    }

    /// The one dataset of `plan`.
    ///
    /// # Errors
    /// Several datasets; an output that isn't named as Parquet, is data itself, or is something else's.
    pub(super) fn refuse<'p>(&self, plan: &'p Plan) -> Result<&'p Source, crate::error::Error> {
        Ok(self.find_source(plan)?)
    }

    fn find_source<'p>(&self, plan: &'p Plan) -> Result<&'p Source, ExportError> {
        let [source] = plan.datasets.as_slice() else {
            let names: Vec<&str> = plan
                .datasets
                .iter()
                .map(|each| each.name.as_str())
                .collect();
            return Err(ExportError::SeveralDatasets {
                count: names.len(),
                names: list(&names),
            });
        };
        let path = self.output.display().to_string();
        let ending = self.output.extension();
        if !ending.is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING)) {
            return Err(ExportError::NotParquet { path });
        }
        let here = resolve(&self.output);
        let data = source.paths.iter().chain(&source.shifted);
        let read = data.chain(&self.transform_from);
        if read.map(|file| resolve(file)).any(|file| file == here) {
            return Err(ExportError::DataFile { path });
        }
        let mut shards = source.shards.iter();
        if let Some(shards) = shards.find(|shards| shards.would_hold(&self.output)) {
            let folder = shards.path.display().to_string();
            return Err(ExportError::AmongShards { path, folder });
        }
        let parameters = self.parameters();
        if self.output.exists() && !is_vector_table(&self.output) {
            return Err(ExportError::Foreign { path });
        }
        if parameters.exists() && FittedFile::read(&parameters).is_err() {
            let path = parameters.display().to_string();
            return Err(ExportError::Foreign { path });
        }
        Ok(source)
    }
}

/// The one name of a file, whether it is there or not.
fn resolve(path: &Path) -> PathBuf {
    let whole = fs::canonicalize(path).ok();
    whole.unwrap_or_else(|| {
        let parent = fs::canonicalize(parent_of(path));
        let parent = parent.unwrap_or_else(|_| parent_of(path).to_owned());
        parent.join(path.file_name().unwrap_or_default())
    })
}
