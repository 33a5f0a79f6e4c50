//! Verdict: what came out, in one sentence.

use serde::Serialize;

use crate::diagnostic::Level;
use crate::outcome::{Report, RunVerdict, RunsReport, Suppressed};
use crate::report::group::Group;
use crate::report::subjects::listed;
use crate::report::visible::visible;
use crate::wording::format_count;

/// The verdict as the page shows it.
#[derive(Serialize)]
pub(super) struct VerdictView {
    /// `fails`, `warns` or `passes`, for the style sheet.
    pub(crate) class: &'static str,
    /// A sign for those who see it.
    pub(crate) mark: &'static str,
    /// One word or two.
    pub(crate) word: &'static str,
    /// The sentence.
    pub(crate) sentence: String,
}

impl VerdictView {
    fn new(verdict: RunVerdict, sentence: String) -> Self {
        let (class, mark, word) = match (verdict.exit, verdict.denied, verdict.warned) {
            (RunVerdict::COULD_NOT_JUDGE, ..) => ("fails", "✗", "Could not judge everything"),
            (0, 0, 0) if verdict.suppressed.count() > 0 => ("passes", "✓", "Passes"),
            (0, 0, 0) => ("passes", "✓", "Nothing found"),
            (0, 0, _) => ("warns", "⚠", "Passes, with warnings"),
            (0, _, _) => ("warns", "⚠", "Findings, none of which fails this run"),
            _ => ("fails", "✗", "Fails"),
        };
        Self {
            class,
            mark,
            word,
            sentence,
        }
    }

    /// The verdict on datasets: which rules deny, which warn, and how much is open.
    pub(crate) fn of_check(run: &Report) -> Self {
        let (mut denying, mut warning): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        for dataset in &run.datasets {
            for group in Group::findings(dataset, run.strict) {
                let rules = if group.level == Level::Deny {
                    &mut denying
                } else {
                    &mut warning
                };
                if !rules.contains(&group.rule) {
                    rules.push(group.rule);
                }
            }
        }
        let mut parts = Vec::new();
        match run.failures.len() {
            0 => {}
            1 => parts.push("1 error, told below".to_owned()),
            count => parts.push(format!("{} errors, told below", format_count(count))),
        }
        for (rules, one, several) in [(denying, "denies", "deny"), (warning, "warns", "warn")] {
            if !rules.is_empty() {
                let verb = if rules.len() == 1 { one } else { several };
                parts.push(format!("{} {verb}", listed(&rules)));
            }
        }
        if parts.is_empty() && (run.verdict.passed > 0 || suppressed(run.verdict).is_none()) {
            parts.push(match run.verdict.passed {
                1 => "the only judgement passed".to_owned(),
                passed => format!("{} judgements passed", format_count(passed)),
            });
        }
        parts.extend(suppressed(run.verdict));
        parts.extend(open(run.verdict));
        Self::new(run.verdict, format!("{}.", upper(&parts.join("; "))))
    }

    /// The verdict on the lines of the user's own models.
    pub(crate) fn of_runs(run: &RunsReport) -> Self {
        let mut parts = Vec::new();
        for (word, says) in [
            ("made", "made by collapsed runs"),
            ("hidden", "hidden by collapsed runs"),
            ("flipped", "turned around by collapsed runs"),
            ("sound", "sound"),
        ] {
            let names: Vec<&str> = run
                .lines
                .iter()
                .filter(|line| line.word() == word)
                .map(|line| line.shift.name.as_str())
                .collect();
            match names.len() {
                0 => {}
                1 => parts.push(format!("the line for {} is {says}", listed(&names))),
                _ => parts.push(format!("the lines for {} are {says}", listed(&names))),
            }
        }
        parts.extend(open(run.verdict));
        let sentence = visible(&upper(&parts.join("; ")));
        Self::new(run.verdict, format!("{sentence}."))
    }
}

/// What was found and fails nothing: `3 more findings are suppressed, 2 by the baseline and 1 by a waiver`.
fn suppressed(verdict: RunVerdict) -> Option<String> {
    let Suppressed { baseline, waiver } = verdict.suppressed;
    let more = if verdict.denied + verdict.warned > 0 {
        "more "
    } else {
        ""
    };
    let findings = match verdict.suppressed.count() {
        0 => return None,
        1 => format!("1 {more}finding is suppressed"),
        count => format!("{} {more}findings are suppressed", format_count(count)),
    };
    let waivers = if waiver == 1 { "a waiver" } else { "waivers" };
    Some(match (baseline, waiver) {
        (_, 0) => format!("{findings} by the baseline"),
        (0, _) => format!("{findings} by {waivers}"),
        _ => format!(
            "{findings}, {} by the baseline and {} by {waivers}",
            format_count(baseline),
            format_count(waiver)
        ),
    })
}

/// How much could not be judged.
fn open(verdict: RunVerdict) -> Option<String> {
    match verdict.undetermined {
        0 => None,
        1 => Some("1 judgement is open".to_owned()),
        count => Some(format!("{} judgements are open", format_count(count))),
    }
}

/// A sentence's first letter is a capital; the name of a rule stays what it is.
pub(super) fn upper(sentence: &str) -> String {
    let first = sentence.split(' ').next().unwrap_or_default();
    if first.contains('-') {
        return sentence.to_owned();
    }
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
