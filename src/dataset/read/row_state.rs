//! Row state: what became of a row of a file that is written anew, and what of a row its hash is of.

use std::collections::BTreeMap;

/// What other texts stand in a row, by the columns as a Parquet file counts them: the leaves of its schema.
pub(crate) type NewTexts = BTreeMap<usize, String>;

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RowState {
    /// It is as it was.
    Untouched,
    /// It reads so.
    Changed(NewRow),
    /// It is gone.
    Dropped,
}

/// A row in which something else stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NewRow {
    /// The bytes of its lines.
    Bytes(Vec<u8>),
    /// Texts in some columns of it.
    Texts(NewTexts),
}

/// What of a row is hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HashedPart {
    /// The bytes of its lines.
    Lines,
    /// The bytes of its object.
    Object,
    /// Its cells, as one JSON object.
    Cells,
}

impl HashedPart {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Lines, Self::Object, Self::Cells];

    /// The word in a manifest.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::Object => "object",
            Self::Cells => "cells",
        }
    }
}
