//! Markdown: what changed between two versions, on one screen, with the details folded.

use std::io::{self, Write};

use super::words::{Kind, changed, columns, gone_and_new, part, places, sections};
use crate::outcome::{CompareReport, Part, PartChange, RowChange};
use crate::report::Reporter;
use crate::report::markdown::{Markdown, escape};
use crate::report::visible::{cut, visible};
use crate::wording::{format_count, plural};

/// Parts, and columns with edited cells, that a table lists.
const LINES: usize = 50;
/// Classes of a matrix.
const CLASSES: usize = 12;
/// Rows of a kind that are listed.
const ROWS: usize = 20;
/// Characters of a name, and of a cell.
const NAME: usize = 40;
const CELL: usize = 80;

impl Reporter<CompareReport> for Markdown {
    fn report(&self, run: &CompareReport, out: &mut dyn Write) -> io::Result<()> {
        writeln!(
            out,
            "## {} → {}\n\n{} → {}\n",
            name(&run.base.name),
            name(&run.candidate.name),
            format_count(run.base.rows),
            plural(run.candidate.rows, "row", "rows")
        )?;
        if !run.has_changes() {
            return writeln!(out, "Nothing changed: both hold the same rows.");
        }
        write_counts(run, out)?;
        write_notable(run, out)?;
        for (role, column, parts) in sections(run) {
            let by = column.map_or("file".to_owned(), name);
            write_parts((role, &by), &changed(parts), out)?;
        }
        write_matrix(run, out)?;
        write_cells(run, out)?;
        write_rows(run, out)
    }
}

/// A name on one line, without meaning to a reader of Markdown.
fn name(text: &str) -> String {
    escape(&cut(&visible(text), NAME))
}

fn write_counts(run: &CompareReport, out: &mut dyn Write) -> io::Result<()> {
    let mut heads = vec!["the same", "changed"];
    let mut counts = vec![run.rows.same, run.rows.changed];
    for kind in Kind::ALL {
        let is_known = match kind {
            Kind::Relabelled => run.classes.is_some(),
            Kind::Moved => !run.moves.is_empty(),
            _ => true,
        };
        if is_known {
            heads.push(kind.word());
            counts.push(kind.count(run));
        }
    }
    let counts: Vec<String> = counts.into_iter().map(format_count).collect();
    writeln!(out, "| {} |", heads.join(" | "))?;
    writeln!(out, "|{}", "---:|".repeat(heads.len()))?;
    writeln!(out, "| {} |\n", counts.join(" | "))
}

/// What a reader of one line has to know: columns and classes gone or new, and how rows were known.
fn write_notable(run: &CompareReport, out: &mut dyn Write) -> io::Result<()> {
    let mut lines: Vec<String> = columns(run)
        .iter()
        .map(|phrase| format!("columns {phrase}"))
        .collect();
    for (role, _, parts) in sections(run) {
        let phrases = gone_and_new(parts).into_iter();
        lines.extend(phrases.map(|phrase| format!("{role} {phrase}")));
    }
    if run.rows.alike > 0 {
        let alike = plural(run.rows.alike, "edited row was", "edited rows were");
        lines.push(format!("{alike} known by likeness"));
    }
    if !run.columns.excluded.is_empty() {
        let excluded = run.columns.excluded.join(", ");
        lines.push(format!("not compared, as excluded: {excluded}"));
    }
    lines.extend(run.notes.iter().cloned());
    for line in &lines {
        writeln!(out, "- {}", escape(&visible(line)))?;
    }
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out)
}

/// A part that is folded.
fn fold(
    summary: &str,
    out: &mut dyn Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    writeln!(out, "<details><summary>{summary}</summary>\n")?;
    write(out)?;
    writeln!(out, "\n</details>\n")
}

/// The parts of a role, those of the column `by`. The line that unfolds them is HTML, in which no name of the data stands.
fn write_parts(
    (role, by): (&str, &str),
    changed: &[&PartChange],
    out: &mut dyn Write,
) -> io::Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    fold(&format!("By {role}"), out, |out| {
        writeln!(
            out,
            "| {by} | before | now | added | removed | from elsewhere | to elsewhere | edited |"
        )?;
        writeln!(out, "|---|{}", "---:|".repeat(7))?;
        for change in changed.iter().take(LINES) {
            let counts = [
                change.base,
                change.candidate,
                change.added,
                change.removed,
                change.joined,
                change.left,
                change.edited,
            ];
            let counts = counts.map(format_count).join(" | ");
            writeln!(out, "| {} | {counts} |", name(part(&change.name)))?;
        }
        write_more(changed.len().saturating_sub(LINES), out)
    })
}

fn write_more(more: usize, out: &mut dyn Write) -> io::Result<()> {
    if more == 0 {
        return Ok(());
    }
    writeln!(out, "\nand {} more", format_count(more))
}

/// Labels that changed, old against new.
fn write_matrix(run: &CompareReport, out: &mut dyn Write) -> io::Result<()> {
    if run.labels.is_empty() {
        return Ok(());
    }
    let mut olds: Vec<&Part> = Vec::new();
    let mut news: Vec<&Part> = Vec::new();
    for (from, to, _) in &run.labels {
        for (names, name) in [(&mut olds, from), (&mut news, to)] {
            if names.len() < CLASSES && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    olds.sort();
    news.sort();
    fold("Labels that changed", out, |out| {
        let heads: Vec<String> = news.iter().map(|to| name(part(to))).collect();
        writeln!(out, "| before ↓ now → | {} |", heads.join(" | "))?;
        writeln!(out, "|---|{}", "---:|".repeat(news.len()))?;
        let mut shown = 0;
        for from in &olds {
            let count = |to: &&Part| {
                let mut ways = run.labels.iter();
                ways.find(|way| (&way.0, &way.1) == (*from, *to))
                    .map_or(0, |way| way.2)
            };
            let counts: Vec<usize> = news.iter().map(count).collect();
            shown += counts.iter().sum::<usize>();
            let counts: Vec<String> = counts.into_iter().map(format_count).collect();
            writeln!(out, "| {} | {} |", name(part(from)), counts.join(" | "))?;
        }
        write_more(run.rows.relabelled - shown, out)
    })
}

fn write_cells(run: &CompareReport, out: &mut dyn Write) -> io::Result<()> {
    if run.cells.is_empty() {
        return Ok(());
    }
    fold("Edited cells by column", out, |out| {
        writeln!(out, "| column | rows |\n|---|---:|")?;
        for (column, count) in run.cells.iter().take(LINES) {
            writeln!(out, "| {} | {} |", name(column), format_count(*count))?;
        }
        write_more(run.cells.len().saturating_sub(LINES), out)
    })
}

fn write_rows(run: &CompareReport, out: &mut dyn Write) -> io::Result<()> {
    for kind in Kind::ALL {
        let of_kind = run.examples.iter().filter(|change| kind.is_of(change));
        let shown: Vec<&RowChange> = of_kind.take(ROWS).collect();
        if shown.is_empty() {
            continue;
        }
        let all = kind.count(run);
        let summary = format!("Rows {} ({})", kind.word(), format_count(all));
        fold(&summary, out, |out| {
            for change in &shown {
                writeln!(out, "- {}", describe(kind, change))?;
            }
            write_more(all - shown.len(), out)
        })?;
    }
    Ok(())
}

/// Where a row stands and what changed in it.
fn describe(kind: Kind, change: &RowChange) -> String {
    let place = escape(&visible(&places(change)));
    let way = match kind {
        Kind::Relabelled => &change.label,
        Kind::Moved => &change.split,
        Kind::Edited => return format!("{place}: {}", describe_cells(change)),
        Kind::Added | Kind::Removed => return place,
    };
    way.as_ref().map_or(place.clone(), |(from, to)| {
        format!("{place}: {} → {}", name(part(from)), name(part(to)))
    })
}

fn describe_cells(change: &RowChange) -> String {
    let columns = change.columns.iter().enumerate();
    let cells: Vec<String> = columns
        .map(|(nth, column)| match change.cells.get(nth) {
            Some((from, to)) => {
                let [from, to] = [from, to].map(|cell| {
                    let text = cell.as_deref().unwrap_or("(none)");
                    escape(&cut(&visible(text), CELL))
                });
                format!("{} {from} → {to}", name(column))
            }
            None => name(column),
        })
        .collect();
    cells.join(", ")
}
