//! Among healthy probes, does better in-domain go with worse under the shift?

use crate::diagnostic::Outcome;
use crate::evidence::Evidence;
use crate::measure::Measurement;
use crate::policy::limits;
use crate::probe::Arm;

use super::Judgement;
use super::shifts::judge_each_shift;

limits! {
    max_inverse = "max-inverse",
}

/// Fewer healthy probes than this show no line.
const FEWEST: usize = 10;

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    judge_each_shift(evidence, |shift, name| {
        let limit = limits.max_inverse.value;
        let line = evidence.line(Arm::Embedded, shift)?;
        let (Some(r), Some((low, high))) = (line.healthy.r, line.healthy.interval) else {
            return Ok(Outcome::undetermined(
                "too few healthy probes differ to show a line",
                "more labelled rows on both sides",
            ));
        };
        let measured = vec![
            Measurement::new("r over healthy probes", r)
                .with_interval(low, high)
                .with_n(line.healthy.runs)
                .with_limit(-limit),
        ];
        let outcome = if line.healthy.runs >= FEWEST && high < -limit {
            Outcome::found(format!("for {name}, the better a probe is in-domain, the worse it is under the shift"), limits.max_inverse.key)
                .with_help(format!(
                    "don't choose models for {name} by their in-domain accuracy: choose by labelled rows of {name}"
                ))
        } else if low > -limit {
            Outcome::pass(format!(
                "for {name}, probes that are better in-domain aren't worse under the shift"
            ))
        } else {
            Outcome::undetermined(
                "the line of the healthy probes may rise or fall",
                if evidence.seeds() > 1 {
                    "more labelled rows on both sides"
                } else {
                    "more labelled rows on both sides, or --profile audit"
                },
            )
        };
        Ok(outcome.with_measurements(measured))
    })
}
