//! The rules' settings: which are chosen, at which level, by which limits.

use super::super::rules::{Choice, rule};
use super::super::{Entry, Ledger, Plan, Request};
use super::{Block, Origin, Value, first, origin, said};
use crate::diagnostic::Level;
use crate::policy::Policy;
use crate::rules::words::Unit;

/// Adds `select` and `ignore` where either leaves something out.
pub(super) fn choice(block: &mut Block, policy: &Policy, request: &Request, catalogue: &[Entry]) {
    let choice = chosen(policy, request, catalogue);
    if let Some(selected) = choice.selected {
        let flag = (!request.select.is_empty()).then_some("--select");
        let by = origin(flag, first(policy.select.as_deref()));
        block.put("select", Value::texts(selected), by);
    }
    if !choice.ignored.is_empty() {
        let flag = (!request.ignore.is_empty()).then_some("--ignore");
        let by = origin(flag, first(policy.ignore.as_deref()));
        block.put("ignore", Value::texts(choice.ignored), by);
    }
}

/// Every rule of the catalogue, also those that don't judge.
pub(super) fn blocks(
    plan: &Plan,
    policy: &Policy,
    request: &Request,
    catalogue: &[Entry],
) -> Vec<Block> {
    let choice = chosen(policy, request, catalogue);
    let block = |entry: &Entry| {
        let name = entry.words.name;
        let written = policy
            .rules
            .iter()
            .find(|written| written.name.value == name);
        let asked_for = choice.asks_for(name);
        let rule = rule(entry.words, written, asked_for);
        let mut block = Block::headed(["rules", name]);
        let judges = plan.rules.iter().any(|planned| planned.name == name);
        block.note = (!judges).then(|| {
            if choice.ignored.iter().any(|ignored| ignored == name) {
                "ignored".to_owned()
            } else if rule.level == Level::Allow {
                "allowed".to_owned()
            } else {
                "not selected".to_owned()
            }
        });
        let level = written.and_then(|written| written.level.as_ref());
        // Who selects a rule by flag overrules a file that allows what it finds.
        let overruled = level.is_some_and(|level| level.value != rule.level.word());
        let by = origin(overruled.then_some("--select"), said(level));
        block.put("level", Value::text(rule.level.word()), by);
        for words in &entry.words.meanings {
            let key = &words.key;
            let by_user = written
                .and_then(|written| written.limits.iter().find(|(known, _)| known.value == *key));
            let by = by_user.map_or(Origin::Default, |(_, limit)| {
                origin(None, limit.span.as_ref())
            });
            if let Some(value) = rule.limits.value(key) {
                block.put(key, number(value, words.unit), by);
            }
        }
        block
    };
    catalogue.iter().map(block).collect()
}

/// A limit as people write it: rows and tokens are counted.
fn number(value: f64, unit: Unit) -> Value {
    if unit.is_whole() {
        Value::Whole(value as u64)
    } else {
        Value::Number(value)
    }
}

fn chosen(policy: &Policy, request: &Request, catalogue: &[Entry]) -> Choice {
    // The plan has told every mistake already.
    let mut told = Ledger {
        mistakes: Vec::new(),
    };
    Choice::of(policy, request, catalogue, &mut told)
}
