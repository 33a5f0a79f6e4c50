//! Missed classes: which share of the healthy probes (almost) never predict a class, on each arm.

use super::training::ENOUGH_TRAIN_ROWS;
use crate::evidence::{Evidence, Trained, Unavailable};
use crate::measure::draws::rows_to_tell;
use crate::measure::missed::{Missed, Tries};
use crate::measure::within_reach;
use crate::probe::Arm;

/// One class on the raw and on the embedded arm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MissedClass {
    /// Its rows that were tested on, over all splits, each once.
    pub(crate) rows: usize,
    /// By probes on the raw columns.
    pub(crate) raw: Missed,
    /// By probes on the embedding.
    pub(crate) embedded: Missed,
}

impl MissedClass {
    /// About how many more rows of the class would show on which side of `limit` the share of probes that miss it
    /// lies; `None` where it lies too near to it.
    pub(crate) fn rows_to_tell(&self, limit: f64) -> Option<usize> {
        let Missed {
            share,
            interval: (low, high),
            ..
        } = self.embedded;
        let more = rows_to_tell(self.rows, (share - low).max(high - share), share - limit);
        within_reach(more, self.rows as f64).then(|| more.ceil() as usize)
    }
}

impl Evidence<'_> {
    /// How many healthy probes have a recall of `class` of at most `max_recall`, on the splits of the run.
    ///
    /// # Errors
    /// As [`Evidence::zoos`].
    pub(crate) fn missed_class(
        &self,
        class: usize,
        max_recall: f64,
    ) -> Result<MissedClass, Unavailable> {
        let splits: Vec<&Trained> = self.zoos()?.iter().collect();
        Ok(miss(&splits, class, max_recall, self.seed()))
    }

    /// The same, with four more splits where one was trained on few rows of the class: other train rows may show it
    /// to probes that miss it.
    ///
    /// # Errors
    /// As [`Evidence::zoos`].
    pub(crate) fn missed_class_over_rows(
        &self,
        class: usize,
        max_recall: f64,
    ) -> Result<MissedClass, Unavailable> {
        let zoos = self.zoos()?;
        let mut splits: Vec<&Trained> = zoos.iter().collect();
        let probes = &zoos.first.probes;
        let train_rows = probes.train_shares[class] * probes.train_rows as f64;
        if splits.len() == 1 && train_rows < ENOUGH_TRAIN_ROWS as f64 {
            splits.extend(self.zoos_again()?);
        }
        Ok(miss(&splits, class, max_recall, self.seed()))
    }
}

fn miss(splits: &[&Trained], class: usize, max_recall: f64, seed: u64) -> MissedClass {
    let of_class = |trained: &Trained| -> Vec<usize> {
        let tested = trained.split.in_domain.iter().zip(&trained.probes.truth[0]);
        tested
            .filter(|(_, truth)| usize::from(**truth) == class)
            .map(|(&row, _)| row)
            .collect()
    };
    let mut rows: Vec<usize> = splits
        .iter()
        .flat_map(|trained| of_class(trained))
        .collect();
    rows.sort_unstable();
    rows.dedup();
    let on = |arm| {
        let tries = tries(splits, arm, class, &rows);
        Missed::of(&tries, rows.len(), max_recall, seed)
    };
    MissedClass {
        rows: rows.len(),
        raw: on(Arm::Raw),
        embedded: on(Arm::Embedded),
    }
}

/// What each probe that is healthy on most splits answered to the rows of `class`, on those where it is; `rows` are all
/// rows of the class, ascending.
fn tries(splits: &[&Trained], arm: Arm, class: usize, rows: &[usize]) -> Vec<Tries> {
    let healthy: Vec<Vec<usize>> = splits
        .iter()
        .map(|trained| trained.probes.healthy(arm).collect())
        .collect();
    let is_healthy = |&nth: &usize| {
        let on = healthy
            .iter()
            .filter(|healthy| healthy.binary_search(&nth).is_ok());
        2 * on.count() > splits.len()
    };
    let grid = splits
        .first()
        .map_or(0, |trained| trained.probes.grid.len());
    (0..grid)
        .filter(is_healthy)
        .map(|nth| {
            // Where it collapsed, it says nothing of what a healthy one misses.
            let of_split = splits
                .iter()
                .zip(&healthy)
                .filter(|(_, healthy)| healthy.binary_search(&nth).is_ok())
                .filter_map(|(trained, _)| Some((trained, trained.probes.marks(arm, nth, 0)?)));
            of_split
                .flat_map(|(trained, marks)| hits(trained, &marks, class, rows))
                .collect()
        })
        .collect()
}

/// The marks of the rows of `class` on one split.
fn hits(trained: &Trained, marks: &[bool], class: usize, rows: &[usize]) -> Tries {
    let tested = trained.split.in_domain.iter().zip(&trained.probes.truth[0]);
    tested
        .zip(marks)
        .filter(|((_, truth), _)| usize::from(**truth) == class)
        .filter_map(|((row, _), &hit)| Some((rows.binary_search(row).ok()? as u32, hit)))
        .collect()
}
