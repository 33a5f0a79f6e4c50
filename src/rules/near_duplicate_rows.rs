//! Are rows nearly the same as another, but for a few words or characters?

use std::borrow::Cow;

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, NearRow, NearRows};
use crate::measure::Measurement;
use crate::policy::limits;
use crate::wording::plural;

use super::witnesses::{list_copies, list_copy_places, place_of};
use super::{Elsewhere, Judgement};

limits! {
    max_share = "max-share",
}

pub(super) fn check(evidence: &Evidence, limits: &Limits, elsewhere: &Elsewhere) -> Judgement {
    let all_near = evidence.near_rows()?;
    let near = if elsewhere.rows.is_empty() {
        Cow::Borrowed(all_near)
    } else {
        Cow::Owned(all_near.without(&elsewhere.rows, evidence.wording()))
    };
    let count = near.rows().len();
    let more = all_near.rows().len() - count;
    let all = evidence.dataset.rows();
    let limit = limits.max_share;
    // Every row is looked at, so the share is counted and has no interval.
    let share = count as f64 / all.max(1) as f64;
    let mut measured = vec![
        Measurement::new("share of rows nearly the same as another", share)
            .with_n(all)
            .with_limit(limit.value),
        Measurement::count("rows nearly the same as another", count).with_n(all),
        Measurement::count("groups of rows nearly the same", near.groups.len()).with_n(all),
        Measurement::new(
            "median resemblance of two different rows drawn at random",
            near.typical,
        )
        .with_n(near.different.len()),
    ];
    if more > 0 {
        measured.push(elsewhere.measure(more, all));
    }
    let said = elsewhere.add_to(
        plural(
            count,
            "row is nearly the same as another",
            "rows are nearly the same as another",
        ),
        "no further row is nearly the same as another",
        count,
        more,
    );
    let outcome = if share > limit.value {
        list_rows(evidence, &near, Outcome::found(said, limit.key))
    } else {
        let rows = sort_rows(&near);
        let counted = elsewhere.plural(count, "row is", "rows are");
        let message = format!("{counted} nearly the same as another");
        let places = list_copy_places(evidence, false, note_rows(evidence, &rows));
        Outcome::pass(said).with_noted(count, message, places)
    };
    Ok(vec![outcome.with_measurements(measured)])
}

/// The rows, the nearest first.
fn sort_rows(near: &NearRows) -> Vec<NearRow> {
    let mut rows = near.rows();
    rows.sort_by(|a, b| {
        b.resemblance
            .total_cmp(&a.resemblance)
            .then(a.row.cmp(&b.row))
    });
    rows
}

/// Each row with what it is like.
fn note_rows<'a>(
    evidence: &'a Evidence,
    rows: &'a [NearRow],
) -> impl Iterator<Item = (usize, String)> + 'a {
    rows.iter().map(|near| {
        let place = place_of(evidence, near.like, near.row);
        let note = format!(
            "nearly the same as {place} (resemblance {:.2})",
            near.resemblance
        );
        (near.row, note)
    })
}

/// Adds the rows to what was found, and what to do about them.
fn list_rows(evidence: &Evidence, near: &NearRows, found: Outcome) -> Outcome {
    let rows = sort_rows(near);
    let witnesses = list_copies(evidence, false, note_rows(evidence, &rows));
    // Which row of a group is its first is for their order to say.
    let doubles = rows
        .iter()
        .map(|near| format!("{:032x}", evidence.dataset.text_key(near.like, false)))
        .collect();
    let missed = if near.exact {
        ""
    } else {
        "; among so many rows, a few may be missed"
    };
    found
        .with_help(format!(
            "keep one row of each group, or keep each group on one side of every split{missed}"
        ))
        .with_witnesses(witnesses)
        .with_doubles(doubles)
}
