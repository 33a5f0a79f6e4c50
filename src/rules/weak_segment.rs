//! Is there a part of the rows in which healthy probes err far more than on other rows that are as hard?

use crate::diagnostic::Outcome;
use crate::evidence::{CONFIDENCE, ENOUGH_ROWS, Evidence, WeakSegment, WeakSegments};
use crate::measure::Measurement;
use crate::measure::interval::Proportion;
use crate::policy::Limits;

use super::{Judgement, witnesses};

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let limit = limits.value("max-excess-error");
    let searched = evidence.weak_segments()?;
    let low = |part: &&WeakSegment| part.excess.interval(CONFIDENCE).0;
    let high = |part: &&WeakSegment| part.excess.interval(CONFIDENCE).1;
    let by = |of: &dyn Fn(&&WeakSegment) -> f64| {
        let parts = searched.parts.iter();
        parts.max_by(|a, b| of(a).total_cmp(&of(b)))
    };
    let worst = by(&low);
    let open = by(&high).filter(|part| high(part) > limit);
    let (outcome, part) = match (worst, open) {
        (Some(worst), _) if low(&worst) > limit => (found(evidence, worst), worst),
        (_, Some(open)) => (undetermined(evidence, open, limit), open),
        (Some(worst), None) => (without(searched, Some(worst)), worst),
        (None, None) => return Ok(vec![without(searched, None)]),
    };
    Ok(vec![outcome.with_measurements(measured(part, limit))])
}

fn found(evidence: &Evidence, weakest: &WeakSegment) -> Outcome {
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
    Outcome::found(errors(weakest), "max-excess-error")
        .with_help(
            "look at rows of this part: are their labels right, and is a column that decides there missing or broken? \
             Until that is mended, report the accuracy there by itself",
        )
        .with_examples(witnesses(evidence, rows))
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
                "{} different rows test in-domain: too few to judge a part as small as one in twenty",
                searched.rows
            ),
            format!("at least {ENOUGH_ROWS} different labelled rows that test in-domain"),
        );
    }
    Outcome::pass(weakest.map_or_else(
        || "a search saw no part of the rows where healthy probes err more than elsewhere".to_owned(),
        |weakest| {
            format!(
                "the weakest part that a search saw are rows with {}, and healthy probes err little more there",
                weakest.segment
            )
        },
    ))
}

fn undetermined(evidence: &Evidence, weakest: &WeakSegment, limit: f64) -> Outcome {
    Outcome::undetermined(
        format!(
            "{}: too few of {} unseen rows are such to tell",
            errors(weakest),
            weakest.share.n
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
    let step = 10_f64.powf(rows.log10().floor() - 1.0);
    let rows = (rows / step).ceil() * step;
    let trainable = evidence.divided().map_or(0, |split| split.trainable);
    if rows <= trainable as f64 {
        format!("about {rows:.0} of the labelled rows in-domain: --profile audit")
    } else {
        format!("about {rows:.0} labelled rows in-domain")
    }
}

fn measured(weakest: &WeakSegment, limit: f64) -> Vec<Measurement> {
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
