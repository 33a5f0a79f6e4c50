//! Wording: what of each row is compared with other rows, and the first row that says the same.

use std::sync::OnceLock;

use super::copies::find_first_copies;
use crate::dataset::{Dataset, normalised};
use crate::evidence::{Evidence, sample};
use crate::measure::surprisal::Surprisal;

/// Texts that the model of words is fitted on.
const FITTED: usize = 50_000;
/// Part of a text's surprisal that is counted on: words and cells depend on each other further than
/// the model sees.
const COUNTED_ON: f64 = 0.5;
/// Bits beyond those that tell rows apart: a chance of one in 128 that any of them says the same.
const MARGIN: f64 = 7.0;

/// The text by which rows are compared.
#[derive(Debug)]
pub(crate) struct Wording {
    /// The columns of free text; none when the rows have no free text, and their whole text is compared.
    pub(crate) prose: Vec<usize>,
    /// For each row the first row with its text, which may be itself; `None` for a row without text.
    pub(crate) first: Vec<Option<u32>>,
    /// Fitted when some rows are alike.
    surprisal: OnceLock<Surprisal>,
}

impl Evidence<'_> {
    /// What of each row is compared with other rows, and which rows say the same.
    pub(crate) fn wording(&self) -> &Wording {
        self.answers
            .wording
            .get_or_init(|| Wording::of(self.dataset))
    }
}

impl Wording {
    /// Looks at every row of `dataset`. Texts are compared by a 128-bit hash.
    pub(in crate::evidence) fn of(dataset: &Dataset) -> Self {
        let prose = dataset.prose_columns();
        let first = find_first_copies(dataset.rows(), |row| text(dataset, &prose, row));
        Self {
            prose,
            first,
            surprisal: OnceLock::new(),
        }
    }

    /// The rows that say what no row before them says, ascending.
    pub(crate) fn different(&self) -> Vec<usize> {
        (0..self.first.len())
            .filter(|&row| self.first[row] == Some(row as u32))
            .collect()
    }

    /// Whether `row` says too much to say the same as one of `among` others by chance.
    pub(in crate::evidence) fn is_rare(&self, dataset: &Dataset, row: usize, among: usize) -> bool {
        let surprisal = self
            .surprisal
            .get_or_init(|| self.fit(dataset, &self.different()));
        let bits = surprisal.bits(&self.text(dataset, row));
        COUNTED_ON * bits >= (among.max(1) as f64).log2() + MARGIN
    }

    /// Lets the model of words be fitted on `rows`, where it isn't fitted yet.
    pub(in crate::evidence) fn read(&self, dataset: &Dataset, rows: &[usize]) {
        self.surprisal.get_or_init(|| self.fit(dataset, rows));
    }

    fn fit(&self, dataset: &Dataset, rows: &[usize]) -> Surprisal {
        let read = sample(rows.len(), FITTED);
        Surprisal::fit(read.len(), &|nth| self.text(dataset, rows[read[nth]]))
    }

    /// What of `row` is compared, normalised.
    pub(crate) fn text(&self, dataset: &Dataset, row: usize) -> String {
        text(dataset, &self.prose, row)
    }
}

fn text(dataset: &Dataset, prose: &[usize], row: usize) -> String {
    if prose.is_empty() {
        normalised(&dataset.text(row))
    } else {
        normalised(&dataset.cells(row, prose))
    }
}
