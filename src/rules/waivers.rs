//! Waivers: what the rules about waivers judge, after all others have judged the data.

use super::{CATALOGUE, Judge, find};
use crate::diagnostic::Outcome;

/// One waiver of trueline.toml, and what became of it in this run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WaiverUse<'a> {
    /// What it covers, for example `label-shift for SD in acs`.
    pub(crate) whose: &'a str,
    /// Why it is there, as the user wrote it.
    pub(crate) reason: &'a str,
    /// Its last day and how many days ago that was, where it is past.
    pub(crate) ended: Option<(&'a str, usize)>,
    /// Whether it covers a finding; `None` where this run can't tell.
    pub(crate) matches: Option<bool>,
    /// The subject that it names.
    pub(crate) subject: Option<&'a str>,
    /// The subjects that the waived rule had outcomes about.
    pub(crate) subjects: &'a [&'a str],
}

/// Whether the rule called `name` judges waivers, and no data.
pub(crate) fn judges_waivers(name: &str) -> bool {
    find(name).is_some_and(|rule| matches!(rule.judge, Judge::Waivers(_)))
}

/// The first rule that finds something wrong with `waiver`, and its outcome.
pub(crate) fn judge_waiver(waiver: &WaiverUse) -> Option<(&'static str, Outcome)> {
    CATALOGUE.iter().find_map(|rule| match rule.judge {
        Judge::Waivers(check) => Some((rule.name, check(waiver)?)),
        Judge::Data(_) | Judge::Rest(_) => None,
    })
}
