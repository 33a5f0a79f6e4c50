//! Compare: `trueline compare`: what changed from one version of a dataset to the next, row by row.

mod columns;
mod count;
mod likeness;
mod pairs;
mod repository;
mod rest;
mod sketch;
mod sources;
mod table;
mod version;

use std::env;
use std::path::{Path, PathBuf};

use crate::dataset::{Dataset, Input};
use crate::error::Error;
use crate::outcome::{CompareReport, ComparedRoles, VersionReport};
use crate::plan::Request;
use crate::unfinished::Folder;
use crate::wording::plural;
use columns::align;
use count::count;
use pairs::{Pairs, match_rows};
use sources::Sources;
use version::Version;

/// What is to be compared, and by which configuration.
#[derive(Debug, Clone)]
pub(crate) struct CompareRequest {
    /// The version before, as written.
    pub(crate) base: PathBuf,
    /// The version after, as written.
    pub(crate) candidate: PathBuf,
    /// The configuration file that is named.
    pub(crate) config: Option<PathBuf>,
    /// Whether none is read.
    pub(crate) isolated: bool,
    /// What the flags say of the dataset.
    pub(crate) request: Request,
}

impl CompareRequest {
    /// The files that stand in this file system and will be read.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let files = |path: &PathBuf| {
            Input::of(path).map_or_else(|_| vec![path.clone()], |input| input.files().to_vec())
        };
        [&self.base, &self.candidate]
            .into_iter()
            .flat_map(files)
            .collect()
    }
}

/// Compares two versions of a dataset.
///
/// # Errors
/// When a version can't be found or read, or the versions have nothing in common.
pub(crate) fn compare(asked: &CompareRequest) -> Result<CompareReport, Error> {
    let names = [asked.base.as_path(), asked.candidate.as_path()];
    let (base, candidate) = (Version::parse(names[0])?, Version::parse(names[1])?);
    let folder = Folder::new(None).map_err(|cause| Error::write(&env::temp_dir(), cause))?;
    let [first, second] = ["base", "candidate"].map(|name| folder.path().join(name));
    let located = [
        base.locate(&candidate, &first)?,
        candidate.locate(&base, &second)?,
    ];
    let sources = Sources::plan(asked, &located)?;
    let [old, new] = sources.read()?;
    let named = sources.named(&old, &new);
    let (before, after, columns) = align((&old, names[0]), (&new, names[1]), &named)?;
    let pairs = match_rows(&before, &after);
    let mut report = CompareReport {
        base: describe(&old, names[0]),
        candidate: describe(&new, names[1]),
        roles: ComparedRoles {
            label: named.label,
            domain: named.domain,
            split: named.split,
            key: named.key,
        },
        columns,
        notes: write_notes([&old, &new], &pairs),
        ..CompareReport::default()
    };
    count(&before, &after, &pairs, &mut report);
    Ok(report)
}

fn describe(dataset: &Dataset, written: &Path) -> VersionReport {
    VersionReport {
        name: written.display().to_string(),
        files: dataset.files.iter().map(|file| file.path.clone()).collect(),
        rows: dataset.rows(),
    }
}

/// What a reader has to know of how the versions were read and their rows matched.
fn write_notes(datasets: [&Dataset; 2], pairs: &Pairs) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for note in datasets.iter().flat_map(|dataset| dataset.left_out()) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    if pairs.shared_keys > 0 {
        let shared = plural(
            pairs.shared_keys,
            "value of the key stands",
            "values of the key stand",
        );
        notes.push(format!(
            "{shared} in several rows of one version: such rows are matched by their cells, then in their order"
        ));
    }
    if pairs.keyless > 0 {
        let keyless = plural(pairs.keyless, "row has", "rows have");
        notes.push(format!(
            "{keyless} no value of the key: known only by all of their cells"
        ));
    }
    notes
}
