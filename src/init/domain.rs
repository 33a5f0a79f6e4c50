//! Domain: which columns say where a row comes from, which rows are trained on, and whom models must serve alike.

use std::collections::BTreeMap;

use super::Guess;
use super::page::Reasons;
use super::profile::Profile;
use crate::dataset::{Dataset, DomainRole, Kind};
use crate::measure::RemovableError;
use crate::wording::list_some;

/// Values that rows may come from, and rows that each of them has on average at least.
const MOST_DOMAINS: usize = 60;
const ROWS_EACH: usize = 20;
/// A value with a larger share leaves nothing to compare with.
const MOST_OF_ALL: f64 = 0.98;
/// The part of a constant answer's error that a domain may remove at most.
const DECIDES: f64 = 0.9;
/// Values of a group.
const MOST_GROUPS: usize = 20;
/// What values of a split begin with, case aside.
const TRAIN: &str = "train";
const TEST: [&str; 8] = [
    "test", "val", "dev", "eval", "hold", "predict", "tst", "trial",
];

/// The column whose values say `train` and `test`.
pub(super) fn split(profiles: &[Profile], guess: &mut Guess, reasons: &mut Reasons) {
    let says = |profile: &&Profile| {
        let begins = |value: &str, words: &[&str]| {
            let value = value.to_lowercase();
            words.iter().any(|word| value.starts_with(word))
        };
        let train = |value: &str| begins(value, &[TRAIN]);
        let values = || profile.values.iter().map(|(value, _)| value.as_str());
        profile.values.len() >= 2
            && values().any(train)
            && values().any(|value| !train(value))
            && values().all(|value| train(value) || begins(value, &TEST))
    };
    if let Some(found) = profiles.iter().find(says) {
        reasons.split = format!(
            "It holds {}: rows that say `train` train, the others test.",
            found.shown_values()
        );
        guess.split = Some(found.column.clone());
    }
}

/// The column that says where rows come from, by its name. Without such a name every column of categories
/// would do, and none would be a guess.
///
/// Counts (`rude_language`, 0 to 9) come from nowhere, and what (nearly) decides the label is the label in another form:
/// each shift would have one class.
pub(super) fn domain(
    dataset: &Dataset,
    profiles: &[Profile],
    taken: &[String],
    guess: &mut Guess,
    reasons: &mut Reasons,
) {
    let fits: Vec<&Profile> = profiles
        .iter()
        .filter(|profile| !taken.contains(&profile.column) && !guess.text.contains(&profile.column))
        .filter(|profile| {
            profile.name.is_domain() && profile.is_category() && profile.key.is_none()
        })
        .filter(|profile| {
            profile.values.len() <= MOST_DOMAINS
                && profile.rows >= ROWS_EACH * profile.values.len()
                && profile.largest() <= MOST_OF_ALL
                && !is_measure(profile)
                && !decides_label(dataset, profile, guess.label.as_deref())
        })
        .collect();
    let Some((found, others)) = fits.split_first() else {
        return;
    };
    // The first of equals, as without this list.
    let Some((most, rows)) = found
        .values
        .iter()
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
    else {
        return;
    };
    reasons.domain = format!(
        "A guess by its name; it holds {}. Rows of {most} train, for it has the most ({rows}), and each other \
         value is a shift. If rows of all of them are alike to you, take the line out: then all train.",
        found.shown_values()
    );
    if !others.is_empty() {
        reasons
            .domain
            .push_str(&format!(" Also possible: {}.", named(others)));
    }
    guess
        .unsure
        .push(format!("whether {} is where rows come from", found.column));
    guess.domain = Some(DomainRole {
        column: found.column.clone(),
        train: vec![most.clone()],
    });
}

/// Whether its numbers are measured or counted. Codes are whole; and numbers from 0 up under a name of several words
/// (`rude_language`, `visits_by_country`) count what the words say, where the name of a code is the thing itself (`site`).
/// Where that errs, a shift isn't guessed: better than one that nobody meant.
fn is_measure(profile: &Profile) -> bool {
    let zero = profile.values.iter().any(|(value, _)| value == "0");
    let counts = profile.name.is_count() || zero && profile.name.words() > 1;
    profile.kind == Kind::Number && (!profile.whole || counts)
}

/// Whether the most frequent label of each of its values is (nearly) always the row's.
fn decides_label(dataset: &Dataset, profile: &Profile, label: Option<&str>) -> bool {
    let column = |name: &str| dataset.columns.iter().find(|column| column.name == name);
    let (Some(by), Some(label)) = (column(&profile.column), label.and_then(column)) else {
        return false;
    };
    let mut labels: BTreeMap<String, usize> = BTreeMap::new();
    let mut both: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for row in 0..dataset.rows() {
        if let (Some(value), Some(class)) = (by.category(row), label.category(row)) {
            *labels.entry(class.clone()).or_default() += 1;
            *both.entry(value).or_default().entry(class).or_default() += 1;
        }
    }
    let n: usize = labels.values().sum();
    let most = |counts: &BTreeMap<String, usize>| counts.values().copied().max().unwrap_or(0);
    let error = RemovableError {
        mistakes: n - both.values().map(most).sum::<usize>(),
        removable: n - most(&labels),
        n,
    };
    error.removed() >= DECIDES
}

/// The column whose values are groups of people, by its name.
pub(super) fn group(
    profiles: &[Profile],
    taken: &[String],
    guess: &mut Guess,
    reasons: &mut Reasons,
) {
    let fits: Vec<&Profile> = profiles
        .iter()
        .filter(|profile| !taken.contains(&profile.column))
        .filter(|profile| profile.name.is_group() && profile.is_category())
        .filter(|profile| profile.values.len() <= MOST_GROUPS)
        .collect();
    let Some((found, others)) = fits.split_first() else {
        return;
    };
    reasons.group = format!(
        "By its name; it holds {}. It stays part of the row: add it to `exclude` to leave it out.",
        found.shown_values()
    );
    if !others.is_empty() {
        reasons
            .group
            .push_str(&format!(" Also possible: {}.", named(others)));
    }
    guess.group = Some(found.column.clone());
}

/// `a, b and 3 more`
pub(super) fn named(profiles: &[&Profile]) -> String {
    const SHOWN: usize = 4;
    let names: Vec<&str> = profiles
        .iter()
        .map(|profile| profile.column.as_str())
        .collect();
    list_some(&names, SHOWN)
}
