//! Suppress: which findings a waiver or the baseline suppresses, and what is wrong with the waivers themselves.
//!
//! All of it is put on after the rules have judged, or a verdict was recalled from the cache.

use crate::baseline::{Baseline, Coverage};
use crate::diagnostic::{Diagnostic, Level, Outcome, Suppression, WaiverNote};
use crate::outcome::{BaselineReport, DatasetReport, Report, is_found};
use crate::plan::settings::STRICT;
use crate::plan::{Plan, Waiver};
use crate::policy::Span;
use crate::rules::{CATALOGUE, WaiverUse, judge_waiver, judges_waivers};

/// Marks what the plan's waivers and its baseline suppress in `datasets`, and adds what is found of the
/// waivers. Returns what became of the baseline, where the run is held against one.
pub(super) fn suppress(datasets: &mut [DatasetReport], plan: &Plan) -> Option<BaselineReport> {
    let coverage = cover(datasets);
    let matched: Vec<bool> = plan
        .waivers
        .iter()
        .map(|waiver| waive(datasets, waiver, plan.get(&STRICT)))
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
                    .filter(|each| is_shown(each, plan.get(&STRICT)))
                    .map(move |each| (name, each))
            });
            BaselineReport {
                file: baseline.path.display().to_string(),
                compared: baseline.known.compare(found, &coverage),
            }
        });
    for (waiver, matched) in plan.waivers.iter().zip(matched) {
        judge(datasets, plan, waiver, matched, &coverage);
    }
    compared
}

/// What the plan's baseline becomes when it is written anew after the run that `report` tells of, and how
/// many of its entries that run didn't judge and left as they are. What a waiver covers, and waivers
/// themselves, aren't put down.
pub(crate) fn record_findings(report: &Report, known: &Baseline) -> (Baseline, usize) {
    let mut baseline = known.clone();
    let names: Vec<&str> = CATALOGUE.iter().map(|rule| rule.name).collect();
    baseline.forget(&cover(&report.datasets), |rule| names.contains(&rule));
    let kept = baseline.entries();
    for dataset in &report.datasets {
        let found = dataset.diagnostics.iter().filter(|each| {
            is_shown(each, report.strict)
                && each.suppression.waiver.is_none()
                && !judges_waivers(each.rule)
        });
        for finding in found {
            baseline.record(&dataset.name, finding);
        }
    }
    (baseline, kept)
}

fn cover(datasets: &[DatasetReport]) -> Coverage {
    let mut coverage = Coverage::default();
    for dataset in datasets {
        for diagnostic in &dataset.diagnostics {
            coverage.take(&dataset.name, diagnostic);
        }
    }
    coverage
}

fn is_shown(diagnostic: &Diagnostic, strict: bool) -> bool {
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
            if !is_shown(finding, strict) || !covers(waiver, finding) {
                continue;
            }
            matched = true;
            if waiver.ended.is_none() && finding.suppression.waiver.is_none() {
                finding.suppression.waiver = Some(WaiverNote {
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
    coverage: &Coverage,
) {
    let whose = describe(waiver);
    let subjects = subjects(datasets, waiver);
    let subjects: Vec<&str> = subjects.iter().map(String::as_str).collect();
    let until = waiver.until.as_ref();
    let ended = until
        .zip(waiver.ended)
        .map(|((day, span), days)| (day.as_str(), days, span));
    let Some(found) = judge_waiver(&WaiverUse {
        whose: &whose,
        reason: &waiver.reason,
        ended: ended.map(|(day, days, _)| (day, days)),
        matches: (matched || is_judged(waiver, coverage)).then_some(matched),
        subject: waiver.subject.as_deref(),
        subjects: &subjects,
    }) else {
        return;
    };
    let span = ended.map_or(&waiver.span, |(.., span)| span);
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
    // One about every dataset is said with the first.
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
        suppression: Suppression::default(),
    }
}

/// Whether its rule came to a verdict on everything that it concerns.
fn is_judged(waiver: &Waiver, coverage: &Coverage) -> bool {
    let subject = waiver.subject.as_deref();
    !waiver.concerns.is_empty()
        && waiver
            .concerns
            .iter()
            .all(|dataset| coverage.has(dataset, waiver.rule, subject))
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
fn describe(waiver: &Waiver) -> String {
    let mut whose = waiver.rule.to_owned();
    if let Some(subject) = &waiver.subject {
        whose.push_str(&format!(" for {subject}"));
    }
    if let Some(dataset) = &waiver.dataset {
        whose.push_str(&format!(" in {dataset}"));
    }
    whose
}
