//! Table: rows of cells that a reader can sort.

use serde::Serialize;

use crate::report::visible::{cut, visible};
use crate::wording::{format_count, format_figure};

/// Columns of a cell's text; the data can hold any.
const CELL: usize = 240;

/// A table with a caption and named columns.
#[derive(Serialize)]
pub(super) struct Table {
    caption: String,
    heads: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// One cell. Its text is harmless already.
#[derive(Serialize)]
pub(super) struct Cell {
    text: String,
    number: bool,
    /// Drawn beside the text, in \[0, 1\].
    share: Option<f64>,
}

impl Table {
    pub(crate) fn new(
        caption: &str,
        heads: &[&str],
        rows: impl Iterator<Item = Vec<Cell>>,
    ) -> Self {
        Self {
            caption: visible(caption),
            heads: heads.iter().map(|head| cut(&visible(head), CELL)).collect(),
            rows: rows.collect(),
        }
    }
}

impl Cell {
    pub(crate) fn text(text: &str) -> Self {
        Self {
            text: cut(&visible(text), CELL),
            number: false,
            share: None,
        }
    }

    pub(crate) fn count(count: usize) -> Self {
        Self {
            text: format_count(count),
            number: true,
            share: None,
        }
    }

    pub(crate) fn number(value: f64) -> Self {
        Self {
            text: format_figure(value),
            number: true,
            share: None,
        }
    }

    /// A share in \[0, 1\], drawn beside its figure.
    pub(crate) fn share(value: f64) -> Self {
        Self {
            share: Some((value * 1e4).round() / 1e4),
            ..Self::number(value)
        }
    }

    pub(crate) fn words(text: String) -> Self {
        Self {
            text,
            number: true,
            share: None,
        }
    }
}
