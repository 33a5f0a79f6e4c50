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
            format!("has {found} numbers where the first row has {expected}"),
        ))
    }
}
