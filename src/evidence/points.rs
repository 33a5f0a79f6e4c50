//! Points: each configuration's place in the plane of in-domain and shifted accuracy, and its marks row by row.

use super::{Evidence, Unavailable};
use crate::measure::line::{Marks, Run};
use crate::measure::{Collapse, Confusion, MIN_ROWS};
use crate::probe::Arm;

impl Evidence<'_> {
    /// Which rows each configuration of `arm` got right, in the order of [`Evidence::runs`].
    ///
    /// # Errors
    /// As [`Evidence::probes`].
    pub fn marks(&self, arm: Arm, shift: usize) -> Result<Vec<Marks>, Unavailable> {
        let probes = self.probes()?;
        Ok((0..probes.grid.len())
            .filter_map(|nth| {
                Some(Marks {
                    id: probes.marks(arm, nth, 0)?,
                    shifted: probes.marks(arm, nth, shift + 1)?,
                    collapsed: probes.collapse(arm, nth)? != Collapse::Healthy,
                })
            })
            .collect())
    }

    /// Every configuration of `arm` as a point in the plane of in-domain and shifted accuracy. Those
    /// that lean towards one answer count among the collapsed.
    ///
    /// # Errors
    /// As [`Evidence::probes`]; undetermined with fewer than 73 rows under the shift.
    pub fn runs(&self, arm: Arm, shift: usize) -> Result<Vec<Run>, Unavailable> {
        let probes = self.probes()?;
        if probes.truth[shift + 1].len() < MIN_ROWS {
            return Err(Unavailable::Undetermined {
                why: format!("fewer than {MIN_ROWS} labelled rows examine it"),
                needs: format!("at least {MIN_ROWS} labelled rows"),
            });
        }
        Ok((0..probes.grid.len())
            .filter_map(|nth| {
                let exams = probes.confusions(arm, nth)?;
                let (id, shifted) = (&exams[0], &exams[shift + 1]);
                let collapsed = probes.collapse(arm, nth)? != Collapse::Healthy;
                let (said, _) = id.most_said();
                let share = |exam: &Confusion| exam.truly(said) as f64 / exam.rows().max(1) as f64;
                Some(Run {
                    family: probes.grid[nth].family as u32,
                    id: id.accuracy(),
                    shifted: shifted.accuracy(),
                    id_balanced: Some(id.balanced_accuracy()),
                    shifted_balanced: Some(shifted.balanced_accuracy()),
                    collapsed,
                    constant: collapsed.then(|| (share(id), share(shifted))),
                })
            })
            .collect())
    }
}
