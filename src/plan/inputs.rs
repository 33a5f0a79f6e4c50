//! Inputs: the files that a run reads, from the paths, folders and patterns that name them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::dataset::{Input, Shards, Source, is_stdin};
use crate::error::Mistake;
use crate::policy::{DatasetPolicy, Policy, Statement, Written};

use super::mistakes::Mistakes;
use super::settings::dataset::{PATH, SHIFTED};

/// Files in the order of their rows, and those of them that are one table.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) shards: Vec<Shards>,
}

impl Inputs {
    /// What the command line names.
    pub(crate) fn from_command_line(paths: &[PathBuf], mistakes: &mut Mistakes) -> Self {
        let mut inputs = Self::default();
        for path in paths {
            match Input::of(path) {
                Ok(input) => inputs.add(input),
                Err(mistake) => mistakes.add(mistake),
            }
        }
        inputs
    }

    /// What trueline.toml names.
    pub(crate) fn from_file(
        written: &[Written<String>],
        policy: &Policy,
        mistakes: &mut Mistakes,
    ) -> Self {
        let mut inputs = Self::default();
        for written in written {
            let path = policy.path(written);
            if is_stdin(&path) {
                let mistake =
                    Mistake::new("`-` is standard input, which only the command line can name")
                        .with_help("name a file, a folder or a pattern");
                mistakes.add_at(written, mistake);
                continue;
            }
            match Input::of(&path) {
                Ok(input) => inputs.add(input),
                Err(mistake) => mistakes.add_at(written, mistake),
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

/// Reports each file of `source` that stands in it twice, where `written` names it if that
/// is what names it.
pub(super) fn check_repeats(
    source: &Source,
    written: Option<&DatasetPolicy>,
    policy: &Policy,
    mistakes: &mut Mistakes,
) {
    let mut seen: Vec<PathBuf> = Vec::new();
    let mut reported: Vec<PathBuf> = Vec::new();
    for path in source.paths.iter().chain(&source.shifted) {
        let file = resolve(path);
        if !seen.contains(&file) {
            seen.push(file);
            continue;
        }
        if reported.contains(&file) {
            continue;
        }
        let shown = if is_stdin(path) {
            "standard input".to_owned()
        } else {
            path.display().to_string()
        };
        let mistake = Mistake::new(format!("{shown} is named twice"))
            .with_help("name each file once: a second copy of its rows would be judged as a shift");
        let said = written.iter().flat_map(|written| {
            let keys = [&PATH.key, &SHIFTED.key];
            keys.map(|key| written.settings.get(key))
        });
        let names: Vec<_> = said.flatten().flat_map(Statement::items).collect();
        let mut names = names.iter();
        match names.rfind(|name| resolve(&policy.path(name)) == file) {
            Some(name) => mistakes.add_at(name, mistake),
            None => mistakes.add(mistake),
        }
        reported.push(file);
    }
}

/// A path that can't be resolved is compared as it is written; reading it will say what is wrong.
pub(super) fn resolve(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
