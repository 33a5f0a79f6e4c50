//! Does the embedding say (almost) nothing about the label that a linear probe can use?

use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Unavailable};
use crate::measure::{Information, Measurement};
use crate::policy::limits;
use crate::probe::Arm;
use crate::wording::format_count;

use super::Judgement;

limits! {
    min_information = "min-information",
    min_share = "min-share",
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let probes = evidence.probes()?;
    let nothing = || Unavailable::Skipped("no logistic probe was trained".to_owned());
    let raw = probes.information(Arm::Raw).ok_or_else(nothing)?;
    let plain = probes.information(Arm::Embedded).ok_or_else(nothing)?;
    let standardised = probes.information(Arm::Standardised).ok_or_else(nothing)?;
    // Whether the scale hides it is for collapsed-probes to say; here counts what the vectors hold.
    let best = if standardised.bits > plain.bits {
        standardised
    } else {
        plain
    };
    let min_bits = limits.min_information.value;
    let min_share = limits.min_share.value;
    let measurements = vec![
        measure("usable information on the embedding, bits", best).with_limit(min_bits),
        measure("usable information on the raw columns, bits", raw),
    ];
    let of_raw = |bits: f64, raw_bits: f64| raw_bits > min_bits && bits < min_share * raw_bits;
    let outcome = if best.interval.1 < min_bits {
        if raw.interval.1 < min_bits {
            Outcome::found("neither the embedding nor the raw columns say anything about the label", limits.min_information.key)
                .with_help("check that the label belongs to these rows, and that no column which decides it was left out")
        } else {
            Outcome::found(
                "the embedding says nothing about the label",
                limits.min_information.key,
            )
            .with_help(
                "train on the raw columns, write rows as text in another way, or use another model",
            )
        }
    } else if of_raw(best.interval.1, raw.interval.0) {
        Outcome::found(
            format!(
                "the embedding holds {:.3} bits a row about the label, and the raw columns hold {:.3}",
                best.bits, raw.bits
            ),
            limits.min_share.key,
        )
        .with_help(
            "train on the raw columns, write rows as text in another way, or use another model",
        )
    } else if best.interval.0 >= min_bits && !of_raw(best.bits, raw.bits) {
        Outcome::pass("the embedding says something about the label")
    } else {
        Outcome::undetermined(
            "the embedding may say a little about the label, or nothing",
            format!("more test rows than these {}", format_count(best.rows)),
        )
    };
    Ok(vec![outcome.with_measurements(measurements)])
}

fn measure(name: &str, read: Information) -> Measurement {
    Measurement::new(name, read.bits)
        .with_interval(read.interval.0, read.interval.1)
        .with_n(read.rows)
}
