//! Does one column alone (nearly) decide the label?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Telling};
use crate::measure::Measurement;
use crate::policy::limits;
use crate::wording::{format_count, list_some, round_up};

use super::Judgement;
use super::exclude::advise_exclusion;

limits! {
    max_removed = "max-removed",
}

/// Columns that a message names before it says how many more.
const NAMED: usize = 5;

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let alone = evidence.alone()?;
    let limit = limits.max_removed.value;
    let name = |telling: &Telling| evidence.dataset.columns[telling.column].name.clone();
    let interval = |telling: &Telling| telling.error.interval(alone.confidence);
    let measurement = |telling: &Telling| {
        let (low, high) = interval(telling);
        Measurement::new(
            format!("part of the error that {} alone removes", name(telling)),
            telling.error.removed(),
        )
        .with_interval(low, high)
        .with_n(telling.error.n)
        .with_limit(limit)
    };
    let mut columns = alone.columns.clone();
    columns.sort_by(|a, b| b.error.removed().total_cmp(&a.error.removed()));
    let beyond = columns.partition_point(|telling| telling.error.removed() > limit);
    let (leaking, doubtful): (Vec<Telling>, Vec<Telling>) = columns
        .iter()
        .take(beyond)
        .partition(|telling| interval(telling).0 > limit);
    let (outcome, measured) = if !leaking.is_empty() {
        (report_leaks(evidence, &leaking, limits), &leaking[..])
    } else if let Some(first) = doubtful.first() {
        (
            doubt(&name(first), first, limit, alone.confidence),
            &doubtful[..],
        )
    } else {
        let best = &columns[..columns.len().min(1)];
        let most = best
            .first()
            .filter(|telling| telling.error.removed() > 0.0)
            .map_or_else(String::new, |telling| {
                format!("; {} comes nearest", name(telling))
            });
        let pass = Outcome::pass(format!("no column alone decides the label{most}"));
        (pass, best)
    };
    Ok(vec![outcome.with_measurements(
        measured.iter().map(measurement).collect(),
    )])
}

fn report_leaks(evidence: &Evidence, leaking: &[Telling], limits: &Limits) -> Outcome {
    let at: Vec<usize> = leaking.iter().map(|telling| telling.column).collect();
    let names: Vec<&str> = at
        .iter()
        .map(|&column| evidence.dataset.columns[column].name.as_str())
        .collect();
    let verb = if names.len() == 1 {
        "alone decides"
    } else {
        "each alone decide"
    };
    Outcome::found(
        format!("{} {verb} the label", list_some(&names, NAMED)),
        limits.max_removed.key,
    )
    .with_help(format!(
        "where that is the label in another form, or known only after it, {}",
        advise_exclusion(evidence, &at)
    ))
}

/// Too near the limit: how many rows would settle it.
fn doubt(name: &str, telling: &Telling, limit: f64, confidence: f64) -> Outcome {
    let error = &telling.error;
    Outcome::undetermined(
        format!(
            "{name} alone decides the label in {} of {} test rows",
            format_count(error.n - error.mistakes),
            format_count(error.n)
        ),
        error.rows_beyond(limit, confidence).map_or_else(
            || "it is too near the limit to tell".to_owned(),
            |rows| {
                format!(
                    "about {} labelled in-domain test rows",
                    format_count(round_up(rows))
                )
            },
        ),
    )
}
