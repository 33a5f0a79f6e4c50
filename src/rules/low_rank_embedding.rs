//! Do rows differ in far fewer directions than natural text in the same model?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Unavailable};
use crate::measure::Measurement;
use crate::policy::limits;

use super::Judgement;

limits! {
    min_share = "min-share",
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    if evidence.transform().whitens() {
        let why = "whitened vectors vary equally in all directions";
        return Err(Unavailable::Skipped(why.to_owned()));
    }
    let rank = evidence.rank()?;
    let limit = limits.min_share.value;
    let (share, (low, high)) = rank.share();
    let measurements = vec![
        Measurement::new("effective rank, as a share of that of natural text", share)
            .with_interval(low, high)
            .with_n(rank.rows.n)
            .with_limit(limit),
        Measurement::new(
            format!("effective rank of {} rows", rank.rows.size),
            rank.rows.mean,
        )
        .with_interval(rank.rows.interval.0, rank.rows.interval.1)
        .with_n(rank.rows.n),
        Measurement::new(
            "effective rank of as many sentences of natural text in this model",
            rank.natural,
        )
        .with_n(rank.rows.size),
    ];
    let said = format!(
        "rows differ in about {:.0} directions, where as many sentences of natural text differ in {:.0}",
        rank.rows.mean, rank.natural
    );
    let outcome = if high < limit {
        Outcome::found(said, limits.min_share.key).with_help(
            "add texts of other kinds, or say more in each row; if the rows come from a table, train on its columns \
             too. Standardising adds no direction",
        )
    } else if low > limit {
        Outcome::pass(said)
    } else {
        Outcome::undetermined(
            "the number of directions is too near the limit to tell",
            "more rows that differ",
        )
    };
    Ok(vec![outcome.with_measurements(measurements)])
}
