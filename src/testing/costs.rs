//! Costs: the seconds that each piece of evidence and each rule takes on one dataset.

use std::time::Instant;

use super::subject::Subject;
use crate::rules::words::RuleWords;
use crate::rules::{self, Rule};

/// Where the time of a run goes, in seconds.
pub struct Costs {
    /// Reading the data.
    pub reading: f64,
    /// Evidence that several rules share, asked for first.
    pub evidence: Vec<(&'static str, f64)>,
    /// The rules, in the order of the catalogue.
    pub rules: Vec<RuleCost>,
}

/// The seconds of one rule.
pub struct RuleCost {
    /// Its name.
    pub rule: &'static str,
    /// On evidence that is known already.
    pub shared: f64,
    /// On evidence of its own.
    pub alone: f64,
}

/// Measures what `trueline check ARGS` costs, piece by piece.
///
/// # Panics
/// When the data can't be read.
pub fn measure_costs(args: &[&str]) -> Costs {
    let subject = Subject::read(args);
    let evidence = subject.evidence();
    let shared = vec![
        ("repeats", time(|| evidence.repeats().rows).0),
        ("split", time(|| evidence.split().is_ok()).0),
        ("embedded", time(|| evidence.embedded().is_ok()).0),
        ("shared", time(|| evidence.shared().is_ok()).0),
        ("probes", time(|| evidence.probes().is_ok()).0),
    ];
    let rules = rules::words();
    let judged: Vec<f64> = rules
        .iter()
        .map(|(rule, words)| time(|| rule.check(&evidence, &words.limits).is_ok()).0)
        .collect();
    let cost = |((rule, words), shared): (&(&'static Rule, RuleWords), f64)| RuleCost {
        rule: rule.name,
        shared,
        alone: time(|| rule.check(&subject.evidence(), &words.limits).is_ok()).0,
    };
    Costs {
        reading: subject.reading,
        evidence: shared,
        rules: rules.iter().zip(judged).map(cost).collect(),
    }
}

/// The seconds that `work` takes, and what it gives.
fn time<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let done = work();
    (start.elapsed().as_secs_f64(), done)
}
