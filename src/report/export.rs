//! Export: what was written of a dataset's vectors, for people.

use std::io::{self, Write};

use super::Terminal;
use super::snippet::options;
use super::visible::visible;
use crate::outcome::ExportReport;
use crate::wording::{format_count, plural};

/// Writes what `report` says.
///
/// # Errors
/// What `out` says when it can't be written.
pub(crate) fn write_exported(
    report: &ExportReport,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rows = plural(report.rows, "row", "rows");
    let mut lines = vec![format!(
        "{} · {rows} · {}",
        visible(&report.name),
        describe(report)
    )];
    if report.left_out > 0 {
        let left = plural(report.left_out, "row is", "rows are");
        lines.push(format!("  {left} left out: the vector can't be used"));
    }
    let key = match &report.key {
        Some(column) => format!("keys from {}", visible(column)),
        None => "rows are numbered".to_owned(),
    };
    lines.push(format!("  wrote {} ({key})", visible(&report.output)));
    lines.push(format!(
        "  wrote {}: with --transform-from, new rows are treated alike",
        visible(&report.parameters)
    ));
    for line in lines {
        let width = terminal.width.saturating_sub(2);
        for line in textwrap::wrap(&line, options(width).subsequent_indent("    ")) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// `vectors of 256 numbers, standardised on 1,000 train rows`
fn describe(report: &ExportReport) -> String {
    let vectors = format!("vectors of {} numbers", format_count(report.dim));
    match (&report.transform, &report.transform_from) {
        (None, _) => format!("{vectors}, as they come"),
        (Some(done), Some(file)) => format!("{vectors}, {done} by {}", visible(file)),
        (Some(done), None) => {
            let train = plural(report.train_rows, "train row", "train rows");
            format!("{vectors}, {done} on {train}")
        }
    }
}
