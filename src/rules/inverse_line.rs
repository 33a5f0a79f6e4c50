//! Among healthy probes, does better in-domain go with worse under the shift?

use crate::diagnostic::Outcome;
use crate::evidence::Evidence;
use crate::measure::Measurement;
use crate::policy::Limits;
use crate::probe::Arm;

use super::{Judgement, each_shift};

/// Fewer healthy probes than this show no line.
const FEWEST: usize = 10;

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    each_shift(evidence, |shift, name| {
        let limit = limits.value("max-inverse");
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
            Outcome::found(format!("for {name}, the better a probe in-domain, the worse under the shift"), "max-inverse")
                .with_help(format!(
                    "don't choose models for {name} by their in-domain accuracy; hold out labelled rows of {name}"
                ))
        } else if low > -limit {
            Outcome::pass(format!("for {name}, the line isn't inverse"))
        } else {
            Outcome::undetermined(
                "the line among healthy probes may be inverse or not",
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
