//! Hubs: rows that stand among the nearest neighbours of very many others.

use std::cmp::Reverse;

use super::nearest::NEIGHBOURS;
use crate::evidence::{Evidence, Unavailable};
use crate::measure::hubness::{null_reach, occurrences};
use crate::measure::interval::Proportion;

/// The most frequent neighbours, beside those of a cloud of the same shape without particular rows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Hubs {
    /// Rows that reach more others than any row of the cloud does, the farthest reaching first, each
    /// with how many of the other rows have it among their nearest.
    pub(crate) rows: Vec<(usize, Proportion)>,
    /// How far the most frequent neighbour reaches, whether or not it is among `rows`.
    pub(crate) most: Proportion,
    /// The share of rows that the most frequent neighbour in the cloud reaches, in \[0, 1\].
    pub(crate) null: f64,
    /// Neighbours of each row.
    pub(crate) k: usize,
}

impl Evidence<'_> {
    /// The most frequent neighbours.
    ///
    /// # Errors
    /// As [`Evidence::nearest`].
    pub(crate) fn hubs(&self) -> Result<&Hubs, Unavailable> {
        self.answers.hubs.get(|| self.find_hubs())
    }

    pub(in crate::evidence) fn find_hubs(&self) -> Result<Hubs, Unavailable> {
        let nearest = self.nearest()?;
        let n = nearest.rows.len();
        let null = null_reach(&nearest.unit, NEIGHBOURS, self.settings.seed);
        let counts = occurrences(&nearest.neighbours, n);
        let mut reaches: Vec<(usize, Proportion)> = nearest
            .rows
            .iter()
            .zip(counts)
            .map(|(&row, count)| (row, Proportion::new(count as usize, n - 1)))
            .collect();
        reaches.sort_by_key(|&(row, reach)| (Reverse(reach.hits), row));
        let most = reaches[0].1;
        reaches.retain(|(_, reach)| reach.share() > null);
        Ok(Hubs {
            rows: reaches,
            most,
            null,
            k: NEIGHBOURS,
        })
    }
}
