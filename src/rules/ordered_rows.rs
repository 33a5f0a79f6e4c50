//! Does the order of rows in their file say what they are?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, FEWEST, Order};
use crate::measure::Measurement;
use crate::measure::order::BATCH;
use crate::policy::limits;
use crate::wording::format_count;

use super::Judgement;
use super::witnesses::list_witnesses;

limits! {
    max_correlation = "max-correlation",
    max_nearness = "max-nearness",
}

/// What to do about rows in order.
const HELP: &str = "shuffle the rows once, with a fixed seed, before you batch or split them; if they are sorted by \
                    source or by time, name that column: --domain COLUMN";

/// How a measure stands to its limit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Within,
    Near,
    Beyond,
}

fn standing(low: f64, high: f64, limit: f64) -> Standing {
    if low > limit {
        Standing::Beyond
    } else if high < limit {
        Standing::Within
    } else {
        Standing::Near
    }
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let order = evidence.order()?;
    let labels = order.labels.map(|runs| {
        standing(
            runs.correlation - runs.chance,
            runs.correlation + runs.chance,
            limits.max_correlation.value,
        )
    });
    let texts = order.texts.map(|texts| {
        standing(
            texts.interval.0,
            texts.interval.1,
            limits.max_nearness.value,
        )
    });
    let (by_label, by_text) = (
        labels == Some(Standing::Beyond),
        texts == Some(Standing::Beyond),
    );
    let outcome = match (by_label, by_text) {
        (true, _) => report_runs(evidence, order, by_text, limits),
        (false, true) => Outcome::found(
            "rows near each other in the file are alike, as if they were never shuffled",
            limits.max_nearness.key,
        )
        .with_help(HELP),
        (false, false) if labels.is_none() && texts.is_none() => Outcome::undetermined(
            "too few different rows to see an order in them",
            format!("at least {FEWEST} different train rows"),
        ),
        (false, false) if labels == Some(Standing::Near) || texts == Some(Standing::Near) => {
            Outcome::undetermined(
                "how far the rows are ordered is too near the limit to tell",
                "more rows",
            )
        }
        (false, false) => Outcome::pass("the order of rows says little about them"),
    };
    Ok(vec![
        outcome.with_measurements(measurements(order, limits, by_label)),
    ])
}

/// Labels in runs, and whether the texts are in order, too.
fn report_runs(evidence: &Evidence, order: &Order, by_text: bool, limits: &Limits) -> Outcome {
    let and = if by_text {
        ", and rows near each other are alike"
    } else {
        ""
    };
    let worth = match order.labels.map_or(1.0, |runs| runs.worth()) {
        worth if worth < 1.05 => "one row".to_owned(),
        worth => format!("{worth:.1} rows"),
    };
    let run = order.longest.map(|(row, length)| {
        let length = format_count(length);
        let note = format!("the longest run of one label begins here: {length} rows");
        (row, note)
    });
    Outcome::found(
        format!(
            "labels come in runs{and}: a batch of {BATCH} rows in this order says as much about the labels as {worth} \
             drawn at random"
        ),
        limits.max_correlation.key,
    )
    .with_help(HELP)
    .with_examples(list_witnesses(evidence, run.into_iter()))
}

/// What broke its limit first.
fn measurements(order: &Order, limits: &Limits, labels_first: bool) -> Vec<Measurement> {
    let labels = order.labels.map(|runs| {
        Measurement::new(
            format!("correlation of labels within {BATCH} rows that follow one another"),
            runs.correlation,
        )
        .with_interval(
            runs.correlation - runs.chance,
            (runs.correlation + runs.chance).min(1.0),
        )
        .with_n(runs.n)
        .with_limit(limits.max_correlation.value)
    });
    let texts = order.texts.map(|texts| {
        Measurement::new(
            "chance that a neighbour in space is nearer in the file than a random row",
            texts.chance,
        )
        .with_interval(texts.interval.0, texts.interval.1)
        .with_n(texts.n)
        .with_limit(limits.max_nearness.value)
    });
    let mut all: Vec<Measurement> = labels.into_iter().chain(texts).collect();
    if !labels_first {
        all.reverse();
    }
    all
}
