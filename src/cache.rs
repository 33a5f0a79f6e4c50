//! Cache: what was computed once and is kept on disk for later runs: vectors of texts, and verdicts.
//!
//! A run never fails because of its cache. What can't be read is computed anew, what can't be written
//! isn't kept, and [`Cache::warnings`] says so. Any number of processes may share a cache: files are
//! written whole or not at all, never changed, and found missing without harm.
//!
//! Its folder holds `trueline-2/vectors/MODEL/*.parquet` and `trueline-2/verdicts/*.verdict`. Other
//! programs may fill the vectors; docs/vectors.md says how.

mod contents;
mod file;
mod schema;
mod vector_file;
mod vector_table;
mod vectors;
mod verdicts;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

#[cfg(test)]
pub(crate) use contents::ModelContents;
pub(crate) use contents::{Cleaned, Contents};
pub(crate) use vector_table::{TableRow, VectorTable, is_vector_table};
pub(crate) use vectors::{Known, Vectors, key};
pub(crate) use verdicts::hash_file;

/// The folder's part that is ours; the number changes with the form of the files.
const OURS: &str = "trueline-2";

/// So that backups leave a cache out. Source: bford.info/cachedir.
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n";

/// A cache in one folder. Nothing is read or made before it is needed.
#[derive(Debug)]
pub(crate) struct Cache {
    folder: PathBuf,
    most: u64,
    state: Mutex<State>,
}

/// What happened in this run.
#[derive(Debug, Default)]
struct State {
    damaged: Vec<PathBuf>,
    /// Files of other programs that couldn't be used, and why.
    foreign: Vec<(PathBuf, String)>,
    unreadable: Option<String>,
    unwritable: Option<String>,
    grown: bool,
    /// Vectors that were found, and all that were looked for.
    vectors: (usize, usize),
}

impl Cache {
    /// The cache in `folder`, of at most `most` bytes.
    pub(crate) fn new(folder: PathBuf, most: u64) -> Self {
        Self {
            folder,
            most,
            state: Mutex::default(),
        }
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The kept vectors of the model with this fingerprint, which people call `name`.
    pub(crate) fn vectors(&self, fingerprint: &str, name: &str) -> Vectors<'_> {
        Vectors::new(self, fingerprint, name)
    }

    /// Vectors that it held in this run, and all that it was asked for.
    pub(crate) fn vectors_known(&self) -> (usize, usize) {
        self.state().vectors
    }

    fn count_lookups(&self, known: usize, asked: usize) {
        let mut state = self.state();
        state.vectors.0 += known;
        state.vectors.1 += asked;
    }

    /// What went wrong with it in this run, a sentence each.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let state = self.state();
        let mut warnings = Vec::new();
        if let Some(first) = state.damaged.first() {
            let many = match state.damaged.len() {
                1 => "a file of the cache is".to_owned(),
                many => format!("{many} files of the cache are"),
            };
            warnings.push(format!(
                "{many} damaged ({}); what it held is computed anew",
                first.display()
            ));
        }
        if let Some((first, cause)) = state.foreign.first() {
            let more = match state.foreign.len() - 1 {
                0 => String::new(),
                more => format!(", and {more} more"),
            };
            warnings.push(format!(
                "vectors in {} aren't used: {cause}{more}",
                first.display()
            ));
        }
        if let Some(cause) = &state.unreadable {
            warnings.push(format!(
                "the cache can't be read: {cause}; the run goes on without"
            ));
        }
        if let Some(cause) = &state.unwritable {
            warnings.push(format!(
                "the cache in {} can't be written: {cause}; what this run computed isn't kept",
                self.folder.display()
            ));
        }
        warnings
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn root(&self) -> PathBuf {
        self.folder.join(OURS)
    }

    fn vectors_folder(&self) -> PathBuf {
        self.root().join("vectors")
    }

    fn verdicts_folder(&self) -> PathBuf {
        self.root().join("verdicts")
    }

    /// Makes `folder`, which stands in the root.
    fn make(&self, folder: &Path) -> io::Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        file::make_folder(folder)?;
        for (name, text) in [("CACHEDIR.TAG", TAG), (".gitignore", "*\n")] {
            file::write_bytes(&self.root().join(name), text.as_bytes())?;
        }
        Ok(())
    }

    /// Whether writing is still worth a try in this run.
    fn is_writable(&self) -> bool {
        self.state().unwritable.is_none()
    }

    fn note_growth(&self) {
        self.state().grown = true;
    }

    fn note_unwritable(&self, cause: &io::Error) {
        self.state().unwritable.get_or_insert(cause.to_string());
    }

    /// Notes why `path` couldn't be read. One that has gone was cleaned away by another run; a damaged
    /// one that trueline wrote is removed, so that it is told once, and one of another program stays.
    fn note_unreadable(&self, path: &Path, cause: &io::Error) {
        match cause.kind() {
            io::ErrorKind::NotFound => {}
            io::ErrorKind::PermissionDenied | io::ErrorKind::NotADirectory => {
                let told = format!("{} ({cause})", path.display());
                self.state().unreadable.get_or_insert(told);
            }
            _ if vector_file::own_hash(path).is_none() => {
                let told = (path.to_owned(), cause.to_string());
                let foreign = &mut self.state().foreign;
                if !foreign.contains(&told) {
                    foreign.push(told);
                }
            }
            _ => {
                let _ = fs::remove_file(path);
                self.state().damaged.push(path.to_owned());
            }
        }
    }
}
