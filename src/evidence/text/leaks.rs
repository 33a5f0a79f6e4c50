//! Leaks: test rows that are known, exactly or nearly, from the train rows.

use std::collections::HashMap;

use rayon::prelude::*;

use super::near_rows::NEAR;
use crate::dataset::Dataset;
use crate::evidence::{Evidence, NearRows, Unavailable, Wording, sample};
use crate::measure::interval::Proportion;
use crate::measure::shingles::Shingles;

/// Train rows among which repeats by chance are counted.
const CHANCE: usize = 20_000;
/// Rows of a group that one row is compared with.
const COMPARED: usize = 16;
/// The same where all that are near are asked for.
const LISTED: usize = 256;

/// Which rows are trained on and which are tested on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sides {
    /// As a split column says.
    Split,
    /// The train rows against those of this domain of a column.
    Domain(String),
    /// The train rows against those of this file.
    File(String),
}

/// One test row that is known from a train row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Leaked {
    /// The test row.
    pub(crate) row: usize,
    /// The train row.
    pub(crate) known: usize,
    /// Their resemblance; 1 when they say the same.
    pub(crate) resemblance: f64,
    /// Whether both are labelled, and not alike.
    pub(crate) opposite: bool,
}

/// What the rows of one side know of the other's.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Leak {
    /// The sides.
    pub(crate) sides: Sides,
    /// Train rows, and test rows.
    pub(crate) rows: (usize, usize),
    /// Test rows that are known, too long or too rare to be so by chance; ascending.
    pub(crate) leaked: Vec<Leaked>,
    /// Test rows that say what a train row says, but are short or common enough to coincide; ascending.
    pub(crate) common: Vec<Leaked>,
    /// The share of such rows that is expected by chance: that of train rows that repeat another one
    /// of them.
    pub(crate) expected: f64,
    /// How far the share of common rows lies beyond the expected one at least (99 %), from 0.
    pub(crate) beyond_chance: f64,
}

impl Leak {
    /// The share of test rows that are known, beyond chance, in \[0, 1\].
    pub(crate) fn share(&self) -> f64 {
        (self.leaked.len() as f64 / self.rows.1.max(1) as f64 + self.beyond_chance).min(1.0)
    }
}

impl Evidence<'_> {
    /// Which test rows are known from train rows, for each pair of sides.
    ///
    /// # Errors
    /// Skipped without a split column, a domain or a second file.
    pub(crate) fn leaks(&self) -> Result<&[Leak], Unavailable> {
        self.answers
            .leaks
            .get(|| self.find_leaks())
            .map(Vec::as_slice)
    }

    /// For each leaked row all train rows that say the same, or else those that say nearly the same, with their
    /// resemblance: what would have to go so that it leaks no more. Of the texts that are near each other as a group,
    /// 256 are looked at.
    pub(crate) fn train_copies(&self, leaked: &[&Leaked]) -> Vec<Vec<(usize, f64)>> {
        let Ok((train, _)) = self.sides() else {
            return vec![Vec::new(); leaked.len()];
        };
        let wording = self.wording();
        let mut same: HashMap<u32, Vec<usize>> = HashMap::new();
        for &row in train {
            if let Some(first) = wording.first[row] {
                same.entry(first).or_default().push(row);
            }
        }
        let known = Known::of(self.dataset, wording, self.near_rows().ok(), train);
        leaked
            .par_iter()
            .map(|leaked| {
                let first = wording.first[leaked.row];
                // Texts that differ in how often they repeat themselves resemble each other wholly, too.
                let firsts = if first == wording.first[leaked.known] {
                    first.map(|first| vec![(first, 1.0)])
                } else {
                    known.near_texts(leaked.row)
                };
                firsts
                    .unwrap_or_default()
                    .into_iter()
                    .flat_map(|(first, resemblance)| {
                        let rows = same.get(&first).map_or(&[][..], Vec::as_slice);
                        rows.iter().map(move |&row| (row, resemblance))
                    })
                    .collect()
            })
            .collect()
    }

    pub(in crate::evidence) fn find_leaks(&self) -> Result<Vec<Leak>, Unavailable> {
        let (train, tested) = self.sides()?;
        let known = Known::of(self.dataset, self.wording(), self.near_rows().ok(), train);
        let leaks = tested
            .iter()
            .map(|side| known.leak(side.sides.clone(), &side.rows))
            .collect();
        Ok(leaks)
    }
}

/// Whether both rows are labelled, and not alike.
fn opposite(dataset: &Dataset, a: usize, b: usize) -> bool {
    let labels = &dataset.labels.of;
    matches!((labels[a], labels[b]), (Some(a), Some(b)) if a != b)
}

/// What the train rows say, and what a model of words makes of it.
struct Known<'a> {
    dataset: &'a Dataset,
    wording: &'a Wording,
    train: &'a [usize],
    /// By the first row of each text: the train rows with this text, at most two.
    same: HashMap<u32, Vec<usize>>,
    /// Groups of texts that are nearly the same, by their first rows; and the group of each.
    groups: Vec<Vec<u32>>,
    group_of: HashMap<u32, usize>,
    /// The share of train rows that repeat another one of them though short or common, and of how
    /// many rows.
    chance: Proportion,
}

impl<'a> Known<'a> {
    fn of(
        dataset: &'a Dataset,
        wording: &'a Wording,
        near: Option<&NearRows>,
        train: &'a [usize],
    ) -> Self {
        let mut same: HashMap<u32, Vec<usize>> = HashMap::new();
        for &row in train {
            if let Some(first) = wording.first[row] {
                let rows = same.entry(first).or_default();
                // One of each label is all that is asked for.
                if rows.len() < 2 || rows.iter().all(|&known| opposite(dataset, known, row)) {
                    rows.push(row);
                }
            }
        }
        let mut groups = Vec::new();
        let mut group_of = HashMap::new();
        if let Some(found) = near {
            for (first, rows) in &found.groups {
                let rows = rows.iter().map(|near| near.row);
                let group: Vec<u32> = std::iter::once(*first)
                    .chain(rows)
                    .map(|row| row as u32)
                    .collect();
                group_of.extend(group.iter().map(|&row| (row, groups.len())));
                groups.push(group);
            }
        }
        let mut known = Self {
            dataset,
            wording,
            train,
            same,
            groups,
            group_of,
            chance: Proportion::new(0, 0),
        };
        known.chance = known.chance();
        known
    }

    /// Whether a row says more than two rows say alike by chance.
    fn is_rare(&self, row: usize) -> bool {
        self.wording.is_rare(self.dataset, row, self.train.len())
    }

    /// Repeats among the train rows that are short or common enough to coincide.
    fn chance(&self) -> Proportion {
        let looked_at = sample(self.train.len(), CHANCE);
        let repeats = looked_at
            .par_iter()
            .map(|&at| self.train[at])
            .filter(|&row| {
                let first = self.wording.first[row];
                let rows = first.and_then(|first| self.same.get(&first));
                rows.is_some_and(|rows| rows.len() > 1) && !self.is_rare(row)
            })
            .count();
        Proportion::new(repeats, looked_at.len())
    }

    fn leak(&self, sides: Sides, test: &[usize]) -> Leak {
        let found: Vec<(Leaked, bool)> = test
            .par_iter()
            .filter_map(|&row| {
                let leaked = self.exactly(row).or_else(|| self.nearly(row))?;
                Some((leaked, self.is_rare(row)))
            })
            .collect();
        let rare = found.iter().filter(|(_, rare)| *rare);
        let leaked: Vec<Leaked> = rare.map(|(leaked, _)| *leaked).collect();
        let common = found
            .iter()
            .filter(|(leaked, rare)| !rare && leaked.resemblance == 1.0);
        let common: Vec<Leaked> = common.map(|(leaked, _)| *leaked).collect();
        let (low, _) = Proportion::new(common.len(), test.len()).minus(self.chance, 0.99);
        Leak {
            sides,
            rows: (self.train.len(), test.len()),
            leaked,
            common,
            expected: self.chance.share(),
            beyond_chance: low.max(0.0),
        }
    }

    /// The train row that says what `row` says.
    fn exactly(&self, row: usize) -> Option<Leaked> {
        let rows = self.same.get(&self.wording.first[row]?)?;
        self.of_them(row, rows, 1.0)
    }

    /// A train row that says nearly what `row` says.
    fn nearly(&self, row: usize) -> Option<Leaked> {
        let wording = self.wording;
        let first = wording.first[row]?;
        let shingles = |row: usize| Shingles::of(&wording.text(self.dataset, row));
        let own = shingles(row);
        self.groups[*self.group_of.get(&first)?]
            .iter()
            .filter(|&&other| other != first)
            .filter_map(|other| self.same.get(other))
            .take(COMPARED)
            .find_map(|rows| {
                let resemblance = own.resemblance(&shingles(rows[0]));
                (resemblance >= NEAR)
                    .then(|| self.of_them(row, rows, resemblance))
                    .flatten()
            })
    }

    /// The first rows of the texts that say nearly what `row` says, with their resemblance; those of train rows only.
    fn near_texts(&self, row: usize) -> Option<Vec<(u32, f64)>> {
        let first = self.wording.first[row]?;
        let shingles = |row: usize| Shingles::of(&self.wording.text(self.dataset, row));
        let own = shingles(row);
        let group = &self.groups[*self.group_of.get(&first)?];
        let others = group.iter().filter(|&&other| other != first);
        let near = others
            .filter_map(|other| Some((*other, self.same.get(other)?.first()?)))
            .take(LISTED)
            .map(|(other, &row)| (other, own.resemblance(&shingles(row))))
            .filter(|(_, resemblance)| *resemblance >= NEAR);
        Some(near.collect())
    }

    /// The one of `rows` with the label of `row`, or else the first.
    fn of_them(&self, row: usize, rows: &[usize], resemblance: f64) -> Option<Leaked> {
        let alike = rows
            .iter()
            .find(|&&known| !opposite(self.dataset, row, known));
        let known = *alike.or(rows.first())?;
        Some(Leaked {
            row,
            known,
            resemblance,
            opposite: opposite(self.dataset, row, known),
        })
    }
}
