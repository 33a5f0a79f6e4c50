//! File: one file of a dataset, its rows, and the line on which each of them begins.

use std::ops::Range;
use std::path::PathBuf;

/// One file of a dataset.
#[derive(Debug, Clone)]
pub struct DataFile {
    /// The path as the user wrote it.
    pub path: String,
    /// Its rows, counted over all files.
    pub rows: Range<usize>,
    /// Whether its rows are shifted.
    pub shifted: bool,
    /// Where the file is.
    pub(super) location: PathBuf,
    /// The line on which each row begins; absent for formats without lines.
    pub(super) lines: Option<Vec<u64>>,
}
