//! Rules: the catalogue, and what a rule is: a name, its words (a TOML) and one pure function.
//!
//! A rule is two files, `rules/NAME.toml` and `src/rules/NAME.rs`: build.rs finds it, and nothing else has
//! to be touched by hand.

mod elsewhere;
mod exclude;
mod shifts;
mod signal;
mod waivers;
mod witnesses;
pub(crate) mod words;

use std::sync::Arc;

pub(crate) use distorted_line::{LINE_RULE, read_line_limits};
pub(crate) use elsewhere::Elsewhere;
pub(crate) use waivers::{WaiverUse, judge_waiver, judges_waivers};

use crate::diagnostic::Outcome;
use crate::error::{ConfigError, Error};
use crate::evidence::{Evidence, Unavailable};
use crate::policy::{LimitTable, ReadLimits};
use words::{RuleWords, Safety};

/// What a rule says: one outcome about the dataset, or one about each subject in it.
pub(crate) type Judgement = Result<Vec<Outcome>, Unavailable>;

/// One rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    /// The name everywhere: code, TOML, command line, reports.
    pub(crate) name: &'static str,
    /// The text of `rules/<name>.toml`.
    pub(crate) words: &'static str,
    /// Whether it has nothing to judge without a label.
    pub(crate) needs_label: bool,
    /// Rules that list some of its rows already: it leaves those rows out where they found something.
    pub(crate) yields_to: &'static [&'static str],
    /// The keys of the limits that it reads: a test holds them against those of its TOML.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by that test alone"))]
    pub(crate) limits: &'static [&'static str],
    judge: Judge,
}

/// What a rule judges. It measures nothing itself and writes nothing.
#[derive(Debug, Clone, Copy)]
enum Judge {
    /// A dataset.
    Data(fn(&Evidence, &LimitTable) -> Judgement),
    /// A dataset, without the rows that other rules list.
    Rest(fn(&Evidence, &LimitTable, &Elsewhere) -> Judgement),
    /// A waiver, after all other rules have judged the data.
    Waivers(fn(&WaiverUse) -> Option<Outcome>),
}

impl Rule {
    /// Judges the evidence by the limits.
    ///
    /// # Errors
    /// Why there is nothing to say.
    pub(crate) fn check(&self, evidence: &Evidence, limits: &LimitTable) -> Judgement {
        self.check_rest(evidence, limits, &Elsewhere::default())
    }

    /// The same without the rows in `elsewhere`, for a rule that leaves rows to others.
    ///
    /// # Errors
    /// Why there is nothing to say.
    pub(crate) fn check_rest(
        &self,
        evidence: &Evidence,
        limits: &LimitTable,
        elsewhere: &Elsewhere,
    ) -> Judgement {
        match self.judge {
            Judge::Data(check) => check(evidence, limits),
            Judge::Rest(check) => check(evidence, limits, elsewhere),
            Judge::Waivers(_) => Err(Unavailable::Skipped(
                "it judges waivers, not data".to_owned(),
            )),
        }
    }
}

/// The modules of the rules and the catalogue, of what build.rs found.
macro_rules! catalogue {
    ($({
        name: $name:literal,
        module: $module:ident,
        judges: $kind:ident,
        needs_label: $needs_label:literal,
        yields_to: [$($to:literal),*],
    })*) => {
        $(mod $module;)*

        /// Every rule, in the order of reports: those about data, then those about waivers.
        pub(crate) static CATALOGUE: &[Rule] = &[$(Rule {
            name: $name,
            words: include_str!(concat!("../rules/", $name, ".toml")),
            needs_label: $needs_label,
            yields_to: &[$($to),*],
            limits: judge!($kind, limits of $module),
            judge: judge!($kind, $module),
        }),*];
    };
}

/// The function of a rule, which reads its limits first.
macro_rules! judge {
    (data, $module:ident) => {
        Judge::Data(|evidence, limits| $module::check(evidence, &read(limits)?))
    };
    (rest, $module:ident) => {
        Judge::Rest(|evidence, limits, elsewhere| {
            $module::check(evidence, &read(limits)?, elsewhere)
        })
    };
    (waivers, $module:ident) => {
        Judge::Waivers($module::check)
    };
    (waivers, limits of $module:ident) => {
        &[]
    };
    ($kind:ident, limits of $module:ident) => {
        $module::Limits::KEYS
    };
}

// for_each_rule!, made by build.rs of the files in `rules`.
include!(concat!(env!("OUT_DIR"), "/rules.rs"));
for_each_rule!(catalogue);

/// A rule's own limits out of what is written.
fn read<L: ReadLimits>(table: &LimitTable) -> Result<L, Unavailable> {
    let failed = |error: ConfigError| Unavailable::Failed(Arc::new(Error::Config(error)));
    L::read(table).map_err(failed)
}

/// The rule called `name`.
pub(crate) fn find(name: &str) -> Option<&'static Rule> {
    CATALOGUE.iter().find(|rule| rule.name == name)
}

/// How safe the fix of the rule called `name` is at best; absent where it has none that is done by itself.
pub(crate) fn find_safety(name: &str) -> Option<Safety> {
    let rule = find(name)?;
    let words = RuleWords::parse(rule.name, rule.words).ok()?;
    Some(words.fix.safety).filter(|safety| safety.is_automatic())
}

/// The catalogue with its words.
///
/// # Panics
/// When a rule's TOML can't be read: a test reads every one of them.
pub(crate) fn words() -> Vec<(&'static Rule, RuleWords)> {
    CATALOGUE
        .iter()
        .map(|rule| match RuleWords::parse(rule.name, rule.words) {
            Ok(words) => (rule, words),
            Err(mistakes) => panic!("rules/{}.toml: {mistakes}", rule.name),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_reads_every_limit_of_its_file_and_no_other() {
        for (rule, words) in words() {
            let mut read: Vec<&str> = rule.limits.to_vec();
            read.sort_unstable();
            let declared: Vec<&str> = words.limits.0.keys().map(String::as_str).collect();
            assert_eq!(read, declared, "{}", rule.name);
        }
    }

    #[test]
    fn a_rule_yields_to_rules_about_data_that_there_are() {
        for rule in CATALOGUE {
            for to in rule.yields_to {
                assert!(*to != rule.name && !judges_waivers(to), "{}", rule.name);
                assert!(find(to).is_some(), "{} yields to {to}", rule.name);
            }
            let leaves_rows = matches!(rule.judge, Judge::Rest(_));
            assert_eq!(leaves_rows, !rule.yields_to.is_empty(), "{}", rule.name);
        }
    }

    #[test]
    fn rules_about_waivers_come_last() {
        assert!(CATALOGUE.is_sorted_by_key(|rule| judges_waivers(rule.name)));
    }
}
