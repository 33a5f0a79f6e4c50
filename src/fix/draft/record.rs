//! Record: one edit that was done, or couldn't be.

use std::collections::HashMap;

use super::Place;
use crate::dataset::Obstacle;
use crate::fix::edit::{Change, Edit};
use crate::fix::round::count;
use crate::outcome::RuleFixes;

/// One edit that was done.
#[derive(Debug, Clone)]
pub(in crate::fix) struct Record {
    /// The row.
    pub(in crate::fix) place: Place,
    /// What was done with it, and why.
    pub(in crate::fix) edit: Edit,
    /// The columns in which something else stands now.
    pub(in crate::fix) columns: Vec<String>,
    /// The row that stayed for it.
    pub(in crate::fix) kept: Option<Place>,
}

/// A cell that couldn't be mended.
#[derive(Debug, Clone)]
pub(in crate::fix) struct Refusal {
    /// Its row.
    pub(in crate::fix) place: Place,
    /// The rule that found it.
    pub(in crate::fix) rule: &'static str,
    /// Its column.
    pub(in crate::fix) column: String,
    /// Why it stays as it is.
    pub(in crate::fix) obstacle: Obstacle,
}

impl Record {
    /// The row, and what was done by which rule.
    fn key(&self) -> (Place, &'static str, bool) {
        (self.place, self.edit.rule, self.edit.change == Change::Drop)
    }
}

/// Records of which each is the only one of its row, its rule and what was done: a row that a rule changed in two rounds
/// was changed once.
pub(in crate::fix) fn merge(records: Vec<Record>) -> Vec<Record> {
    let mut merged: Vec<Record> = Vec::new();
    let mut known: HashMap<(Place, &str, bool), usize> = HashMap::new();
    for record in records {
        let at = *known.entry(record.key()).or_insert(merged.len());
        let Some(earlier) = merged.get_mut(at) else {
            merged.push(record);
            continue;
        };
        for column in record.columns {
            if !earlier.columns.contains(&column) {
                earlier.columns.push(column);
            }
        }
    }
    merged
}

/// How many rows each rule dropped and changed.
pub(in crate::fix) fn count_done(records: &[Record]) -> Vec<RuleFixes> {
    let edits = records.iter();
    count(edits.map(|record| (record.edit.rule, record.place, &record.edit.change)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::words::Safety;

    #[test]
    fn a_row_that_is_mended_twice_is_one_row() {
        let record = |row, column: &str| Record {
            place: Place { file: 0, row },
            edit: Edit {
                rule: "personal-data",
                ..Edit::change(row, Vec::new(), Safety::Unsafe, "")
            },
            columns: vec![column.to_owned()],
            kept: None,
        };
        let merged = merge(vec![
            record(4, "a"),
            record(7, "a"),
            record(4, "b"),
            record(4, "a"),
        ]);
        let columns: Vec<&[String]> = merged.iter().map(|each| &each.columns[..]).collect();
        assert_eq!(
            columns,
            [&["a".to_owned(), "b".to_owned()][..], &["a".to_owned()]]
        );
        let counts = count_done(&merged);
        assert_eq!((counts.len(), counts[0].changed), (1, 2));
    }
}
