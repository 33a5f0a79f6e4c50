//! Accept: which findings a waiver or the baseline excuses, and what is wrong with the waivers themselves.
//!
//! All of it is put on after the rules have judged, or a verdict was recalled from the cache.

use crate::baseline::{Baseline, Judged};
use crate::diagnostic::{Accepted, Diagnostic, Level, Outcome, Waived};
use crate::plan::{Plan, Waiver};
use crate::policy::Span;
use crate::report::{BaselineReport, DatasetReport, Report, is_found};
use crate::rules::{CATALOGUE, expired, judges_waivers, unmatched};

/// Marks what the plan's waivers and its baseline excuse in `datasets`, and adds what is found of the
/// waivers. Returns what became of the baseline, where the run is held against one.
pub(super) fn accept(datasets: &mut [DatasetReport], plan: &Plan) -> Option<BaselineReport> {
    let judged = judged(datasets);
    let matched: Vec<bool> = plan
        .waivers
        .iter()
        .map(|waiver| waive(datasets, waiver, plan.strict))
        .collect();
    let compared = plan
        .baseline
        .as_ref()
        .filter(|baseline| !baseline.writes)
        .map(|baseline| {
            let found = datasets.iter_mut().flat_map(|dataset| {
                let name = dataset.name.as_str();
                let diagnostics = dataset.diagnostics.iter_mut();
                diagnostics
                    .filter(|each| counts(each, plan.strict))
                    .map(move |each| (name, each))
            });
            BaselineReport {
                file: baseline.path.display().to_string(),
                compared: baseline.known.compare(found, &judged),
            }
        });
    for (waiver, matched) in plan.waivers.iter().zip(matched) {
        judge(datasets, plan, waiver, matched, &judged);
    }
    compared
}

/// What the plan's baseline becomes when it is written anew after the run that `report` tells of, and how
/// many of its entries that run didn't judge and left as they are. What is waived, and waivers
/// themselves, aren't put down.
pub fn recorded(report: &Report, known: &Baseline) -> (Baseline, usize) {
    let mut baseline = known.clone();
    let names: Vec<&str> = CATALOGUE.iter().map(|rule| rule.name).collect();
    baseline.forget(&judged(&report.datasets), |rule| names.contains(&rule));
    let kept = baseline.entries();
    for dataset in &report.datasets {
        let found = dataset.diagnostics.iter().filter(|each| {
            counts(each, report.strict)
                && each.accepted.waived.is_none()
                && !judges_waivers(each.rule)
        });
        for finding in found {
            baseline.record(&dataset.name, finding);
        }
    }
    (baseline, kept)
}

fn judged(datasets: &[DatasetReport]) -> Judged {
    let mut judged = Judged::default();
    for dataset in datasets {
        for diagnostic in &dataset.diagnostics {
            judged.take(&dataset.name, diagnostic);
        }
    }
    judged
}

fn counts(diagnostic: &Diagnostic, strict: bool) -> bool {
    is_found(diagnostic, strict) && diagnostic.level > Level::Allow
}

/// Waives what `waiver` covers, unless it is past its end or another one did; says whether it covers
/// anything.
fn waive(datasets: &mut [DatasetReport], waiver: &Waiver, strict: bool) -> bool {
    let mut matched = false;
    for dataset in datasets {
        if waiver
            .dataset
            .as_ref()
            .is_some_and(|name| *name != dataset.name)
        {
            continue;
        }
        for finding in &mut dataset.diagnostics {
            if !counts(finding, strict) || !covers(waiver, finding) {
                continue;
            }
            matched = true;
            if waiver.ended.is_none() && finding.accepted.waived.is_none() {
                finding.accepted.waived = Some(Waived {
                    reason: waiver.reason.clone(),
                    until: waiver.until.as_ref().map(|(day, _)| day.clone()),
                    span: waiver.span.clone(),
                });
            }
        }
    }
    matched
}

fn covers(waiver: &Waiver, finding: &Diagnostic) -> bool {
    waiver.rule == finding.rule
        && (waiver.subject.is_none() || waiver.subject == finding.outcome.subject)
}

/// What is found of one waiver: that it is past its end, or else that it matches nothing.
fn judge(
    datasets: &mut [DatasetReport],
    plan: &Plan,
    waiver: &Waiver,
    matched: bool,
    judged: &Judged,
) {
    let whose = whose(waiver);
    let (found, span) = match (&waiver.until, waiver.ended) {
        (Some((until, span)), Some(days)) => (expired(&whose, until, days, &waiver.reason), span),
        _ if !matched && is_judged(waiver, judged) => {
            let subjects = subjects(datasets, waiver);
            let subjects: Vec<&str> = subjects.iter().map(String::as_str).collect();
            (
                unmatched(&whose, waiver.subject.as_deref(), &subjects),
                &waiver.span,
            )
        }
        _ => return,
    };
    let Some(level) = plan
        .rules
        .iter()
        .find(|rule| rule.name == found.0)
        .map(|rule| rule.level)
    else {
        return;
    };
    let diagnostic = diagnostic(found, level, whose, span);
    let about = waiver.dataset.as_deref();
    // One about every dataset is told with the first.
    let place = datasets
        .iter()
        .position(|dataset| about == Some(dataset.name.as_str()))
        .unwrap_or(0);
    if let Some(dataset) = datasets.get_mut(place) {
        dataset.diagnostics.push(diagnostic);
        // A report has the outcomes of one rule together.
        dataset
            .diagnostics
            .sort_by_key(|each| judges_waivers(each.rule).then_some(each.rule));
    }
}

fn diagnostic(
    (rule, outcome): (&'static str, Outcome),
    level: Level,
    whose: String,
    span: &Span,
) -> Diagnostic {
    Diagnostic {
        rule,
        level,
        outcome: outcome.about(whose),
        span: Some(span.clone()),
        accepted: Accepted::default(),
    }
}

/// Whether its rule came to a verdict on everything that it concerns.
fn is_judged(waiver: &Waiver, judged: &Judged) -> bool {
    let subject = waiver.subject.as_deref();
    !waiver.concerns.is_empty()
        && waiver
            .concerns
            .iter()
            .all(|dataset| judged.has(dataset, waiver.rule, subject))
}

/// What the waived rule spoke of in the datasets that the waiver concerns.
fn subjects(datasets: &[DatasetReport], waiver: &Waiver) -> Vec<String> {
    datasets
        .iter()
        .filter(|dataset| waiver.concerns.contains(&dataset.name))
        .flat_map(|dataset| &dataset.diagnostics)
        .filter(|each| each.rule == waiver.rule)
        .filter_map(|each| each.outcome.subject.clone())
        .collect()
}

/// `label-shift for SD in acs`
fn whose(waiver: &Waiver) -> String {
    let mut whose = waiver.rule.to_owned();
    if let Some(subject) = &waiver.subject {
        whose.push_str(&format!(" for {subject}"));
    }
    if let Some(dataset) = &waiver.dataset {
        whose.push_str(&format!(" in {dataset}"));
    }
    whose
}
