//! Do rows repeat an earlier row, white space and case aside?

use crate::diagnostic::Outcome;
use crate::evidence::Evidence;
use crate::measure::Measurement;
use crate::policy::limits;

use super::{Judgement, copies, place_of, told_by_split_leak, with_told};

limits! {
    max_share = "max-share",
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    beside(evidence, limits, &[])
}

/// The same without the rows in `told`, which split-leak tells.
#[expect(clippy::unnecessary_wraps, reason = "the signature of every rule")]
pub(super) fn beside(evidence: &Evidence, limits: &Limits, told: &[usize]) -> Judgement {
    let repeats = evidence.repeats();
    let duplicates = repeats.duplicates_without(told);
    let count = duplicates.len();
    let elsewhere = repeats.duplicates.len() - count;
    let limit = limits.max_share.value;
    let share = count as f64 / repeats.rows.max(1) as f64;
    // Every row is looked at, so the share is counted and has no interval.
    let mut measured = vec![
        Measurement::new("share of rows that repeat an earlier one", share)
            .with_n(repeats.rows)
            .with_limit(limit),
        Measurement::count("rows that repeat an earlier one", count).with_n(repeats.rows),
    ];
    if elsewhere > 0 {
        measured.push(told_by_split_leak(elsewhere, repeats.rows));
    }
    let none = "no further row repeats an earlier one";
    let rows = if count == 1 {
        "row repeats"
    } else {
        "rows repeat"
    };
    let outcome = if share > limit {
        let notes = duplicates.iter().map(|&(row, first)| {
            (
                row,
                format!("first seen in {}", place_of(evidence, first, row)),
            )
        });
        let said = format!("{count} {rows} an earlier one, label included");
        Outcome::found(with_told(said, none, count, elsewhere), limits.max_share.key)
            .with_help("keep the first of each, or weight them; a repeat on both sides of a split flatters every score")
            .with_witnesses(copies(evidence, true, notes))
    } else {
        let said = format!("{count} of {} {rows} an earlier one", repeats.rows);
        Outcome::pass(with_told(said, none, count, elsewhere))
    };
    Ok(vec![outcome.with_measurements(measured)])
}
