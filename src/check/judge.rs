//! Judge: what one rule says of the evidence.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Outcome, Suppression};
use crate::error::Error;
use crate::evidence::{Evidence, Unavailable};
use crate::plan::PlannedRule;
use crate::rules::{Judgement, Rule, find, judges_waivers};

/// One rule's outcomes, at the rule's own level.
pub(super) fn judge(
    rule: &PlannedRule,
    evidence: &Evidence,
) -> Result<Vec<Diagnostic>, Arc<Error>> {
    let data = |known: &&Rule| !judges_waivers(known.name);
    let Some(known) = find(rule.name).filter(data) else {
        return Ok(Vec::new());
    };
    let judgement = if known.needs_label && evidence.dataset.roles.label.is_none() {
        Err(Unavailable::Skipped(
            "no label column is given (--label)".to_owned(),
        ))
    } else {
        known.check(evidence, &rule.limits)
    };
    Ok(outcomes(judgement)?
        .into_iter()
        .map(|outcome| Diagnostic {
            rule: rule.name,
            level: rule.level,
            span: None,
            suppression: Suppression::default(),
            outcome,
        })
        .collect())
}

/// The outcomes of one judgement.
pub(super) fn outcomes(judgement: Judgement) -> Result<Vec<Outcome>, Arc<Error>> {
    match judgement {
        Ok(outcomes) => Ok(outcomes),
        Err(Unavailable::Skipped(why)) => Ok(vec![Outcome::skipped(why)]),
        Err(Unavailable::Undetermined { why, needs }) => {
            Ok(vec![Outcome::undetermined(why, needs)])
        }
        Err(Unavailable::Failed(error)) => Err(error),
    }
}
