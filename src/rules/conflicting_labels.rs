//! Does one text carry several labels?

use crate::dataset::Text;
use crate::diagnostic::Outcome;
use crate::evidence::Evidence;
use crate::measure::Measurement;
use crate::policy::limits;
use crate::wording::{format_count, plural};

use super::Judgement;
use super::witnesses::{list_copies, list_copy_places, place_of};

limits! {
    max_share = "max-share",
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let labels = evidence.labels()?;
    let repeats = evidence.repeats();
    let limit = limits.max_share.value;
    let share = repeats.disputed as f64 / repeats.rows.max(1) as f64;
    let measured = vec![
        Measurement::new("share of rows whose text carries several labels", share)
            .with_n(repeats.rows)
            .with_limit(limit),
        Measurement::count("rows whose text carries several labels", repeats.disputed)
            .with_n(repeats.rows),
    ];
    let class =
        |row: usize| labels.of[row].map_or("none", |class| labels.classes[class as usize].as_str());
    let notes = repeats.conflicts.iter().map(|&(row, first)| {
        let place = place_of(evidence, first, row);
        (
            row,
            format!(
                "labelled {} here and {} in {place}",
                class(row),
                class(first)
            ),
        )
    });
    let said = format!(
        "{} a text that carries several labels",
        plural(repeats.disputed, "row has", "rows have")
    );
    let mut outcome = if share > limit {
        Outcome::found(said, limits.max_share.key)
        .with_help(
            "correct the label that is wrong; where both are right, add to the text what tells these rows apart",
        )
        .with_witnesses(list_copies(evidence, false, notes))
    } else {
        Outcome::pass(format!(
            "{} of {} rows have a text that carries several labels",
            format_count(repeats.disputed),
            format_count(repeats.rows)
        ))
        .with_noted(
            repeats.disputed,
            said,
            list_copy_places(evidence, false, notes),
        )
    };
    // Two people may share every column of a table and rightly differ; a written text is labelled.
    outcome.lowered = matches!(evidence.dataset.roles.text, Text::Row);
    Ok(vec![outcome.with_measurements(measured)])
}
