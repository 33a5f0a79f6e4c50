//! Advice: what to do about collapsed probes, and what is said where none are found.

use super::{Judged, Limits, TOLD_ONLY};
use crate::evidence::Probes;
use crate::probe::Arm;
use crate::rules::{listed, says_something, strength};

/// What is said where nothing is found. Families that decide nothing are named where they collapse.
pub(super) fn silence(judged: &[Judged], limits: &Limits) -> String {
    let told: Vec<&str> = judged
        .iter()
        .map(|judged| &judged.family)
        .filter(|family| TOLD_ONLY.contains(&family.family))
        .filter(|family| family.excess_range.0 >= limits.max_excess.value)
        .map(|family| family.family.name())
        .collect();
    if told.is_empty() {
        return "no family of probes collapses on the embedding beyond the raw columns".to_owned();
    }
    format!(
        "no family of probes that decides collapses on the embedding beyond the raw columns; many settings of {} do, \
         which decide nothing",
        listed(&told)
    )
}

/// The frontier, what cures it, and what to do.
pub(super) fn help(probes: &Probes, found: &[&Judged]) -> String {
    let mut parts: Vec<String> = found
        .iter()
        .filter_map(|judged| {
            let c = judged.family.frontier?;
            Some(format!(
                "{} gives one answer for every C up to {}",
                judged.family.family.name(),
                strength(c)
            ))
        })
        .collect();
    parts.push(diagnosis(probes, found));
    if found.iter().any(|judged| judged.splits > 1) {
        parts.push("judged by the majority of three splits".to_owned());
    } else if let Some(splits) = found.iter().map(|judged| judged.family.splits).max()
        && splits > 1
    {
        parts.push(format!("the same on each of {splits} splits"));
    }
    parts.join("; ")
}

/// What lies behind the collapse: the scale, the text, or neither. Trees see no scale, so they can
/// neither show nor rule out that it is to blame.
fn diagnosis(probes: &Probes, found: &[&Judged]) -> String {
    let scaled: Vec<&&Judged> = found
        .iter()
        .filter(|judged| !judged.family.family.sees_only_order())
        .collect();
    if scaled.is_empty() {
        return "compare with other families before you settle on this one".to_owned();
    }
    let cured = scaled.iter().all(|judged| {
        let left = judged.family.share(Arm::Standardised) - judged.family.share(Arm::Raw);
        2.0 * left < judged.family.excess
    });
    if cured && says_something(probes, Arm::Standardised) {
        let trees = if scaled.len() == found.len() {
            ", or train trees"
        } else {
            ""
        };
        format!(
            "standardised, it doesn't: the signal is there, too small for the regularisation. Standardise the \
             embedding{trees}"
        )
    } else if cured {
        "standardised, it doesn't give up, but learns next to nothing either: the embedding has lost what the raw \
         columns say"
            .to_owned()
    } else {
        "standardising doesn't cure it: the embedding has lost what the raw columns say. Train on the raw columns, \
         write rows as text in another way, or use another model"
            .to_owned()
    }
}
