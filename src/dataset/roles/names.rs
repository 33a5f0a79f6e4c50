//! Names: what each column is for, by its name as the user says it.

use serde::{Deserialize, Serialize};

/// Roles by column name, as written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct RoleNames {
    /// The column that holds the class; none for rules about rows alone.
    pub(crate) label: Option<String>,
    /// What a row's text is made of.
    pub(crate) text: TextSource,
    /// The column that tells where a row comes from.
    pub(crate) domain: Option<DomainRole>,
    /// The column that says which rows are trained on.
    pub(crate) split: Option<String>,
    /// The column whose values are groups that probes must serve alike; it stays part of the row.
    pub(crate) group: Option<String>,
    /// The column whose values say which rows belong together: a patient, a user.
    pub(crate) entity: Option<String>,
    /// Columns that are no part of a row: running numbers, keys.
    pub(crate) exclude: Vec<String>,
    /// The column that holds the rows' vectors.
    pub(crate) embedding: Option<String>,
}

/// What a row's text is made of, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum TextSource {
    /// The whole row: `The {column} is {value}.` for every column that has no other role.
    #[default]
    Row,
    /// These columns, one below the other.
    Columns(Vec<String>),
    /// A text with `{column}` in it; `{{` and `}}` are braces.
    Template(String),
}

/// A domain column, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DomainRole {
    /// The column.
    pub(crate) column: String,
    /// The values whose rows are trained on; with none named, the most frequent one.
    pub(crate) train: Vec<String>,
}
