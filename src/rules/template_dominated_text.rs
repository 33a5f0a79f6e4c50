//! Is nearly all of each vector what all rows share?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Unavailable};
use crate::measure::Measurement;
use crate::policy::limits;
use crate::wording::plural;

use super::Judgement;

limits! {
    max_shared = "max-shared",
}

/// Fewest rows whose common part means something.
const FEWEST: usize = 30;

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    if evidence.transform().centres() {
        let why = "the transform takes away what all rows share";
        return Err(Unavailable::Skipped(why.to_owned()));
    }
    let shared = evidence.shared()?;
    let limit = limits.max_shared.value;
    if shared.n < FEWEST {
        return Ok(vec![Outcome::undetermined(
            format!("only {} embedded", plural(shared.n, "row is", "rows are")),
            format!("at least {FEWEST} rows"),
        )]);
    }
    let (beyond, (low, high)) = shared.beyond_natural();
    let mut measurements = vec![
        Measurement::new(
            "part of the vectors that all rows share, beyond natural text",
            beyond,
        )
        .with_interval(low, high)
        .with_n(shared.n)
        .with_limit(limit),
        Measurement::new("part of the vectors that all rows share", shared.rows)
            .with_interval(shared.interval.0, shared.interval.1)
            .with_n(shared.n),
    ];
    measurements.extend(shared.natural.map(|natural| {
        Measurement::new(
            "part that sentences of natural text share in this model",
            natural,
        )
    }));
    let outcome = if low > limit {
        Outcome::found(format!("{:.2} of each vector is the same in all rows, as in texts from one template", shared.rows), limits.max_shared.key).with_help(
            "standardise or centre the embedding before training, or write rows with fewer words that all of them share; \
             write transform = \"centre\" under [embed] when your training does",
        )
    } else if high < limit {
        Outcome::pass("the vectors differ from row to row")
    } else {
        Outcome::undetermined(
            "the part of the vectors that all rows share is too near the limit to tell",
            "more rows",
        )
    };
    Ok(vec![outcome.with_measurements(measurements)])
}
