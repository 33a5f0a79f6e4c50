//! Shifts: one outcome about each shift of a dataset.

use super::Judgement;
use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Unavailable};

/// The outcomes about each shift, or one that says why there is none.
pub(super) fn judge_each_shift(
    evidence: &Evidence,
    judge: impl Fn(usize, &str) -> Result<Outcome, Unavailable>,
) -> Judgement {
    let shifts = &evidence.split()?.shifts;
    if shifts.is_empty() {
        return Err(Unavailable::Skipped(
            "there are no shifted rows: neither --domain nor --shifted is given".to_owned(),
        ));
    }
    shifts
        .iter()
        .enumerate()
        .map(|(at, shift)| match judge(at, &shift.name) {
            Ok(outcome) => Ok(outcome.about(shift.name.clone())),
            Err(Unavailable::Undetermined { why, needs }) => {
                Ok(Outcome::undetermined(why, needs).about(shift.name.clone()))
            }
            Err(other) => Err(other),
        })
        .collect()
}
