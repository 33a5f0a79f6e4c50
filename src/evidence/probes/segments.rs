//! Segments: the part of the in-domain test rows where healthy probes err most beyond rows that are as hard.

mod row_judge;

use std::collections::BTreeSet;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::dataset::Dataset;
use crate::evidence::{Evidence, Unavailable, sample};
use crate::measure::excess::Excess;
use crate::measure::interval::Proportion;
use crate::probe::segments::{Search, Segment};
use row_judge::RowJudge;

/// Share of the rows that a part must have to be looked at.
const MIN_SHARE: f64 = 0.05;
/// Test rows that a part must have, in both halves together.
const MIN_ROWS: usize = 50;
/// Test rows from which on a part of [`MIN_SHARE`] has [`MIN_ROWS`].
pub(crate) const ENOUGH_ROWS: usize = 1_000;
/// Most rows that are searched.
const MOST_SEARCHED: usize = 2_000;
/// With this confidence the intervals of the parts that both halves propose hold together at 95 %.
pub(crate) const CONFIDENCE: f64 = 1.0 - 0.05 / 2.0;

/// What the search for a weak part of the in-domain test rows came to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WeakSegments {
    /// Different test rows.
    pub(crate) rows: usize,
    /// The part that a search in either half proposed, measured on the other half; none where it saw
    /// nothing.
    pub(crate) parts: Vec<WeakSegment>,
}

/// A part of the rows, with its errors on rows that the search hadn't seen.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WeakSegment {
    /// Which rows.
    pub(crate) segment: Segment,
    /// The error inside beyond that of rows elsewhere of which the probes are as sure.
    pub(crate) excess: Excess,
    /// The error of all other rows.
    pub(crate) elsewhere: Proportion,
    /// How many of the unseen rows are inside.
    pub(crate) share: Proportion,
    /// Rows of the dataset, unseen and inside, that most families answered wrongly; each with the answer
    /// that was given most often.
    pub(crate) wrong: Vec<(usize, u16)>,
}

/// One in-domain test row.
#[derive(Debug, Clone, Copy)]
struct TestRow {
    /// Its place among the in-domain test rows.
    place: usize,
    /// Its row in the dataset.
    row: usize,
}

impl Evidence<'_> {
    /// The part of the in-domain test rows where healthy probes err most beyond rows that are as hard.
    ///
    /// # Errors
    /// As [`Evidence::probes`]; skipped without columns that make conditions, and where fewer than three
    /// families have a healthy probe.
    pub(crate) fn weak_segments(&self) -> Result<&WeakSegments, Unavailable> {
        self.answers.weak_segments.get(|| self.find_weak_segments())
    }

    fn find_weak_segments(&self) -> Result<WeakSegments, Unavailable> {
        let halves = self.halves()?;
        let at = self.dataset.feature_columns();
        let has_columns = |half: &Vec<TestRow>| {
            Search::new(&self.dataset.columns, &at, &rows(half), &[], least(half)).has_columns()
        };
        // Nothing is trained for texts alone.
        if !halves.iter().any(has_columns) {
            return Err(Unavailable::Skipped(
                "no column of numbers or categories tells parts of the rows".to_owned(),
            ));
        }
        let probes = self.probes()?;
        let [one, other] = &halves;
        let mut parts = Vec::new();
        for (searched, unseen) in [(one, other), (other, one)] {
            let searched = cut(searched);
            let judge = RowJudge::new(probes, &searched)?;
            parts.extend(WeakSegment::find(self.dataset, &judge, &searched, unseen));
        }
        Ok(WeakSegments {
            rows: one.len() + other.len(),
            parts,
        })
    }

    /// The in-domain test rows in two halves, copies of a text counted once.
    fn halves(&self) -> Result<[Vec<TestRow>; 2], Unavailable> {
        let first = self.repeats().first_copies();
        let mut texts = BTreeSet::new();
        let in_domain = self.split()?.in_domain.iter().enumerate();
        let mut rows: Vec<TestRow> = in_domain
            .filter(|&(_, &row)| texts.insert(first[row]))
            .map(|(place, &row)| TestRow { place, row })
            .collect();
        // Files may take turns in what their rows are.
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(self.seed());
        rows.shuffle(&mut rng);
        let mut other = rows.split_off(rows.len() / 2);
        rows.sort_by_key(|row| row.row);
        other.sort_by_key(|row| row.row);
        Ok([rows, other])
    }
}

fn rows(half: &[TestRow]) -> Vec<usize> {
    half.iter().map(|row| row.row).collect()
}

/// The rows of a half that are searched.
fn cut(half: &[TestRow]) -> Vec<TestRow> {
    let places = sample(half.len(), MOST_SEARCHED).into_iter();
    places.map(|at| half[at]).collect()
}

/// Fewest searched rows of a part.
fn least(searched: &[TestRow]) -> usize {
    ((MIN_SHARE * searched.len() as f64).ceil() as usize).max(MIN_ROWS / 2)
}

impl WeakSegment {
    /// Proposes a part of the `searched` rows, and measures it on the `unseen` ones.
    fn find(
        dataset: &Dataset,
        judge: &RowJudge,
        searched: &[TestRow],
        unseen: &[TestRow],
    ) -> Option<Self> {
        let columns = &dataset.columns;
        let least = least(searched);
        let seen = judge.judge_rows(searched);
        let wrong: Vec<bool> = seen.iter().map(|row| row.wrong).collect();
        let search = Search::new(
            columns,
            &dataset.feature_columns(),
            &rows(searched),
            &wrong,
            least,
        );
        let segment = search.propose(&|inside, confidence| {
            let excess = Excess::of(&seen, inside).filter(|excess| excess.inside.n >= least);
            excess.map_or(-1.0, |excess| excess.interval(confidence).0)
        })?;
        let inside: Vec<bool> = unseen
            .iter()
            .map(|row| segment.holds(columns, row.row))
            .collect();
        let tried = judge.judge_rows(unseen);
        let elsewhere = tried.iter().zip(&inside).filter(|row| !*row.1);
        let wrong = unseen.iter().zip(&tried).zip(&inside);
        let wrong = wrong.filter(|((_, tried), inside)| tried.wrong && **inside);
        Some(Self {
            excess: Excess::of(&tried, &inside)?,
            elsewhere: Proportion::new(
                elsewhere.clone().filter(|row| row.0.wrong).count(),
                elsewhere.count(),
            ),
            share: Proportion::new(
                inside.iter().filter(|&&inside| inside).count(),
                inside.len(),
            ),
            wrong: wrong
                .map(|((row, _), _)| (row.row, judge.answer(row.place)))
                .collect(),
            segment,
        })
    }
}
