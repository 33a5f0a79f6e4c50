//! Exclude: columns that tell rows apart without saying anything about them, and vectors.

use super::Guess;
use super::domain::named;
use super::name::Labelled;
use super::page::Reasons;
use super::profile::Profile;
use crate::dataset::Kind;
use crate::evidence::Form;

/// The first column of vectors.
pub(super) fn embedding(profiles: &[Profile], guess: &mut Guess, reasons: &mut Reasons) {
    let vectors: Vec<&Profile> = profiles
        .iter()
        .filter(|profile| is_embedding(profile))
        .collect();
    let Some((found, others)) = vectors.split_first() else {
        return;
    };
    let Kind::Vector { dim } = found.kind else {
        return;
    };
    reasons.embedding = format!(
        "Lists of {dim} numbers: they are used as the rows' vectors. Take the line out to embed the text instead."
    );
    if !others.is_empty() {
        reasons
            .embedding
            .push_str(&format!(" Also possible: {}.", named(others)));
    }
    guess.embedding = Some(found.column.clone());
}

/// Whether its lists are vectors of the rows. Whole numbers are classes, tokens or counts, unless the name says
/// otherwise, and what is named like a label is one.
fn is_embedding(profile: &Profile) -> bool {
    let vectors = matches!(profile.kind, Kind::Vector { .. });
    let named = profile.name.is_vector();
    vectors && (named || !profile.whole && profile.name.labelled() == Labelled::Unsaid)
}

/// The columns that are no part of a row.
pub(super) fn exclude(
    profiles: &[Profile],
    taken: &[String],
    guess: &mut Guess,
    reasons: &mut Reasons,
) {
    let mut told = Vec::new();
    for profile in profiles {
        let used = taken.contains(&profile.column) || guess.text.contains(&profile.column);
        if used || matches!(profile.kind, Kind::Vector { .. } | Kind::Empty) {
            continue;
        }
        if let Some(why) = why(profile) {
            told.push(format!("{}: {why}", profile.column));
            guess.exclude.push(profile.column.clone());
        }
    }
    if !told.is_empty() {
        reasons.exclude = format!(
            "They tell rows apart and say nothing of them. {}.",
            told.join("; ")
        );
    }
}

fn why(profile: &Profile) -> Option<&'static str> {
    let moment = profile.dates || profile.name.is_time() && (profile.whole || !profile.prose);
    match profile.key {
        // A measure may happen to be different in every row; what is called a moment isn't one.
        Some(Form::RunningNumber) => Some("a running number"),
        Some(Form::Uuid) => Some("UUIDs"),
        Some(Form::Hash) => Some("hashes"),
        Some(Form::Key | Form::NumberKey) => Some("keys, nearly all of them different"),
        None if moment && profile.nearly_unique() => {
            Some("a moment of its own for nearly each row")
        }
        None if profile.name.is_key() && profile.nearly_unique() && !profile.prose => {
            Some("a key by its name, different in nearly each row")
        }
        None => None,
    }
}
