//! Baseline: the findings that a team has accepted, so that only new ones fail.
//!
//! A finding is found again by its rule, its dataset and what it is about; its rows by what they say,
//! wherever they stand. A finding about a measure is new again once it is clearly worse.

mod file;
mod measures;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{BaselineState, Diagnostic, Outcome, Verdict};
use measures::Measures;

/// What one run knew of findings.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Baseline {
    findings: BTreeMap<Identity, Trace>,
}

/// What a finding is found again by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Identity {
    dataset: String,
    rule: String,
    subject: Option<String>,
}

/// What is kept of a finding: its rows, or else what it was measured by.
#[derive(Debug, Clone, Default, PartialEq)]
struct Trace {
    /// Whether the data couldn't carry a verdict, and `--strict` counted that as found.
    undetermined: bool,
    /// Whether it weighed one level less than its rule's own.
    lowered: bool,
    /// The key of each row, and how often it occurs.
    rows: BTreeMap<String, usize>,
    /// Keys of rows that may change places with these.
    doubles: BTreeSet<String>,
    /// What it was measured by.
    measures: Measures,
}

/// How a run's findings stand to a baseline. An entry is one row of a finding, or a finding without rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Comparison {
    /// Entries of the baseline that occur in the run.
    pub(crate) known: usize,
    /// Entries that the run judged, and that occur no longer.
    pub(crate) gone: usize,
}

impl Identity {
    fn of(dataset: &str, diagnostic: &Diagnostic) -> Self {
        Self {
            dataset: dataset.to_owned(),
            rule: diagnostic.rule.to_owned(),
            subject: diagnostic.outcome.subject.clone(),
        }
    }
}

impl Trace {
    fn of(diagnostic: &Diagnostic) -> Self {
        let outcome = &diagnostic.outcome;
        let mut trace = Self {
            undetermined: outcome.verdict == Verdict::Undetermined,
            ..Self::default()
        };
        if by_rows(outcome) {
            for witness in &outcome.witnesses {
                *trace.rows.entry(witness.key.clone()).or_default() += 1;
            }
            trace.doubles = outcome.doubles.iter().cloned().collect();
        } else if !trace.undetermined {
            trace.lowered = outcome.lowered;
            trace.measures = Measures::of(outcome);
        }
        trace
    }

    fn entries(&self) -> usize {
        if self.rows.is_empty() {
            1
        } else {
            self.rows.values().sum()
        }
    }

    /// Takes in what another entry says of the same finding; `both` says how often a row of both occurs.
    fn merge(&mut self, other: Self, both: fn(usize, usize) -> usize) {
        for (key, count) in other.rows {
            let known = self.rows.entry(key).or_default();
            *known = both(*known, count);
        }
        self.doubles.extend(other.doubles);
        self.measures.merge(other.measures);
        self.undetermined &= other.undetermined;
        self.lowered &= other.lowered;
    }

    /// Whether a finding without rows of its own is known.
    fn knows(&self, outcome: &Outcome) -> bool {
        match outcome.verdict {
            Verdict::Undetermined => true,
            _ if self.undetermined || !self.rows.is_empty() => false,
            // The data made it weigh more.
            _ if self.lowered && !outcome.lowered => false,
            _ => self.measures.cover(outcome),
        }
    }
}

/// Whether a finding is known by its rows: it names all of them, and they don't only stand for others.
fn by_rows(outcome: &Outcome) -> bool {
    !outcome.by_example && !outcome.witnesses.is_empty()
}

impl Baseline {
    /// Entries: rows, and findings without any.
    pub(crate) fn entries(&self) -> usize {
        self.findings.values().map(Trace::entries).sum()
    }

    /// Puts down a finding on `dataset`.
    pub(crate) fn record(&mut self, dataset: &str, finding: &Diagnostic) {
        let trace = Trace::of(finding);
        match self.findings.entry(Identity::of(dataset, finding)) {
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(trace);
            }
            std::collections::btree_map::Entry::Occupied(mut known) => {
                known.get_mut().merge(trace, |one, other| one + other);
            }
        }
    }

    /// Forgets the findings that a run judged anew, and those for which `keep` says no.
    pub(crate) fn forget(&mut self, coverage: &Coverage, keep: impl Fn(&str) -> bool) {
        self.findings
            .retain(|identity, _| keep(&identity.rule) && !coverage.holds(identity));
    }

    /// Marks `findings` of a run, each with its dataset, as new or known. Of a finding with new rows, only
    /// these stay in its outcome. What a waiver covers is marked, too, and keeps its rows.
    pub(crate) fn compare<'a>(
        &self,
        findings: impl IntoIterator<Item = (&'a str, &'a mut Diagnostic)>,
        coverage: &Coverage,
    ) -> Comparison {
        let mut left = self.findings.clone();
        let mut compared = Comparison::default();
        for (dataset, finding) in findings {
            let identity = Identity::of(dataset, finding);
            let trace = self.findings.get(&identity);
            let remaining = left.get_mut(&identity);
            if by_rows(&finding.outcome) {
                compared.known += split(finding, trace, remaining);
                continue;
            }
            let known = trace.is_some_and(|trace| trace.knows(&finding.outcome));
            finding.suppression.baseline = Some(if known {
                BaselineState::Known
            } else {
                BaselineState::New
            });
            // What got worse isn't gone.
            left.remove(&identity);
            compared.known += usize::from(known);
        }
        compared.gone = left
            .iter()
            .filter(|(identity, _)| coverage.holds(identity))
            .map(|(identity, left)| {
                let rows = self.findings.get(identity).map(|known| known.rows.len());
                if rows == Some(0) {
                    1
                } else {
                    left.rows.values().sum()
                }
            })
            .sum();
        compared
    }
}

/// Marks a finding by its rows, and returns how many are known. `left` loses the rows that occur.
fn split(finding: &mut Diagnostic, trace: Option<&Trace>, mut left: Option<&mut Trace>) -> usize {
    let outcome = &mut finding.outcome;
    let mut is_known = |key: &str| {
        let again = left.as_mut().and_then(|left| left.rows.get_mut(key));
        match again {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => trace.is_some_and(|trace| trace.doubles.contains(key)),
        }
    };
    let known: Vec<bool> = outcome
        .witnesses
        .iter()
        .map(|witness| is_known(&witness.key))
        .collect();
    if let Some(left) = left {
        for double in &outcome.doubles {
            left.rows.remove(double);
        }
    }
    let count = known.iter().filter(|known| **known).count();
    let suppression = &mut finding.suppression;
    if count == known.len() {
        suppression.baseline = Some(BaselineState::Known);
        return count;
    }
    suppression.baseline = Some(BaselineState::New);
    if suppression.waiver.is_none() {
        let mut known = known.into_iter();
        let (old, new) = std::mem::take(&mut outcome.witnesses)
            .into_iter()
            .partition(|_| known.next() == Some(true));
        (suppression.known_rows, outcome.witnesses) = (old, new);
    }
    count
}

/// What a run judged: datasets with their rules, and what in them it couldn't judge.
#[derive(Debug, Clone, Default)]
pub(crate) struct Coverage {
    /// Of each dataset the rules that came to a verdict.
    rules: BTreeMap<String, BTreeSet<String>>,
    /// What they left open.
    open: BTreeSet<Identity>,
}

impl Coverage {
    /// Takes in what one rule said about `dataset`.
    pub(crate) fn take(&mut self, dataset: &str, diagnostic: &Diagnostic) {
        match diagnostic.outcome.verdict {
            Verdict::Pass | Verdict::Found => {
                let rules = self.rules.entry(dataset.to_owned()).or_default();
                rules.insert(diagnostic.rule.to_owned());
            }
            Verdict::Skipped | Verdict::Undetermined => {
                self.open.insert(Identity::of(dataset, diagnostic));
            }
        }
    }

    /// Whether the rule came to a verdict on the dataset, about `subject` where one is named, else about
    /// all of it.
    pub(crate) fn has(&self, dataset: &str, rule: &str, subject: Option<&str>) -> bool {
        let rules = self.rules.get(dataset);
        let about = |open: &Identity| {
            (open.dataset == dataset && open.rule == rule)
                && (subject.is_none() || open.subject.as_deref() == subject)
        };
        rules.is_some_and(|rules| rules.contains(rule)) && !self.open.iter().any(about)
    }

    fn holds(&self, identity: &Identity) -> bool {
        let rules = self.rules.get(&identity.dataset);
        rules.is_some_and(|rules| rules.contains(&identity.rule)) && !self.open.contains(identity)
    }
}

#[cfg(test)]
mod tests;
