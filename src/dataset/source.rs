//! Source: what the user says about one dataset: its files, how they are written, and the roles of columns.

use std::path::PathBuf;

use serde::Serialize;

use super::RoleNames;

/// How a text file turns bytes into characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum Encoding {
    /// UTF-8; anything else is an error.
    #[default]
    Utf8,
    /// Windows-1252, of which latin-1 (ISO 8859-1) is what is left without curly quotes and dashes.
    Latin1,
}

/// What the user says about one dataset.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Source {
    /// The dataset's name in reports.
    pub name: String,
    /// The files, in the order of their rows.
    pub paths: Vec<PathBuf>,
    /// Files whose rows are shifted: each is a domain of its own that never teaches.
    pub shifted: Vec<PathBuf>,
    /// Whether delimited files begin with a header line.
    pub header: bool,
    /// How text files are encoded.
    pub encoding: Encoding,
    /// What the columns are for.
    pub roles: RoleNames,
}
