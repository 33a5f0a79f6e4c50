//! Once: what one rule tells is left out by the rules that would tell it again.

use std::sync::Arc;

use super::judge::outcomes;
use crate::diagnostic::{Diagnostic, Verdict};
use crate::error::Error;
use crate::evidence::{Evidence, Unavailable};
use crate::plan::Plan;
use crate::rules::beside;

/// The rule that tells of rows on both sides of a split: what makes a copy matter most.
const TELLER: &str = "split-leak";

/// The rules of `plan` that leave rows to [`TELLER`]: those that never weigh more than it. A finding that
/// fails the run must not give way to one that doesn't.
pub(super) fn yielding(plan: &Plan) -> Vec<&'static str> {
    let Some(teller) = plan.rules.iter().find(|rule| rule.name == TELLER) else {
        return Vec::new();
    };
    plan.rules
        .iter()
        .filter(|rule| beside(rule.name).is_some() && rule.level <= teller.level.lowered())
        .map(|rule| rule.name)
        .collect()
}

/// Judges the rules that found what [`TELLER`] found again without its rows.
pub(super) fn told(
    plan: &Plan,
    evidence: &Evidence,
    diagnostics: &mut [Diagnostic],
) -> Result<(), Arc<Error>> {
    let rows = rows(evidence, diagnostics);
    if rows.is_empty() {
        return Ok(());
    }
    let yielding = yielding(plan);
    for diagnostic in diagnostics {
        let rule = plan.rules.iter().find(|rule| rule.name == diagnostic.rule);
        let (Some(rule), Some(beside)) = (rule, beside(diagnostic.rule)) else {
            continue;
        };
        if diagnostic.outcome.verdict != Verdict::Found || !yielding.contains(&rule.name) {
            continue;
        }
        // Such a rule has one outcome, about the whole dataset.
        if let Some(anew) = outcomes(beside(evidence, &rule.limits, &rows))?.pop() {
            diagnostic.outcome = anew;
        }
    }
    Ok(())
}

/// The rows that [`TELLER`] found, ascending.
fn rows(evidence: &Evidence, diagnostics: &[Diagnostic]) -> Vec<usize> {
    let mut found = diagnostics
        .iter()
        .filter(|each| each.rule == TELLER && each.outcome.verdict == Verdict::Found)
        .peekable();
    if found.peek().is_none() {
        return Vec::new();
    }
    let leaks: &[_] = match evidence.leaks() {
        Ok(leaks) => leaks,
        Err(
            Unavailable::Failed(_) | Unavailable::Skipped(_) | Unavailable::Undetermined { .. },
        ) => &[],
    };
    let mut rows: Vec<usize> = found
        .flat_map(|told| {
            let subject = told.outcome.subject.as_deref();
            leaks
                .iter()
                .filter(move |leak| leak.sides.name() == subject)
        })
        .flat_map(|leak| leak.leaked.iter().map(|leaked| leaked.row))
        .collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}
