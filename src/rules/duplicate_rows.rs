//! Do rows repeat an earlier row, white space and case aside?

use crate::diagnostic::Outcome;
use crate::evidence::Evidence;
use crate::measure::Measurement;
use crate::policy::Limits;

use super::{Judgement, copies, place_of};

#[expect(clippy::unnecessary_wraps, reason = "the signature of every rule")]
pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let repeats = evidence.repeats();
    let count = repeats.duplicates.len();
    let limit = limits.value("max-share");
    let share = count as f64 / repeats.rows.max(1) as f64;
    // Every row is looked at, so the share is counted and has no interval.
    let measured = vec![
        Measurement::new("share of rows that repeat an earlier one", share)
            .with_n(repeats.rows)
            .with_limit(limit),
        Measurement::count("rows that repeat an earlier one", count).with_n(repeats.rows),
    ];
    let rows = if count == 1 {
        "row repeats"
    } else {
        "rows repeat"
    };
    let outcome = if share > limit {
        let notes = repeats.duplicates.iter().map(|&(row, first)| {
            (
                row,
                format!("first seen in {}", place_of(evidence, first, row)),
            )
        });
        Outcome::found(format!("{count} {rows} an earlier one, label included"), "max-share")
            .with_help("keep the first of each, or weight them; a repeat on both sides of a split flatters every score")
            .with_witnesses(copies(evidence, true, notes))
    } else {
        Outcome::pass(format!("{count} of {} {rows} an earlier one", repeats.rows))
    };
    Ok(vec![outcome.with_measurements(measured)])
}
