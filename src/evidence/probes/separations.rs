//! Separation: how well a probe tells a shift's rows from those in-domain, and which columns differ most.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::views::Views;
use crate::dataset::{Column, Dataset};
use crate::evidence::{Evidence, Unavailable};
use crate::measure::auc::Auc;
use crate::measure::standardised::{of_two_means, of_two_shares};
use crate::split::{Shift, Split};

/// In-domain rows beside those of one shift.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Separation {
    /// On the raw columns, cross-fitted; `None` with too few rows.
    pub(crate) raw: Option<Auc>,
    /// On the standardised embedding, cross-fitted.
    pub(crate) embedded: Option<Auc>,
    /// The columns by how far they differ, the furthest first.
    pub(crate) columns: Vec<Difference>,
}

/// How one column differs between in-domain and shifted rows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Difference {
    /// The column's name.
    pub(crate) column: String,
    /// The difference in units of the common standard deviation; infinite where neither side varies.
    pub(crate) standardised: f64,
    /// What differs, with its figure in-domain and in the shift.
    pub(crate) of: Differs,
    /// In-domain and in the shift, in the unit that `of` says.
    pub(crate) figures: (f64, f64),
}

/// What of a column differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Differs {
    /// The mean of its numbers.
    Mean,
    /// The share of one of its values.
    Value,
    /// The share of its cells that are missing.
    Missing,
}

impl Evidence<'_> {
    /// How well a probe tells the rows of each shift from those in-domain.
    ///
    /// # Errors
    /// As [`Evidence::embedded`].
    pub(crate) fn separations(&self) -> Result<&Vec<Separation>, Unavailable> {
        self.answers
            .separations
            .get(|| Ok(Separation::all(self.dataset, self.split()?, self.views()?)))
    }
}

impl Separation {
    /// One a shift, those without labels last.
    pub(in crate::evidence) fn all(dataset: &Dataset, split: &Split, views: &Views) -> Vec<Self> {
        let here: Vec<usize> = split
            .train
            .iter()
            .chain(&split.in_domain)
            .copied()
            .collect();
        let shifts: Vec<&Shift> = split.every_shift().collect();
        shifts
            .into_par_iter()
            .enumerate()
            .map(|(at, shift)| Self {
                raw: area(views, 0, at),
                embedded: area(views, 1, at),
                columns: differences(dataset, &here, &shift.rows),
            })
            .collect()
    }
}

fn area(views: &Views, arm: usize, shift: usize) -> Option<Auc> {
    let (here, there) = (views.domains[0].clone(), views.domains[shift + 1].clone());
    let truth: Vec<u16> = here
        .clone()
        .map(|_| 0)
        .chain(there.clone().map(|_| 1))
        .collect();
    let rows: Vec<usize> = here.chain(there).collect();
    Auc::of(&views.cross_fit(arm, &rows, &truth, 2), &[0, 1])
}

/// Every described column but the domain's own, the furthest apart first.
fn differences(dataset: &Dataset, here: &[usize], there: &[usize]) -> Vec<Difference> {
    let mut all: Vec<Difference> = dataset
        .described_columns()
        .into_iter()
        .filter(|&at| dataset.roles.domain != Some(at))
        .filter_map(|at| Difference::of(&dataset.columns[at], here, there))
        .collect();
    all.sort_by(|a, b| b.standardised.total_cmp(&a.standardised));
    all
}

impl Difference {
    /// The largest of what can differ in a column; `None` where nothing does.
    fn of(column: &Column, here: &[usize], there: &[usize]) -> Option<Self> {
        let missing = |rows: &[usize]| {
            let empty = rows
                .iter()
                .filter(|&&row| column.text(row).is_none())
                .count();
            empty as f64 / rows.len().max(1) as f64
        };
        let missing = of_shares(Differs::Missing, missing(here), missing(there));
        // Numbers may be codes, of which one prevails on one side.
        let (of, figures, standardised) = [
            Some(missing),
            means(column, here, there),
            values(column, here, there),
        ]
        .into_iter()
        .flatten()
        .reduce(|best, next| if next.2 > best.2 { next } else { best })?;
        (standardised > 0.0).then(|| Self {
            column: column.name.clone(),
            standardised,
            of,
            figures,
        })
    }
}

/// What differs, the figures, and the standardised difference.
type Compared = (Differs, (f64, f64), f64);

fn of_shares(of: Differs, here: f64, there: f64) -> Compared {
    (of, (here, there), of_two_shares(here, there))
}

fn means(column: &Column, here: &[usize], there: &[usize]) -> Option<Compared> {
    let of = |rows: &[usize]| -> Option<(f64, f64)> {
        let known: Vec<f64> = rows.iter().filter_map(|&row| column.number(row)).collect();
        let count = known.len() as f64;
        let mean = known.iter().sum::<f64>() / count;
        let variance = known
            .iter()
            .map(|value| (value - mean).powi(2))
            .sum::<f64>()
            / count;
        (known.len() >= 2).then_some((mean, variance))
    };
    let (here, there) = (of(here)?, of(there)?);
    Some((Differs::Mean, (here.0, there.0), of_two_means(here, there)))
}

/// The value whose share differs most.
fn values(column: &Column, here: &[usize], there: &[usize]) -> Option<Compared> {
    let mut shares: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for text in here.iter().filter_map(|&row| column.text(row)) {
        shares.entry(text).or_default().0 += 1.0 / here.len() as f64;
    }
    for text in there.iter().filter_map(|&row| column.text(row)) {
        shares.entry(text).or_default().1 += 1.0 / there.len() as f64;
    }
    shares
        .into_values()
        .map(|(here, there)| of_shares(Differs::Value, here.min(1.0), there.min(1.0)))
        .reduce(|best, next| if next.2 > best.2 { next } else { best })
}
