//! Is there a part of the rows in which healthy probes err far more than on other rows that are as hard?

use crate::diagnostic::Outcome;
use crate::evidence::{CONFIDENCE, ENOUGH_ROWS, Evidence, WeakSegment, WeakSegments};
use crate::measure::Measurement;
use crate::policy::{Limit, limits};
use crate::wording::{format_count, plural, round_up};

use super::Judgement;
use super::witnesses::list_witnesses;

limits! {
    max_excess_error = "max-excess-error",
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let limit = limits.max_excess_error;
    let evaluated = evidence.weak_segments()?;
    let Some(weakest) = &evaluated.weakest else {
        return Ok(vec![without(evaluated, None)]);
    };
    let (low, high) = weakest.excess.interval(CONFIDENCE);
    let outcome = if low > limit.value {
        report(evidence, weakest, limit)
    } else if high > limit.value {
        weigh_doubt(evidence, evaluated, weakest, limit.value)
    } else {
        without(evaluated, Some(weakest))
    };
    Ok(vec![
        outcome.with_measurements(measurements(weakest, limit.value)),
    ])
}

fn report(evidence: &Evidence, weakest: &WeakSegment, limit: Limit) -> Outcome {
    let classes = &evidence.dataset.labels.classes;
    let rows = weakest.wrong.iter().map(|&(row, answer)| {
        let label = evidence.dataset.labels.of[row]
            .map_or("nothing", |class| classes[class as usize].as_str());
        let note = format!(
            "labelled {label}; most probes say {}",
            classes[usize::from(answer)]
        );
        (row, note)
    });
    Outcome::found(errors(weakest), limit.key)
        .with_help(
            "look at rows of this part: are their labels right, and is a column that decides there missing or broken? \
             Correct them, or collect more rows; until then, report the accuracy there by itself",
        )
        .with_examples(list_witnesses(evidence, rows))
}

/// `where AGE above 60, probes are wrong on 0.40 of the rows; elsewhere ... on 0.10`
fn errors(weakest: &WeakSegment) -> String {
    format!(
        "where {}, healthy probes are wrong on {:.2} of the rows; elsewhere, where they are as sure of their answers, on {:.2}",
        weakest.segment,
        weakest.excess.inside.share(),
        weakest.excess.expected
    )
}

/// What to say where no part was found: that there is none, or that rows are too few to say so.
fn without(evaluated: &WeakSegments, weakest: Option<&WeakSegment>) -> Outcome {
    if evaluated.rows < ENOUGH_ROWS {
        return Outcome::undetermined(
            format!(
                "{} in-domain: too few to judge a part as small as one in twenty",
                plural(evaluated.rows, "different test row", "different test rows")
            ),
            format!("at least {ENOUGH_ROWS} different labelled in-domain test rows"),
        );
    }
    Outcome::pass(weakest.map_or_else(
        || "a search saw no part of the rows where healthy probes err more than elsewhere".to_owned(),
        |weakest| {
            format!(
                "in the weakest part that a search saw ({}), healthy probes err little more than elsewhere",
                weakest.segment
            )
        },
    ))
}

fn weigh_doubt(
    evidence: &Evidence,
    evaluated: &WeakSegments,
    weakest: &WeakSegment,
    limit: f64,
) -> Outcome {
    let trainable = evidence.known_split().map_or(0, |split| split.trainable);
    let inside = weakest.excess.rows_to_tell(limit, CONFIDENCE);
    // Half of the rows train, and half of those that test are searched.
    let needed = inside.map(|inside| 4.0 * inside as f64 / weakest.share.share().max(1e-3));
    let needs = match needed {
        Some(rows) if rows < 1e6 => {
            let rows = round_up(rows.ceil() as usize);
            let said = format_count(rows);
            if rows <= trainable {
                format!("about {said} of the labelled in-domain rows: --profile audit")
            } else {
                format!("about {said} labelled in-domain rows")
            }
        }
        _ => "it is too near the limit to tell".to_owned(),
    };
    Outcome::undetermined(
        format!(
            "{}: too few of {} unseen rows are inside to tell",
            errors(weakest),
            format_count(weakest.share.n)
        ),
        if evaluated.rows < ENOUGH_ROWS && needed.is_none() {
            format!("at least {ENOUGH_ROWS} different labelled in-domain test rows")
        } else {
            needs
        },
    )
}

fn measurements(weakest: &WeakSegment, limit: f64) -> Vec<Measurement> {
    let WeakSegment {
        segment: _,
        excess,
        elsewhere,
        share,
        wrong: _,
    } = weakest;
    let (low, high) = excess.interval(CONFIDENCE);
    let of = |name: &str, of: &crate::measure::interval::Proportion| {
        let (low, high) = of.wilson(CONFIDENCE);
        Measurement::new(name, of.share())
            .with_interval(low, high)
            .with_n(of.n)
    };
    vec![
        Measurement::new(
            "error inside the part, beyond rows elsewhere of which probes are as sure",
            excess.value(),
        )
        .with_interval(low, high)
        .with_n(excess.inside.n)
        .with_limit(limit),
        of("error inside the part", &excess.inside),
        of("error of all other rows", elsewhere),
        of("share of the rows that the part has", share),
    ]
}
