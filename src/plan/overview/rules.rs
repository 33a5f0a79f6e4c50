//! The rules' settings: at which level they judge, by which limits.

use super::super::rules::{Choice, rule};
use super::super::settings::SELECT;
use super::super::{Entry, Plan, Request};
use super::Block;
use crate::diagnostic::Level;
use crate::policy::{Origin, Policy, Value};
use crate::rules::words::Unit;

/// Every rule of the catalogue, also those that don't judge.
pub(super) fn blocks(
    plan: &Plan,
    policy: &Policy,
    request: &Request,
    catalogue: &[Entry],
) -> Vec<Block> {
    let choice = Choice::new(policy, request);
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
        let by = if overruled {
            Origin::Flag(SELECT.key.name)
        } else {
            Origin::of(level.and_then(|level| level.span.as_ref()))
        };
        block.put("level", Value::text(rule.level.word()), by);
        for words in &entry.words.meanings {
            let key = &words.key;
            let by_user = written
                .and_then(|written| written.limits.iter().find(|(known, _)| known.value == *key));
            let by = by_user.map_or(Origin::Default, |(_, limit)| {
                Origin::of(limit.span.as_ref())
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
