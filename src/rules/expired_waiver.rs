//! Is the last day of a waiver past?

use crate::diagnostic::{Outcome, Verdict};
use crate::measure::Measurement;

/// What is found of a waiver that ended `days` ago, on `until`; `whose` says what it covers.
pub(super) fn found(whose: &str, until: &str, days: usize, reason: &str) -> Outcome {
    Outcome::new(
        Verdict::Found,
        format!("the waiver of {whose} ended on {until}: {reason}"),
    )
    .with_help(
        "mend what it waived, or decide anew: give it a later end and a reason that still holds",
    )
    .with_measurements(vec![Measurement::count("days since its last day", days)])
}
