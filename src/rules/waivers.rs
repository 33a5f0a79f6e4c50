//! The rules about waivers: they judge trueline.toml, after all others have judged the data.

use super::{Judgement, Rule, expired_waiver, unmatched_waiver};
use crate::diagnostic::Outcome;
use crate::evidence::{Evidence, Unavailable};
use crate::policy::Limits;

/// The names of both rules.
const EXPIRED: &str = "expired-waiver";
const UNMATCHED: &str = "unmatched-waiver";

/// Both rules, in the order of reports.
pub(super) static CATALOGUE: &[Rule] = &[
    Rule {
        name: EXPIRED,
        words: include_str!("../../rules/expired-waiver.toml"),
        check: of_data,
        needs_label: false,
    },
    Rule {
        name: UNMATCHED,
        words: include_str!("../../rules/unmatched-waiver.toml"),
        check: of_data,
        needs_label: false,
    },
];

/// What they say of data.
fn of_data(_: &Evidence, _: &Limits) -> Judgement {
    Err(Unavailable::Skipped(
        "it judges waivers, and no data".to_owned(),
    ))
}

/// Whether the rule called `name` judges waivers, and no data.
pub fn judges_waivers(name: &str) -> bool {
    [EXPIRED, UNMATCHED].contains(&name)
}

/// The rule, and what it says of a waiver that ended `days` ago, on `until`. `whose` says what it covers,
/// for example `label-shift for SD in acs`.
pub fn expired(whose: &str, until: &str, days: usize, reason: &str) -> (&'static str, Outcome) {
    (EXPIRED, expired_waiver::found(whose, until, days, reason))
}

/// The rule, and what it says of a waiver that matches nothing. Where it names a `subject`, `subjects`
/// are those that the waived rule spoke of.
pub fn unmatched(whose: &str, subject: Option<&str>, subjects: &[&str]) -> (&'static str, Outcome) {
    (UNMATCHED, unmatched_waiver::found(whose, subject, subjects))
}
