//! Value: what a setting is set to, whoever says it.

use std::path::{Path, PathBuf};

use serde::Serialize;

/// A value that a configuration file can hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) enum Value {
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// A file or a folder, as seen from the working directory.
    Path(PathBuf),
    /// Several of them.
    Paths(Vec<PathBuf>),
    /// A whole number.
    Whole(u64),
    /// A number.
    Number(f64),
    /// `true` or `false`
    Switch(bool),
    /// A day, as `2027-01-31`.
    Date(String),
    /// A table on one line.
    Table(Vec<(&'static str, Value)>),
    /// A table on one line whose keys the user chooses, each with a word.
    Pairs(Vec<(String, String)>),
}

impl Value {
    /// A text.
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// Paths as texts; what of them is no text is lost.
    pub(crate) fn from_paths(paths: &[impl AsRef<Path>]) -> Self {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        Self::Texts(paths.iter().map(|path| text(path.as_ref())).collect())
    }

    /// The same value as a file says it: a path is a text, and so is a list of one.
    pub(crate) fn into_written(self) -> Self {
        match self {
            Self::Path(path) => Self::from_paths(&[path]).into_written(),
            Self::Paths(paths) => Self::from_paths(&paths).into_written(),
            Self::Texts(mut texts) if texts.len() == 1 => Self::Text(texts.remove(0)),
            other => other,
        }
    }

    /// Every text in it: one, or those of a list.
    pub(crate) fn texts(&self) -> &[String] {
        match self {
            Self::Text(text) => std::slice::from_ref(text),
            Self::Texts(texts) => texts,
            _ => &[],
        }
    }
}
