//! Lines: the accuracy line of each arm under each shift, and how far other rows would move it.

use std::rc::Rc;

use super::training::ENOUGH_TRAIN_ROWS;
use crate::evidence::{Evidence, Probes, Trained, Unavailable};
use crate::measure::line::{Line, Marks, OverRows, Results, Run};
use crate::measure::probit::Scale;
use crate::measure::{Collapse, Confusion, MIN_ROWS};
use crate::probe::Arm;

/// The scale of every line.
const SCALE: Scale = Scale::Probit;

impl Evidence<'_> {
    /// The accuracy line of `arm` under `shift`, over the configurations of every split.
    ///
    /// # Errors
    /// As [`Evidence::probes`]; undetermined with fewer than 73 rows under the shift.
    pub(crate) fn line(&self, arm: Arm, shift: usize) -> Result<Rc<Line>, Unavailable> {
        self.answers.lines.get((arm, shift), || {
            let runs = self.runs(arm, shift)?;
            let truth = &self.probes()?.truth;
            let results = Results {
                runs: &runs,
                id_rows: Some(truth[0].len()),
                shifted_rows: Some(truth[shift + 1].len()),
            };
            Ok(Line::read(&results, SCALE, self.seed()))
        })
    }

    /// The same line on each of four more splits, where so few rows are trained on that another draw of them
    /// may draw another line; empty where there are enough, or where the run has several splits already.
    ///
    /// # Errors
    /// As [`Evidence::probes`].
    pub(crate) fn lines_again(&self, arm: Arm, shift: usize) -> Result<Vec<Line>, Unavailable> {
        let zoos = self.zoos()?;
        if zoos.first.split.train.len() >= ENOUGH_TRAIN_ROWS || !zoos.others.is_empty() {
            return Ok(Vec::new());
        }
        let read = |trained: &Trained| {
            let probes = &trained.probes;
            let runs = runs_of(probes, arm, shift);
            let results = Results {
                runs: &runs,
                id_rows: Some(probes.truth[0].len()),
                shifted_rows: Some(probes.truth[shift + 1].len()),
            };
            Line::read(&results, SCALE, self.seed())
        };
        Ok(self.zoos_again()?.iter().map(read).collect())
    }

    /// How far r on that line moves when other rows test the same probes; `None` where r is often undefined.
    ///
    /// # Errors
    /// As [`Evidence::probes`].
    pub(crate) fn line_over_rows(
        &self,
        arm: Arm,
        shift: usize,
    ) -> Result<Option<OverRows>, Unavailable> {
        let over = self.answers.lines_over_rows.get((arm, shift), || {
            let marks = self.marks(arm, shift)?;
            let test_sets = self.zoos()?.test_sets();
            Ok(OverRows::of(&marks, &test_sets, SCALE, self.seed()))
        })?;
        Ok(*over)
    }

    /// Which rows each configuration of `arm` got right on each split, in the order of
    /// [`Evidence::runs`].
    fn marks(&self, arm: Arm, shift: usize) -> Result<Vec<Marks>, Unavailable> {
        let zoos = self.zoos()?;
        let of_split = |(test_set, probes): (usize, &Probes)| -> Vec<Marks> {
            (0..probes.grid.len())
                .filter_map(|nth| {
                    Some(Marks {
                        test_set,
                        id: probes.marks(arm, nth, 0)?,
                        shifted: probes.marks(arm, nth, shift + 1)?,
                        collapsed: probes.collapse(arm, nth)? != Collapse::Healthy,
                    })
                })
                .collect()
        };
        let probes = zoos.probes().into_iter().enumerate();
        Ok(probes.flat_map(of_split).collect())
    }

    /// Every configuration of `arm` as a point in the plane of in-domain and shifted accuracy, one for
    /// each split. Those that lean towards one answer count among the collapsed.
    fn runs(&self, arm: Arm, shift: usize) -> Result<Vec<Run>, Unavailable> {
        let zoos = self.zoos()?;
        if zoos.first.probes.truth[shift + 1].len() < MIN_ROWS {
            return Err(Unavailable::Undetermined {
                why: format!("fewer than {MIN_ROWS} labelled rows test it"),
                needs: format!("at least {MIN_ROWS} labelled rows"),
            });
        }
        let of_split = |probes| runs_of(probes, arm, shift);
        Ok(zoos.probes().into_iter().flat_map(of_split).collect())
    }
}

/// Every configuration of `arm` as a point, of one split.
fn runs_of(probes: &Probes, arm: Arm, shift: usize) -> Vec<Run> {
    (0..)
        .zip(&probes.grid)
        .filter_map(|(nth, _)| run(probes, arm, nth, shift))
        .collect()
}

/// Configuration `nth` of `arm` as a point; `None` if it couldn't be trained or judged.
fn run(probes: &Probes, arm: Arm, nth: u32, shift: usize) -> Option<Run> {
    let at = nth as usize;
    let test_sets = probes.confusions(arm, at)?;
    let (id, shifted) = (&test_sets[0], &test_sets[shift + 1]);
    let collapsed = probes.collapse(arm, at)? != Collapse::Healthy;
    let (said, _) = id.most_said();
    let share = |test_set: &Confusion| test_set.truly(said) as f64 / test_set.rows().max(1) as f64;
    Some(Run {
        family: probes.grid[at].family as u32,
        configuration: Some(nth),
        id: id.accuracy(),
        shifted: shifted.accuracy(),
        id_balanced: Some(id.balanced_accuracy()),
        shifted_balanced: Some(shifted.balanced_accuracy()),
        collapsed,
        constant: collapsed.then(|| (share(id), share(shifted))),
    })
}
