//! Shifts: one outcome about each shift of a dataset.

use super::Judgement;
use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Unavailable};
use crate::split::Shift;

/// The outcomes about each shift with labels, or one that says why there is none.
pub(super) fn judge_each_shift(
    evidence: &Evidence,
    judge: impl Fn(usize, &str) -> Result<Outcome, Unavailable>,
) -> Judgement {
    let split = evidence.split()?;
    if split.shifts.is_empty() && !split.unlabelled.is_empty() {
        return Err(Unavailable::Skipped(
            "the shifted rows have no labels".to_owned(),
        ));
    }
    judge_shifts(&mut split.shifts.iter(), &judge)
}

/// The outcomes about each shift, those without labels last, or one that says why there is none.
pub(super) fn judge_every_shift(
    evidence: &Evidence,
    judge: impl Fn(usize, &str) -> Result<Outcome, Unavailable>,
) -> Judgement {
    judge_shifts(&mut evidence.split()?.every_shift(), &judge)
}

fn judge_shifts(
    shifts: &mut dyn Iterator<Item = &Shift>,
    judge: &dyn Fn(usize, &str) -> Result<Outcome, Unavailable>,
) -> Judgement {
    let judged: Vec<Outcome> = shifts
        .enumerate()
        .map(|(at, shift)| match judge(at, &shift.name) {
            Ok(outcome) => Ok(outcome.about(shift.name.clone())),
            Err(Unavailable::Undetermined { why, needs }) => {
                Ok(Outcome::undetermined(why, needs).about(shift.name.clone()))
            }
            Err(other) => Err(other),
        })
        .collect::<Result<_, Unavailable>>()?;
    if judged.is_empty() {
        return Err(Unavailable::Skipped(
            "there are no shifted rows: neither --domain nor --shifted is given".to_owned(),
        ));
    }
    Ok(judged)
}
