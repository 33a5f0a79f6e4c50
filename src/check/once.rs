//! Once: rows that one rule lists are left out by the rules that yield to it.

use std::sync::Arc;

use super::judge::outcomes;
use crate::diagnostic::{Diagnostic, Verdict};
use crate::error::Error;
use crate::evidence::Evidence;
use crate::plan::{Plan, PlannedRule};
use crate::rules::{Elsewhere, Rule, find};

/// The rules of `plan` that leave rows to others, each with those others.
pub(super) fn pair_yielding(plan: &Plan) -> Vec<(&'static str, Vec<&'static str>)> {
    plan.rules
        .iter()
        .filter_map(|rule| {
            let to = yields_to(plan, rule, find(rule.name)?);
            (!to.is_empty()).then_some((rule.name, to))
        })
        .collect()
}

/// The rules of `plan` that `rule` leaves rows to: those that always weigh more than it. A finding that
/// fails the run must not give way to one that doesn't.
fn yields_to(plan: &Plan, rule: &PlannedRule, known: &Rule) -> Vec<&'static str> {
    let weighs_more = |name: &&&str| {
        plan.rules
            .iter()
            .any(|other| other.name == **name && rule.level <= other.level.lowered())
    };
    known
        .yields_to
        .iter()
        .filter(weighs_more)
        .copied()
        .collect()
}

/// Judges the rules anew that found what rules found to which they yield, without those rows.
pub(super) fn leave_out_rows(
    plan: &Plan,
    evidence: &Evidence,
    diagnostics: &mut [Diagnostic],
) -> Result<(), Arc<Error>> {
    for at in 0..diagnostics.len() {
        let name = diagnostics[at].rule;
        let rule = plan.rules.iter().find(|rule| rule.name == name);
        let (Some(rule), Some(known)) = (rule, find(name)) else {
            continue;
        };
        let is_found = diagnostics[at].outcome.verdict == Verdict::Found;
        if !is_found && diagnostics[at].outcome.noted.is_none() {
            continue;
        }
        let others = yields_to(plan, rule, known);
        let elsewhere = list_rows(evidence, diagnostics, &others, !is_found);
        if elsewhere.rows.is_empty() {
            continue;
        }
        // Such a rule has one outcome, about the whole dataset.
        let judgement = known.check_rest(evidence, &rule.limits, &elsewhere);
        let Some(anew) = outcomes(judgement)?.pop() else {
            continue;
        };
        if is_found {
            diagnostics[at].outcome = anew;
        } else {
            // What is within the limit stays as it was measured; only the rows aren't told twice.
            diagnostics[at].outcome.noted = anew.noted;
        }
    }
    Ok(())
}

/// The rows that findings of `rules` are about, and with `noted` those that passes of them note: a finding gives way to
/// none of these.
fn list_rows(
    evidence: &Evidence,
    diagnostics: &[Diagnostic],
    rules: &[&'static str],
    noted: bool,
) -> Elsewhere {
    let mut elsewhere = Elsewhere::default();
    for finding in diagnostics {
        let outcome = &finding.outcome;
        let noted = outcome.noted.as_ref().filter(|_| noted);
        let witnesses = match noted {
            Some(noted) => &noted.witnesses,
            None if outcome.verdict == Verdict::Found => &outcome.witnesses,
            None => continue,
        };
        if !rules.contains(&finding.rule) {
            continue;
        }
        if !elsewhere.rules.contains(&finding.rule) {
            elsewhere.rules.push(finding.rule);
        }
        let rows = witnesses
            .iter()
            .filter_map(|each| evidence.dataset.row_at(&each.path, each.row));
        elsewhere.rows.extend(rows);
    }
    elsewhere.rows.sort_unstable();
    elsewhere.rows.dedup();
    elsewhere
}
