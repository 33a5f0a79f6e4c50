//! Shift segments: the part of the rows that most of a shift stands in, and little of what is in-domain.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use crate::dataset::Dataset;
use crate::evidence::{Evidence, Unavailable};
use crate::measure::interval::Proportion;
use crate::probe::segments::{Search, Segment, deal};
use crate::split::Shift;

/// Most rows of each side; half of them are searched.
const MOST_ROWS: usize = 2_000;
/// Share of the searched rows that a part must have.
const MIN_SHARE: f64 = 0.05;
/// Confidence of the interval that a part is proposed by, and of the one that is reported.
const CONFIDENCE: f64 = 0.95;

/// A part of the rows, with its share of either side on rows that the search hadn't seen.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ShiftSegment {
    /// Which rows.
    pub(crate) segment: Segment,
    /// How many of the in-domain rows are inside.
    pub(crate) in_domain: Proportion,
    /// How many of the shift's.
    pub(crate) shifted: Proportion,
}

impl ShiftSegment {
    /// How much more of the shift is inside than of what is in-domain, at the near end of the interval.
    pub(crate) fn established(&self) -> f64 {
        self.shifted.minus(self.in_domain, CONFIDENCE).0
    }
}

impl Evidence<'_> {
    /// For each shift the part of the rows that tells it best from what is in-domain; `None` where no
    /// part does.
    ///
    /// # Errors
    /// As [`Evidence::split`].
    pub(crate) fn shift_segments(&self) -> Result<&Vec<Option<ShiftSegment>>, Unavailable> {
        self.answers.shift_segments.get(|| {
            let split = self.split()?;
            let in_domain: Vec<usize> = split
                .train
                .iter()
                .chain(&split.in_domain)
                .copied()
                .collect();
            let seed = self.seed();
            let in_domain = draw(in_domain, seed);
            let first = self.repeats().first_copies();
            let dataset = self.dataset;
            let shifts: Vec<&Shift> = split.every_shift().collect();
            Ok(shifts
                .into_par_iter()
                .map(|shift| {
                    let shifted = draw(shift.rows.clone(), seed);
                    ShiftSegment::between(dataset, &in_domain, &shifted, &first)
                })
                .collect())
        })
    }
}

/// At most [`MOST_ROWS`] of `rows`.
fn draw(mut rows: Vec<usize>, seed: u64) -> Vec<usize> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    rows.shuffle(&mut rng);
    rows.truncate(MOST_ROWS);
    rows
}

impl ShiftSegment {
    /// Searches one half of the rows, and measures on the other; copies of a text stand in one half.
    fn between(
        dataset: &Dataset,
        in_domain: &[usize],
        shifted: &[usize],
        first: &[usize],
    ) -> Option<Self> {
        let columns = &dataset.columns;
        let at: Vec<usize> = dataset
            .described_columns()
            .into_iter()
            .filter(|&at| dataset.roles.domain != Some(at))
            .collect();
        let rows: Vec<usize> = in_domain.iter().chain(shifted).copied().collect();
        let is_searched = deal(rows.iter().map(|&row| first[row]));
        let half = |wanted: bool| -> (Vec<usize>, Vec<bool>) {
            let all = rows.iter().zip(&is_searched).enumerate();
            all.filter(|(_, (_, searched))| **searched == wanted)
                .map(|(nth, (&row, _))| (row, nth >= in_domain.len()))
                .unzip()
        };
        let (searched, target) = half(true);
        let least = (MIN_SHARE * searched.len() as f64).ceil() as usize;
        let search = Search::new(columns, &at, &searched, &target, least);
        let segment = search.propose(&|inside, confidence| {
            let inside: Vec<(bool, bool)> = inside.iter().copied().zip(target.clone()).collect();
            share(&inside, true)
                .minus(share(&inside, false), confidence)
                .0
        })?;
        let (unseen, target) = half(false);
        let inside: Vec<(bool, bool)> = unseen
            .iter()
            .map(|&row| segment.holds(columns, row))
            .zip(target)
            .collect();
        Some(Self {
            segment,
            in_domain: share(&inside, false),
            shifted: share(&inside, true),
        })
    }
}

/// How many rows of one side are inside; each row comes with whether it is, and whether it is shifted.
fn share(rows: &[(bool, bool)], shifted: bool) -> Proportion {
    let side = rows.iter().filter(|row| row.1 == shifted);
    Proportion::new(side.clone().filter(|row| row.0).count(), side.count())
}
