//! Closing: the last line: what was judged, on how many rows, what couldn't be, and how long it took.

use std::time::Duration;

use crate::diagnostic::{Diagnostic, Level, Verdict};
use crate::outcome::{DatasetReport, Fixable, Report, is_found, is_suppressed, weighs};
use crate::report::heading;
use crate::report::subjects::listed;
use crate::report::visible::visible;
use crate::wording::format_count;
use crate::wording::plural;

/// Reasons, or rules with their subjects, that are named before the rest is counted.
const NAMED: usize = 2;

/// How the rules ended on one dataset. Each is counted once, by the gravest that it says.
#[derive(Debug, Default)]
struct Ended<'a> {
    denied: usize,
    warned: usize,
    passed: usize,
    /// Rules whose findings are all suppressed, by the baseline or by waivers.
    suppressed: usize,
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
            None if outcomes.iter().any(|each| is_suppressed(each, strict)) => {
                self.suppressed += 1;
            }
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

    fn count_judged(&self) -> usize {
        self.denied + self.warned + self.passed + self.suppressed
    }

    fn count_rules(&self) -> usize {
        self.count_judged() + self.skipped.len() + self.open.len()
    }

    /// `2 denied, 1 warned, 7 passed`
    fn outcome(&self) -> String {
        if self.denied + self.warned + self.suppressed == 0 {
            return "nothing found".to_owned();
        }
        [
            (self.denied, "denied"),
            (self.warned, "warned"),
            (self.suppressed, "suppressed"),
            (self.passed, "passed"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", format_count(count)))
        .collect::<Vec<_>>()
        .join(", ")
    }

    /// `1 skipped (no text column is named)`
    fn skipped_in_words(&self) -> Option<String> {
        let mut reasons = self.skipped.clone();
        reasons.sort_unstable();
        reasons.dedup();
        let count = format_count(self.skipped.len());
        (!reasons.is_empty()).then(|| format!("{count} skipped ({})", few(&reasons)))
    }

    /// `undetermined: inverse-line, distorted-line for ND`
    fn undetermined_in_words(&self) -> Option<String> {
        let partly = self
            .partly
            .iter()
            .map(|(rule, subjects)| format!("{rule} for {}", visible(&listed(subjects))));
        let names: Vec<String> = if self.partly.len() > NAMED {
            let rules = format!("{} more for some subjects", self.partly.len());
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

/// The first of `names`, and how many more there are.
fn few(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| visible(name)).collect();
    let more = names.len() - shown.len();
    if more == 0 {
        shown.join("; ")
    } else {
        format!("{}; and {more} more", shown.join("; "))
    }
}

/// What was judged of one dataset and what wasn't, one part each.
pub(super) fn dataset_parts(run: &Report, dataset: &DatasetReport) -> Vec<String> {
    let ended = Ended::of(dataset, run.strict);
    let rules = match (ended.count_judged(), ended.count_rules()) {
        (judged, all) if judged == all => plural(all, "rule", "rules"),
        (judged, all) => format!("{judged} of {}", plural(all, "rule", "rules")),
    };
    let open = ended.undetermined_in_words();
    // With nothing in between, the heading that names the dataset stands right above.
    let name = if open.is_none() && ended.denied + ended.warned == 0 {
        String::new()
    } else {
        format!(" of {}", heading::dataset_name(dataset))
    };
    let judged = format!(
        "judged {rules} on {}{name}: {}",
        plural(dataset.rows, "row", "rows"),
        ended.outcome()
    );
    [Some(judged), ended.skipped_in_words(), open]
        .into_iter()
        .flatten()
        .collect()
}

/// `1 of 3 findings may be fixed: see trueline fix --diff`: whether all of its rows can be, the fix sees.
pub(super) fn fixable(run: &Report) -> Option<String> {
    let fixable = Fixable::of(run)?;
    let flag = if fixable.is_safe {
        ""
    } else {
        " --unsafe-fixes"
    };
    Some(match (fixable.findings, fixable.all) {
        (1, 1) => format!("the finding may be fixed: see `trueline fix{flag} --diff`"),
        (fixed, all) => format!(
            "{} of {} findings may be fixed: see `trueline fix{flag} --diff`",
            format_count(fixed),
            format_count(all)
        ),
    })
}

/// How a run over several datasets ended; none for a single one, which says it itself.
pub(super) fn run_parts(run: &Report) -> Option<Vec<String>> {
    if run.datasets.len() < 2 {
        return None;
    }
    let mut all = Ended::default();
    for dataset in &run.datasets {
        let ended = Ended::of(dataset, run.strict);
        all.denied += ended.denied;
        all.warned += ended.warned;
        all.passed += ended.passed;
        all.suppressed += ended.suppressed;
    }
    let rows = run.datasets.iter().map(|dataset| dataset.rows).sum();
    Some(vec![format!(
        "{} datasets, {}: {}",
        format_count(run.datasets.len()),
        plural(rows, "row", "rows"),
        all.outcome()
    )])
}

/// `from the cache`: what an earlier run judged, and nobody judged again.
pub(super) fn from_cache(run: &Report) -> Option<String> {
    match (run.recalled, run.datasets.len()) {
        (0, _) => None,
        (known, all) if known == all => Some("from the cache".to_owned()),
        (known, all) => Some(format!(
            "{} of {} datasets from the cache",
            format_count(known),
            format_count(all)
        )),
    }
}

/// `11.8 s`
pub(super) fn seconds(elapsed: Duration) -> String {
    format!("{:.1} s", elapsed.as_secs_f64())
}
