//! Do the class shares differ between in-domain and shifted rows, beyond chance?

use crate::diagnostic::Outcome;
use crate::evidence::Evidence;
use crate::measure::Measurement;
use crate::measure::label_shift::ShiftVerdict;
use crate::measure::line::More;
use crate::policy::limits;

use super::Judgement;
use super::shifts::judge_each_shift;

limits! {
    max_shift = "max-shift",
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let classes = &evidence.dataset.labels.classes;
    judge_each_shift(evidence, |at, name| {
        let shift = evidence.label_shift(at)?;
        let limit = limits.max_shift.value;
        let class = &classes[shift.class];
        let (domain, shifted) = shift.shares[shift.class];
        let said = format!(
            "class {class} has {shifted:.2} of the rows in {name}, against {domain:.2} in-domain"
        );
        let outcome = match shift.judge(limit) {
            ShiftVerdict::Within => Outcome::pass(said),
            ShiftVerdict::Beyond => Outcome::found(said, limits.max_shift.key).with_help(
                "accuracy changes with these shares alone: compare balanced accuracy, or weight the classes",
            ),
            ShiftVerdict::Undetermined {
                more_rows: Some(rows),
            } => Outcome::undetermined(
                format!("{said}: too few rows to tell whether that is beyond the limit"),
                more_on_each_side(rows),
            ),
            ShiftVerdict::Undetermined { more_rows: None } => {
                Outcome::undetermined(format!("{said}: too near the limit to tell"), "")
            }
        };
        Ok(outcome.with_measurements(vec![
            Measurement::new(
                format!("difference in the share of class {class}"),
                shift.difference.abs(),
            )
            .with_interval(shift.low, shift.high)
            .with_n(shift.rows.1)
            .with_limit(limit),
        ]))
    })
}

/// Rounded up to two digits, as advice is.
fn more_on_each_side(rows: usize) -> String {
    More {
        id_rows: rows,
        shifted_rows: rows,
        runs: 0,
    }
    .to_string()
}
