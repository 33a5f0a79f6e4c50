//! Fix: what was taken out of data or mended in it, and what is left, for people.

use std::io::{self, Write};

use super::Terminal;
use super::snippet::options;
use super::visible::{TIGHT, defuse, keep_commands_whole, visible};
use super::{columns, heading};
use crate::outcome::{FixReport, FixedDataset, RuleFixes, Unmended, VerifyReport};
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
        add_heading(dataset, terminal, &mut text);
        add_dataset(dataset, report.is_shown, terminal, &mut text);
    }
    if !report.without_fix.is_empty() {
        let rules: Vec<&str> = report.without_fix.iter().map(String::as_str).collect();
        let explained = match rules[..] {
            [rule] => rule,
            _ => "RULE",
        };
        let line = format!(
            "no fix for {}: `trueline explain {explained}` says what to do",
            list(&rules)
        );
        text.push('\n');
        add_line(&line, "  ", terminal, &mut text);
    }
    out.write_all(defuse(&text).as_bytes())
}

/// What was looked at, as a check heads it: the files, how many rows of them are left, the label; then what the columns
/// were taken for, and what is unusual about how the files were read.
fn add_heading(dataset: &FixedDataset, terminal: Terminal, text: &mut String) {
    let (before, after) = dataset.rows;
    let rows = format!(
        "{}, {}",
        plural(before, "row", "rows"),
        if before == after {
            "all of them left".to_owned()
        } else {
            format!("{} left", format_count(after))
        }
    );
    let parts = heading::data_parts(&dataset.before, rows).join(" · ");
    let width = terminal.width.saturating_sub(2);
    text.push('\n');
    for (at, line) in textwrap::wrap(&parts, options(width)).iter().enumerate() {
        if at == 0 {
            text.push_str(&format!("  {}\n", terminal.bold(line)));
        } else {
            text.push_str(&format!("  {line}\n"));
        }
    }
    let names_files = dataset.before.paths.len() > 1;
    let columns = columns::parts(&dataset.before.columns, names_files).join("; ");
    let notes = dataset.before.notes.iter().map(|note| visible(note));
    for line in [columns].into_iter().chain(notes) {
        for line in textwrap::wrap(&line, options(width)) {
            text.push_str(&format!("  {line}\n"));
        }
    }
}

fn add_dataset(dataset: &FixedDataset, is_shown: bool, terminal: Terminal, text: &mut String) {
    let mut add = |line: String| add_line(&line, "    ", terminal, text);
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
    for unmended in &dataset.unmended {
        add(describe_unmended(unmended));
    }
    for (rule, message) in &dataset.left {
        add(format!("still found: {rule}: {}", visible(message)));
    }
    match (&dataset.output, &dataset.manifest) {
        (Some(output), Some(manifest)) => add(format!(
            "wrote {}; {} tells of each row",
            visible(output),
            visible(manifest)
        )),
        (Some(output), None) => add(format!(
            "wrote to {}, without a manifest, which stands beside a file",
            visible(output)
        )),
        _ => {}
    }
}

/// `could not be mended: personal-data in 3 rows of column meta, the first on line 4 of a.jsonl: the cell holds ...`
fn describe_unmended(unmended: &Unmended) -> String {
    let rows = plural(unmended.rows, "row", "rows");
    let first = visible(&unmended.first);
    let place = match unmended.rows {
        1 => first,
        _ => format!("the first is {first}"),
    };
    format!(
        "could not be mended: {}: column {} in {rows} ({place}): {}",
        unmended.rule,
        visible(&unmended.column),
        unmended.reason
    )
}

/// Adds a line behind `margin`, and what doesn't fit on it a little further in.
fn add_line(line: &str, margin: &str, terminal: Terminal, text: &mut String) {
    let width = terminal.width.saturating_sub(margin.len());
    let line = keep_commands_whole(line);
    for (at, line) in textwrap::wrap(&line, options(width)).iter().enumerate() {
        let inner = if at == 0 { "" } else { "  " };
        text.push_str(&format!("{margin}{inner}{}\n", line.replace(TIGHT, " ")));
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

/// Writes what was written for a person to decide on.
///
/// # Errors
/// What `out` says when it can't be written.
pub(crate) fn write_reviewed(sheet: &str, rows: usize, out: &mut dyn Write) -> io::Result<()> {
    let sheet = visible(sheet);
    let text = match rows {
        0 => "no label is doubted: nothing to decide\n".to_owned(),
        _ => format!(
            "wrote {sheet}: {}, the most doubtful first\nwrite a class, or drop, into the column decision, or leave it \
             empty; then: trueline fix ... --decisions {sheet} --output CURATED\n",
            plural(rows, "row", "rows")
        ),
    };
    out.write_all(defuse(&text).as_bytes())
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
            "{} as {} says; {}\n",
            plural(verified.files, "file is", "files are"),
            visible(manifest),
            describe_rows(verified)
        ));
    } else {
        text.push_str(&format!(
            "{} from what {} says\n",
            plural(verified.differs.len(), "thing differs", "things differ"),
            visible(manifest)
        ));
    }
    out.write_all(defuse(&text).as_bytes())
}

/// What became of the rows that a manifest tells of.
fn describe_rows(verified: &VerifyReport) -> String {
    let (rows, found) = (verified.rows, verified.found);
    let all = plural(rows, "row", "rows");
    if rows == 0 {
        return "no row was dropped or changed".to_owned();
    }
    let stand = |count| if count == 1 { "stands" } else { "stand" };
    if found == rows {
        return format!("{all} of it {} in the input as it says", stand(rows));
    }
    // Where something differs, it is told; what is left is an input that nobody can look at.
    let unseen = rows - found;
    if found == 0 {
        return format!("the input isn't there any more, so {all} of it can't be compared");
    }
    format!(
        "{} of its {all} {} in the input as it says; the input of {} isn't there any more",
        format_count(found),
        stand(found),
        if unseen == 1 {
            "the other one"
        } else {
            "the others"
        }
    )
}
