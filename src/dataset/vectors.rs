//! Vectors: a supplied embedding, one vector a row.

use super::{Dataset, Kind};
use crate::error::ReadError;

/// Vectors that came with the data.
#[derive(Debug, Clone, PartialEq)]
pub struct Supplied {
    /// Row-major values.
    pub values: Vec<f32>,
    /// The length of one vector.
    pub dim: usize,
}

impl Dataset {
    /// The vectors of `rows` from the embedding column; `None` when no column has that role.
    ///
    /// # Errors
    /// When the column holds no vectors, vectors of several lengths, or none in one of `rows`.
    pub fn supplied_vectors(&self, rows: &[usize]) -> Option<Result<Supplied, ReadError>> {
        let column = &self.columns[self.roles.embedding?];
        let fail = |row: usize, cause: String| {
            let (path, line, nth) = self.place(row);
            let place = line.map_or_else(|| format!("row {nth}"), |line| format!("line {line}"));
            Err(ReadError::Vectors {
                column: column.name.clone(),
                path,
                cause: format!("{place} {cause}"),
            })
        };
        let Kind::Vector { dim } = column.kind else {
            return Some(match self.odd_vector(column) {
                Some((row, cause)) => fail(row, cause),
                None => fail(0, "holds no list of numbers".to_owned()),
            });
        };
        let mut values = Vec::with_capacity(rows.len() * dim);
        for &row in rows {
            match column.vector(row) {
                Some(vector) => values.extend_from_slice(vector),
                None => return Some(fail(row, "has no vector".to_owned())),
            }
        }
        Some(Ok(Supplied { values, dim }))
    }

    /// The first row whose list differs in length from the first list. Lists of several lengths are kept
    /// as their JSON text.
    fn odd_vector(&self, column: &super::Column) -> Option<(usize, String)> {
        let mut lengths = (0..self.rows()).filter_map(|row| {
            let list: Vec<serde_json::Value> = serde_json::from_str(column.text(row)?).ok()?;
            Some((row, list.len()))
        });
        let (_, expected) = lengths.next()?;
        let (row, found) = lengths.find(|&(_, length)| length != expected)?;
        Some((
            row,
            format!("has a list of length {found}, not {expected} as the first row"),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Folder, labelled};
    use super::*;

    fn supplied(rows: &[&str]) -> Result<Supplied, String> {
        let folder = Folder::new();
        let lines: Vec<String> = rows
            .iter()
            .enumerate()
            .map(|(nth, cell)| format!("{{\"v\": {cell}, \"label\": {nth}}}"))
            .collect();
        let mut source = labelled(&folder.write("a.jsonl", lines.join("\n")), "label");
        source.roles.embedding = Some("v".to_owned());
        let dataset = Dataset::load(&source).unwrap();
        assert!(dataset.feature_columns().is_empty());
        let every: Vec<usize> = (0..rows.len()).rev().collect();
        dataset.supplied_vectors(&every).unwrap().map_err(|error| {
            error
                .to_string()
                .replace(&format!("{}/", folder.path().display()), "")
        })
    }

    #[test]
    fn vectors_come_in_the_order_asked_for() {
        let vectors = supplied(&["[1, 2]", "[3, 4.5]"]).unwrap();
        assert_eq!(
            vectors,
            Supplied {
                values: vec![3.0, 4.5, 1.0, 2.0],
                dim: 2
            }
        );
    }

    #[test]
    fn what_is_no_matrix_names_the_row() {
        let cause = |rows: &[&str]| supplied(rows).unwrap_err();
        let prefix = "the embedding column `v` of a.jsonl: ";
        assert_eq!(
            cause(&["[1, 2]", "[3]"]),
            format!("{prefix}line 2 has a list of length 1, not 2 as the first row")
        );
        assert_eq!(
            cause(&["[1, 2]", "null"]),
            format!("{prefix}line 2 has no vector")
        );
        assert_eq!(
            cause(&["1", "2"]),
            format!("{prefix}line 1 holds no list of numbers")
        );
    }
}
