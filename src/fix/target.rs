//! Target: where curated data is to go, and what keeps it from there before anything is read.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::dataset::{Source, find_misfit, is_stdin, named_as_data};
use crate::error::{Error, FixError};

/// What a manifest's name ends in: no data file's does.
const ENDING: &str = ".manifest";

/// Where curated data is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// To a file, or a folder for several files; nothing is there yet.
    Output(PathBuf),
    /// To standard output, which takes one file, and no manifest.
    Stdout,
    /// To the data files themselves.
    InPlace,
}

impl Target {
    /// That of `--output PATH`; `-` is standard output, as it is standard input elsewhere.
    pub(crate) fn of_output(path: &Path) -> Self {
        if is_stdin(path) {
            Self::Stdout
        } else {
            Self::Output(path.to_owned())
        }
    }

    /// Refuses an output that is there already, one whose manifest is, and one whose name doesn't say what the data of
    /// `source` is.
    ///
    /// # Errors
    /// What is there, and what its name says.
    pub(crate) fn refuse(&self, source: Option<&Source>) -> Result<(), Error> {
        let Some(source) = source else {
            return self.refuse_existing();
        };
        let is_one = one_file(source);
        match self {
            Self::Stdout if is_one.is_none() => Err(Error::Fix(FixError::SeveralFiles)),
            Self::Output(output) => {
                self.refuse_existing()?;
                let shown = output.display().to_string();
                match is_one {
                    None if named_as_data(output) => {
                        Err(Error::Fix(FixError::FolderName { path: shown }))
                    }
                    Some(input) => match find_misfit(input, source, output)? {
                        Some(misfit) => Err(Error::Fix(FixError::Misfit {
                            path: shown,
                            input: input.display().to_string(),
                            is: misfit.is,
                            name: misfit.name,
                        })),
                        None => Ok(()),
                    },
                    None => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    /// Refuses an output that is there already, and one whose manifest is.
    ///
    /// # Errors
    /// What is there.
    pub(super) fn refuse_existing(&self) -> Result<(), Error> {
        match self {
            Self::InPlace | Self::Stdout => Ok(()),
            Self::Output(output) => {
                refuse_existing(output)?;
                refuse_existing(&manifest_beside(output))
            }
        }
    }
}

/// The file of `source`, where it is one file and no folder of one.
pub(super) fn one_file(source: &Source) -> Option<&Path> {
    let mut paths = source.paths.iter().chain(&source.shifted);
    let first = paths.next()?;
    (paths.next().is_none() && folders(source).next().is_none()).then_some(first)
}

/// The folders that were named.
pub(super) fn folders(source: &Source) -> impl Iterator<Item = &PathBuf> {
    let shards = source.shards.iter().map(|shards| &shards.path);
    shards.filter(|path| path.is_dir())
}

/// The manifest of the file or folder at `path`: `reviews.csv.manifest`.
pub(super) fn manifest_beside(path: &Path) -> PathBuf {
    let mut name = path
        .file_name()
        .map_or_else(|| OsString::from("trueline"), ToOwned::to_owned);
    name.push(ENDING);
    path.with_file_name(name)
}

fn refuse_existing(path: &Path) -> Result<(), Error> {
    if fs::symlink_metadata(path).is_ok() {
        let path = path.display().to_string();
        return Err(Error::Fix(FixError::Exists { path }));
    }
    Ok(())
}
