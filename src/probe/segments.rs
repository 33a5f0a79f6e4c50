//! Segments: the part of the rows where something holds far more often than elsewhere, told in conditions
//! on columns.
//!
//! A search only proposes. Whatever is claimed of a segment is to be measured on rows that the search has
//! not seen: [`Search::propose`] looks at the rows it was given and at no others.
//!
//! The first cuts are those of linfa's tree. Its faults shape the search. linfa-trees 0.8.1 compares each
//! cut with the next row of the whole sorted column and not of the node, so that below the root most cuts
//! on whole numbers and categories are never tried; `fit` cuts with `<=` and `predict` with `<`; and
//! `fit` always prunes leaves that say the same. A tree of depth 1 on balanced classes suffers from none
//! of them, so each cut is a tree of its own, grown on the rows that the last one left. From each of these
//! parts the bump hunting of Friedman and Fisher goes on.

mod condition;
mod feature;
mod peel;
mod stump;

use std::collections::BTreeMap;

pub(crate) use condition::Segment;

use crate::dataset::Column;
use feature::{Feature, Kept};

/// Cuts of the tree, one below the other.
const DEPTH: usize = 3;
/// Most conditions of a segment: more can't be read.
const MOST_CONDITIONS: usize = 3;
/// Most categories that a segment names.
const MOST_NAMES: usize = 6;
/// The chance that a box of given length is worth as much on rows where nothing holds.
const ALPHA: f64 = 0.05;
/// The nearest to certain that a confidence comes.
const NEARLY_SURE: f64 = 1.0 - 1e-13;
/// How many boxes of each start are refined.
const REFINED: usize = 3;
/// Rounds of refinement; the second rarely changes anything.
const ROUNDS: usize = 3;
/// Most places at which a bound is tried.
const PLACES: usize = 64;

/// The rows that are searched.
pub(crate) struct Search<'a> {
    features: Vec<Feature<'a>>,
    target: &'a [bool],
    least: usize,
    /// How many bounds and categories there are to choose from.
    words: f64,
}

/// What a segment is worth, by which rows are inside and a confidence.
pub(crate) type Worth<'a> = &'a dyn Fn(&[bool], f64) -> f64;

/// What is kept of each feature: one entry a feature.
type Kepts = Vec<Kept>;

impl<'a> Search<'a> {
    /// Looks at `rows` of the columns `at` (places in `columns`). `target` says of each row whether it is
    /// of the kind that is looked for, and a segment has at least `least` of the rows.
    ///
    /// Free text, identifiers written as text and empty columns make no conditions.
    pub(crate) fn new(
        columns: &'a [Column],
        at: &[usize],
        rows: &[usize],
        target: &'a [bool],
        least: usize,
    ) -> Self {
        let mut features: Vec<Feature> = at
            .iter()
            .filter_map(|&at| Feature::of(&columns[at], at, rows, least))
            .collect();
        // Of equally good cuts the first one counts, whatever the order of the columns.
        features.sort_by(|a, b| a.column.name.cmp(&b.column.name));
        let words = features.iter().map(|feature| feature.choices(PLACES));
        Self {
            words: words.sum::<usize>().max(1) as f64,
            features,
            target,
            least: least.max(1),
        }
    }

    /// Whether any column can make a condition.
    pub(crate) fn has_columns(&self) -> bool {
        !self.features.is_empty()
    }

    /// The segment that is worth most, `None` where none is worth anything. `worth` judges which of the
    /// searched rows are inside: the near end of an interval at the confidence that it is given.
    ///
    /// A longer box is one of far more, and among many boxes one always looks good by chance: the
    /// confidence is that of Bonferroni over all boxes of as many bounds and categories. Source: Webb,
    /// *Discovering significant patterns* (Machine Learning 68, 2007).
    pub(crate) fn propose(&self, worth: Worth) -> Option<Segment> {
        let mut best: Option<(f64, Kepts)> = None;
        for start in self.starts() {
            let mut boxes: Vec<(f64, Kepts)> = peel::boxes(self, start)
                .into_iter()
                .map(|kepts| (self.score(&kepts, worth), kepts))
                .collect();
            // The sort is stable: of equals the first one counts.
            boxes.sort_by(|a, b| b.0.total_cmp(&a.0));
            for (_, kepts) in boxes.into_iter().take(REFINED) {
                let refined = self.refine(kepts, worth);
                if best.as_ref().is_none_or(|best| refined.0 > best.0) {
                    best = Some(refined);
                }
            }
        }
        let (_, kepts) = best?;
        let is_worth = worth(&self.inside(&kepts), 0.95) > 0.0;
        is_worth.then(|| Segment::new(&self.features, &kepts))
    }

    /// All rows, and what each cut of the tree leaves.
    fn starts(&self) -> Vec<Kepts> {
        let mut kepts = vec![Kept::All; self.features.len()];
        let mut starts = vec![kepts.clone()];
        for _ in 0..DEPTH {
            let Some((feature, kept)) = stump::cut(self, &kepts) else {
                break;
            };
            let Some(narrowed) = kepts[feature].narrowed(&kept) else {
                break;
            };
            kepts[feature] = narrowed;
            if self.count(&kepts) < self.least {
                break;
            }
            starts.push(kepts.clone());
        }
        starts
    }

    /// For each row whether it is inside.
    fn inside(&self, kepts: &[Kept]) -> Vec<bool> {
        let mut inside = vec![true; self.target.len()];
        for (feature, kept) in self.features.iter().zip(kepts) {
            feature.mark(kept, &mut inside);
        }
        inside
    }

    fn count(&self, kepts: &[Kept]) -> usize {
        self.inside(kepts).iter().filter(|&&inside| inside).count()
    }

    /// What a box is worth at the confidence for its length; nothing can be said of one that is too small
    /// or too long to read.
    fn score(&self, kepts: &[Kept], worth: Worth) -> f64 {
        let inside = self.inside(kepts);
        let held = inside.iter().filter(|&&inside| inside).count();
        let words: usize = self
            .features
            .iter()
            .zip(kepts)
            .map(|(feature, kept)| feature.words(kept))
            .sum();
        if words == 0 || held < self.least {
            return f64::NEG_INFINITY;
        }
        let names = self.features.iter().zip(kepts);
        let names = names.map(|(feature, kept)| feature.names(kept)).max();
        if conditions(kepts) > MOST_CONDITIONS || names.unwrap_or(0) > MOST_NAMES {
            return -1e3 - words as f64;
        }
        worth(&inside, self.confidence(words))
    }

    /// The confidence with which the intervals of all boxes of so many `words` hold together.
    fn confidence(&self, words: usize) -> f64 {
        let boxes = self.words.powi(words as i32);
        (1.0 - ALPHA / boxes).min(NEARLY_SURE)
    }

    /// The box with conditions left out, and bounds moved, as long as it gets better.
    fn refine(&self, kepts: Kepts, worth: Worth) -> (f64, Kepts) {
        let mut best = (self.score(&kepts, worth), kepts);
        for _ in 0..ROUNDS {
            let before = best.0;
            self.shorten(&mut best, worth);
            for feature in 0..self.features.len() {
                let kept = best.1[feature].clone();
                if kept == Kept::All {
                    continue;
                }
                for moved in self.features[feature].neighbours(&kept, PLACES) {
                    let mut tried = best.1.clone();
                    tried[feature] = moved;
                    let score = self.score(&tried, worth);
                    if score > best.0 {
                        best = (score, tried);
                    }
                }
            }
            if best.0 <= before {
                break;
            }
        }
        best
    }

    /// Leaves out the condition that is worth least, as long as that costs nothing; and in any case until
    /// the segment can be read.
    fn shorten(&self, best: &mut (f64, Kepts), worth: Worth) {
        loop {
            let shorter = (0..best.1.len())
                .filter(|&feature| best.1[feature] != Kept::All)
                .map(|feature| {
                    let mut tried = best.1.clone();
                    tried[feature] = Kept::All;
                    (self.score(&tried, worth), tried)
                })
                .reduce(|one, next| if next.0 > one.0 { next } else { one });
            match shorter {
                Some(shorter) if shorter.0 >= best.0 || conditions(&best.1) > MOST_CONDITIONS => {
                    *best = shorter;
                }
                _ => break,
            }
        }
    }
}

fn conditions(kepts: &[Kept]) -> usize {
    kepts.iter().filter(|kept| **kept != Kept::All).count()
}

/// Deals rows into two halves, one to search in and one to measure on: rows with the same `key` (copies of
/// one text) go together, and the keys take turns in the order of `rows`. Returns for each row whether it
/// is searched.
pub(crate) fn deal(keys: impl IntoIterator<Item = usize>) -> Vec<bool> {
    let mut half_of: BTreeMap<usize, bool> = BTreeMap::new();
    keys.into_iter()
        .map(|key| {
            let next = half_of.len().is_multiple_of(2);
            *half_of.entry(key).or_insert(next)
        })
        .collect()
}

#[cfg(test)]
mod tests;
