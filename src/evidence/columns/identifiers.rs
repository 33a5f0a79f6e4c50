//! Identifiers: columns of the text that tell rows apart without saying anything about them.

use std::ops::Range;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use crate::dataset::{Column, Dataset, Text};
use crate::evidence::{Evidence, Repeats};
use crate::measure::numbers::Numbers;
use crate::recognise::key::{self, KeyForm};

/// Chance at which whole numbers count as kept from repeating.
const LN_CHANCE: f64 = -13.815_511; // ln 1e-6
/// Rows from which on UUIDs and hashes are believed, and serial codes and tokens.
const FEW: usize = 5;
const SOME: usize = 29;

/// What kind of identifier a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Counted up from row to row.
    RunningNumber,
    /// Whole numbers that are kept from repeating.
    NumberKey,
    /// UUIDs.
    Uuid,
    /// Hashes in hexadecimal.
    Hash,
    /// Serial codes or random characters.
    Key,
}

/// A column that looks like an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Identifier {
    /// Its place in the dataset.
    pub(crate) column: usize,
    /// What it looks like.
    pub(crate) form: Form,
    /// Rows that hold a value and don't repeat an earlier row.
    pub(crate) n: usize,
    /// Different values among them; those of each file, where they begin anew.
    pub(crate) different: usize,
    /// Whether `n` rows are enough to tell it from a quantity.
    pub(crate) established: bool,
}

impl Identifier {
    /// The share of different values.
    pub(crate) fn share(&self) -> f64 {
        self.different as f64 / self.n.max(1) as f64
    }
}

/// The columns of the text that look like identifiers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Identifiers {
    /// The columns, in the order of the dataset.
    pub(crate) found: Vec<Identifier>,
    /// Columns looked at.
    pub(crate) columns: usize,
}

impl Evidence<'_> {
    /// Which columns of the text identify rows instead of describing them.
    pub(crate) fn identifiers(&self) -> &Identifiers {
        self.answers
            .identifiers
            .get_or_init(|| self.find_identifiers())
    }

    pub(in crate::evidence) fn find_identifiers(&self) -> Identifiers {
        let dataset = self.dataset;
        let columns = dataset.described_columns();
        let rows = Rows::of(dataset, self.repeats());
        // A text that is one column is the text, whatever it looks like.
        let only = columns.len() == 1 && dataset.roles.text != Text::Row;
        let found = columns
            .par_iter()
            .filter_map(|&at| rows.identifier(&dataset.columns[at], at))
            .filter(|identifier| !(only && identifier.form == Form::Key))
            .collect();
        Identifiers {
            found,
            columns: columns.len(),
        }
    }
}

/// The rows looked at: one of each that say the same.
struct Rows {
    rows: Vec<usize>,
    /// Those of each file, as ranges of `rows`.
    files: Vec<Range<usize>>,
}

impl Rows {
    fn of(dataset: &Dataset, repeats: &Repeats) -> Self {
        let mut again = vec![false; dataset.rows()];
        for &(row, _) in &repeats.duplicates {
            again[row] = true;
        }
        let rows: Vec<usize> = (0..dataset.rows()).filter(|&row| !again[row]).collect();
        let files = dataset
            .files
            .iter()
            .map(|file| {
                rows.partition_point(|&row| row < file.rows.start)
                    ..rows.partition_point(|&row| row < file.rows.end)
            })
            .collect();
        Self { rows, files }
    }

    fn identifier(&self, column: &Column, at: usize) -> Option<Identifier> {
        let mut cells = Vec::with_capacity(self.rows.len());
        let mut files = Vec::with_capacity(self.files.len());
        for file in &self.files {
            let start = cells.len();
            cells.extend(
                self.rows[file.clone()]
                    .iter()
                    .filter_map(|&row| column.text(row)),
            );
            files.push(start..cells.len());
        }
        // Bare numbers may be quantities, however they are written.
        let (form, n, different, established) = match key::read_numbers(&cells) {
            Some((numbers, true)) => identify_numbers(&numbers, &files)?,
            Some((numbers, false)) => {
                identify_numbers(&numbers, &files).or_else(|| identify_keys(&cells))?
            }
            None => identify_keys(&cells)?,
        };
        Some(Identifier {
            column: at,
            form,
            n,
            different,
            established,
        })
    }
}

type Known = (Form, usize, usize, bool);

/// Whole numbers that are kept from repeating, or that may be once there are more of them.
fn identify_numbers(numbers: &[i128], files: &[Range<usize>]) -> Option<Known> {
    let numbers = Numbers::of(numbers, files)?;
    let kept = numbers.ln_chance < LN_CHANCE;
    let long = numbers.long && numbers.n >= SOME;
    let doubtful = numbers.dense && numbers.different == numbers.n && numbers.n > 1;
    let form = if numbers.running {
        Form::RunningNumber
    } else {
        Form::NumberKey
    };
    (kept || long || doubtful).then_some((form, numbers.n, numbers.different, kept || long))
}

/// Texts that are written as keys are.
fn identify_keys(cells: &[&str]) -> Option<Known> {
    let n = cells.len();
    if n < FEW {
        return None;
    }
    let form = match key::find_form(cells)? {
        KeyForm::Uuid => Form::Uuid,
        KeyForm::Hash => Form::Hash,
        KeyForm::Key if n >= SOME => Form::Key,
        KeyForm::Key => return None,
    };
    let mut hashes: Vec<u128> = cells.iter().map(|cell| xxh3_128(cell.as_bytes())).collect();
    hashes.sort_unstable();
    hashes.dedup();
    Some((form, n, hashes.len(), true))
}
