//! Which rules judge, at which level and by which limits.

use crate::diagnostic::Level;
use crate::error::Mistake;
use crate::policy::{Policy, RulePolicy, Written};
use crate::rules::judges_waivers;
use crate::rules::words::RuleWords;

use super::{Entry, Ledger, PlannedRule, Request};

/// The rules that are selected, not ignored and not allowed, in the order of the catalogue.
pub(super) fn planned(
    policy: &Policy,
    request: &Request,
    catalogue: &[Entry],
    ledger: &mut Ledger,
) -> Vec<PlannedRule> {
    let choice = Choice::of(policy, request, catalogue, ledger);
    read_words(policy, catalogue, ledger);
    let before = ledger.mistakes.len();
    let rules: Vec<PlannedRule> = catalogue
        .iter()
        .filter(|entry| !request.only_embeds && choice.takes(entry.words.name))
        .map(|entry| {
            let written = policy
                .rules
                .iter()
                .find(|written| written.name.value == entry.words.name);
            rule(entry.words, written, choice.asks_for(entry.words.name))
        })
        .filter(|rule| rule.level > Level::Allow)
        .collect();
    let judges_data = |rule: &PlannedRule| !judges_waivers(rule.name);
    if !rules.iter().any(judges_data) && before == 0 && !request.only_embeds {
        ledger.add(Mistake::new("no rule is left to judge by").with_help(
            "select at least one that is neither ignored nor allowed; `trueline rules` lists them",
        ));
    }
    rules
}

/// Checks the words of the file about rules.
pub(super) fn read_words(policy: &Policy, catalogue: &[Entry], ledger: &mut Ledger) {
    let known: Vec<&str> = catalogue.iter().map(|entry| entry.words.name).collect();
    let named = policy.select.iter().chain(&policy.ignore).flatten();
    for written in named {
        if !known.contains(&written.value.as_str()) {
            ledger.add_at(written, Mistake::unknown("rule", &written.value, &known));
        }
    }
    for written in &policy.rules {
        check(written, catalogue, ledger);
    }
}

/// The rules named by `select` and `ignore`. A flag takes the place of the file's key of its name.
pub(super) struct Choice {
    by_flag: Vec<String>,
    /// The rules to judge by; absent selects every one.
    pub(super) selected: Option<Vec<String>>,
    /// The rules to leave out.
    pub(super) ignored: Vec<String>,
}

impl Choice {
    pub(super) fn of(
        policy: &Policy,
        request: &Request,
        catalogue: &[Entry],
        ledger: &mut Ledger,
    ) -> Self {
        let known: Vec<&str> = catalogue.iter().map(|entry| entry.words.name).collect();
        for name in request.select.iter().chain(&request.ignore) {
            if !known.contains(&name.as_str()) {
                ledger.add(Mistake::unknown("rule", name, &known));
            }
        }
        let names = |written: &[Written<String>]| {
            written
                .iter()
                .map(|each| each.value.clone())
                .collect::<Vec<_>>()
        };
        let selected = if request.select.is_empty() {
            policy.select.as_deref().map(names)
        } else {
            Some(request.select.clone())
        };
        let mut ignored = request.ignore.clone();
        if ignored.is_empty() {
            // Who selects a rule by flag wants it, whatever the file ignores.
            ignored = policy.ignore.as_deref().map(names).unwrap_or_default();
            ignored.retain(|name| !request.select.contains(name));
        }
        Self {
            by_flag: request.select.clone(),
            selected,
            ignored,
        }
    }

    fn takes(&self, name: &str) -> bool {
        let is = |each: &String| each == name;
        self.selected
            .as_ref()
            .is_none_or(|selected| selected.iter().any(is))
            && !self.ignored.iter().any(is)
    }

    pub(super) fn asks_for(&self, name: &str) -> bool {
        self.by_flag.iter().any(|each| each == name)
    }
}

/// A rule with the level and the limits that it would judge by.
pub(super) fn rule(
    words: &RuleWords,
    written: Option<&RulePolicy>,
    asked_for: bool,
) -> PlannedRule {
    let mut limits = words.limits.clone();
    let mut level = words.level;
    if let Some(written) = written {
        for (key, value) in &written.limits {
            if let Some(limit) = limits.0.get_mut(&key.value) {
                *limit = Written {
                    value: value.value,
                    span: value.span.clone(),
                };
            }
        }
        let by_file = written
            .level
            .as_ref()
            .and_then(|word| Level::of(&word.value));
        // A rule selected by flag speaks even where the file allows what it finds.
        level = by_file
            .filter(|&by_file| !(asked_for && by_file == Level::Allow))
            .unwrap_or(level);
    }
    PlannedRule {
        name: words.name,
        level,
        limits,
    }
}

/// Checks one `[rules.NAME]` table against the rule's own words.
fn check(written: &RulePolicy, catalogue: &[Entry], ledger: &mut Ledger) {
    if let Some(level) = &written.level
        && Level::of(&level.value).is_none()
    {
        ledger.add_at(
            level,
            Mistake::unknown("level", &level.value, &Level::WORDS),
        );
    }
    let Some(entry) = catalogue
        .iter()
        .find(|entry| entry.words.name == written.name.value)
    else {
        let known: Vec<&str> = catalogue.iter().map(|entry| entry.words.name).collect();
        ledger.add_at(
            &written.name,
            Mistake::unknown("rule", &written.name.value, &known),
        );
        return;
    };
    for (key, value) in &written.limits {
        match entry.words.meaning(&key.value) {
            Some(words) if words.unit.admits(value.value) => {}
            Some(words) => {
                let message = format!("`{}` must be {}", key.value, words.unit.range());
                ledger.add_at(
                    value,
                    Mistake::new(message).with_help(words.meaning.clone()),
                );
            }
            None => {
                let mut known: Vec<&str> = entry
                    .words
                    .meanings
                    .iter()
                    .map(|words| words.key.as_str())
                    .collect();
                known.push("level");
                let kind = format!("limit of {}:", written.name.value);
                ledger.add_at(key, Mistake::unknown(&kind, &key.value, &known));
            }
        }
    }
}
