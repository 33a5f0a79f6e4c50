//! Spot: where a finding stands and what it says in one plain sentence, for voices that programs read.

use std::collections::BTreeMap;

use super::visible::{cut, visible};
use crate::diagnostic::{Diagnostic, Level, Verdict, Witness};
use crate::measure::Measurement;
use crate::outcome::{DatasetReport, Report, is_found, is_suppressed, weighs};
use crate::policy::Span;
use crate::rules;
use crate::wording::plural;
use crate::wording::{format_count, format_figure};

/// Columns of a name: the data can hold any.
const NAME: usize = 200;

/// A name, harmless, and of a bounded length.
pub(super) fn short_name(text: &str) -> String {
    cut(&visible(text), NAME)
}
/// Files left out that are named for each reason.
const LEFT_OUT: usize = 5;

/// Findings of a run that count, worst first; among equals in the order of datasets and of the catalogue.
pub(super) fn findings(run: &Report) -> Vec<(&DatasetReport, &Diagnostic)> {
    let mut findings: Vec<_> = outcomes(run)
        .filter(|(_, diagnostic)| weighs(diagnostic, run.strict) && diagnostic.level > Level::Allow)
        .collect();
    findings.sort_by_key(|(_, diagnostic)| std::cmp::Reverse(diagnostic.level));
    findings
}

/// Findings that the baseline knows or a waiver covers, in the order of [`findings`].
pub(super) fn suppressed(run: &Report) -> Vec<(&DatasetReport, &Diagnostic)> {
    let mut suppressed: Vec<_> = outcomes(run)
        .filter(|(_, each)| is_suppressed(each, run.strict))
        .collect();
    suppressed.sort_by_key(|(_, diagnostic)| std::cmp::Reverse(diagnostic.level));
    suppressed
}

/// What the data couldn't carry and what doesn't count as a finding.
pub(super) fn undetermined(run: &Report) -> Vec<(&DatasetReport, &Diagnostic)> {
    outcomes(run)
        .filter(|(_, diagnostic)| {
            diagnostic.outcome.verdict == Verdict::Undetermined && !is_found(diagnostic, run.strict)
        })
        .collect()
}

/// Files that changed and weren't judged, by the reason; of many, the first few.
pub(super) fn left_out(run: &Report) -> BTreeMap<&'static str, Vec<String>> {
    let mut by_reason: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for file in &run.left_out {
        by_reason
            .entry(file.why)
            .or_default()
            .push(visible(&file.path));
    }
    for paths in by_reason.values_mut() {
        if paths.len() > LEFT_OUT {
            let more = paths.len() - LEFT_OUT;
            paths.truncate(LEFT_OUT);
            paths.push(format!("{more} more"));
        }
    }
    by_reason
}

/// Every outcome with its dataset.
pub(super) fn outcomes(run: &Report) -> impl Iterator<Item = (&DatasetReport, &Diagnostic)> {
    run.datasets.iter().flat_map(|dataset| {
        dataset
            .diagnostics
            .iter()
            .map(move |diagnostic| (dataset, diagnostic))
    })
}

/// The file, as the user wrote it, and the line (from 1) at which a finding is shown: its first row,
/// else the limit that the user set, else the declaration of the dataset, else the top of its data.
pub(super) fn place(dataset: &DatasetReport, diagnostic: &Diagnostic) -> (String, u64) {
    if let Some(witness) = diagnostic.outcome.witnesses.first() {
        return place_of_row(dataset, witness);
    }
    let limit = diagnostic
        .span
        .as_ref()
        // The rules' own files stand in no user's repository.
        .filter(|span| !is_default(diagnostic.rule, span));
    match limit.or(dataset.declared.as_ref()) {
        Some(span) => (span.file.to_string(), span.line()),
        None => (dataset.paths.first().cloned().unwrap_or_default(), 1),
    }
}

/// Whether a limit is the rule's own: it stands in the rule's own words. A user's file can have any name.
fn is_default(rule: &str, span: &Span) -> bool {
    rules::find(rule).is_some_and(|known| known.words == &*span.text)
}

/// Where a row is shown; one of a file without lines at the declaration of its dataset.
pub(super) fn place_of_row(dataset: &DatasetReport, witness: &Witness) -> (String, u64) {
    match (witness.line, &dataset.declared) {
        (Some(line), _) => (witness.path.clone(), line),
        (None, Some(span)) => (span.file.to_string(), span.line()),
        (None, None) => (witness.path.clone(), 1),
    }
}

/// The message, harmless, with its subject where it doesn't name that itself.
pub(super) fn message(diagnostic: &Diagnostic) -> String {
    let message = &diagnostic.outcome.message;
    match &diagnostic.outcome.subject {
        Some(subject) if !message.contains(subject.as_str()) => {
            format!("for {}: {}", short_name(subject), visible(message))
        }
        _ => visible(message),
    }
}

/// What to do about a finding, or what would settle what is undetermined; absent where that isn't known.
pub(super) fn help(diagnostic: &Diagnostic) -> Option<String> {
    let help = &diagnostic.outcome.help;
    (!help.is_empty()).then(|| visible(help))
}

/// The first measurement: `name: value [low, high], n = N; KEY is LIMIT`.
pub(super) fn first_measurement(diagnostic: &Diagnostic) -> Option<String> {
    let first = diagnostic.outcome.measurements.first()?;
    let mut text = measurement(first);
    if let Some(limit) = first.limit {
        let key = diagnostic.outcome.broken.unwrap_or("limit");
        // As the file writes it: `0.001`, and not `0.0010`.
        let span = diagnostic.span.as_ref();
        let written = span
            .and_then(|span| span.text.get(span.range.clone()))
            .map_or(format_figure(limit), short_name);
        text.push_str(&format!("; {key} is {written}"));
    }
    Some(text)
}

fn measurement(measurement: &Measurement) -> String {
    let interval = measurement.interval.map_or(String::new(), |(low, high)| {
        format!(" [{}, {}]", format_figure(low), format_figure(high))
    });
    let n = measurement
        .n
        .map_or(String::new(), |n| format!(", n = {}", format_count(n)));
    format!(
        "{}: {}{interval}{n}",
        short_name(&measurement.name),
        if measurement.whole {
            format_count(measurement.value as usize)
        } else {
            format_figure(measurement.value)
        }
    )
}

/// `line 118 of acs.csv: first seen in line 77`
pub(super) fn row(witness: &Witness) -> String {
    let place = witness.line.map_or_else(
        || format!("row {}", witness.row),
        |line| format!("line {line}"),
    );
    let note = if witness.note.is_empty() {
        String::new()
    } else {
        format!(": {}", visible(&witness.note))
    };
    format!("{place} of {}{note}", visible(&witness.path))
}

/// `1 row` or `1,204 rows`
pub(super) fn rows(count: usize) -> String {
    plural(count, "row", "rows")
}
