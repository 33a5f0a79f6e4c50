//! Truncation: which rows are longer than the model reads, and what of them is lost.

use std::rc::Rc;

use crate::dataset::Dataset;
use crate::embed::{Embedder, Reach};
use crate::measure::ratio::Ratio;

use super::tokens::{RowTokens, Tokens};
use super::words::Words;
use crate::evidence::{Evidence, Unavailable};

/// Rows of which the columns beyond the cut are looked for.
const LOOKED_AT: usize = 400;

/// What is cut off.
#[derive(Debug, Clone)]
pub(crate) struct Truncation {
    /// What the model reads, or what another in its place would.
    pub(crate) reach: Reach,
    /// Whether the model itself reads everything, and another stands for the one that cuts.
    pub(crate) supposed: bool,
    /// The rows that are cut, the longest first.
    pub(crate) cut: Vec<RowTokens>,
    /// Share of the rows with text that are cut.
    pub(crate) share: Ratio,
    /// Share of all tokens that are lost.
    pub(crate) lost: Ratio,
    /// Columns that stand wholly beyond the cut in most of the cut rows that tell them, in the order
    /// of the text.
    pub(crate) columns: Vec<String>,
    /// Rows counted that have any text.
    pub(crate) n: usize,
    /// Whether they are a sample.
    pub(crate) sampled: bool,
}

impl Evidence<'_> {
    /// Which rows are longer than the model reads; or than `supposed`, where the model reads all.
    ///
    /// # Errors
    /// As [`Evidence::tokens`].
    pub(crate) fn truncation(&self, supposed: Reach) -> Result<Rc<Truncation>, Unavailable> {
        self.answers.truncation.get(supposed, || {
            let tokens = self.tokens()?;
            let model = self.model.open().map_err(Unavailable::Failed)?;
            Truncation::of(tokens, self.dataset, model, supposed)
        })
    }
}

impl Truncation {
    /// What is lost of `tokens`; to a model that reads `supposed` tokens where this one reads all.
    pub(in crate::evidence) fn of(
        tokens: &Tokens,
        dataset: &Dataset,
        model: &dyn Embedder,
        supposed: Reach,
    ) -> Result<Self, Unavailable> {
        let reach = model.reach();
        let most = reach.unwrap_or(supposed).of_a_text();
        let beyond = |row: &RowTokens| row.tokens.saturating_sub(most);
        let mut cut: Vec<RowTokens> = tokens
            .rows
            .iter()
            .filter(|row| beyond(row) > 0)
            .copied()
            .collect();
        let columns = find_lost_columns(&cut, dataset, model, most)?;
        cut.sort_by_key(|row| std::cmp::Reverse(row.tokens));
        Ok(Self {
            reach: reach.unwrap_or(supposed),
            supposed: reach.is_none(),
            share: tokens.share_of_rows(|row| beyond(row) > 0),
            lost: tokens.ratio(|row| (beyond(row), row.tokens)),
            cut,
            columns,
            n: tokens.with_text(),
            sampled: tokens.are_sampled(),
        })
    }

    /// The tokens of `row` that are lost.
    pub(crate) fn lost_of(&self, row: &RowTokens) -> usize {
        row.tokens.saturating_sub(self.reach.of_a_text())
    }
}

/// Columns of which nothing is read in most of the `cut` rows.
fn find_lost_columns(
    cut: &[RowTokens],
    dataset: &Dataset,
    model: &dyn Embedder,
    most: usize,
) -> Result<Vec<String>, Unavailable> {
    let mut words = Words::new(model);
    // Of each column: the rows that tell it, those in which it is lost, where it stands at last.
    let mut seen: Vec<(usize, usize, usize)> = vec![(0, 0, 0); dataset.columns.len()];
    for nth in crate::evidence::sample(cut.len(), LOOKED_AT) {
        let (columns, texts): (Vec<usize>, Vec<String>) =
            dataset.parts(cut[nth].row).into_iter().unzip();
        let mut before = 0;
        for (place, (column, part)) in columns.iter().zip(words.count(&texts)?).enumerate() {
            let (told, lost, stands) = &mut seen[*column];
            *told += 1;
            *lost += usize::from(before >= most);
            *stands = place;
            before += part.tokens;
        }
    }
    let mut lost_columns: Vec<(usize, usize)> = seen
        .iter()
        .enumerate()
        .filter(|(_, (told, lost, _))| 2 * lost > *told)
        .map(|(column, &(_, _, stands))| (stands, column))
        .collect();
    lost_columns.sort_unstable();
    Ok(lost_columns
        .into_iter()
        .map(|(_, column)| dataset.columns[column].name.clone())
        .collect())
}
