//! Closing: the last line: what was judged, on how many rows, what couldn't be, and how long it took.

use std::time::Duration;

use super::super::subjects::listed;
use super::super::visible::{grouped, visible};
use super::super::{DatasetReport, Report, is_found, weighs};
use super::heading;
use crate::diagnostic::{Diagnostic, Level, Verdict};
use crate::wording::plural;

/// Reasons, or rules with their subjects, that are named before the rest is counted.
const NAMED: usize = 2;

/// How the rules ended on one dataset. Each is counted once, by the gravest that it says.
#[derive(Debug, Default)]
struct Ended<'a> {
    denied: usize,
    warned: usize,
    passed: usize,
    /// Rules whose findings are all excused: the baseline knows them, or a waiver covers them.
    known: usize,
    waived: usize,
    /// Why rules don't apply, once for each rule.
    skipped: Vec<&'a str>,
    /// Rules that came to no verdict at all.
    open: Vec<&'a str>,
    /// Rules that came to one, but not for these subjects.
    partly: Vec<(&'a str, Vec<&'a str>)>,
}

impl<'a> Ended<'a> {
    fn of(dataset: &'a DatasetReport, strict: bool) -> Self {
        let mut ended = Self::default();
        for outcomes in dataset
            .diagnostics
            .chunk_by(|one, next| one.rule == next.rule)
        {
            ended.count(outcomes, strict);
        }
        ended
    }

    fn count(&mut self, outcomes: &'a [Diagnostic], strict: bool) {
        let Some(rule) = outcomes.first().map(|first| first.rule) else {
            return;
        };
        let ended = |verdict: Verdict| {
            outcomes
                .iter()
                .filter(move |each| each.outcome.verdict == verdict && !is_found(each, strict))
        };
        let gravest = outcomes
            .iter()
            .filter(|each| weighs(each, strict))
            .map(|each| each.level)
            .max();
        match gravest {
            Some(Level::Deny) => self.denied += 1,
            Some(_) => self.warned += 1,
            None if excused(strict, outcomes, |each| each.accepted.waived.is_none()) => {
                self.known += 1;
            }
            None if excused(strict, outcomes, |_| true) => self.waived += 1,
            None if ended(Verdict::Pass).next().is_some() => self.passed += 1,
            None if ended(Verdict::Undetermined).next().is_some() => {
                self.open.push(rule);
                return;
            }
            None => {
                let why = ended(Verdict::Skipped).next();
                self.skipped
                    .push(why.map_or("", |why| &why.outcome.message));
                return;
            }
        }
        let left: Vec<&str> = ended(Verdict::Undetermined)
            .filter_map(|each| each.outcome.subject.as_deref())
            .collect();
        if !left.is_empty() {
            self.partly.push((rule, left));
        }
    }

    fn judged(&self) -> usize {
        self.denied + self.warned + self.passed + self.known + self.waived
    }

    fn rules(&self) -> usize {
        self.judged() + self.skipped.len() + self.open.len()
    }

    /// `2 denied, 1 warned, 7 passed`
    fn outcome(&self) -> String {
        if self.denied + self.warned + self.known + self.waived == 0 {
            return "nothing found".to_owned();
        }
        [
            (self.denied, "denied"),
            (self.warned, "warned"),
            (self.known, "known"),
            (self.waived, "waived"),
            (self.passed, "passed"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", grouped(count)))
        .collect::<Vec<_>>()
        .join(", ")
    }

    /// `1 skipped (no text column is named)`
    fn not_applying(&self) -> Option<String> {
        let mut reasons = self.skipped.clone();
        reasons.sort_unstable();
        reasons.dedup();
        let count = grouped(self.skipped.len());
        (!reasons.is_empty()).then(|| format!("{count} skipped ({})", few(&reasons)))
    }

    /// `undetermined: inverse-line, distorted-line for ND`
    fn not_judged(&self) -> Option<String> {
        let partly = self
            .partly
            .iter()
            .map(|(rule, subjects)| format!("{rule} for {}", visible(&listed(subjects))));
        let names: Vec<String> = if self.partly.len() > NAMED {
            let rules = format!("{} more in part", self.partly.len());
            self.open
                .iter()
                .map(|&rule| rule.to_owned())
                .chain([rules])
                .collect()
        } else {
            self.open
                .iter()
                .map(|&rule| rule.to_owned())
                .chain(partly)
                .collect()
        };
        (!names.is_empty()).then(|| format!("undetermined: {}", names.join(", ")))
    }
}

/// Whether one of the outcomes is a finding that is excused, and such as `wanted`.
fn excused(strict: bool, outcomes: &[Diagnostic], wanted: impl Fn(&Diagnostic) -> bool) -> bool {
    outcomes
        .iter()
        .any(|each| is_found(each, strict) && each.is_accepted() && wanted(each))
}

/// The first of `names`, and how many more there are.
fn few(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| visible(name)).collect();
    let more = names.len() - shown.len();
    if more == 0 {
        shown.join("; ")
    } else {
        format!("{}; {more} more", shown.join("; "))
    }
}

/// What was judged of one dataset and what wasn't, one part each.
pub(super) fn of_dataset(run: &Report, dataset: &DatasetReport) -> Vec<String> {
    let ended = Ended::of(dataset, run.strict);
    let rules = match (ended.judged(), ended.rules()) {
        (judged, all) if judged == all => plural(all, "rule", "rules"),
        (judged, all) => format!("{judged} of {}", plural(all, "rule", "rules")),
    };
    let open = ended.not_judged();
    // With nothing in between, the heading that names the dataset stands right above.
    let name = if open.is_none() && ended.denied + ended.warned == 0 {
        String::new()
    } else {
        format!(" of {}", heading::named(dataset))
    };
    let judged = format!(
        "judged {rules} on {}{name}: {}",
        plural(dataset.rows, "row", "rows"),
        ended.outcome()
    );
    [Some(judged), ended.not_applying(), open]
        .into_iter()
        .flatten()
        .collect()
}

/// How a run over several datasets ended; none for a single one, which says it itself.
pub(super) fn of_run(run: &Report) -> Option<Vec<String>> {
    if run.datasets.len() < 2 {
        return None;
    }
    let mut all = Ended::default();
    for dataset in &run.datasets {
        let ended = Ended::of(dataset, run.strict);
        all.denied += ended.denied;
        all.warned += ended.warned;
        all.passed += ended.passed;
        all.known += ended.known;
        all.waived += ended.waived;
    }
    let rows = run.datasets.iter().map(|dataset| dataset.rows).sum();
    Some(vec![format!(
        "{} datasets, {}: {}",
        grouped(run.datasets.len()),
        plural(rows, "row", "rows"),
        all.outcome()
    )])
}

/// `from the cache`: what an earlier run judged, and nobody judged again.
pub(super) fn recalled(run: &Report) -> Option<String> {
    match (run.recalled, run.datasets.len()) {
        (0, _) => None,
        (known, all) if known == all => Some("from the cache".to_owned()),
        (known, _) => Some(format!("{} of them from the cache", grouped(known))),
    }
}

/// `11.8 s`
pub(super) fn took(elapsed: Duration) -> String {
    format!("{:.1} s", elapsed.as_secs_f64())
}
