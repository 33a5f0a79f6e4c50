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
    /// What a reader has to know of how its files were read.
    pub(crate) notes: Vec<String>,
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
    /// The smallest and the largest of its numbers, as its cells say them.
    pub(crate) range: Option<(String, String)>,
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
            // The smallest and the largest number are cells, too.
            column.range = None;
        }
        for failure in &mut report.failures {
            failure.forget_values();
        }
        report
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::evidence::ColumnKind;

    #[test]
    fn without_values_no_cell_is_left() {
        let facts = ColumnFacts {
            name: "income".to_owned(),
            kind: ColumnKind::Number,
            missing: 0,
            marks: BTreeMap::new(),
            misfits: 0,
            places: Vec::new(),
            distinct: 2,
            example: None,
        };
        let column = ColumnLook {
            facts,
            reason: String::new(),
            range: Some(("1".to_owned(), "900".to_owned())),
            commonest: vec![("1".to_owned(), 2)],
        };
        let table = TableLook {
            name: "a".to_owned(),
            files: Vec::new(),
            rows: 3,
            notes: Vec::new(),
            columns: vec![column],
        };
        let report = LookReport {
            tables: vec![table],
            failures: Vec::new(),
        };
        let column = &report.without_values().tables[0].columns[0];
        assert_eq!((&column.range, column.commonest.len()), (&None, 0));
    }
}
