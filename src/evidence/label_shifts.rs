//! Label shifts: how the class shares of each shift differ from those in-domain.

use std::rc::Rc;

use super::{Evidence, Unavailable};
use crate::measure::label_shift::LabelShift;

impl Evidence<'_> {
    /// How the class shares of `shift` differ from those in-domain.
    ///
    /// # Errors
    /// Skipped without a label; undetermined without a labelled row on either side.
    pub(crate) fn label_shift(&self, shift: usize) -> Result<Rc<LabelShift>, Unavailable> {
        self.answers.label_shifts.get(shift, || {
            let split = self.split()?;
            let labels = &self.dataset.labels;
            let here = labels.counts(split.train.iter().chain(&split.in_domain).copied());
            let there = labels.counts(split.shifts[shift].rows.iter().copied());
            LabelShift::between(&here, &there).ok_or_else(|| Unavailable::Undetermined {
                why: format!("{} has no labelled row", split.shifts[shift].name),
                needs: "labelled rows on both sides".to_owned(),
            })
        })
    }
}
