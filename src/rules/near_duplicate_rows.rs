//! Are rows nearly the same as another, but for a few words or characters?

use std::borrow::Cow;

use crate::diagnostic::Outcome;
use crate::evidence::Evidence;
use crate::measure::Measurement;
use crate::policy::limits;

use super::{Judgement, copies, counted, place_of, told_by_split_leak, with_told};

limits! {
    max_share = "max-share",
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    beside(evidence, limits, &[])
}

/// The same without the rows in `told`, which split-leak tells.
pub(super) fn beside(evidence: &Evidence, limits: &Limits, told: &[usize]) -> Judgement {
    let all_near = evidence.near_rows()?;
    let near = if told.is_empty() {
        Cow::Borrowed(all_near)
    } else {
        Cow::Owned(all_near.without(told, evidence.wording()))
    };
    let mut rows = near.rows();
    let count = rows.len();
    let elsewhere = all_near.rows().len() - count;
    let all = evidence.dataset.rows();
    let limit = limits.max_share.value;
    // Every row is looked at, so the share is counted and has no interval.
    let share = count as f64 / all.max(1) as f64;
    let mut measured = vec![
        Measurement::new("share of rows nearly the same as another", share)
            .with_n(all)
            .with_limit(limit),
        Measurement::count("rows nearly the same as another", count).with_n(all),
        Measurement::count("groups of rows nearly the same", near.groups.len()).with_n(all),
        Measurement::new(
            "median resemblance of two different rows drawn at random",
            near.typical,
        )
        .with_n(near.different.len()),
    ];
    if elsewhere > 0 {
        measured.push(told_by_split_leak(elsewhere, all));
    }
    let said = with_told(
        counted(
            count,
            "row is nearly the same as another",
            "rows are nearly the same as another",
        ),
        "no further row is nearly the same as another",
        count,
        elsewhere,
    );
    let outcome = if share > limit {
        rows.sort_by(|a, b| {
            b.resemblance
                .total_cmp(&a.resemblance)
                .then(a.row.cmp(&b.row))
        });
        let notes = rows.iter().map(|near| {
            let place = place_of(evidence, near.like, near.row);
            let note = format!(
                "nearly the same as {place} (resemblance {:.2})",
                near.resemblance
            );
            (near.row, note)
        });
        // Which row of a group is its first is for their order to say.
        let doubles = rows
            .iter()
            .map(|near| format!("{:032x}", evidence.dataset.text_key(near.like, false)))
            .collect();
        let more = if near.exact {
            ""
        } else {
            "; of this many rows, a few near ones may be missed"
        };
        Outcome::found(said, limits.max_share.key)
            .with_help(format!(
                "keep one of each group, or keep a group on one side of every split{more}"
            ))
            .with_witnesses(copies(evidence, false, notes))
            .with_doubles(doubles)
    } else {
        Outcome::pass(said)
    };
    Ok(vec![outcome.with_measurements(measured)])
}
