//! Profile: what can be seen of one column without knowing what it is for.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use rayon::prelude::*;
use regex::Regex;

use super::name::Name;
use crate::dataset::{Column, Dataset, Kind};
use crate::evidence::{Evidence, Form, NoModel, Settings};
use crate::measure::Transform;
use crate::probe::Profile as Training;
use crate::wording::list_some;

/// Values beyond which a column is no list of categories: as many classes as probes learn.
pub(super) const MOST_VALUES: usize = 100;
/// The share of cells that must be dates for a column to be one.
const MOST: f64 = 0.95;
/// Cells that are looked at for their form, evenly spread.
const SAMPLE: usize = 2_000;
/// Years, months and days with `-`, `/` or `.` between them, with or without a time of day.
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2}))([T ,].*)?$")
        .ok()
});

/// One column as it looks.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is seen of a column by itself"
)]
pub(super) struct Profile {
    /// Its name in the file.
    pub(super) column: String,
    /// The words of that name.
    pub(super) name: Name,
    /// Whether it is the first, or the last.
    pub(super) first: bool,
    pub(super) last: bool,
    /// What it holds.
    pub(super) kind: Kind,
    /// Rows, and cells without a value among them.
    pub(super) rows: usize,
    pub(super) missing: usize,
    /// Different values.
    pub(super) different: usize,
    /// The values with their rows, numbers in their order; empty when they are more than [`MOST_VALUES`].
    pub(super) values: Vec<(String, usize)>,
    /// Whether every value is a whole number; of vectors, every one in them.
    pub(super) whole: bool,
    /// Whether it holds free text.
    pub(super) prose: bool,
    /// Whether it holds dates.
    pub(super) dates: bool,
    /// Whether it is known to tell rows apart, and how.
    pub(super) key: Option<Form>,
    /// Characters of a cell, on average over all rows.
    pub(super) characters: f64,
}

impl Profile {
    /// A profile of each column of a dataset whose columns have no roles yet.
    pub(super) fn all(dataset: &Dataset) -> Vec<Self> {
        let settings = Settings {
            profile: Training::Quick,
            seed: 0,
            train_rows: None,
            transform: Transform::default(),
        };
        let evidence = Evidence::new(dataset, settings, &NoModel, &()).without_probes();
        let prose = dataset.prose_columns();
        let identifiers = evidence.identifiers();
        let last = dataset.columns.len() - 1;
        let profile = |at: usize| {
            let mut profile = Self::of(&dataset.columns[at]);
            (profile.first, profile.last) = (at == 0, at == last);
            profile.prose = prose.contains(&at) && !profile.dates;
            profile.key = identifiers
                .found
                .iter()
                .find(|found| found.column == at && found.established)
                .map(|found| found.form);
            profile
        };
        (0..=last).into_par_iter().map(profile).collect()
    }

    fn of(column: &Column) -> Self {
        let rows = column.len();
        let mut different: HashSet<&str> = HashSet::new();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let (mut missing, mut characters, mut whole) = (
            0,
            0,
            matches!(column.kind, Kind::Number | Kind::Vector { .. }),
        );
        for row in 0..rows {
            if let Some(vector) = column.vector(row) {
                whole &= vector.iter().all(|value| value.fract() == 0.0);
                continue;
            }
            let Some(cell) = column.text(row) else {
                missing += 1;
                continue;
            };
            characters += cell.len();
            different.insert(cell);
            whole &= column.number(row).is_some_and(|value| value.fract() == 0.0);
            if counts.len() <= MOST_VALUES
                && let Some(category) = column.category(row)
            {
                *counts.entry(category).or_default() += 1;
            }
        }
        let few = counts.len() <= MOST_VALUES;
        let different = if few { counts.len() } else { different.len() };
        let mut values: Vec<(String, usize)> = if few {
            counts.into_iter().collect()
        } else {
            Vec::new()
        };
        if column.kind == Kind::Number {
            let value = |text: &str| text.parse::<f64>().unwrap_or(f64::INFINITY);
            values.sort_by(|a, b| value(&a.0).total_cmp(&value(&b.0)));
        }
        Self {
            column: column.name.clone(),
            name: Name::of(&column.name),
            first: false,
            last: false,
            kind: column.kind,
            rows,
            missing,
            different,
            values,
            whole,
            prose: false,
            dates: holds_dates(column),
            key: None,
            characters: characters as f64 / rows.max(1) as f64,
        }
    }

    /// The share of rows that hold its most frequent value; 0 where the values are many.
    pub(super) fn largest(&self) -> f64 {
        let most = self.values.iter().map(|(_, rows)| *rows).max().unwrap_or(0);
        most as f64 / (self.rows - self.missing).max(1) as f64
    }

    /// Whether nearly every row has a value of its own.
    pub(super) fn nearly_unique(&self) -> bool {
        let known = self.rows - self.missing;
        known > 1 && self.different as f64 >= 0.9 * known as f64
    }

    /// Whether its values are few enough to be categories, and each stands for some rows.
    pub(super) fn is_category(&self) -> bool {
        (2..=MOST_VALUES).contains(&self.values.len()) && 2 * self.different <= self.rows
    }

    /// `0, 1 and 3 more`
    pub(super) fn shown_values(&self) -> String {
        const SHOWN: usize = 6;
        let names: Vec<&str> = self.values.iter().map(|(name, _)| name.as_str()).collect();
        list_some(&names, SHOWN)
    }
}

fn holds_dates(column: &Column) -> bool {
    if column.kind == Kind::Time {
        return true;
    }
    let (Some(pattern), Kind::Text) = (DATE.as_ref(), column.kind) else {
        return false;
    };
    let all = column.len();
    let looked_at = all.min(SAMPLE);
    let cells: Vec<&str> = (0..looked_at)
        .filter_map(|nth| column.text(nth * all / looked_at))
        .collect();
    let dates = cells.iter().filter(|cell| pattern.is_match(cell)).count();
    !cells.is_empty() && dates as f64 >= MOST * cells.len() as f64
}
