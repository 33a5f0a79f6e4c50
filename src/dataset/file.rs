//! File: one file of a dataset, its rows, and the line on which each of them begins; and the portions that files make.

use std::ops::Range;
use std::path::PathBuf;

use super::dialect::Decision;
use super::read::Written;

/// One file of a dataset.
#[derive(Debug, Clone)]
pub(crate) struct DataFile {
    /// The path as the user wrote it.
    pub(crate) path: String,
    /// Its rows, counted over all files.
    pub(crate) rows: Range<usize>,
    /// Whether its rows are shifted.
    pub(crate) shifted: bool,
    /// Whether its name says that its rows are test rows, as against other files of the same portion.
    pub(crate) is_test: bool,
    /// Where and how its rows are written.
    pub(super) written: Written,
    /// What was decided about how it is written.
    pub(crate) decisions: Vec<Decision>,
    /// The line on which each row begins; absent for formats without lines.
    pub(super) lines: Option<Vec<u64>>,
}

impl DataFile {
    /// The text of its row `nth` (from 0), as [`super::Dataset::excerpt`] tells it.
    pub(super) fn excerpt(&self, nth: usize, phones: bool) -> Option<String> {
        let lines = self.lines.as_ref()?;
        let next = lines.get(nth + 1).copied();
        self.written.excerpt(lines[nth], next, phones)
    }
}

/// A table of a dataset: a file, or the shards over which it is written.
#[derive(Debug, Clone)]
pub(crate) struct Portion {
    /// The file, the folder or the pattern, as the user wrote it.
    pub(crate) path: String,
    /// Its rows, counted over all files.
    pub(crate) rows: Range<usize>,
    /// Whether its rows are shifted.
    pub(crate) shifted: bool,
    /// Where it is.
    pub(super) location: PathBuf,
}
