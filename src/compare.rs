//! Compare: `trueline compare`: what changed from one version of a dataset to the next, row by row.

mod columns;
mod count;
mod likeness;
mod pairs;
mod repository;
mod rest;
mod sketch;
mod table;
mod version;

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::dataset::{Dataset, Source};
use crate::error::{CompareError, Error};
use crate::outcome::{CompareReport, ComparedRoles, VersionReport};
use crate::plan::{Plan, Request};
use crate::rules;
use crate::wording::{format_count, list_some, plural};
use columns::{Named, align};
use count::count;
use pairs::{Pairs, match_rows};
use version::{Located, Version};

/// Names of datasets that are told where there are too many.
const NAMES: usize = 5;

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

/// Compares two versions of a dataset.
///
/// # Errors
/// When a version can't be found or read, or the versions have nothing in common.
pub(crate) fn compare(asked: &CompareRequest) -> Result<CompareReport, Error> {
    let versions = [&asked.base, &asked.candidate];
    let [base, candidate] = versions.map(|written| Version::parse(written));
    let (base, candidate) = (base?, candidate?);
    let folders = [create_folder()?, create_folder()?];
    let located = [
        base.locate(&candidate, &folders[0])?,
        candidate.locate(&base, &folders[1])?,
    ];
    let [old, new] = &located;
    let (candidate, _) = plan(asked, new, &asked.candidate)?;
    let (base, is_declared) = plan(asked, old, &asked.base)?;
    let named = Named::of(&candidate);
    let base = prepare(base, old, &named, Some(&candidate).filter(|_| !is_declared));
    let candidate = prepare(candidate, new, &named, None);
    let [old, new] = [&base, &candidate].map(Dataset::load_as_named);
    let (old, new) = (old?, new?);
    let (before, after, columns) = align((&old, &asked.base), (&new, &asked.candidate), &named)?;
    let pairs = match_rows(&before, &after);
    let mut report = CompareReport {
        base: describe(&old, &asked.base),
        candidate: describe(&new, &asked.candidate),
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

/// A folder for files out of a repository, which goes when they were read.
fn create_folder() -> Result<TempDir, Error> {
    tempfile::tempdir().map_err(|cause| Error::Write {
        target: "the temporary folder".to_owned(),
        cause,
    })
}

/// What the configuration and the flags say of a version, and whether the configuration knows it.
fn plan(
    asked: &CompareRequest,
    located: &Located,
    written: &Path,
) -> Result<(Source, bool), Error> {
    let request = Request {
        paths: vec![located.path.clone()],
        ..asked.request.clone()
    };
    let words = rules::words();
    let plan = Plan::start(asked.config.clone(), asked.isolated, request, &words)?;
    let mut sources = plan.datasets;
    if sources.len() > 1 {
        let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
        return Err(Error::Compare(CompareError::SeveralDatasets {
            version: written.display().to_string(),
            count: names.len(),
            names: list_some(&names, NAMES),
        }));
    }
    let mut source = sources.swap_remove(0);
    // Of a dataset in several files one was named: the others are no part of this version.
    if located.path.is_file() {
        source.shifted.clear();
    }
    let is_declared = plan.declared.contains_key(&source.name);
    Ok((source, is_declared))
}

/// The source of a version, read without what training asks of its roles: a version may have one class, or no row that
/// trains. What nothing says of its files is as in the version that it `follows`.
fn prepare(source: Source, located: &Located, named: &Named, follows: Option<&Source>) -> Source {
    let mut prepared = Source {
        needs: named.all(),
        unlabelled: None,
        ..source
    };
    if let Some(like) = follows {
        prepared.header = like.header;
        prepared.columns = like.columns.clone();
        prepared.bounds = like.bounds;
        prepared.roles = like.roles.clone();
        prepared.lists = like.lists.clone();
    }
    prepared.roles.label = None;
    prepared.roles.domain = None;
    prepared.roles.split = None;
    prepared.lists.domain = None;
    // The roles are those of the version after, also where the configuration says other ones of the version before.
    let is_named = |name: &String| named.all().contains(name);
    prepared.roles.exclude.retain(|name| !is_named(name));
    if located.is_checkout() {
        rename(&mut prepared, located);
    }
    prepared
}

/// Calls the files of a version by what they are in the repository, and reads them where they were written.
fn rename(source: &mut Source, located: &Located) {
    let mut stand_ins = std::mem::take(&mut source.stand_ins);
    let mut call = |path: &mut PathBuf| {
        let name = located.name(path);
        stand_ins.insert(name.clone(), std::mem::replace(path, name));
    };
    let paths = source.paths.iter_mut().chain(&mut source.shifted);
    paths.for_each(&mut call);
    for shards in &mut source.shards {
        let files = shards.files.iter_mut().chain(&mut shards.test);
        files.for_each(&mut call);
        shards.path = located.name(&shards.path);
    }
    source.stand_ins = stand_ins;
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
        notes.push(format!(
            "{} in one version: such rows are matched by their cells, then in their order",
            plural(
                pairs.shared_keys,
                "value of the key stands in several rows",
                "values of the key stand in several rows each"
            )
        ));
    }
    if pairs.keyless > 0 {
        notes.push(format!(
            "{} of both versions without a value of the key: known only by all of their cells",
            match pairs.keyless {
                1 => "1 row".to_owned(),
                count => format!("{} rows", format_count(count)),
            }
        ));
    }
    notes
}
