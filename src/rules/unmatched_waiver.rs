//! Does a waiver match nothing that was found?

use crate::diagnostic::{Outcome, Verdict};
use crate::error::{listed, meant};
use crate::measure::Measurement;

use super::WaiverUse;

pub(super) fn check(waiver: &WaiverUse) -> Option<Outcome> {
    if waiver.ended.is_some() || waiver.matches != Some(false) {
        return None;
    }
    let message = format!("the waiver of {} matches nothing", waiver.whose);
    Some(
        Outcome::new(Verdict::Found, message)
            .with_help(help(waiver))
            .with_measurements(vec![Measurement::count("findings that it matches", 0)]),
    )
}

fn help(waiver: &WaiverUse) -> String {
    let subjects = waiver.subjects.iter().copied();
    match waiver.subject {
        None => "what it covered is fixed, or never was there: remove the waiver".to_owned(),
        Some(subject) => match meant(subject, subjects.clone()) {
            Some(meant) => {
                format!("did you mean subject = \"{meant}\"? If it isn't needed, remove the waiver")
            }
            None if waiver.subjects.is_empty() => {
                "the rule judges the whole dataset here: leave `subject` out, or remove the waiver"
                    .to_owned()
            }
            None => format!(
                "the rule judged these subjects: {}. If the waiver isn't needed, remove it",
                listed(subjects)
            ),
        },
    }
}
