//! Column: one named column, its cells as the file writes them and, where all are numbers, as numbers.

use polars::prelude::{DataType, Float64Chunked, Series, StringChunked};

/// What a column holds, judged over all of its cells and never over a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every cell that is not missing is a finite number.
    Number,
    /// Anything else that can be written as text: categories, free text, booleans, dates.
    Text,
    /// Vectors of one length: a supplied embedding.
    Vector {
        /// The length of each vector.
        dim: usize,
    },
    /// No cell holds a value.
    Empty,
}

/// One column. Missing is null, an empty cell, or NaN.
#[derive(Debug, Clone)]
pub struct Column {
    /// The column's name in the file's header.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    text: StringChunked,
    numbers: Option<Float64Chunked>,
    vectors: Option<Series>,
}

impl Column {
    /// The number of cells.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether it has no cell at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cell as the file writes it, trimmed of white space at both ends; `None` when missing.
    pub fn text(&self, row: usize) -> Option<&str> {
        self.text.get(row)
    }

    /// The cell as a number; `None` when missing or when the column is not [`Kind::Number`].
    pub fn number(&self, row: usize) -> Option<f64> {
        self.numbers.as_ref().and_then(|numbers| numbers.get(row))
    }

    /// Whether the cell is missing.
    pub fn is_missing(&self, row: usize) -> bool {
        match self.kind {
            Kind::Vector { .. } => self.vectors.as_ref().is_none_or(|vectors| {
                vectors.dtype() == &DataType::Null || vectors.is_null().get(row) == Some(true)
            }),
            _ => self.text.get(row).is_none(),
        }
    }
}
