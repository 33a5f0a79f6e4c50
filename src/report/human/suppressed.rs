//! Suppressed: the findings of a dataset that a waiver covers, one line for each rule and waiver.

use crate::diagnostic::{Diagnostic, WaiverNote};
use crate::outcome::{DatasetReport, Report, is_suppressed};
use crate::report::spot::rows;
use crate::report::subjects::listed;
use crate::report::suppressed::why;
use crate::report::visible::visible;

/// `duplicate-rows (12 rows), suppressed by a waiver until 2027-01-31: quotations repeat by design`
pub(super) fn by_waivers(run: &Report, dataset: &DatasetReport) -> Vec<String> {
    let mut groups: Vec<(&WaiverNote, Vec<&Diagnostic>)> = Vec::new();
    let found = dataset
        .diagnostics
        .iter()
        .filter(|each| is_suppressed(each, run.strict));
    for finding in found {
        let Some(waiver) = &finding.suppression.waiver else {
            continue;
        };
        let same = |known: &Diagnostic| known.rule == finding.rule;
        match groups
            .iter_mut()
            .find(|(known, members)| *known == waiver && members.iter().any(|each| same(each)))
        {
            Some((_, members)) => members.push(finding),
            None => groups.push((waiver, vec![finding])),
        }
    }
    groups
        .iter()
        .filter_map(|(_, members)| line(members))
        .collect()
}

fn line(members: &[&Diagnostic]) -> Option<String> {
    let first = members.first()?;
    let subjects: Vec<&str> = members
        .iter()
        .filter_map(|member| member.outcome.subject.as_deref())
        .collect();
    let about = if subjects.is_empty() {
        String::new()
    } else {
        format!(" for {}", visible(&listed(&subjects)))
    };
    let count: usize = members
        .iter()
        .map(|member| member.outcome.witnesses.len())
        .sum();
    let count = if count == 0 {
        String::new()
    } else {
        format!(" ({})", rows(count))
    };
    Some(format!("{}{about}{count}, {}", first.rule, why(first)?))
}
