//! Is there a part of the rows in which healthy probes err far more than on other rows that are as hard?

use crate::diagnostic::Outcome;
use crate::evidence::{CONFIDENCE, ENOUGH_ROWS, Evidence, WeakSegment, WeakSegments};
use crate::measure::Measurement;
use crate::measure::interval::Proportion;
use crate::policy::{Limit, limits};
use crate::wording::{format_count, plural, round_up};

use super::Judgement;
use super::witnesses::list_witnesses;

limits! {
    max_excess_error = "max-excess-error",
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let limit = limits.max_excess_error;
    let searched = evidence.weak_segments()?;
    let low = |part: &&WeakSegment| part.excess.interval(CONFIDENCE).0;
    let high = |part: &&WeakSegment| part.excess.interval(CONFIDENCE).1;
    let by = |of: &dyn Fn(&&WeakSegment) -> f64| {
        let parts = searched.parts.iter();
        parts.max_by(|a, b| of(a).total_cmp(&of(b)))
    };
    let worst = by(&low);
    let open = by(&high).filter(|part| high(part) > limit.value);
    let (outcome, part) = match (worst, open) {
        (Some(worst), _) if low(&worst) > limit.value => (report(evidence, worst, limit), worst),
        (_, Some(open)) => (weigh_doubt(evidence, open, limit.value), open),
        (Some(worst), None) => (without(searched, Some(worst)), worst),
        (None, None) => return Ok(vec![without(searched, None)]),
    };
    Ok(vec![
        outcome.with_measurements(measurements(part, limit.value)),
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

/// The part, and what it is compared with.
fn errors(weakest: &WeakSegment) -> String {
    format!(
        "on {:.2} of the rows with {}, most healthy probes are wrong, and on {:.2} of the other rows of which they are as sure",
        weakest.excess.inside.share(),
        weakest.segment,
        weakest.excess.expected
    )
}

/// What is said where no part was found: that there is none, or that rows are too few to say so.
fn without(searched: &WeakSegments, weakest: Option<&WeakSegment>) -> Outcome {
    if searched.rows < ENOUGH_ROWS {
        return Outcome::undetermined(
            format!(
                "{} in-domain: too few to judge a part as small as one in twenty",
                plural(searched.rows, "different test row", "different test rows")
            ),
            format!("at least {ENOUGH_ROWS} different labelled in-domain test rows"),
        );
    }
    Outcome::pass(weakest.map_or_else(
        || "a search saw no part of the rows where healthy probes err more than elsewhere".to_owned(),
        |weakest| {
            format!(
                "on rows with {}, the weakest part that a search saw, healthy probes err little more than elsewhere",
                weakest.segment
            )
        },
    ))
}

fn weigh_doubt(evidence: &Evidence, weakest: &WeakSegment, limit: f64) -> Outcome {
    Outcome::undetermined(
        format!(
            "{}: too few of {} unseen rows are in this part to tell",
            errors(weakest),
            format_count(weakest.share.n)
        ),
        needs(evidence, weakest, limit),
    )
}

/// How many rows would tell. Half of the rows train, and half of those that test are searched.
fn needs(evidence: &Evidence, weakest: &WeakSegment, limit: f64) -> String {
    let inside = weakest.excess.rows_to_tell(limit, CONFIDENCE);
    let rows = inside.map(|inside| 4.0 * inside as f64 / weakest.share.share().max(1e-3));
    let Some(rows) = rows.filter(|&rows| rows < 1e6) else {
        return "it lies too near the limit to tell".to_owned();
    };
    let rows = round_up(rows.ceil() as usize);
    let said = format_count(rows);
    let trainable = evidence.known_split().map_or(0, |split| split.trainable);
    if rows <= trainable {
        format!("about {said} of the labelled in-domain rows: --profile audit")
    } else {
        format!("about {said} labelled in-domain rows")
    }
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
    let of = |name: &str, of: &Proportion| {
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
