//! Are texts empty, or is one text repeated over a large share of the rows?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Unavailable};
use crate::measure::Measurement;
use crate::policy::limits;
use crate::wording::{format_count, plural};

use super::Judgement;
use super::witnesses::list_witnesses;

limits! {
    max_share = "max-share",
    max_repeat = "max-repeat",
}

/// Rows of the repeated text that are shown.
const SHOWN: usize = 1;

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    if evidence.dataset.roles.embedding.is_some() && evidence.dataset.described_columns().is_empty()
    {
        return Err(Unavailable::Skipped(
            "the vectors came with the data, and no column is text".to_owned(),
        ));
    }
    let repeats = evidence.repeats();
    let rows = repeats.rows.max(1) as f64;
    let empty = repeats.empty.len() as f64 / rows;
    let (often, first) = repeats.most_frequent.unwrap_or((0, 0));
    let repeated = often as f64 / rows;
    let (max_share, max_repeat) = (limits.max_share.value, limits.max_repeat.value);
    let share = Measurement::new("share of rows without text", empty)
        .with_n(repeats.rows)
        .with_limit(max_share);
    let repeat = Measurement::new("share of rows with the most frequent text", repeated)
        .with_n(repeats.rows)
        .with_limit(max_repeat);
    Ok(vec![if empty > max_share {
        let notes = repeats
            .empty
            .iter()
            .map(|&row| (row, "no text here".to_owned()));
        Outcome::found(
            plural(repeats.empty.len(), "row has no text", "rows have no text"),
            limits.max_share.key,
        )
        .with_help("leave them out, or name the columns that hold their text: --text COLUMN")
        .with_measurements(vec![share, repeat])
        .with_witnesses(list_witnesses(evidence, notes))
    } else if often > 1 && repeated > max_repeat {
        let notes = std::iter::once((first, "first row with it".to_owned())).take(SHOWN);
        Outcome::found(
            format!("{} rows have the same text", format_count(often)),
            limits.max_repeat.key,
        )
        .with_help("look at how this text came in: it may be a default value or an error message")
        .with_measurements(vec![repeat, share])
        .with_examples(list_witnesses(evidence, notes))
    } else {
        Outcome::pass(format!(
            "{} of {} rows have no text",
            format_count(repeats.empty.len()),
            format_count(repeats.rows)
        ))
        .with_measurements(vec![share, repeat])
    }])
}
