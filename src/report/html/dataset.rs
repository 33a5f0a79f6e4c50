//! Dataset: one section of the page: findings, charts and rows of one dataset.

use super::chart::Chart;
use super::finding::Finding;
use super::section::{SaidBy, Section};
use super::{facts, probes, rows, vectors};
use crate::diagnostic::Verdict;
use crate::outcome::{DatasetReport, Report};
use crate::report::group::Group;
use crate::report::heading;
use crate::report::spot::message;

/// The section of the `nth` dataset, and what it draws.
pub(super) fn draw(run: &Report, dataset: &DatasetReport, nth: usize) -> (Section, Chart) {
    let id = format!("d{nth}");
    let found = Group::findings(dataset, run.strict);
    let suppressed = Group::suppressed(dataset, run.strict);
    // The first part is the name, which stands above.
    let mut facts = vec![heading::parts(run, dataset)[1..].join(" · ")];
    facts.extend(heading::split_in_words(dataset));
    let mut section = Section {
        id,
        name: heading::dataset_name(dataset),
        facts,
        findings: found.iter().map(Finding::of).collect(),
        suppressed: suppressed
            .iter()
            .enumerate()
            .map(|(nth, group)| Finding::suppressed(group, nth))
            .collect(),
        open: Group::undetermined(dataset, run.strict)
            .iter()
            .map(Finding::of)
            .collect(),
        passed: sentences(dataset, Verdict::Pass),
        skipped: sentences(dataset, Verdict::Skipped),
        rows: rows::all(&found, &suppressed),
        shares: facts::shares(dataset),
        shares_title: "Labels and domains",
        ..Section::default()
    };
    let mut chart = Chart::default();
    if let Some(figures) = &dataset.figures {
        probes::draw(dataset, figures, &mut section, &mut chart);
        vectors::draw(dataset, figures, &mut section, &mut chart);
    }
    (section.list_parts(), chart)
}

fn sentences(dataset: &DatasetReport, verdict: Verdict) -> Vec<SaidBy> {
    dataset
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.outcome.verdict == verdict)
        .map(|diagnostic| SaidBy {
            rule: diagnostic.rule,
            text: message(diagnostic),
        })
        .collect()
}
