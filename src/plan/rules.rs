//! Which rules judge, at which level and by which limits.

use crate::diagnostic::Level;
use crate::error::Mistake;
use crate::policy::{Key, Policy, RulePolicy, Statement, Written};
use crate::rules::judges_waivers;
use crate::rules::words::RuleWords;

use super::mistakes::Mistakes;
use super::settings::{IGNORE, SELECT, UNFIXABLE};
use super::{Entry, PlannedRule, Request};

/// The keys that name rules.
static LISTS: [&Key; 3] = [&SELECT.key, &IGNORE.key, &UNFIXABLE.key];

/// The rules that are selected, not ignored and not allowed, in the order of the catalogue.
pub(super) fn plan_rules(
    policy: &Policy,
    request: &Request,
    catalogue: &[Entry],
    mistakes: &mut Mistakes,
) -> Vec<PlannedRule> {
    let choice = Choice::new(policy, request);
    check_flags(request, catalogue, mistakes);
    check_words(policy, catalogue, mistakes);
    let before = mistakes.count();
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
        mistakes.add(Mistake::new("no rule is left to judge by").with_help(
            "select at least one that is neither ignored nor allowed; `trueline rules` lists them",
        ));
    }
    rules
}

/// Checks the words of the file about rules.
pub(super) fn check_words(policy: &Policy, catalogue: &[Entry], mistakes: &mut Mistakes) {
    let known: Vec<&str> = catalogue.iter().map(|entry| entry.words.name).collect();
    let lists = LISTS.map(|key| policy.settings.get(key));
    for written in lists.into_iter().flatten().flat_map(Statement::items) {
        if !known.contains(&written.value.as_str()) {
            mistakes.add_at(&written, Mistake::unknown("rule", &written.value, &known));
        }
    }
    for written in &policy.rules {
        check(written, catalogue, mistakes);
    }
}

/// Checks the words of the flags about rules.
fn check_flags(request: &Request, catalogue: &[Entry], mistakes: &mut Mistakes) {
    let known: Vec<&str> = catalogue.iter().map(|entry| entry.words.name).collect();
    let lists = LISTS.map(|key| request.settings.get(key));
    for name in lists
        .into_iter()
        .flatten()
        .flat_map(|said| said.value.texts())
    {
        if !known.contains(&name.as_str()) {
            mistakes.add(Mistake::unknown("rule", name, &known));
        }
    }
}

/// The rules named by `select` and `ignore`. A flag takes the place of the file's key of its name.
pub(super) struct Choice {
    by_flag: Vec<String>,
    /// The rules to judge by; absent selects every one.
    selected: Option<Vec<String>>,
    /// The rules to leave out.
    pub(super) ignored: Vec<String>,
}

impl Choice {
    pub(super) fn new(policy: &Policy, request: &Request) -> Self {
        let by_flag = request.settings.value(&SELECT).flatten();
        let selected = by_flag
            .clone()
            .or_else(|| policy.settings.value(&SELECT).flatten());
        let by_flag = by_flag.unwrap_or_default();
        let ignored = request.settings.value(&IGNORE).flatten();
        let ignored = ignored.unwrap_or_else(|| {
            // Who selects a rule by flag wants it, whatever the file ignores.
            let mut ignored = policy.settings.value(&IGNORE).flatten().unwrap_or_default();
            ignored.retain(|name| !by_flag.contains(name));
            ignored
        });
        Self {
            by_flag,
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
fn check(written: &RulePolicy, catalogue: &[Entry], mistakes: &mut Mistakes) {
    if let Some(level) = &written.level
        && Level::of(&level.value).is_none()
    {
        mistakes.add_at(
            level,
            Mistake::unknown("level", &level.value, &Level::WORDS),
        );
    }
    let Some(entry) = catalogue
        .iter()
        .find(|entry| entry.words.name == written.name.value)
    else {
        let known: Vec<&str> = catalogue.iter().map(|entry| entry.words.name).collect();
        mistakes.add_at(
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
                mistakes.add_at(
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
                mistakes.add_at(key, Mistake::unknown(&kind, &key.value, &known));
            }
        }
    }
}
