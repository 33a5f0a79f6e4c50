//! Rows: what is known of each row that is written: its key, label, domain and part.

use std::collections::HashMap;

use crate::cache::TableRow;
use crate::dataset::{Column, Dataset, Kind};
use crate::error::{ExportError, listed, meant, visible};
use crate::evidence::find_parts;
use crate::recognise::name::split_name;
use crate::split::Part;
use crate::wording::format_count;

/// What the names of columns end in that name rows.
const KEYS: [&str; 5] = ["id", "key", "uuid", "guid", "identifier"];

/// The rows of a dataset that are written.
pub(super) struct Rows<'a> {
    dataset: &'a Dataset,
    /// Those with a vector that can be used, ascending.
    pub(super) written: Vec<usize>,
    parts: Vec<Part>,
    key: Option<&'a Column>,
    /// Whether they are none of those that were trained on.
    are_new: bool,
}

impl<'a> Rows<'a> {
    /// Those of `dataset`, named by the column `key` or else by one that is there for it.
    ///
    /// # Errors
    /// A `key` that isn't there, or doesn't name each row.
    pub(super) fn of(
        dataset: &'a Dataset,
        key: Option<&str>,
        are_new: bool,
    ) -> Result<Self, ExportError> {
        let faults: Vec<usize> = dataset
            .vector_faults()
            .into_iter()
            .map(|(row, _)| row)
            .collect();
        let written: Vec<usize> = (0..dataset.rows())
            .filter(|row| faults.binary_search(row).is_err())
            .collect();
        let key = match key {
            Some(name) => Some(find_named(dataset, name)?),
            None => find_key(dataset),
        };
        Ok(Self {
            dataset,
            written,
            parts: find_parts(dataset),
            key,
            are_new,
        })
    }

    /// The train rows, or as many of them as `most`, evenly spread. Of a dataset with labels, those that have one.
    pub(super) fn train(&self, most: usize) -> Vec<usize> {
        let trains = |&row: &usize| {
            let is_labelled = self.dataset.labels.classes.is_empty() || self.label(row).is_some();
            is_labelled && matches!(self.parts[row], Part::InDomain | Part::Train)
        };
        let train: Vec<usize> = self.written.iter().copied().filter(trains).collect();
        let count = train.len().min(most);
        (0..count)
            .map(|nth| train[nth * train.len() / count])
            .collect()
    }

    /// The column that names each row; none where they are numbered.
    pub(super) fn key_name(&self) -> Option<String> {
        self.key.map(|column| column.name.clone())
    }

    /// What is said of `row`, whose text has this hash.
    pub(super) fn describe(&self, row: usize, row_hash: Option<u128>) -> TableRow<'_> {
        let (file, _, nth) = self.dataset.place(row);
        let named = self.key.and_then(|column| column.written(row));
        let domains = self.dataset.domains.as_ref();
        TableRow {
            key: named.map_or_else(|| (row + 1).to_string(), str::to_owned),
            file,
            row: nth,
            label: self.label(row),
            split: self.split(row),
            domain: domains.and_then(|domains| self.dataset.domain_name(domains.of[row])),
            row_hash,
        }
    }

    fn label(&self, row: usize) -> Option<&str> {
        let class = self.dataset.labels.of.get(row).copied().flatten()?;
        let name = self.dataset.labels.classes.get(class as usize)?;
        Some(name)
    }

    fn split(&self, row: usize) -> Option<&'static str> {
        match self.parts[row] {
            Part::InDomain if self.are_new => None,
            Part::InDomain | Part::Train => Some("train"),
            Part::Test => Some("test"),
            Part::Shifted(_) => Some("shifted"),
            Part::Unused => None,
        }
    }
}

fn find_named<'a>(dataset: &'a Dataset, name: &str) -> Result<&'a Column, ExportError> {
    let names = || dataset.columns.iter().map(|column| column.name.as_str());
    let refused = |why: String, help: String| ExportError::Key {
        name: visible(name),
        why,
        help,
    };
    let Some(column) = dataset.columns.iter().find(|column| column.name == name) else {
        let help = match meant(name, names()) {
            Some(meant) => format!("did you mean {}?", visible(meant)),
            None => format!("there are {}", listed(names())),
        };
        return Err(refused("it isn't there".to_owned(), help));
    };
    match find_fault(dataset, column) {
        Some(why) => Err(refused(
            why,
            "name a column that names each row, or leave --key out: rows are numbered then"
                .to_owned(),
        )),
        None => Ok(column),
    }
}

/// The first column that is called as keys are and names each row.
fn find_key(dataset: &Dataset) -> Option<&Column> {
    let roles = &dataset.roles;
    let taken = [roles.label, roles.domain, roles.split, roles.embedding];
    let columns = dataset.columns.iter().enumerate();
    columns
        .filter(|(at, _)| !taken.contains(&Some(*at)))
        .map(|(_, column)| column)
        .filter(|column| {
            let words = split_name(&column.name);
            words
                .last()
                .is_some_and(|last| KEYS.contains(&last.as_str()))
        })
        .find(|column| find_fault(dataset, column).is_none())
}

/// Why a column doesn't name each row; None where it does.
fn find_fault(dataset: &Dataset, column: &Column) -> Option<String> {
    if matches!(column.kind, Kind::Vector { .. }) {
        return Some("it holds vectors".to_owned());
    }
    let mut first = HashMap::with_capacity(dataset.rows());
    for row in 0..dataset.rows() {
        let (file, _, nth) = dataset.place(row);
        let nth = format_count(nth as usize);
        let Some(cell) = column.written(row) else {
            return Some(format!("row {nth} of {} has none", visible(&file)));
        };
        if let Some(before) = first.insert(cell, row) {
            let (other, _, before) = dataset.place(before);
            let before = format_count(before as usize);
            return Some(format!(
                "row {before} of {} and row {nth} of {} have the same",
                visible(&other),
                visible(&file)
            ));
        }
    }
    None
}
