//! Label: which column is to be learned, by its name, its values and its place.

use super::Guess;
use super::domain::named;
use super::name::Labelled;
use super::page::Reasons;
use super::profile::{MOST_VALUES, Profile};
use crate::dataset::Kind;

/// Points from which on a column is taken for the label.
const ENOUGH: f64 = 3.0;
/// A column that comes this near is named beside it.
const NEAR: f64 = 2.0;
/// Values that answer yes or no.
const ANSWERS: [&str; 20] = [
    "true", "false", "yes", "no", "y", "n", "t", "f", "ja", "nein", "oui", "non", "positive",
    "negative", "pos", "neg", "spam", "ham", "good", "bad",
];

/// Guesses the label, and says why it is one, or why there is none.
pub(super) fn guess_label(
    profiles: &[Profile],
    text: &[String],
    guess: &mut Guess,
    reasons: &mut Reasons,
) {
    let free: Vec<&Profile> = profiles
        .iter()
        .filter(|profile| {
            guess.split.as_ref() != Some(&profile.column)
                && guess.embedding.as_ref() != Some(&profile.column)
        })
        .collect();
    // What is called a label and can't be one leaves the others less likely.
    let spoilt = free.iter().copied().find(|profile| {
        profile.name.labelled() == Labelled::Named && !can_be(profile) && !profile.prose
    });
    let ranked = rank(&free, text);
    let named_one = |profile: &Profile| profile.name.labelled() != Labelled::Unsaid;
    let found = ranked
        .first()
        .filter(|(points, profile)| *points >= ENOUGH && (spoilt.is_none() || named_one(profile)));
    let Some(&(most, found)) = found else {
        reasons.label = without(spoilt, &ranked);
        guess.unsure.push("whether there is a label".to_owned());
        return;
    };
    // A name that only says what happened doesn't put the others out of reach.
    let reach = if is_participle(found) {
        f64::INFINITY
    } else {
        NEAR
    };
    let others: Vec<&Profile> = ranked[1..]
        .iter()
        .filter(|(points, _)| *points > most - reach && *points >= ENOUGH - 1.0)
        .map(|(_, profile)| *profile)
        .collect();
    let sure = found.name.labelled() == Labelled::Named
        || found.name.labelled() == Labelled::Partly && others.is_empty();
    if !sure {
        guess
            .unsure
            .push(format!("whether {} is the label", found.column));
    }
    reasons.label = explain(found, &others, sure);
    guess.label = Some(found.column.clone());
}

/// The columns that may be the label with their points, the likeliest first.
fn rank<'a>(free: &[&'a Profile], text: &[String]) -> Vec<(f64, &'a Profile)> {
    let able: Vec<&Profile> = free
        .iter()
        .copied()
        .filter(|profile| can_be(profile) && !text.contains(&profile.column))
        .collect();
    // What stands beside texts by itself is there to say something about them.
    let alone = if able.len() == 1 && !text.is_empty() {
        2.0
    } else {
        0.0
    };
    let mut ranked: Vec<(f64, &Profile)> = able
        .into_iter()
        .map(|profile| (points(profile) + alone, profile))
        .filter(|(points, _)| *points >= ENOUGH - NEAR)
        .collect();
    // Of equals the later column: labels stand at the end more often.
    ranked.reverse();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked
}

/// Why `found` is taken for the label, and which others may be it.
fn explain(found: &Profile, others: &[&Profile], sure: bool) -> String {
    let mut why = reason(found);
    if !sure {
        why.push_str(" Name another column if another is to be learned.");
    }
    if !others.is_empty() {
        why.push_str(&format!(" Also possible: {}.", named(others)));
    }
    if found.missing > 0 {
        why.push_str(&format!(
            " {} of {} rows have none.",
            found.missing, found.rows
        ));
    }
    why
}

/// Whether its values can be classes.
fn can_be(profile: &Profile) -> bool {
    if matches!(profile.kind, Kind::Vector { .. }) {
        return false;
    }
    let steps = profile.kind == Kind::Number && !profile.whole && profile.values.len() > 10;
    profile.is_category() && !profile.prose && !profile.dates && profile.key.is_none() && !steps
}

/// How much speaks for it.
fn points(profile: &Profile) -> f64 {
    let name = match profile.name.labelled() {
        Labelled::Named => 6.0,
        Labelled::Partly => 5.0,
        Labelled::Perhaps => 3.0,
        Labelled::Unsaid if is_participle(profile) => 3.0,
        Labelled::Unsaid => 0.0,
    };
    let feature = if name < 5.0 && profile.name.is_feature() {
        -4.0
    } else {
        0.0
    };
    let place = match (profile.last, profile.first) {
        (true, _) => 2.0,
        (_, true) => 1.0,
        _ => 0.0,
    };
    let classes = match profile.values.len() {
        2 => 2.0,
        3..=10 => 1.0,
        11..=20 => 0.0,
        21..=50 => -1.5,
        _ => -3.0,
    };
    let values = || profile.values.iter().map(|(value, _)| value.as_str());
    let coded = profile.kind == Kind::Number
        && values()
            .enumerate()
            .all(|(at, value)| value == at.to_string());
    let answered = values().all(|value| ANSWERS.contains(&value.to_lowercase().as_str()));
    let form = if answered || coded { 1.5 } else { 0.0 };
    let missing = profile.missing as f64 / profile.rows.max(1) as f64;
    let gaps = if profile.missing > 0 {
        -0.5 - 4.0 * missing
    } else {
        0.0
    };
    let lone = profile.values.iter().any(|(_, rows)| *rows < 2) || profile.largest() > 0.99;
    name + feature + place + classes + form + gaps - if lone { 1.0 } else { 0.0 }
}

/// Whether it says what happened, yes or no, at an end of the table: `enrolled`.
fn is_participle(profile: &Profile) -> bool {
    profile.values.len() == 2
        && (profile.first || profile.last)
        && profile.name.labelled() == Labelled::Unsaid
        && profile.name.is_participle()
}

/// `2 values, 0 (0.61) and 1 (0.39), in the first column.`
fn reason(profile: &Profile) -> String {
    let known = (profile.rows - profile.missing).max(1) as f64;
    let classes = if profile.values.len() <= 4 {
        let each: Vec<String> = profile
            .values
            .iter()
            .map(|(value, rows)| format!("{value} ({:.2})", *rows as f64 / known))
            .collect();
        each.join(", ")
    } else {
        profile.shown_values()
    };
    let name = match profile.name.labelled() {
        Labelled::Unsaid if is_participle(profile) => {
            "A guess by its name, which says what happened, its values and its place"
        }
        Labelled::Unsaid => "A guess by its values and its place",
        Labelled::Perhaps => "A guess: its name may be that of a label",
        _ => "By its name",
    };
    let place = match (profile.last, profile.first) {
        (true, _) => ", in the last column",
        (_, true) => ", in the first column",
        _ => "",
    };
    format!(
        "{name}; it holds {} values{place}: {classes}.",
        profile.values.len()
    )
}

/// Why no column is taken for the label.
fn without(spoilt: Option<&Profile>, ranked: &[(f64, &Profile)]) -> String {
    let mut why = match spoilt {
        Some(Profile {
            kind: Kind::Vector { dim },
            column,
            ..
        }) => format!(
            "{column} is named like a label and holds lists of {dim} numbers. trueline judges one class a row: write \
             it to a column of its own."
        ),
        Some(spoilt) if spoilt.different > MOST_VALUES || spoilt.kind == Kind::Number => format!(
            "{} is named like a label and holds {} different values. trueline judges classes, up to {MOST_VALUES}: \
             put it in bins, or name another column.",
            spoilt.column, spoilt.different
        ),
        Some(spoilt) => format!(
            "{} is named like a label and can't be one: it holds {} different values in {} rows.",
            spoilt.column, spoilt.different, spoilt.rows
        ),
        None => "No column looks like a label.".to_owned(),
    };
    why.push_str(" `false` says that there is none: the rules that need no label judge the rows. With one, write label = \"COLUMN\".");
    let near: Vec<&Profile> = ranked.iter().map(|(_, profile)| *profile).collect();
    if !near.is_empty() {
        why.push_str(&format!(" It might be {}.", named(&near)));
    }
    why
}
