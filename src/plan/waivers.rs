//! Waivers: which findings don't count, as meant: their rules and datasets known, their days counted.

use std::env;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDate};

use crate::error::Mistake;
use crate::policy::{Policy, Span, WaiverPolicy, Written};
use crate::rules::judges_waivers;

use super::Entry;
use super::mistakes::Mistakes;

/// The variable that stands for the clock, in seconds since 1970 (reproducible-builds.org).
const CLOCK: &str = "SOURCE_DATE_EPOCH";

/// One waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Waiver {
    /// The rule whose findings it covers.
    pub(crate) rule: &'static str,
    /// The dataset; absent for all.
    pub(crate) dataset: Option<String>,
    /// What the findings are about; absent for anything.
    pub(crate) subject: Option<String>,
    /// Why, as the user wrote it.
    pub(crate) reason: String,
    /// The last day on which it waives, as `2027-01-31`, and where that is written.
    pub(crate) until: Option<(String, Span)>,
    /// Days since then, where it is past.
    pub(crate) ended: Option<usize>,
    /// Datasets that have to be judged before it can be said to match nothing.
    pub(crate) concerns: Vec<String>,
    /// Where its rule is written.
    pub(crate) span: Span,
}

/// The waivers of the file; `judged` are the datasets of this run.
pub(super) fn plan_waivers(
    policy: &Policy,
    judged: &[&str],
    catalogue: &[Entry],
    mistakes: &mut Mistakes,
) -> Vec<Waiver> {
    let today = if policy.waivers.iter().any(|waiver| waiver.until.is_some()) {
        today(mistakes)
    } else {
        None
    };
    let declared: Vec<&str> = policy
        .datasets
        .iter()
        .map(|dataset| dataset.name.value.as_str())
        .collect();
    let mut waivers = Vec::new();
    for written in &policy.waivers {
        let rule = written
            .rule
            .as_ref()
            .and_then(|written| rule(written, catalogue, mistakes));
        let concerns = match &written.dataset {
            Some(dataset) => {
                check(dataset, &declared, judged, mistakes);
                vec![dataset.value.clone()]
            }
            None if declared.is_empty() => judged.iter().map(|&name| name.to_owned()).collect(),
            None => declared.iter().map(|&name| name.to_owned()).collect(),
        };
        let place = written.rule.as_ref().and_then(|rule| rule.span.as_ref());
        if let (Some(rule), Some(span)) = (rule, place) {
            waivers.push(waiver(written, (rule, span), concerns, today));
        }
    }
    waivers
}

fn waiver(
    written: &WaiverPolicy,
    (rule, span): (&'static str, &Span),
    concerns: Vec<String>,
    today: Option<NaiveDate>,
) -> Waiver {
    let until = written.until.as_ref();
    let value = |written: &Option<Written<String>>| written.as_ref().map(|each| each.value.clone());
    Waiver {
        rule,
        dataset: value(&written.dataset),
        subject: value(&written.subject),
        reason: value(&written.reason).unwrap_or_default().trim().to_owned(),
        until: until.and_then(|day| Some((day.value.to_string(), day.span.clone()?))),
        ended: until.zip(today).and_then(|(last, today)| {
            let days = today.signed_duration_since(last.value).num_days();
            usize::try_from(days).ok().filter(|days| *days > 0)
        }),
        concerns,
        span: span.clone(),
    }
}

/// The rule that a waiver names.
fn rule(
    written: &Written<String>,
    catalogue: &[Entry],
    mistakes: &mut Mistakes,
) -> Option<&'static str> {
    if judges_waivers(&written.value) {
        let mistake =
            Mistake::new(format!("`{}` can't be waived", written.value)).with_help(format!(
                "mend the waiver that it points at, or set level = \"allow\" in [rules.{}]",
                written.value
            ));
        mistakes.add_at(written, mistake);
        return None;
    }
    let known: Vec<&'static str> = catalogue
        .iter()
        .map(|entry| entry.words.name)
        .filter(|name| !judges_waivers(name))
        .collect();
    let found = known.iter().copied().find(|name| *name == written.value);
    if found.is_none() {
        mistakes.add_at(written, Mistake::unknown("rule", &written.value, &known));
    }
    found
}

/// A dataset that the file doesn't declare may be one that another command line names: only where the
/// file declares some, a name that is none of them is a mistake.
fn check(written: &Written<String>, declared: &[&str], judged: &[&str], mistakes: &mut Mistakes) {
    let is = |name: &&str| *name == written.value;
    if declared.is_empty() || declared.iter().chain(judged).any(is) {
        return;
    }
    mistakes.add_at(
        written,
        Mistake::unknown("dataset", &written.value, declared),
    );
}

/// The day that it is, in UTC.
fn today(mistakes: &mut Mistakes) -> Option<NaiveDate> {
    let seconds = match env::var(CLOCK) {
        Ok(written) if !written.trim().is_empty() => {
            let Ok(seconds) = written.trim().parse::<i64>() else {
                let message = format!("{CLOCK} is `{written}`, and not a number of seconds");
                mistakes.add(
                    Mistake::new(message)
                        .with_help("set it to seconds since 1970, or leave it unset"),
                );
                return None;
            };
            seconds
        }
        _ => {
            let since = SystemTime::now().duration_since(UNIX_EPOCH);
            i64::try_from(since.unwrap_or_default().as_secs()).unwrap_or(i64::MAX)
        }
    };
    let today = DateTime::from_timestamp(seconds, 0).map(|time| time.date_naive());
    if today.is_none() {
        let message = format!("{CLOCK} is {seconds}, and there is no such day");
        mistakes.add(
            Mistake::new(message).with_help("set it to seconds since 1970, or leave it unset"),
        );
    }
    today
}
