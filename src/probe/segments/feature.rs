//! Feature: one column of the searched rows, and what a box keeps of it.

use std::collections::BTreeMap;

use crate::dataset::{Column, Kind, KindAsked};

/// Most categories of a column that are told apart; the codes of a box are bits of one number.
const MAX_CATEGORIES: usize = 63;
/// A text column is free text where more than half of its cells differ.
const FREE: usize = 2;

/// What a box keeps of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kept {
    /// Every row.
    All,
    /// Numbers from one place to another among the sorted values, both included; no missing cell.
    Places(usize, usize),
    /// Missing cells of a column of numbers.
    Missing,
    /// The categories whose bits are set.
    Codes(u64),
}

/// One column of the searched rows.
#[derive(Debug)]
pub(super) struct Feature<'a> {
    /// The column.
    pub(super) column: &'a Column,
    /// Its place in the dataset.
    pub(super) at: usize,
    /// The cells of the searched rows.
    pub(super) cells: Cells,
}

/// The cells of the searched rows, one entry a row.
#[derive(Debug)]
pub(super) enum Cells {
    /// Places among the sorted different values; `None` where missing.
    Numbers {
        places: Vec<Option<usize>>,
        values: Vec<f64>,
    },
    /// Places among the names; one more stands for every category that is too rare to be named. The
    /// name of a missing cell is `None`.
    Categories {
        codes: Vec<usize>,
        names: Vec<Option<String>>,
    },
}

impl Kept {
    /// What this one and `other` keep together; `None` where that is nothing.
    pub(super) fn narrowed(&self, other: &Self) -> Option<Self> {
        Some(match (self, other) {
            (Self::All, kept) | (kept, Self::All) => kept.clone(),
            (&Self::Places(a, b), &Self::Places(c, d)) if a.max(c) <= b.min(d) => {
                Self::Places(a.max(c), b.min(d))
            }
            (Self::Missing, Self::Missing) => Self::Missing,
            (Self::Codes(a), Self::Codes(b)) if a & b != 0 => Self::Codes(a & b),
            _ => return None,
        })
    }
}

impl<'a> Feature<'a> {
    /// The cells of `rows`; `None` for columns that make no condition: free text, columns without two
    /// values, and categories of which no single one has `least` rows.
    pub(super) fn of(column: &'a Column, at: usize, rows: &[usize], least: usize) -> Option<Self> {
        let cells = match column.kind {
            Kind::Number => numbers(column, rows)?,
            Kind::Text if column.asked == Some(KindAsked::Text) => return None,
            Kind::Text | Kind::Time => categories(column, rows, least)?,
            Kind::Vector { .. } | Kind::Empty => return None,
        };
        Some(Self { column, at, cells })
    }

    /// `kept` with its upper place among those that there are.
    pub(super) fn bounded(&self, kept: Kept) -> Kept {
        match (kept, &self.cells) {
            (Kept::Places(from, to), Cells::Numbers { values, .. }) => {
                Kept::Places(from, to.min(values.len() - 1))
            }
            (kept, _) => kept,
        }
    }

    /// Takes out of `inside` what `kept` doesn't hold.
    pub(super) fn mark(&self, kept: &Kept, inside: &mut [bool]) {
        match (kept, &self.cells) {
            (&Kept::Places(from, to), Cells::Numbers { places, .. }) => {
                for (inside, place) in inside.iter_mut().zip(places) {
                    *inside &= place.is_some_and(|place| (from..=to).contains(&place));
                }
            }
            (Kept::Missing, Cells::Numbers { places, .. }) => {
                for (inside, place) in inside.iter_mut().zip(places) {
                    *inside &= place.is_none();
                }
            }
            (&Kept::Codes(kept), Cells::Categories { codes, .. }) => {
                for (inside, code) in inside.iter_mut().zip(codes) {
                    *inside &= kept >> code & 1 == 1;
                }
            }
            _ => {}
        }
    }

    /// How many bounds or categories have to be said.
    pub(super) fn words(&self, kept: &Kept) -> usize {
        match (kept, &self.cells) {
            (Kept::Missing, _) => 1,
            (&Kept::Places(from, to), Cells::Numbers { values, .. }) => {
                (usize::from(from > 0) + usize::from(to + 1 < values.len())).max(1)
            }
            (Kept::Codes(_), _) => self.names(kept),
            _ => 0,
        }
    }

    /// How many bounds, of at most `most` places, or categories there are to choose from.
    pub(super) fn choices(&self, most: usize) -> usize {
        match &self.cells {
            Cells::Numbers { values, .. } => 2 * values.len().min(most),
            Cells::Categories { names, .. } => 2 * names.len(),
        }
    }

    /// How many categories have to be named: those that are kept, or where rare ones are kept, too, those
    /// that aren't.
    pub(super) fn names(&self, kept: &Kept) -> usize {
        let (&Kept::Codes(kept), Cells::Categories { names, .. }) = (kept, &self.cells) else {
            return 0;
        };
        let named = (1_u64 << names.len()) - 1;
        let rare = kept >> names.len() & 1 == 1;
        (if rare { !kept & named } else { kept & named }).count_ones() as usize
    }

    /// The same condition with another bound, at no more than `most` places each, or with one category
    /// more or less.
    pub(super) fn neighbours(&self, kept: &Kept, most: usize) -> Vec<Kept> {
        match (kept, &self.cells) {
            (&Kept::Places(from, to), Cells::Numbers { places, values }) => {
                let last = values.len() - 1;
                let mut sorted: Vec<usize> = places.iter().copied().flatten().collect();
                sorted.sort_unstable();
                let step = (sorted.len() / most).max(1);
                let mut cuts: Vec<usize> = sorted.into_iter().step_by(step).collect();
                // The finest steps near the present bounds.
                cuts.extend([from, from + 1, from.saturating_sub(1)]);
                cuts.extend([to, (to + 1).min(last), to.saturating_sub(1), 0, last]);
                cuts.sort_unstable();
                cuts.dedup();
                let lower = cuts.iter().filter(|&&cut| cut <= to);
                let upper = cuts.iter().filter(|&&cut| cut >= from);
                lower
                    .map(|&cut| Kept::Places(cut, to))
                    .chain(upper.map(|&cut| Kept::Places(from, cut)))
                    .collect()
            }
            (&Kept::Codes(kept), Cells::Categories { names, .. }) => (0..=names.len())
                .map(|code| kept ^ (1 << code))
                .filter(|&kept| kept != 0 && kept != every(names.len()))
                .map(Kept::Codes)
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// The bits of `names` categories and of the rare ones.
pub(super) fn every(names: usize) -> u64 {
    u64::MAX >> (MAX_CATEGORIES - names)
}

fn numbers(column: &Column, rows: &[usize]) -> Option<Cells> {
    let mut values: Vec<f64> = rows.iter().filter_map(|&row| column.number(row)).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let place = |value: f64| values.partition_point(|&other| other < value);
    let places: Vec<Option<usize>> = rows
        .iter()
        .map(|&row| column.number(row).map(place))
        .collect();
    let varies = values.len() > 1 || (values.len() == 1 && places.contains(&None));
    varies.then_some(Cells::Numbers { places, values })
}

fn categories(column: &Column, rows: &[usize], least: usize) -> Option<Cells> {
    let mut counts: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for &row in rows {
        *counts.entry(column.text(row)).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    if counts.len() < 2 || FREE * counts.len() > rows.len() || most < least {
        return None;
    }
    let mut named: Vec<(Option<&str>, usize)> = counts.into_iter().collect();
    named.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    // A category of a few rows can be part of what a segment leaves out, and isn't worth its name.
    named.retain(|&(_, count)| 5 * count >= least);
    named.truncate(MAX_CATEGORIES);
    let names: Vec<Option<&str>> = named.into_iter().map(|(name, _)| name).collect();
    let code_of: BTreeMap<Option<&str>, usize> = names
        .iter()
        .enumerate()
        .map(|(code, &name)| (name, code))
        .collect();
    let code = |row: &usize| {
        let code = code_of.get(&column.text(*row));
        code.copied().unwrap_or(names.len())
    };
    Some(Cells::Categories {
        codes: rows.iter().map(code).collect(),
        names: names.iter().map(|name| name.map(str::to_owned)).collect(),
    })
}
