//! Advice: what to do about collapsed probes, and what to say where there are none.

use super::{Judged, Limits, REPORTED_ONLY};
use crate::evidence::Probes;
use crate::probe::Arm;
use crate::rules::signal::has_signal;
use crate::wording::{format_significant, list};

/// What to say where nothing is found. Families that decide nothing are named where they collapse.
pub(super) fn report_silence(judged: &[Judged], limits: &Limits) -> String {
    let collapsed: Vec<&str> = judged
        .iter()
        .map(|judged| &judged.family)
        .filter(|family| REPORTED_ONLY.contains(&family.family))
        .filter(|family| family.excess >= limits.max_excess.value)
        .map(|family| family.family.name())
        .collect();
    if collapsed.is_empty() {
        return "no family of probes collapses more on the embedding than on the raw columns"
            .to_owned();
    }
    format!(
        "no family of probes that counts collapses more on the embedding than on the raw columns; {} does, which is \
         reported only",
        list(&collapsed)
    )
}

/// The frontier, what cures it, and what to do. `standardised` says what the declared transform makes of the vectors, where
/// it standardises them.
pub(super) fn advise(probes: &Probes, found: &[&Judged], standardised: Option<&str>) -> String {
    let mut parts: Vec<String> = found
        .iter()
        .filter_map(|judged| {
            let c = judged.family.frontier?;
            Some(format!(
                "{} predicts one class at every C up to {}{}",
                judged.family.family.name(),
                format_significant(c, 2),
                name_splits(judged)
            ))
        })
        .collect();
    parts.push(explain(probes, found, standardised));
    parts.join("; ")
}

/// On what the frontier was seen, where that isn't one split.
fn name_splits(judged: &Judged) -> String {
    match (judged.family.splits, judged.family.is_over_rows()) {
        (..=1, _) => String::new(),
        (splits, true) => format!(" on each of {splits} draws of the rows"),
        (splits, false) => format!(" on each of {splits} splits"),
    }
}

/// What lies behind the collapse: the scale, the text, or neither. Trees see no scale, so they can
/// neither show nor rule out that it is to blame.
fn explain(probes: &Probes, found: &[&Judged], standardised: Option<&str>) -> String {
    let scaled: Vec<&&Judged> = found
        .iter()
        .filter(|judged| !judged.family.family.sees_only_order())
        .collect();
    if scaled.is_empty() {
        return "compare with another family before you choose this one".to_owned();
    }
    let cured = scaled.iter().all(|judged| {
        let left = judged.family.share(Arm::Standardised) - judged.family.share(Arm::Raw);
        2.0 * left < judged.family.excess
    });
    if cured && has_signal(probes, Arm::Standardised) {
        let trees = if scaled.len() == found.len() {
            ", or train trees"
        } else {
            ""
        };
        format!(
            "on the standardised embedding it doesn't: the signal is there, but too small for this regularisation. \
             Standardise the embedding{trees}; write transform = \"standardise\" under [embed] when your training does"
        )
    } else if cured {
        "on the standardised embedding it doesn't, but learns next to nothing either: the embedding lost what the raw \
         columns say. Train on the raw columns, or write rows as text in another way"
            .to_owned()
    } else if let Some(vectors) = standardised {
        format!(
            "{vectors} as your training has it, the embedding lost what the raw columns say. Train on the raw columns, write \
             rows as text in another way, or use another model"
        )
    } else {
        "standardising doesn't help: the embedding lost what the raw columns say. Train on the raw columns, write rows \
         as text in another way, or use another model"
            .to_owned()
    }
}
