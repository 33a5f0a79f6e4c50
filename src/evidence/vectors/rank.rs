//! Rank: the directions in which rows differ, beside equally many sentences of natural text.

use crate::evidence::{Evidence, Unavailable};
use crate::measure::effective_rank::{RarefiedRank, effective_rank, matrix};
use crate::wording::plural;

/// The effective rank of a dataset's vectors beside that of natural text in the same model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rank {
    /// Of equally many rows as there are sentences.
    pub(crate) rows: RarefiedRank,
    /// Of the sentences of natural text.
    pub(crate) natural: f64,
}

impl Rank {
    /// The rows' rank as a share of natural text's, with its 95 % interval over rows.
    pub(crate) fn share(&self) -> (f64, (f64, f64)) {
        let (low, high) = self.rows.interval;
        (
            self.rows.mean / self.natural,
            ((low / self.natural).max(0.0), high / self.natural),
        )
    }
}

impl Evidence<'_> {
    /// In how many directions rows differ, beside natural text in the same model.
    ///
    /// # Errors
    /// As [`Evidence::vectors`]; skipped for supplied vectors, undetermined with too few rows.
    pub(crate) fn rank(&self) -> Result<&Rank, Unavailable> {
        self.answers.rank.get(|| self.find_rank())
    }

    pub(in crate::evidence) fn find_rank(&self) -> Result<Rank, Unavailable> {
        let Some(reference) = self.reference()? else {
            return Err(Unavailable::Skipped(
                "the vectors came with the data: their model isn't at hand to embed natural text for comparison"
                    .to_owned(),
            ));
        };
        let sentences = matrix((0..reference.rows()).map(|row| reference.row(row)));
        let embedded = self.vectors()?;
        let distinct = self.distinct()?;
        let rows = RarefiedRank::of(
            distinct.len(),
            reference.rows(),
            |nth| embedded.vectors.row(distinct[nth]),
            self.settings.seed,
        );
        Ok(Rank {
            rows: rows.ok_or_else(|| Unavailable::Undetermined {
                why: format!(
                    "{} embedded, copies and empty texts aside",
                    plural(distinct.len(), "different row is", "different rows are")
                ),
                needs: format!("at least {} different rows", 2 * reference.rows()),
            })?,
            natural: effective_rank(&sentences),
        })
    }
}
