//! Source: which files make a dataset, and which columns play which role, as named and not yet looked up.

use std::path::PathBuf;

/// One dataset to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name that reports show.
    pub name: String,
    /// The data files, as the user wrote them.
    pub paths: Vec<PathBuf>,
    /// Files whose rows examine under a shift: each is a domain of its own and never teaches.
    pub shifted: Vec<PathBuf>,
    /// Whether delimited files begin with a header line.
    pub header: bool,
    /// How bytes become text.
    pub encoding: Encoding,
    /// Which columns play which role.
    pub roles: RoleNames,
}

/// How the bytes of text files are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8; anything else is an error.
    #[default]
    Utf8,
    /// ISO 8859-1: every byte is a character.
    Latin1,
}

/// The columns that play a role, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoleNames {
    /// The column to be learned.
    pub label: Option<String>,
    /// What becomes the text of a row.
    pub text: TextSource,
    /// Which rows belong together, and which of them teach.
    pub domain: Option<DomainRole>,
    /// The column that says which rows teach and which examine.
    pub split: Option<String>,
    /// Columns that are neither text nor feature.
    pub exclude: Vec<String>,
    /// A column of vectors that stands in for a model.
    pub embedding: Option<String>,
}

/// What becomes the text of a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum TextSource {
    /// The whole row, as sentences.
    #[default]
    Row,
    /// The values of these columns.
    Columns(Vec<String>),
    /// A text with `{column}` in the places of values.
    Template(String),
}

/// A column whose values are domains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainRole {
    /// The column.
    pub column: String,
    /// The values whose rows teach; when empty, the most frequent value.
    pub teaches: Vec<String>,
}
