//! What stops a run before it can judge: one enum, every variant a miette diagnostic with its remedy.

mod acting;
mod compare;
mod config;
mod embed;
mod export;
mod fix;
mod harmless;
mod meant;
mod read;

use std::path::Path;

pub(crate) use acting::{Mark, acts, is_ignored};
pub(crate) use compare::CompareError;
pub(crate) use config::{ConfigError, Mistake};
pub(crate) use embed::EmbedError;
pub(crate) use export::ExportError;
pub(crate) use fix::FixError;
pub(crate) use harmless::visible;
pub(crate) use meant::{listed, meant};
pub(crate) use read::{AccessError, Excerpt, ReadError};

/// Why a run could not judge its data. Always exit code 2.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub(crate) enum Error {
    /// A data file could not be read, or does not hold what its roles say.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Read(#[from] ReadError),
    /// The model that turns rows into vectors could not be loaded or run.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Embed(#[from] EmbedError),
    /// The configuration or the command line is wrong; holds every mistake found.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Config(#[from] ConfigError),
    /// Curated data could not be written.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Fix(#[from] FixError),
    /// Vectors could not be written.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Export(#[from] ExportError),
    /// Two versions of a dataset could not be compared.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Compare(#[from] CompareError),
    /// The cache that was to be shown or cleaned could not be listed or changed.
    #[error("cannot look after the cache in {folder}")]
    #[diagnostic(help(
        "check who may read and write that folder, or name another: --cache-dir FOLDER"
    ))]
    Cache {
        /// Its folder.
        folder: String,
        /// What the operating system said.
        #[source]
        cause: std::io::Error,
    },
    /// The baseline could not be written.
    #[error("cannot write the baseline {file}")]
    #[diagnostic(help(
        "choose a place that can be written: --baseline FILE; what stood there before is unharmed"
    ))]
    Baseline {
        /// Its file.
        file: String,
        /// What the operating system said.
        #[source]
        cause: std::io::Error,
    },
    /// A report could not be written.
    #[error("cannot write {target}")]
    #[diagnostic(help(
        "choose a place that can be written, or leave the path out to print to standard output"
    ))]
    Write {
        /// The file or stream that was to be written.
        target: String,
        /// What the operating system said.
        #[source]
        cause: std::io::Error,
    },
}

impl Error {
    /// A report that could not be written to the file `path`.
    pub(crate) fn write(path: &Path, cause: std::io::Error) -> Self {
        Self::Write {
            target: path.display().to_string(),
            cause,
        }
    }
}
