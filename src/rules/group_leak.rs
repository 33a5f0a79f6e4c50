//! Do rows of one entity stand on both sides of a split?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, SharedEntities, Sides};
use crate::measure::Measurement;
use crate::policy::{Limit, limits};
use crate::wording::{format_count, plural};

use super::Judgement;
use super::witnesses::{list_witnesses, place_of};

limits! {
    max_share = "max-share",
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let judge = |shared: &SharedEntities| judge(evidence, shared, limits.max_share);
    Ok(evidence.shared_entities()?.iter().map(judge).collect())
}

fn judge(evidence: &Evidence, shared: &SharedEntities, limit: Limit) -> Outcome {
    let column = evidence.dataset.columns[shared.column].name.as_str();
    let mut outcome = if shared.share() > limit.value {
        let notes = shared.leaked.iter().map(|&(row, first, count)| {
            let more = match count {
                1 => String::new(),
                count => format!(
                    " and {}",
                    plural(count - 1, "more train row", "more train rows")
                ),
            };
            let place = place_of(evidence, first, row);
            (row, format!("its {column} is also that of {place}{more}"))
        });
        let no_entity = if shared.is_named {
            ""
        } else {
            "; if its values are none that a model could know again, name another column with --entity"
        };
        Outcome::found(message(shared, column), limit.key)
            .with_help(format!(
                "a model that knows them scores too well: split by {column}, so that all rows of one value fall on \
                 one side{no_entity}"
            ))
            .with_witnesses(list_witnesses(evidence, notes))
    } else {
        Outcome::pass(message(shared, column))
    };
    outcome.lowered = !shared.is_certain && shared.share() > limit.value;
    let outcome = outcome.with_measurements(vec![
        Measurement::new(
            "share of test rows whose entity has train rows",
            shared.share(),
        )
        .with_n(shared.rows)
        .with_limit(limit.value),
        Measurement::count("test rows whose entity has train rows", shared.leaked.len())
            .with_n(shared.rows),
        Measurement::count("entities on both sides", shared.shared).with_n(shared.tested),
    ]);
    match &shared.sides {
        Sides::Split => outcome,
        Sides::Domain(name) | Sides::File(name) => outcome.about(name.clone()),
    }
}

/// `300 of 300 values of patient_id in the test rows are also among the train rows: 300 of 300 rows`
fn message(shared: &SharedEntities, column: &str) -> String {
    let test = match &shared.sides {
        Sides::Split => "the test rows",
        Sides::Domain(name) | Sides::File(name) => name,
    };
    let (are, them) = if shared.shared == 1 {
        ("is", "it")
    } else {
        ("are", "them")
    };
    let rows = if shared.leaked.is_empty() {
        String::new()
    } else {
        format!(
            "; {} of {} have {them}",
            format_count(shared.leaked.len()),
            plural(shared.rows, "test row", "test rows")
        )
    };
    format!(
        "{} of {} of {column} in {test} {are} also among the train rows{rows}",
        format_count(shared.shared),
        plural(shared.tested, "value", "values")
    )
}
