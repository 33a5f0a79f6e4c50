//! Kinds: what each column was taken for, what of it counts as missing, and how many of its values differ.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::dataset::{Column, Dataset, Kind, KindAsked, Text, is_prose};
use crate::evidence::Evidence;

/// The share of the cells of a column of lists that are lists.
const LISTS: f64 = 0.95;
/// Up to so many different values are categories, however few rows there are.
const FEW: usize = 20;
/// Categories repeat: this share of the cells differs at most.
const DIFFERENT: f64 = 0.5;
/// Keys differ, though rows may stand there several times.
const KEYS: f64 = 0.2;
/// Words that a cell of phrases holds on average.
const WORDS: f64 = 1.5;
/// Misfits whose places are kept.
const PLACES: usize = 3;

/// What a column was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum ColumnKind {
    /// Numbers.
    Number,
    /// Values that repeat.
    Category,
    /// Words.
    Text,
    /// Days or times of day.
    Time,
    /// Vectors of one length.
    Vector,
    /// Lists, as JSON writes them.
    List,
    /// Values that identify rows.
    Key,
    /// No value at all.
    Empty,
}

impl ColumnKind {
    /// The word in reports.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Category => "category",
            Self::Text => "text",
            Self::Time => "time",
            Self::Vector => "vector",
            Self::List => "list",
            Self::Key => "key",
            Self::Empty => "empty",
        }
    }
}

/// What was made of one column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ColumnFacts {
    /// Its name.
    pub(crate) name: String,
    /// What it was taken for.
    pub(crate) kind: ColumnKind,
    /// Missing cells: empty ones, marks and misfits.
    pub(crate) missing: usize,
    /// Marks such as `?` that were read as missing, and how often each stands.
    pub(crate) marks: BTreeMap<String, usize>,
    /// Cells among numbers or times that are none, and were read as missing.
    pub(crate) misfits: usize,
    /// Where the first of them stand.
    pub(crate) places: Vec<CellPlace>,
    /// Different values.
    pub(crate) distinct: usize,
    /// A number as the column writes it, where that isn't `1234.5`.
    pub(crate) example: Option<String>,
}

/// Where a cell stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CellPlace {
    /// The file.
    pub(crate) path: String,
    /// The line on which its row begins, where the format has lines.
    pub(crate) line: Option<u64>,
    /// The row in its file, from 1.
    pub(crate) row: u64,
}

impl Evidence<'_> {
    /// What was made of each column, in the order of the dataset.
    pub(crate) fn columns(&self) -> &[ColumnFacts] {
        self.answers.columns.get_or_init(|| self.find_columns())
    }

    pub(in crate::evidence) fn find_columns(&self) -> Vec<ColumnFacts> {
        let columns = self.dataset.columns.par_iter().enumerate();
        let mut facts: Vec<ColumnFacts> = columns
            .map(|(at, column)| facts(self.dataset, at, column))
            .collect();
        let columns = self.dataset.columns.iter();
        let candidates: Vec<bool> = columns
            .zip(&facts)
            .map(|(column, facts)| may_be_key(column, facts))
            .collect();
        // Where no column can be one, rows need not be compared.
        if candidates.contains(&true) {
            let keys = self.identifiers().found.iter();
            for key in keys.filter(|key| key.established && candidates[key.column]) {
                facts[key.column].kind = ColumnKind::Key;
            }
        }
        facts
    }
}

/// Whether the column might tell rows apart: many of its values differ, and they are neither measured nor
/// sentences.
fn may_be_key(column: &Column, facts: &ColumnFacts) -> bool {
    let cells = column.len() - facts.missing;
    let is_whole = |row| column.number(row).is_none_or(|value| value.fract() == 0.0);
    column.asked.is_none()
        && facts.distinct as f64 > KEYS * cells as f64
        && match column.kind {
            Kind::Number => (0..column.len()).all(is_whole),
            Kind::Text => !is_prose(column),
            _ => false,
        }
}

fn facts(dataset: &Dataset, at: usize, column: &Column) -> ColumnFacts {
    let names = names_something(dataset, at);
    let (distinct, missing) = count_values(column, names);
    let reading = &column.reading;
    let misfits: &[usize] = if names { &[] } else { &reading.misfits };
    let place = |&row: &usize| {
        let (path, line, row) = dataset.place(row);
        CellPlace { path, line, row }
    };
    ColumnFacts {
        name: column.name.clone(),
        kind: kind(dataset, at, distinct),
        missing,
        // Among the names of classes a mark is a name.
        marks: if names {
            BTreeMap::new()
        } else {
            reading.marks.clone()
        },
        misfits: misfits.len(),
        places: misfits.iter().take(PLACES).map(place).collect(),
        distinct,
        example: reading.example.clone(),
    }
}

/// Whether the values of the column are the names of classes, domains, groups or parts.
fn names_something(dataset: &Dataset, at: usize) -> bool {
    let roles = &dataset.roles;
    [roles.label, roles.domain, roles.split, roles.group].contains(&Some(at))
}

/// Whether the user names the column as the text of a row.
fn is_the_text(dataset: &Dataset, at: usize) -> bool {
    matches!(&dataset.roles.text, Text::Columns(columns) if columns.contains(&at))
}

/// How many values of a column differ, and how many cells are missing.
fn count_values(column: &Column, names: bool) -> (usize, usize) {
    let mut values: FxHashSet<u64> = FxHashSet::default();
    let (mut missing, mut last) = (0, None);
    for row in 0..column.len() {
        match hash(column, row, names) {
            None => missing += 1,
            // Values that repeat often stand in a row.
            value if value == last => {}
            Some(value) => {
                values.insert(value);
                last = Some(value);
            }
        }
    }
    (values.len(), missing)
}

/// What stands for a value: equal ones share it.
fn hash(column: &Column, row: usize, names: bool) -> Option<u64> {
    if let Some(vector) = column.vector(row) {
        let bytes: Vec<u8> = vector
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        return Some(xxh3_64(&bytes));
    }
    if names {
        return column.class(row).map(|name| xxh3_64(name.as_bytes()));
    }
    match column.number(row) {
        // Integers too long for a float differ in their digits only.
        Some(value) if value.abs() < 1e15 => Some((value + 0.0).to_bits()),
        _ => column.text(row).map(|text| xxh3_64(text.as_bytes())),
    }
}

fn kind(dataset: &Dataset, at: usize, distinct: usize) -> ColumnKind {
    let column = &dataset.columns[at];
    match (column.kind, column.asked) {
        (Kind::Vector { .. }, _) => ColumnKind::Vector,
        (Kind::Empty, _) => ColumnKind::Empty,
        (Kind::Number, _) => ColumnKind::Number,
        (Kind::Time, _) => ColumnKind::Time,
        (_, Some(KindAsked::Category)) => ColumnKind::Category,
        (_, Some(_)) => ColumnKind::Text,
        (Kind::Text, None) if names_something(dataset, at) => ColumnKind::Category,
        (Kind::Text, None) if is_the_text(dataset, at) => ColumnKind::Text,
        (Kind::Text, None) if holds_lists(column) => ColumnKind::List,
        (Kind::Text, None) if is_prose(column) || holds_phrases(column, distinct) => {
            ColumnKind::Text
        }
        (Kind::Text, None) => ColumnKind::Category,
    }
}

/// Whether most cells differ, and hold several words on average: names of people, titles. Codes (`00501`,
/// `10.0.0.1`) are one word each.
fn holds_phrases(column: &Column, distinct: usize) -> bool {
    let cells = || (0..column.len()).filter_map(|row| column.text(row));
    let all = cells().count() as f64;
    let words: usize = cells().map(|cell| cell.split_whitespace().count()).sum();
    distinct > FEW && distinct as f64 > DIFFERENT * all && words as f64 >= WORDS * all
}

fn holds_lists(column: &Column) -> bool {
    let cells = || (0..column.len()).filter_map(|row| column.text(row));
    let lists = cells().filter(|cell| cell.starts_with('[') && cell.ends_with(']'));
    let all = cells().count();
    all > 0 && lists.count() as f64 >= LISTS * all as f64
}
