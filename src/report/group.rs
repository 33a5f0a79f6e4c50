//! Group: all that one rule says of one kind about a dataset, as one, the worst of it first.

use std::cmp::Reverse;

use super::subjects::{Merged, Statement, listed, merge};
use crate::diagnostic::{Diagnostic, Level, Outcome, Verdict};
use crate::outcome::{DatasetReport, is_found, is_suppressed, weighs};

/// Sentences that one title takes, and their length together.
const SENTENCES: (usize, usize) = (3, 160);

/// Pieces of advice that are shown together.
const ADVICE: usize = 2;

/// The findings of one rule, or what it left open.
#[derive(Debug)]
pub(super) struct Group<'a> {
    /// The rule's name.
    pub(crate) rule: &'a str,
    /// The gravest level among them.
    pub(crate) level: Level,
    /// The outcomes, the worst first. Never empty.
    pub(crate) members: Vec<&'a Diagnostic>,
}

impl<'a> Group<'a> {
    /// One judgement by itself.
    pub(crate) fn of(diagnostic: &'a Diagnostic) -> Self {
        Self {
            rule: diagnostic.rule,
            level: diagnostic.level,
            members: vec![diagnostic],
        }
    }

    /// What was found, the gravest level first, and in each rule what is furthest beyond its limit.
    /// Rules of one level stay in the order of the catalogue, causes before their effects: how far
    /// they are beyond limits of different units can't be compared.
    pub(crate) fn findings(dataset: &'a DatasetReport, strict: bool) -> Vec<Self> {
        let mut groups = Self::by_rule(dataset, |each| {
            weighs(each, strict) && each.level > Level::Allow
        });
        for group in &mut groups {
            group.members.sort_by_key(|member| Reverse(worse(member)));
        }
        groups.sort_by_key(|group| Reverse(group.level));
        groups
    }

    /// What the data couldn't carry, in the order of the catalogue.
    pub(crate) fn undetermined(dataset: &'a DatasetReport, strict: bool) -> Vec<Self> {
        Self::by_rule(dataset, |each| {
            each.outcome.verdict == Verdict::Undetermined && !is_found(each, strict)
        })
    }

    fn by_rule(dataset: &'a DatasetReport, wanted: impl Fn(&Diagnostic) -> bool) -> Vec<Self> {
        Self::alike(dataset, wanted, |one, other| one.rule == other.rule)
    }

    fn alike(
        dataset: &'a DatasetReport,
        wanted: impl Fn(&Diagnostic) -> bool,
        alike: impl Fn(&Diagnostic, &Diagnostic) -> bool,
    ) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for diagnostic in dataset.diagnostics.iter().filter(|each| wanted(each)) {
            match groups
                .iter_mut()
                .find(|group| alike(group.members[0], diagnostic))
            {
                Some(group) => {
                    group.level = group.level.max(diagnostic.level);
                    group.members.push(diagnostic);
                }
                None => groups.push(Self::of(diagnostic)),
            }
        }
        groups
    }

    /// What was found and fails nothing, since the baseline knows it or a waiver covers it: one
    /// group for each rule and reason, the gravest level first.
    pub(crate) fn suppressed(dataset: &'a DatasetReport, strict: bool) -> Vec<Self> {
        let suppressed = |each: &Diagnostic| is_suppressed(each, strict);
        let mut groups = Self::alike(dataset, suppressed, |one, other| {
            one.rule == other.rule && one.suppression.waiver == other.suppression.waiver
        });
        groups.sort_by_key(|group| Reverse(group.level));
        groups
    }

    /// What the members say: all of it where it is short, else the first and whom else it concerns.
    /// What they are about, where they don't name it themselves, comes apart, for `rule for SD: ...`.
    pub(crate) fn title(&self) -> (Option<String>, String) {
        let merged = self.merge(|outcome| &outcome.message);
        if let [only] = &merged[..] {
            let unnamed = !only.names && !only.subjects.is_empty();
            return (unnamed.then(|| listed(&only.subjects)), only.text.clone());
        }
        let sentences: Vec<String> = merged.iter().map(sentence).collect();
        let length: usize = sentences.iter().map(|each| each.chars().count()).sum();
        if sentences.len() <= SENTENCES.0 && length <= SENTENCES.1 {
            return (None, sentences.join("; "));
        }
        let named = merged.first().map_or(&[][..], |first| &first.subjects);
        let others: Vec<&str> = self
            .members
            .iter()
            .filter_map(|member| member.outcome.subject.as_deref())
            .filter(|subject| !named.contains(subject))
            .collect();
        let others = if others.is_empty() {
            format!("{} more", merged.len() - 1)
        } else {
            listed(&others)
        };
        let first = sentences.first().map_or("", String::as_str);
        (None, format!("{first}; also for {others}"))
    }

    /// What to do, said once for all whom it concerns. Where there would be more than two pieces of
    /// advice, the one for the first.
    pub(crate) fn help(&self) -> Vec<String> {
        let mut merged = self.merge(|outcome| &outcome.help);
        merged.retain(|merged| !merged.text.is_empty());
        if let [only] = &merged[..] {
            return vec![only.text.clone()];
        }
        let shown = if merged.len() > ADVICE {
            1
        } else {
            merged.len()
        };
        merged.iter().take(shown).map(sentence).collect()
    }

    fn merge(&self, text: impl Fn(&'a Outcome) -> &'a str) -> Vec<Merged<'a>> {
        merge(self.members.iter().map(|each| Statement {
            subject: each.outcome.subject.as_deref(),
            text: text(&each.outcome),
        }))
    }
}

/// A sentence with its subjects, where it doesn't name them itself.
fn sentence(merged: &Merged) -> String {
    if merged.names || merged.subjects.is_empty() {
        merged.text.clone()
    } else {
        format!("for {}: {}", listed(&merged.subjects), merged.text)
    }
}

/// How bad a finding is: its level, then how far beyond its limit it is established to lie (in
/// millionths, so that it can be ordered).
fn worse(diagnostic: &Diagnostic) -> (Level, u64) {
    let first = diagnostic.outcome.measurements.first();
    let beyond = first.map_or(0.0, crate::measure::Measurement::beyond);
    (diagnostic.level, (beyond * 1e6).round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Suppression;
    use crate::measure::Measurement;
    use crate::outcome::sample;

    fn finding(rule: &'static str, level: Level, subject: &str, value: f64) -> Diagnostic {
        Diagnostic {
            rule,
            level,
            outcome: Outcome::found(
                format!("class 0 has {value} of the rows in {subject}"),
                "max",
            )
            .about(subject)
            .with_help(format!("look at {subject}"))
            .with_measurements(vec![Measurement::new("difference", value).with_limit(0.1)]),
            span: None,
            suppression: Suppression::default(),
        }
    }

    fn dataset(diagnostics: Vec<Diagnostic>) -> DatasetReport {
        let mut report = sample::report();
        DatasetReport {
            diagnostics,
            ..report.datasets.remove(0)
        }
    }

    #[test]
    fn the_gravest_comes_first_among_rules_and_the_worst_among_subjects() {
        let dataset = dataset(vec![
            finding("label-shift", Level::Warn, "a", 0.2),
            finding("label-shift", Level::Warn, "b", 0.9),
            finding("mild", Level::Deny, "a", 0.11),
            finding("label-shift", Level::Warn, "c", 0.3),
            finding("worse", Level::Warn, "a", 0.95),
        ]);
        let groups = Group::findings(&dataset, false);
        let rules: Vec<&str> = groups.iter().map(|group| group.rule).collect();
        assert_eq!(rules, ["mild", "label-shift", "worse"]);
        let subjects: Vec<_> = groups[1]
            .members
            .iter()
            .filter_map(|member| member.outcome.subject.as_deref())
            .collect();
        assert_eq!(subjects, ["b", "c", "a"]);
    }

    #[test]
    fn many_subjects_make_one_title_and_one_piece_of_help() {
        let shifts = (0..40).map(|nth| {
            finding(
                "label-shift",
                Level::Warn,
                &format!("s{nth}"),
                0.9 - 0.01 * f64::from(nth),
            )
        });
        let dataset = dataset(shifts.collect());
        let groups = Group::findings(&dataset, false);
        assert_eq!(
            groups[0].title(),
            (
                None,
                "class 0 has 0.9 of the rows in s0; also for s1, s2, s3, s4 and 35 more".to_owned()
            )
        );
        assert_eq!(groups[0].help(), ["look at s0, s1, s2, s3 and 36 more"]);
    }
}
