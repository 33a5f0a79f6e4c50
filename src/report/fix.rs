//! Fix: what was taken out of data or mended in it, and what is left, for people.

use std::io::{self, Write};

use super::Terminal;
use super::snippet::options;
use super::visible::{defuse, visible};
use crate::outcome::{FixReport, FixedDataset, RuleFixes, VerifyReport};
use crate::wording::{format_count, list, plural};

/// Differences that are told one by one.
const SHOWN: usize = 20;

/// Writes what was done to each dataset.
///
/// # Errors
/// What `out` says when it can't be written.
pub(crate) fn write_fixed(
    report: &FixReport,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut text = String::new();
    for dataset in &report.datasets {
        add_dataset(dataset, report.is_shown, terminal, &mut text);
    }
    out.write_all(defuse(&text).as_bytes())
}

fn add_dataset(dataset: &FixedDataset, is_shown: bool, terminal: Terminal, text: &mut String) {
    let (before, after) = dataset.rows;
    let heading = format!(
        "{} · {}, {}",
        visible(&dataset.name),
        plural(before, "row", "rows"),
        if before == after {
            "all of them left".to_owned()
        } else {
            format!("{} left", format_count(after))
        }
    );
    text.push_str(&format!("\n  {}\n", terminal.bold(&heading)));
    let mut add = |line: String| {
        let width = terminal.width.saturating_sub(4);
        for (at, line) in textwrap::wrap(&line, options(width)).iter().enumerate() {
            let margin = if at == 0 { "    " } else { "      " };
            text.push_str(&format!("{margin}{line}\n"));
        }
    };
    if dataset.done.is_empty() {
        add("nothing to fix".to_owned());
    }
    let would = if is_shown { "would be " } else { "" };
    for fixes in &dataset.done {
        add(format!("{}: {}", fixes.rule, count(fixes, would)));
    }
    if !dataset.held.is_empty() {
        let held: Vec<String> = dataset
            .held
            .iter()
            .map(|fixes| format!("{} ({})", fixes.rule, count(fixes, "")))
            .collect();
        let held: Vec<&str> = held.iter().map(String::as_str).collect();
        add(format!("with --unsafe-fixes also {}", list(&held)));
    }
    for (rule, message) in &dataset.left {
        add(format!("still found: {rule}: {}", visible(message)));
    }
    if let (Some(output), Some(manifest)) = (&dataset.output, &dataset.manifest) {
        add(format!(
            "wrote {}; {} tells of each row",
            visible(output),
            visible(manifest)
        ));
    }
}

/// `12 rows dropped and 1 row changed`
fn count(fixes: &RuleFixes, would: &str) -> String {
    let counts = [(fixes.dropped, "dropped"), (fixes.changed, "changed")];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(rows, _)| *rows > 0)
        .map(|(rows, done)| format!("{} {would}{done}", plural(rows, "row", "rows")))
        .collect();
    let counts: Vec<&str> = counts.iter().map(String::as_str).collect();
    list(&counts)
}

/// Writes what holding data against its manifest came to.
///
/// # Errors
/// What `out` says when it can't be written.
pub(crate) fn write_verified(
    manifest: &str,
    verified: &VerifyReport,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut text = String::new();
    for differs in verified.differs.iter().take(SHOWN) {
        text.push_str(&format!("{}\n", visible(differs)));
    }
    let more = verified.differs.len().saturating_sub(SHOWN);
    if more > 0 {
        text.push_str(&format!("... and {} more\n", format_count(more)));
    }
    if verified.differs.is_empty() {
        text.push_str(&format!(
            "{} as {} says; of {} that it tells of, {} found in the input\n",
            plural(verified.files, "file is", "files are"),
            visible(manifest),
            plural(verified.rows, "row", "rows"),
            if verified.found == 1 {
                "1 was".to_owned()
            } else {
                format!("{} were", format_count(verified.found))
            }
        ));
    }
    out.write_all(defuse(&text).as_bytes())
}
