//! Agent: one line a finding, with where, how much and what to do, for programs that read text.

use std::io::{self, Write};

use super::Reporter;
use super::spot::{
    findings, first_measurement, help, left_out, message, place, row, short_name, suppressed,
    undetermined,
};
use super::suppressed::{by, gone_entries, known_entries, known_rows};
use super::visible::visible;
use crate::outcome::Report;

/// Rows of a finding that are listed.
const ROWS: usize = 5;

/// Speaks in single lines of fields with ` | ` between them; a bar inside a field has a backslash.
#[derive(Debug, Clone, Copy)]
pub struct Agent;

impl Reporter for Agent {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        for (dataset, finding) in findings(run) {
            let outcome = &finding.outcome;
            let (path, line) = place(dataset, finding);
            let mut fields = vec![format!(
                "{} {} {}:{line} {}",
                finding.level.word(),
                finding.rule,
                visible(&path),
                message(finding)
            )];
            fields.extend(first_measurement(finding));
            if !outcome.witnesses.is_empty() {
                let mut rows: Vec<String> = outcome.witnesses.iter().take(ROWS).map(row).collect();
                let more = outcome.witnesses.len().saturating_sub(ROWS);
                if more > 0 {
                    rows.push(format!("{more} more"));
                }
                fields.push(format!("rows: {}", rows.join("; ")));
            }
            fields.extend(known_rows(finding));
            fields.extend(help(finding).map(|help| format!("do: {help}")));
            writeln!(out, "{}", join(&fields))?;
        }
        for (dataset, finding) in suppressed(run) {
            let (path, line) = place(dataset, finding);
            let fields = [
                format!(
                    "suppressed {} {} {}:{line} {}",
                    finding.level.word(),
                    finding.rule,
                    visible(&path),
                    message(finding)
                ),
                by(finding).unwrap_or_default(),
            ];
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
        let verdict = &run.verdict;
        let suppressed = match verdict.suppressed.count() {
            0 => String::new(),
            count => format!(" | suppressed {count}"),
        };
        writeln!(
            out,
            "exit {} | denied {} | warned {} | passed {} | skipped {} | undetermined {}{suppressed}",
            verdict.exit,
            verdict.denied,
            verdict.warned,
            verdict.passed,
            verdict.skipped,
            verdict.undetermined
        )
    }
}

/// Fields on one line, in none of which another can seem to begin.
fn join(fields: &[String]) -> String {
    let fields: Vec<String> = fields
        .iter()
        .map(|field| field.replace('|', "\\|"))
        .collect();
    fields.join(" | ")
}
