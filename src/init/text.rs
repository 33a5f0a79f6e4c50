//! Text: which columns hold what a row says, or whether the whole row does.

use super::Guess;
use super::page::Reasons;
use super::profile::Profile;
use crate::dataset::{Dataset, Kind};
use crate::wording::list;

/// The share of a row's characters from which on its free text is what the row says.
const MOST: f64 = 0.5;
/// Columns of free text beyond which a row is a form that was filled in.
const MOST_COLUMNS: usize = 4;

/// The columns of free text, where they are what the rows say.
pub(super) fn columns(profiles: &[Profile]) -> Vec<String> {
    let prose: Vec<&Profile> = profiles.iter().filter(|profile| profile.prose).collect();
    let sum = |of: &[&Profile]| of.iter().map(|profile| profile.characters).sum::<f64>();
    let all: Vec<&Profile> = profiles.iter().collect();
    let dominates = sum(&prose) >= MOST * sum(&all);
    let named = prose.iter().any(|profile| profile.name.is_text());
    if prose.is_empty() || prose.len() > MOST_COLUMNS || !dominates && !named {
        return Vec::new();
    }
    // A title says too little to be told from categories by its words alone.
    let title = |profile: &Profile| {
        profile.kind == Kind::Text
            && profile.name.is_text()
            && !profile.dates
            && !profile.is_category()
    };
    profiles
        .iter()
        .filter(|profile| profile.prose || title(profile))
        .take(MOST_COLUMNS)
        .map(|profile| profile.column.clone())
        .collect()
}

/// The columns `texts` of `dataset`, which show that there is no label.
pub(super) fn unlabelled(
    dataset: &Dataset,
    texts: &[usize],
    guess: &mut Guess,
    reasons: &mut Reasons,
) {
    let names = texts.iter().map(|&at| dataset.columns[at].name.clone());
    guess.text = names.collect();
    let (are, judged) = match guess.text.len() {
        1 => ("is text to learn from as it stands", "Judged as text."),
        _ => (
            "are texts to learn from as they stand",
            "Judged together, and each by itself where it is empty.",
        ),
    };
    reasons.label = format!(
        "{} {are}, so there is no label: the rules that need none judge the rows. With one, write \
         label = \"COLUMN\".",
        list(&guess.text)
    );
    judged.clone_into(&mut reasons.text);
}

/// The text and the reason for it.
pub(super) fn text(
    profiles: &[Profile],
    columns: Vec<String>,
    guess: &mut Guess,
    reasons: &mut Reasons,
) {
    let is_label = |column: &String| guess.label.as_ref() == Some(column);
    guess.text = columns
        .into_iter()
        .filter(|column| !is_label(column))
        .collect();
    let prose: Vec<&str> = profiles
        .iter()
        .filter(|profile| profile.prose && !is_label(&profile.column))
        .map(|profile| profile.column.as_str())
        .collect();
    reasons.text = match (guess.text.len(), prose.as_slice()) {
        (0, []) if guess.embedding.is_some() => String::new(),
        (0, []) => {
            "No column holds free text: each whole row becomes sentences, `The COLUMN is VALUE.`"
                .to_owned()
        }
        (0, several) => format!(
            "Free text is the smaller part of a row, so the whole row becomes sentences. To judge the text alone, \
             name it: {}.",
            several.join(", ")
        ),
        (1, _) => "Free text, several words a cell.".to_owned(),
        _ => "Free text, several words a cell: they stand one below the other in each row's text."
            .to_owned(),
    };
}
