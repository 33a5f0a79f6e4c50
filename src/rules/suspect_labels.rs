//! Do labels contradict what probes say that were not trained with them?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Suspects, Unavailable};
use crate::measure::Measurement;
use crate::policy::limits;
use crate::wording::{format_count, round_up};

use super::Judgement;
use super::witnesses::list_witnesses;

limits! {
    max_share = "max-share",
    min_information = "min-information",
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let suspects = evidence.suspects()?;
    let min_bits = limits.min_information.value;
    let blind = suspects.accuracy.wilson(0.95).0 <= suspects.prior
        || suspects.information.interval.0 < min_bits;
    if blind {
        return Err(Unavailable::Skipped(format!(
            "the probes know too little to doubt a label: they are right on {:.2} of the rows, and the largest class has {:.2}",
            suspects.accuracy.share(),
            suspects.prior
        )));
    }
    let limit = limits.max_share.value;
    let wrong = &suspects.contamination;
    let (low, high) = wrong.interval;
    let n = suspects.rows.len();
    let outcome = if low > limit {
        report(evidence, suspects, limits)
    } else if high <= limit {
        Outcome::pass(format!(
            "at most {} of {} labels contradict their rows",
            rows(high, n),
            format_count(n)
        ))
    } else {
        Outcome::undetermined(
            format!(
                "{} to {} of {} labels may contradict their rows",
                rows(low, n),
                rows(high, n),
                format_count(n)
            ),
            needs(suspects, limit),
        )
    };
    Ok(vec![
        outcome.with_measurements(measurements(suspects, limit)),
    ])
}

fn report(evidence: &Evidence, suspects: &Suspects, limits: &Limits) -> Outcome {
    let n = suspects.rows.len();
    let (low, high) = suspects.contamination.interval;
    let names = &evidence.dataset.labels.classes;
    // As many as are wrong by the estimate: confident learning's list goes on with rows that lie
    // between overlapping classes.
    let worst = suspects
        .doubtful
        .iter()
        .take(rows(suspects.contamination.share, n));
    let notes = worst.map(|&place| {
        let (instead, share) = suspects.instead(place);
        let given = suspects.classes[usize::from(suspects.labels[place])];
        let note = format!(
            "labelled {}; probes say {} ({share:.2})",
            names[given], names[instead]
        );
        (suspects.rows[place], note)
    });
    Outcome::found(
        format!(
            "about {} of {} labels contradict their rows ({} to {}), beyond what overlapping classes explain",
            rows(suspects.contamination.share, n),
            format_count(n),
            rows(low, n),
            rows(high, n)
        ),
        limits.max_share.key,
    )
    .with_help("read these rows, the worst first, and correct what is wrong; probes err too, so don't drop rows unread")
    .with_witnesses(list_witnesses(evidence, notes))
}

fn measurements(suspects: &Suspects, limit: f64) -> Vec<Measurement> {
    let n = suspects.rows.len();
    let (low, high) = suspects.accuracy.wilson(0.95);
    vec![
        Measurement::new(
            "share of labels that contradict their rows",
            suspects.contamination.share,
        )
        .with_interval(
            suspects.contamination.interval.0,
            suspects.contamination.interval.1,
        )
        .with_n(n)
        .with_limit(limit),
        Measurement::new(
            "rows that confident learning doubts",
            suspects.doubtful.len() as f64,
        )
        .with_n(n),
        Measurement::new(
            "out-of-sample accuracy of the probes",
            suspects.accuracy.share(),
        )
        .with_interval(low, high)
        .with_n(n),
        Measurement::new("share of the largest class", suspects.prior).with_n(n),
    ]
}

/// How many of `n` rows a share stands for.
fn rows(share: f64, n: usize) -> usize {
    (share * n as f64).round() as usize
}

/// The interval shrinks with the root of the rows; how many would bring its end to the limit.
fn needs(suspects: &Suspects, limit: f64) -> String {
    let n = suspects.rows.len();
    let share = suspects.contamination.share;
    let (low, high) = suspects.contamination.interval;
    let reach = if share > limit {
        share - low
    } else {
        high - share
    };
    let wanted = n as f64 * (reach / (share - limit).abs().max(1e-6)).powi(2);
    if wanted > 1e6 {
        return "the share is too near the limit to tell".to_owned();
    }
    let wanted = round_up(wanted.ceil() as usize);
    let said = format_count(wanted);
    if wanted <= suspects.of_rows {
        return format!("about {said} of the labelled rows: --profile audit");
    }
    format!("about {said} labelled in-domain rows")
}
