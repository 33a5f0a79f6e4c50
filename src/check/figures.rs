//! Figures: gathers what a report draws, from what the rules had found out; it asks for no probe of its own.

mod vectors;
mod zoo;

use crate::diagnostic::{Diagnostic, Verdict};
use crate::embed;
use crate::evidence::Evidence;
use crate::outcome::{Figures, RuleSettings, RunSettings};
use crate::plan::Plan;
use crate::plan::settings::{FAIL_ON, MODEL, PROBES, TRAIN_ROWS};

/// The figures of a dataset that was judged. `reading` and `judging` are seconds.
pub(super) fn gather(
    evidence: &Evidence,
    diagnostics: &[Diagnostic],
    reading: f64,
    judging: Vec<(String, f64)>,
) -> Figures {
    Figures {
        zoo: zoo::gather(evidence).ok_or_else(|| {
            missing(
                diagnostics,
                "collapsed-probes",
                "no rule that was selected trains probes",
            )
        }),
        vectors: vectors::gather(evidence, diagnostics).ok_or_else(|| {
            missing(
                diagnostics,
                "template-dominated-text",
                "no rule that was selected looks at vectors",
            )
        }),
        reading,
        judging,
    }
}

/// Why there is nothing to draw: what `rule`, which would have asked for it, says; `else` it wasn't asked.
fn missing(diagnostics: &[Diagnostic], rule: &str, unasked: &str) -> String {
    diagnostics
        .iter()
        .find(|diagnostic| {
            let outcome = &diagnostic.outcome;
            diagnostic.rule == rule
                && matches!(outcome.verdict, Verdict::Skipped | Verdict::Undetermined)
        })
        .map_or(unasked, |diagnostic| &diagnostic.outcome.message)
        .to_owned()
}

/// What the run goes by.
pub(super) fn settings(plan: &Plan) -> RunSettings {
    RunSettings {
        fingerprint: embed::fingerprint(&plan.get(&MODEL)),
        train_rows: plan.get(&TRAIN_ROWS),
        probes: plan.get(&PROBES),
        fail_on: plan.get(&FAIL_ON),
        rules: plan
            .rules
            .iter()
            .map(|rule| RuleSettings {
                rule: rule.name,
                level: rule.level.word(),
                limits: rule
                    .limits
                    .0
                    .iter()
                    .map(|(key, limit)| (key.clone(), limit.value))
                    .collect(),
            })
            .collect(),
    }
}
