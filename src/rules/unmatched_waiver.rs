//! Does a waiver match nothing that was found?

use crate::diagnostic::{Outcome, Verdict};
use crate::error::{listed, meant};
use crate::measure::Measurement;

/// What is found of a waiver that matches nothing; `whose` says what it covers. Where it names a
/// `subject`, `subjects` are those that the rule spoke of.
pub(super) fn found(whose: &str, subject: Option<&str>, subjects: &[&str]) -> Outcome {
    let help = match subject.and_then(|subject| meant(subject, subjects.iter().copied())) {
        Some(meant) => format!("did you mean subject = \"{meant}\"? If it isn't needed, remove it"),
        None if subject.is_some() && !subjects.is_empty() => format!(
            "what the rule spoke of: {}. If the waiver isn't needed, remove it",
            listed(subjects.iter().copied())
        ),
        None if subject.is_some() => {
            "the rule speaks of the whole dataset here: leave `subject` out, or remove the waiver"
                .to_owned()
        }
        None => "what it waived is mended, or never was there: remove it".to_owned(),
    };
    Outcome::new(
        Verdict::Found,
        format!("the waiver of {whose} matches nothing"),
    )
    .with_help(help)
    .with_measurements(vec![Measurement::count("findings that it matches", 0)])
}
