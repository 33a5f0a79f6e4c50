//! Vectors: a supplied embedding, one vector a row.

use super::{Dataset, Kind};
use crate::error::ReadError;

/// Vectors that came with the data.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Supplied {
    /// Row-major values.
    pub(crate) values: Vec<f32>,
    /// The length of one vector.
    pub(crate) dim: usize,
}

/// Why a row's vector can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum VectorFault {
    /// The cell is missing.
    Missing,
    /// The cell holds something else than a list of numbers.
    NoList,
    /// The list has this length, and most have another.
    Length(usize),
    /// A value is NaN, or null.
    NotANumber,
    /// A value is infinite, or too large for 32 bits.
    Infinite,
    /// Every value is 0: the vector has no direction.
    Zero,
}

impl Dataset {
    /// The rows whose vector in the embedding column can't be used, ascending; none when no column has
    /// that role or when it holds no vectors at all.
    pub(crate) fn vector_faults(&self) -> Vec<(usize, VectorFault)> {
        (0..self.rows())
            .filter_map(|row| Some((row, self.vector_fault(row)?)))
            .collect()
    }

    fn vector_fault(&self, row: usize) -> Option<VectorFault> {
        let column = &self.columns[self.roles.embedding?];
        let Kind::Vector { .. } = column.kind else {
            return None;
        };
        let Some(vector) = column.vector(row) else {
            return Some(match column.odd(row) {
                None => VectorFault::Missing,
                Some(None) => VectorFault::NoList,
                Some(Some(length)) => VectorFault::Length(length),
            });
        };
        if vector.iter().any(|value| value.is_nan()) {
            Some(VectorFault::NotANumber)
        } else if vector.iter().any(|value| value.is_infinite()) {
            Some(VectorFault::Infinite)
        } else if vector.iter().all(|&value| value == 0.0) {
            Some(VectorFault::Zero)
        } else {
            None
        }
    }

    /// The vectors of `rows` from the embedding column; `None` when no column has that role.
    ///
    /// # Errors
    /// When the column holds no vectors, or none in one of `rows`.
    pub(crate) fn supplied_vectors(&self, rows: &[usize]) -> Option<Result<Supplied, ReadError>> {
        let column = &self.columns[self.roles.embedding?];
        let Kind::Vector { dim } = column.kind else {
            return Some(Err(self.no_vectors("it holds no list of numbers")));
        };
        let mut values = Vec::with_capacity(rows.len() * dim);
        for &row in rows {
            match column.vector(row) {
                Some(vector) => values.extend_from_slice(vector),
                None => return Some(Err(self.no_vectors("a row has no vector"))),
            }
        }
        Some(Ok(Supplied { values, dim }))
    }

    /// The error of an embedding column from which nothing can be judged.
    pub(crate) fn no_vectors(&self, cause: &str) -> ReadError {
        ReadError::Vectors {
            column: self
                .roles
                .embedding
                .map_or_else(String::new, |at| self.columns[at].name.clone()),
            path: self.place(0).0,
            cause: cause.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Folder, labelled};
    use super::*;

    fn dataset(rows: &[&str]) -> (Folder, Dataset) {
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
        (folder, dataset)
    }

    #[test]
    fn vectors_come_in_the_order_asked_for() {
        let (_folder, dataset) = dataset(&["[1, 2]", "[3, 4.5]"]);
        assert_eq!(
            dataset.supplied_vectors(&[1, 0]).unwrap().unwrap(),
            Supplied {
                values: vec![3.0, 4.5, 1.0, 2.0],
                dim: 2
            }
        );
        assert!(dataset.vector_faults().is_empty());
    }

    #[test]
    fn every_kind_of_broken_vector_is_told_and_the_rest_is_read() {
        let (_folder, dataset) = dataset(&[
            "[1, 2]",
            "[3]",
            "null",
            "[0, 0.0]",
            "[1, null]",
            "[1e39, 0]",
            "\"none\"",
            "[4, 5]",
        ]);
        assert_eq!(
            dataset.vector_faults(),
            [
                (1, VectorFault::Length(1)),
                (2, VectorFault::Missing),
                (3, VectorFault::Zero),
                (4, VectorFault::NotANumber),
                (5, VectorFault::Infinite),
                (6, VectorFault::NoList),
            ]
        );
        let sound = dataset.supplied_vectors(&[0, 7]).unwrap().unwrap();
        assert_eq!(sound.values, [1.0, 2.0, 4.0, 5.0]);
    }

    #[test]
    fn a_column_without_vectors_is_an_error() {
        let (folder, dataset) = dataset(&["1", "2"]);
        let error = dataset.supplied_vectors(&[0]).unwrap().unwrap_err();
        assert_eq!(
            error
                .to_string()
                .replace(&format!("{}/", folder.path().display()), ""),
            "the embedding column `v` of a.jsonl: it holds no list of numbers"
        );
    }
}
