//! Agent: one line a finding, with where, how much and what to do, for programs that read text.

use std::io::{self, Write};

use super::spot::{
    findings, first_measurement, help, left_out, message, place, row, short_name, suppressed,
    undetermined,
};
use super::suppressed::{by, gone_entries, known_entries, known_rows};
use super::visible::visible;
use super::{Reporter, failures, noted};
use crate::diagnostic::{Diagnostic, Witness};
use crate::outcome::{DatasetReport, Failure, Report, RunVerdict};

/// Rows of a finding that are listed.
const ROWS: usize = 5;

/// Speaks in single lines of fields with ` | ` between them; a bar inside a field has a backslash.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Agent;

impl Reporter for Agent {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        for failure in &run.failures {
            writeln!(out, "{}", join(&error(failure)))?;
        }
        for (dataset, found) in findings(run) {
            writeln!(out, "{}", join(&finding(dataset, found)))?;
        }
        for (dataset, found) in suppressed(run) {
            let lead = format!("suppressed {}", lead(dataset, found));
            let fields = [lead, by(found).unwrap_or_default()];
            writeln!(out, "{}", join(&fields))?;
        }
        for (dataset, open) in undetermined(run) {
            let mut fields = vec![format!(
                "undetermined {} {} {}",
                open.rule,
                short_name(&dataset.name),
                message(open)
            )];
            fields.extend(help(open).map(|help| format!("needs: {help}")));
            writeln!(out, "{}", join(&fields))?;
        }
        for (dataset, each, noted) in noted::all(run) {
            let lead = format!(
                "noted {} {} {}",
                each.rule,
                short_name(&dataset.name),
                visible(&noted.message)
            );
            writeln!(out, "{}", join(&[lead, rows(&noted.witnesses)]))?;
        }
        for (why, paths) in left_out(run) {
            writeln!(out, "left out ({why}): {}", paths.join(", "))?;
        }
        let baseline: Vec<String> = [known_entries(run), gone_entries(run)]
            .into_iter()
            .flatten()
            .collect();
        if !baseline.is_empty() {
            writeln!(out, "baseline: {}", baseline.join("; "))?;
        }
        writeln!(out, "{}", ending(run.verdict))
    }
}

/// `error b.csv:3 what is wrong`, and what to do.
fn error(failure: &Failure) -> Vec<String> {
    let line = failure
        .line
        .map_or(String::new(), |line| format!(":{line}"));
    let mut fields = vec![format!(
        "error {}{line} {}",
        failures::subject(failure),
        failures::message(failure)
    )];
    fields.extend(failures::help(failure).map(|help| format!("do: {help}")));
    fields
}

/// `deny label-shift acs.csv:1 what it says`
fn lead(dataset: &DatasetReport, finding: &Diagnostic) -> String {
    let (path, line) = place(dataset, finding);
    format!(
        "{} {} {}:{line} {}",
        finding.level.word(),
        finding.rule,
        visible(&path),
        message(finding)
    )
}

/// The fields of a finding: what it says, how much, its first rows and what to do.
fn finding(dataset: &DatasetReport, finding: &Diagnostic) -> Vec<String> {
    let witnesses = &finding.outcome.witnesses;
    let mut fields = vec![lead(dataset, finding)];
    fields.extend(first_measurement(finding));
    if !witnesses.is_empty() {
        fields.push(rows(witnesses));
    }
    fields.extend(known_rows(finding));
    fields.extend(help(finding).map(|help| format!("do: {help}")));
    fields
}

/// The first rows, and how many more there are.
fn rows(witnesses: &[Witness]) -> String {
    let mut rows: Vec<String> = witnesses.iter().take(ROWS).map(row).collect();
    let more = witnesses.len().saturating_sub(ROWS);
    if more > 0 {
        rows.push(format!("{more} more"));
    }
    format!("rows: {}", rows.join("; "))
}

/// The exit code, and how the outcomes count.
fn ending(verdict: RunVerdict) -> String {
    let suppressed = match verdict.suppressed.count() {
        0 => String::new(),
        count => format!(" | suppressed {count}"),
    };
    format!(
        "exit {} | denied {} | warned {} | passed {} | skipped {} | undetermined {}{suppressed}",
        verdict.exit,
        verdict.denied,
        verdict.warned,
        verdict.passed,
        verdict.skipped,
        verdict.undetermined
    )
}

/// Fields on one line, in none of which another can seem to begin.
fn join(fields: &[String]) -> String {
    let fields: Vec<String> = fields
        .iter()
        .map(|field| field.replace('|', "\\|"))
        .collect();
    fields.join(" | ")
}
