//! Is the last day of a waiver past?

use crate::diagnostic::{Outcome, Verdict};
use crate::measure::Measurement;

use super::WaiverUse;

pub(super) fn check(waiver: &WaiverUse) -> Option<Outcome> {
    let (until, days) = waiver.ended?;
    let message = format!(
        "the waiver of {} ended on {until}: {}",
        waiver.whose, waiver.reason
    );
    Some(
        Outcome::new(Verdict::Found, message)
            .with_help(
                "fix what it covered and remove the waiver, or give it a later `until` and a reason that still holds",
            )
            .with_measurements(vec![Measurement::count("days since its last day", days)]),
    )
}
