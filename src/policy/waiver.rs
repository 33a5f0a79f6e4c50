//! Waiver: one `[[waive]]` table as written: which findings don't count, why, and until when.

use chrono::NaiveDate;

use crate::error::Mistake;

use super::key::{Form, Key, names};
use super::{Keys, Page, Section, Written};

/// The rule.
static RULE: Key = Key::new("rule", Form::Rule, "The rule whose findings are waived.");

/// The dataset.
static DATASET: Key = Key::new(
    "dataset",
    Form::Text,
    "The dataset that they are about. Default: all of them.",
);

/// What of it.
static SUBJECT: Key = Key::new(
    "subject",
    Form::Text,
    "What of it they are about, such as a shift. Default: anything.",
);

/// Why.
static REASON: Key = Key::new("reason", Form::Text, "Why, for whoever reads it later.");

/// Until when.
static UNTIL: Key = Key::new(
    "until",
    Form::Date,
    "The last day on which it waives. Default: it has no end.",
);

/// The keys of `[[waive]]`.
pub(crate) static KEYS: Keys = &[&RULE, &DATASET, &SUBJECT, &REASON, &UNTIL];

/// One `[[waive]]` table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WaiverPolicy {
    /// `rule`
    pub(crate) rule: Option<Written<String>>,
    /// `dataset`: absent waives in all of them.
    pub(crate) dataset: Option<Written<String>>,
    /// `subject`: absent waives whatever the finding is about.
    pub(crate) subject: Option<Written<String>>,
    /// `reason`
    pub(crate) reason: Option<Written<String>>,
    /// `until`: the last day on which it waives.
    pub(crate) until: Option<Written<NaiveDate>>,
}

/// Every waiver, in the order of the file. One that lacks its rule or its reason is a mistake.
pub(super) fn all(page: &mut Page, top: Section) -> Vec<WaiverPolicy> {
    let sections = page.list(top, "waive");
    sections
        .into_iter()
        .map(|section| waiver(page, section))
        .collect()
}

fn waiver(page: &mut Page, section: Section) -> WaiverPolicy {
    page.only(section, &names(KEYS));
    for (key, missing, remedy) in [
        (
            "rule",
            "this waiver names no rule",
            "add `rule = \"RULE\"`; `trueline rules` lists them",
        ),
        (
            "reason",
            "this waiver has no reason",
            "add `reason = \"...\"`: whoever reads it later wants to know why",
        ),
    ] {
        if !section.has(key) {
            let mistake = Mistake::new(missing).with_help(remedy);
            page.mistake(section.span(), mistake);
        }
    }
    WaiverPolicy {
        rule: page.string(section, RULE.name),
        dataset: page.string(section, DATASET.name),
        subject: page.string(section, SUBJECT.name),
        reason: page.string(section, REASON.name),
        until: page.date(section, UNTIL.name),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::Policy;
    use super::*;

    /// The waivers, and each mistake as `text it points at: message (help)`.
    fn parse(text: &str) -> (Vec<WaiverPolicy>, Vec<String>) {
        let (policy, mistakes) = Policy::parse("trueline.toml", Path::new(""), text);
        let mistakes = mistakes
            .iter()
            .map(|mistake| {
                let at = mistake.at.expect("a mistake in a file has a place");
                let pointed = &text[at.offset()..at.offset() + at.len()];
                let help = mistake.help.as_deref().unwrap_or_default();
                format!("{pointed}: {} ({help})", mistake.message)
            })
            .collect();
        (policy.waivers, mistakes)
    }

    #[test]
    fn a_waiver_is_read_with_its_places() {
        let text = "[[waive]]\nrule = \"label-shift\"\ndataset = \"a\"\nsubject = \"SD\"\nreason = \"as it is\"\n\
                    until = 2027-01-31\n\n[[waive]]\nrule = \"rare-class\"\nreason = \"few of them\"\n";
        let (waivers, mistakes) = parse(text);
        assert!(mistakes.is_empty(), "{mistakes:?}");
        let [first, second] = &waivers[..] else {
            panic!("two waivers: {waivers:?}")
        };
        let until = first.until.as_ref().expect("a day");
        assert_eq!(until.value.to_string(), "2027-01-31");
        let span = until.span.as_ref().expect("a place");
        assert_eq!(span.line(), 6);
        assert_eq!(
            first.subject.as_ref().map(|subject| subject.value.as_str()),
            Some("SD")
        );
        assert_eq!(
            (
                second.rule.as_ref().map(|rule| rule.value.as_str()),
                &second.until
            ),
            (Some("rare-class"), &None)
        );
    }

    #[test]
    fn every_mistake_is_reported_at_once() {
        let text = "[[waive]]\nrul = \"rare-class\"\nreason = \" \"\nuntil = \"2027-01-31\"\n\n[[waive]]\nrule = \"a\"\n\
                    until = 2027-01-31T10:00:00\n[[waive]]\nrule = 3\nreason = \"x\"\nuntil = 10:00:00\n";
        assert_eq!(
            parse(text).1,
            [
                "[[waive]]: this waiver names no rule (add `rule = \"RULE\"`; `trueline rules` lists them)",
                "rul: unknown key `rul` (did you mean `rule`?)",
                "\" \": `reason` is empty ()",
                "\"2027-01-31\": `until` must be a date, not a text (write it without quotes: until = 2027-01-31)",
                "[[waive]]: this waiver has no reason (add `reason = \"...\"`: whoever reads it later wants to know why)",
                "2027-01-31T10:00:00: `until` must be a date without a time (it waives through that day: until = \
                 2027-01-31)",
                "3: `rule` must be a text in quotes, not a whole number ()",
                "10:00:00: `until` must be a date, not a time (write for example until = 2027-01-31)",
            ]
        );
    }
}
