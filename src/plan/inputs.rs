//! Inputs: the files that a run reads, from the paths, folders and patterns that name them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::dataset::{Input, Shards, Source, is_stdin};
use crate::error::Mistake;
use crate::policy::{DatasetPolicy, Policy, Written};

use super::Ledger;

/// Files in the order of their rows, and those of them that are one table.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    pub paths: Vec<PathBuf>,
    pub shards: Vec<Shards>,
}

impl Inputs {
    /// What the command line names.
    pub fn given(paths: &[PathBuf], ledger: &mut Ledger) -> Self {
        let mut inputs = Self::default();
        for path in paths {
            match Input::of(path) {
                Ok(input) => inputs.add(input),
                Err(mistake) => ledger.add(mistake),
            }
        }
        inputs
    }

    /// What trueline.toml names.
    pub fn declared(written: &[Written<String>], policy: &Policy, ledger: &mut Ledger) -> Self {
        let mut inputs = Self::default();
        for written in written {
            let path = policy.path(written);
            if is_stdin(&path) {
                let mistake =
                    Mistake::new("`-` is standard input, which only the command line can name")
                        .with_help("name a file, a folder or a pattern");
                ledger.add_at(written, mistake);
                continue;
            }
            match Input::of(&path) {
                Ok(input) => inputs.add(input),
                Err(mistake) => ledger.add_at(written, mistake),
            }
        }
        inputs
    }

    fn add(&mut self, input: Input) {
        self.paths.extend(input.files().iter().cloned());
        if let Input::Shards(shards) = input {
            self.shards.push(shards);
        }
    }
}

/// Says of each file of `source` that stands in it twice that it does, where `written` names it if that
/// is what names it.
pub(super) fn repeats(
    source: &Source,
    written: Option<&DatasetPolicy>,
    policy: &Policy,
    ledger: &mut Ledger,
) {
    let mut seen: Vec<PathBuf> = Vec::new();
    let mut told: Vec<PathBuf> = Vec::new();
    for path in source.paths.iter().chain(&source.shifted) {
        let file = resolved(path);
        if !seen.contains(&file) {
            seen.push(file);
            continue;
        }
        if told.contains(&file) {
            continue;
        }
        let shown = if is_stdin(path) {
            "standard input".to_owned()
        } else {
            path.display().to_string()
        };
        let mistake = Mistake::new(format!("{shown} is named twice"))
            .with_help("name each file once: a second copy of its rows would be judged as a shift");
        let mut names = written
            .iter()
            .flat_map(|written| written.paths.iter().chain(written.shifted.iter().flatten()));
        match names.rfind(|name| resolved(&policy.path(name)) == file) {
            Some(name) => ledger.add_at(name, mistake),
            None => ledger.add(mistake),
        }
        told.push(file);
    }
}

/// A path that can't be resolved is compared as it is written; reading it will say what is wrong.
pub(super) fn resolved(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
