//! Are a few rows among the nearest neighbours of very many others?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Hubs};
use crate::measure::Measurement;
use crate::measure::interval::Proportion;
use crate::policy::limits;
use crate::wording::{format_count, plural};

use super::Judgement;
use super::witnesses::list_witnesses;

limits! {
    max_reach = "max-reach",
    max_times = "max-times",
}

/// Confidence of a row's reach.
const CONFIDENCE: f64 = 0.95;

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let hubs = evidence.hubs()?;
    let (max_reach, max_times) = (limits.max_reach.value, limits.max_times.value);
    // What a row's reach must exceed to break both limits.
    let bound = max_reach.max(max_times * hubs.null);
    let beyond: Vec<(usize, Proportion)> = hubs
        .rows
        .iter()
        .copied()
        .filter(|(_, reach)| reach.wilson(CONFIDENCE).0 > bound)
        .collect();
    let outcome = if !beyond.is_empty() {
        let notes = beyond.iter().map(|&(row, reach)| {
            (
                row,
                format!(
                    "among the {} nearest of {} of {} rows",
                    hubs.k, reach.hits, reach.n
                ),
            )
        });
        Outcome::found(
            format!(
                "{} the {} nearest neighbours of very many others, at most of {}",
                plural(beyond.len(), "row is among", "rows are among"),
                hubs.k,
                format_count(hubs.most.hits)
            ),
            limits.max_times.key,
        )
        .with_help(
            "read these rows: split those that hold several texts, drop those that say nothing; or centre the vectors \
             before searching",
        )
        .with_examples(list_witnesses(evidence, notes))
    } else if hubs.most.wilson(CONFIDENCE).1 > bound && hubs.most.share() > bound {
        Outcome::undetermined(
            "how often the most frequent neighbour is one is too near the limit to tell",
            "more rows that differ",
        )
    } else {
        Outcome::pass("no row is the nearest neighbour of far more rows than chance explains")
    };
    Ok(vec![outcome.with_measurements(measurements(hubs, limits))])
}

fn measurements(hubs: &Hubs, limits: &Limits) -> Vec<Measurement> {
    let (low, high) = hubs.most.wilson(CONFIDENCE);
    vec![
        Measurement::new(
            "most frequent neighbour, times as frequent as in random data of the same shape",
            hubs.most.share() / hubs.null,
        )
        .with_interval(low / hubs.null, high / hubs.null)
        .with_n(hubs.most.n + 1)
        .with_limit(limits.max_times.value),
        Measurement::new(
            format!(
                "share of other rows that have it among their {} nearest",
                hubs.k
            ),
            hubs.most.share(),
        )
        .with_interval(low, high)
        .with_n(hubs.most.n)
        .with_limit(limits.max_reach.value),
    ]
}
