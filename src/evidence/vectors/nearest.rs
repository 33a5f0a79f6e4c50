//! Nearest: the nearest neighbours of embedded rows, each text and each vector taken once.

use std::collections::HashSet;

use ndarray::Array2;
use xxhash_rust::xxh3::xxh3_128;

use crate::evidence::{Evidence, Unavailable, sample};
use crate::measure::nearest::{nearest, unit};
use crate::wording::plural;

/// Neighbours of each row.
pub(crate) const NEIGHBOURS: usize = 10;
/// Fewest rows whose neighbours mean something.
pub(crate) const FEWEST: usize = 100;

/// Rows that are all different, and the nearest neighbours of each among them by cosine.
#[derive(Debug, Clone)]
pub(crate) struct Nearest {
    /// The rows, ascending.
    pub(crate) rows: Vec<usize>,
    /// Their vectors at length 1, in the same order.
    pub(in crate::evidence) unit: Array2<f32>,
    /// Places in `rows`, [`NEIGHBOURS`] of them a row, nearest first.
    pub(in crate::evidence) neighbours: Vec<u32>,
}

impl Nearest {
    /// Each row's place beside each of its neighbours' places.
    pub(in crate::evidence) fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        self.neighbours
            .iter()
            .enumerate()
            .map(|(nth, &other)| (nth / NEIGHBOURS, other as usize))
    }
}

impl Evidence<'_> {
    /// The nearest neighbours of rows that are all different.
    ///
    /// # Errors
    /// As [`Evidence::vectors`]; undetermined with too few rows.
    pub(crate) fn nearest(&self) -> Result<&Nearest, Unavailable> {
        self.answers.nearest.get(|| self.find_nearest())
    }

    /// The places among the embedded rows of those that say something no earlier one said: no copies,
    /// no equal vectors, no text without a vector.
    pub(in crate::evidence) fn distinct(&self) -> Result<Vec<usize>, Unavailable> {
        let embedded = self.vectors()?;
        let repeats = self.repeats();
        let repeated = |list: &[(usize, usize)], row: usize| {
            list.binary_search_by_key(&row, |&(row, _)| row).is_ok()
        };
        let mut seen = HashSet::new();
        Ok((0..embedded.rows.len())
            .filter(|&place| {
                let row = embedded.rows[place];
                let vector = embedded.vectors.row(place);
                let bytes: Vec<u8> = vector
                    .iter()
                    .flat_map(|value| value.to_le_bytes())
                    .collect();
                vector.iter().any(|&value| value != 0.0)
                    && !repeated(&repeats.duplicates, row)
                    && !repeated(&repeats.conflicts, row)
                    && seen.insert(xxh3_128(&bytes))
            })
            .collect())
    }

    /// At most as many rows as may be trained on are compared: every pair of them is.
    pub(in crate::evidence) fn find_nearest(&self) -> Result<Nearest, Unavailable> {
        let embedded = self.vectors()?;
        let distinct = self.distinct()?;
        let places: Vec<usize> = sample(distinct.len(), self.settings.profile.rows())
            .into_iter()
            .map(|nth| distinct[nth])
            .collect();
        if places.len() < FEWEST {
            return Err(Unavailable::Undetermined {
                why: format!(
                    "there are only {}, vectors of zeros aside",
                    plural(places.len(), "different vector", "different vectors")
                ),
                needs: format!("at least {FEWEST} different rows"),
            });
        }
        let vectors = Array2::from_shape_fn((places.len(), embedded.vectors.dim), |(nth, at)| {
            embedded.vectors.row(places[nth])[at]
        });
        let unit = unit(vectors);
        let all: Vec<usize> = (0..places.len()).collect();
        Ok(Nearest {
            neighbours: nearest(&unit, &all, NEIGHBOURS),
            rows: places.iter().map(|&place| embedded.rows[place]).collect(),
            unit,
        })
    }
}
