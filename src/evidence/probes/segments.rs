//! Segments: the part of the in-domain test rows where healthy probes err most beyond rows that are as hard.

use std::collections::BTreeSet;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::Probes;
use crate::evidence::{Evidence, Unavailable, sample};
use crate::measure::Collapse;
use crate::measure::excess::{Excess, Tried};
use crate::measure::interval::Proportion;
use crate::probe::Arm;
use crate::probe::segments::{Search, Segment, deal};

/// Share of the rows that a part must have to be looked at.
const MIN_SHARE: f64 = 0.05;
/// Test rows that a part must have, in both halves together.
const MIN_ROWS: usize = 50;
/// Test rows from which on a part of [`MIN_SHARE`] has [`MIN_ROWS`].
pub(crate) const ENOUGH_ROWS: usize = 1_000;
/// Most rows that are searched.
const MOST_SEARCHED: usize = 2_000;
/// Families whose votes say whether a row is answered wrongly.
const MIN_FAMILIES: usize = 3;
/// Confidence of the interval that a part is proposed by, and of the one that is reported.
pub(crate) const CONFIDENCE: f64 = 0.95;
/// Between these, probes count as equally sure of their answer.
const SURE: [f64; 9] = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];

/// What a search for a weak part of the in-domain test rows came to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WeakSegments {
    /// Different test rows, searched or not.
    pub(crate) rows: usize,
    /// Families of probes that voted on each row.
    pub(crate) families: usize,
    /// The part that the search proposed; `None` where it saw nothing.
    pub(crate) weakest: Option<WeakSegment>,
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
    /// Rows of the dataset, unseen and inside, that most families answered wrongly; each with one answer
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
        let columns = &self.dataset.columns;
        let at = self.dataset.feature_columns();
        let probes = self.probes()?;
        let (searched, unseen) = self.halves()?;
        let voters = voters(probes, &searched);
        if voters.len() < MIN_FAMILIES {
            return Err(Unavailable::Skipped(format!(
                "fewer than {MIN_FAMILIES} families of probes tell classes apart"
            )));
        }
        let sureness = sureness(probes, &searched);
        let tried = |rows: &[TestRow]| -> Vec<Tried> {
            rows.iter()
                .map(|row| Tried {
                    stratum: sureness.as_ref().map_or(0, |sure| stratum(sure[row.place])),
                    wrong: is_wrong(probes, &voters, row.place),
                })
                .collect()
        };
        let seen = tried(&searched);
        let wrong: Vec<bool> = seen.iter().map(|row| row.wrong).collect();
        let rows: Vec<usize> = searched.iter().map(|row| row.row).collect();
        let least = ((MIN_SHARE * rows.len() as f64).ceil() as usize).max(MIN_ROWS / 2);
        let search = Search::new(columns, &at, &rows, &wrong, least);
        if !search.has_columns() {
            return Err(Unavailable::Skipped(
                "no column of numbers or categories says where to look".to_owned(),
            ));
        }
        let proposed = search.propose(&|inside, confidence| {
            let excess = Excess::of(&seen, inside).filter(|excess| excess.inside.n >= least);
            excess.map_or(-1.0, |excess| excess.interval(confidence).0)
        });
        let weakest = proposed.and_then(|segment| {
            let inside: Vec<bool> = unseen
                .iter()
                .map(|row| segment.holds(columns, row.row))
                .collect();
            let tried = tried(&unseen);
            let outside = tried.iter().zip(&inside).filter(|row| !*row.1);
            let wrong = unseen.iter().zip(&tried).zip(&inside);
            let wrong = wrong.filter(|((_, tried), inside)| tried.wrong && **inside);
            Some(WeakSegment {
                excess: Excess::of(&tried, &inside)?,
                elsewhere: Proportion::new(
                    outside.clone().filter(|row| row.0.wrong).count(),
                    outside.count(),
                ),
                share: Proportion::new(
                    inside.iter().filter(|&&inside| inside).count(),
                    inside.len(),
                ),
                wrong: wrong
                    .map(|((row, _), _)| (row.row, answer(probes, &voters, row.place)))
                    .collect(),
                segment,
            })
        });
        Ok(WeakSegments {
            rows: searched.len() + unseen.len(),
            families: voters.len(),
            weakest,
        })
    }

    /// The in-domain test rows in two halves, copies of a text counted once: those that are searched, and
    /// those that aren't seen before anything is measured on them.
    fn halves(&self) -> Result<(Vec<TestRow>, Vec<TestRow>), Unavailable> {
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
        let is_searched = deal(0..rows.len());
        let half = |searched: bool| -> Vec<TestRow> {
            let rows = rows.iter().zip(&is_searched);
            let mut half: Vec<TestRow> = rows
                .filter(|row| *row.1 == searched)
                .map(|row| *row.0)
                .collect();
            half.sort_by_key(|row| row.row);
            half
        };
        let searched = half(true);
        let searched = sample(searched.len(), MOST_SEARCHED)
            .into_iter()
            .map(|at| searched[at])
            .collect();
        Ok((searched, half(false)))
    }
}

/// The best healthy probe of each family, over all arms, by its answers on `rows`.
fn voters<'a>(probes: &'a Probes, rows: &[TestRow]) -> Vec<&'a [u16]> {
    let right = |answers: &[u16]| {
        let truth = &probes.truth[0];
        rows.iter()
            .filter(|row| answers[row.place] == truth[row.place])
            .count()
    };
    let families: BTreeSet<_> = probes.grid.iter().map(|entry| entry.family).collect();
    families
        .into_iter()
        .filter_map(|family| {
            let of = probes.of_family(family);
            let healthy = of
                .flat_map(|nth| Arm::ALL.map(|arm| (arm, nth)))
                .filter(|&(arm, nth)| probes.collapse(arm, nth) == Some(Collapse::Healthy));
            healthy
                .filter_map(|(arm, nth)| probes.answers(arm, nth))
                .map(|answers| (right(answers), answers))
                .reduce(|best, next| if next.0 > best.0 { next } else { best })
        })
        .map(|(_, answers)| answers)
        .collect()
}

/// How probable its likeliest class is to the logistic probe, of all arms, that says most about `rows`;
/// for every in-domain test row.
fn sureness(probes: &Probes, rows: &[TestRow]) -> Option<Vec<f64>> {
    let truth = &probes.truth[0];
    let configurations = (0..probes.grid.len()).flat_map(|nth| Arm::ALL.map(|arm| (arm, nth)));
    let (_, best) = configurations
        .filter_map(|(arm, nth)| probes.probabilities(arm, nth))
        .map(|probabilities| {
            let bits = rows.iter().map(|row| {
                let share = probabilities[[row.place, usize::from(truth[row.place])]];
                share.max(1e-6).log2()
            });
            (bits.sum::<f64>(), probabilities)
        })
        .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    let likeliest = best.rows().into_iter();
    Some(
        likeliest
            .map(|row| row.iter().copied().fold(0.0, f64::max))
            .collect(),
    )
}

fn stratum(sureness: f64) -> usize {
    SURE.partition_point(|&bound| bound <= sureness)
}

/// Whether most families answer the test row at `place` wrongly.
fn is_wrong(probes: &Probes, voters: &[&[u16]], place: usize) -> bool {
    let truth = probes.truth[0][place];
    let wrong = voters.iter().filter(|answers| answers[place] != truth);
    2 * wrong.count() > voters.len()
}

/// The answer that most families give; the first class of equals.
fn answer(probes: &Probes, voters: &[&[u16]], place: usize) -> u16 {
    let mut votes = vec![0_usize; probes.classes.len()];
    for answers in voters {
        votes[usize::from(answers[place])] += 1;
    }
    let most = votes.iter().copied().max().unwrap_or(0);
    votes.iter().position(|&count| count == most).unwrap_or(0) as u16
}
