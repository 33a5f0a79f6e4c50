//! Look: what `trueline look` has to say, as plain data for every voice.

use super::Failure;
use crate::evidence::ColumnFacts;

/// What data was taken for.
#[derive(Debug, Clone, Default)]
pub(crate) struct LookReport {
    /// The datasets that could be read.
    pub(crate) tables: Vec<TableLook>,
    /// Why the others couldn't.
    pub(crate) failures: Vec<Failure>,
}

/// What one dataset was taken for.
#[derive(Debug, Clone)]
pub(crate) struct TableLook {
    /// Its name.
    pub(crate) name: String,
    /// Its files.
    pub(crate) files: Vec<FileLook>,
    /// Its rows.
    pub(crate) rows: usize,
    /// Its columns.
    pub(crate) columns: Vec<ColumnLook>,
}

/// How a file is written.
#[derive(Debug, Clone)]
pub(crate) struct FileLook {
    /// The file.
    pub(crate) path: String,
    /// What was decided about how it is written (encoding, delimiter, header, ...), each with its reason.
    pub(crate) written: Vec<(String, String)>,
}

/// What a column was taken for.
#[derive(Debug, Clone)]
pub(crate) struct ColumnLook {
    /// What was made of it.
    pub(crate) facts: ColumnFacts,
    /// Why it was taken for that.
    pub(crate) reason: String,
    /// The smallest and the largest of its numbers.
    pub(crate) range: Option<(f64, f64)>,
    /// Its commonest values, each with how often it stands.
    pub(crate) commonest: Vec<(String, usize)>,
}

impl LookReport {
    /// The same without what cells hold.
    pub(crate) fn without_values(&self) -> Self {
        let mut report = self.clone();
        let tables = report.tables.iter_mut();
        for column in tables.flat_map(|table| &mut table.columns) {
            column.commonest.clear();
        }
        for failure in &mut report.failures {
            failure.forget_values();
        }
        report
    }
}
