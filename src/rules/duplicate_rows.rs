//! Do rows repeat an earlier row, white space and case aside?

use crate::diagnostic::Outcome;
use crate::evidence::Evidence;
use crate::measure::Measurement;
use crate::policy::limits;
use crate::wording::{format_count, plural};

use super::witnesses::{list_copies, list_copy_places, place_of};
use super::{Elsewhere, Judgement};

limits! {
    max_share = "max-share",
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of every rule")]
pub(super) fn check(evidence: &Evidence, limits: &Limits, elsewhere: &Elsewhere) -> Judgement {
    let repeats = evidence.repeats();
    let duplicates = repeats.duplicates_without(&elsewhere.rows);
    let count = duplicates.len();
    let more = repeats.duplicates.len() - count;
    let limit = limits.max_share;
    let share = count as f64 / repeats.rows.max(1) as f64;
    // Every row is looked at, so the share is counted and has no interval.
    let mut measured = vec![
        Measurement::new("share of rows that repeat an earlier one", share)
            .with_n(repeats.rows)
            .with_limit(limit.value),
        Measurement::count("rows that repeat an earlier one", count).with_n(repeats.rows),
    ];
    if more > 0 {
        measured.push(elsewhere.measure(more, repeats.rows));
    }
    let none = "no further row repeats an earlier one";
    let notes = duplicates.iter().map(|&(row, first)| {
        let place = place_of(evidence, first, row);
        (row, format!("first seen in {place}"))
    });
    let repeated = plural(count, "row repeats", "rows repeat");
    let outcome = if share > limit.value {
        let said = format!("{repeated} an earlier one with the same label");
        Outcome::found(elsewhere.add_to(said, none, count, more), limit.key)
            .with_help(
                "keep the first of each group; a copy on both sides of a split makes every score too good",
            )
            .with_witnesses(list_copies(evidence, true, notes))
    } else {
        let said = format!(
            "{} of {} rows {} an earlier one",
            format_count(count),
            format_count(repeats.rows),
            if count == 1 { "repeats" } else { "repeat" }
        );
        Outcome::pass(elsewhere.add_to(said, none, count, more)).with_noted(
            count,
            format!(
                "{} an earlier one",
                elsewhere.plural(count, "row repeats", "rows repeat")
            ),
            list_copy_places(evidence, true, notes),
        )
    };
    Ok(vec![outcome.with_measurements(measured)])
}
