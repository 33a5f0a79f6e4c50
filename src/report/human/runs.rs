//! Runs: the accuracy lines of the user's own models, for people.

use std::io::{self, Write};

use textwrap::core::display_width;

use super::Human;
use super::finding::Drawn;
use crate::diagnostic::Verdict;
use crate::measure::line::View;
use crate::outcome::{JudgedLine, RunsReport, weighs};
use crate::report::Reporter;
use crate::report::group::Group;
use crate::report::visible::{cut, visible};
use crate::runs::{Constant, Named, Recognised};
use crate::wording::format_count;

/// Collapsed runs that are named.
const NAMED: usize = 6;
/// Points of constant answers that are named.
const POINTS: usize = 4;
/// The narrowest that the table fits into.
const TABLE: usize = 92;

impl Reporter<RunsReport> for Human {
    fn report(&self, run: &RunsReport, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out)?;
        for (at, line) in self.flow(&heading(run)).into_iter().enumerate() {
            let line = if at == 0 {
                self.terminal.bold(&line)
            } else {
                line
            };
            writeln!(out, "  {line}")?;
        }
        for judged in &run.lines {
            writeln!(out)?;
            self.write_verdict(judged, run.strict, out)?;
            self.write_views(judged, out)?;
            self.write_collapsed(judged, out)?;
        }
        writeln!(out)?;
        for line in self.flow(&ending(run)) {
            writeln!(out, "  {}", self.terminal.bold(&line))?;
        }
        Ok(())
    }
}

impl Human {
    pub(super) fn write_verdict(
        &self,
        judged: &JudgedLine,
        strict: bool,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let diagnostic = &judged.diagnostic;
        if weighs(diagnostic, strict) {
            self.draw(
                &Drawn::finding(&Group::of(diagnostic), self.terminal.width),
                out,
            )?;
            return writeln!(out);
        }
        if diagnostic.outcome.verdict == Verdict::Undetermined {
            let advice = Drawn::advice(
                &[diagnostic.rule],
                &Group::of(diagnostic),
                self.terminal.width,
            );
            self.draw(&advice, out)?;
            return writeln!(out);
        }
        self.write_paragraph(
            &format!("✓ sound: {}", visible(&diagnostic.outcome.message)),
            out,
        )?;
        writeln!(out)
    }

    /// r, slope, R2 and Spearman of each view: a table where there is room, else a sentence each.
    fn write_views(&self, judged: &JudgedLine, out: &mut dyn Write) -> io::Result<()> {
        let line = &judged.line;
        let views = [
            ("all runs", Some(&line.all), judged.plain.0.r),
            ("healthy runs", Some(&line.healthy), judged.plain.1.r),
            ("all, balanced accuracy", line.balanced.as_ref(), None),
            (
                "healthy, balanced accuracy",
                line.balanced_healthy.as_ref(),
                None,
            ),
        ];
        // Where no run collapsed, the healthy ones are all of them.
        let same = |name: &str| line.collapsed() == 0 && name.starts_with("healthy");
        let views = views
            .into_iter()
            .filter(|(name, _, _)| !same(name))
            .filter_map(|(name, view, plain)| Some((name, view?, plain)));
        if self.terminal.width < TABLE {
            for (name, view, plain) in views {
                self.write_paragraph(&sentence(name, view, plain), out)?;
            }
            return Ok(());
        }
        let head = row(&[
            "probit scale",
            "runs",
            "r",
            "95 %",
            "slope",
            "R2",
            "Spearman",
            "r, plain",
        ]);
        writeln!(out, "    {head}")?;
        for (name, view, plain) in views {
            let row = row(&[
                name,
                &format_count(view.runs),
                &digits(view.r),
                &interval(view),
                &short(view.slope),
                &short(view.r_squared),
                &digits(view.spearman),
                &plain.map_or(String::new(), |r| digits(Some(r))),
            ]);
            writeln!(out, "    {}", row.trim_end())?;
        }
        Ok(())
    }

    /// Which runs collapsed, how they were recognised, and where constant answers sit.
    fn write_collapsed(&self, judged: &JudgedLine, out: &mut dyn Write) -> io::Result<()> {
        let shift = &judged.shift;
        let named: Vec<&Named> = judged.collapsed().collect();
        if shift.missing > 0 {
            let rows = if shift.missing == 1 { "row" } else { "rows" };
            self.write_paragraph(
                &format!(
                    "{} {rows} left out: an accuracy is missing",
                    format_count(shift.missing)
                ),
                out,
            )?;
        }
        let how = recognised_by(shift.recognised, named.is_empty());
        let share = named.len() as f64 / shift.runs.len().max(1) as f64;
        let count = match named.len() {
            0 => "no run collapsed".to_owned(),
            count => format!(
                "{} of {} runs collapsed ({:.0} %)",
                format_count(count),
                format_count(shift.runs.len()),
                100.0 * share
            ),
        };
        self.write_paragraph(&format!("{count}: {how}"), out)?;
        if named.is_empty() {
            return Ok(());
        }
        self.write_paragraph(
            &format!(
                "they answer one class, and sit at its share of the rows (in-domain, shifted): {}{}",
                list_points(&shift.constants),
                more(shift.constants.len(), POINTS)
            ),
            out,
        )?;
        let names: Vec<String> = named
            .iter()
            .take(NAMED)
            .map(|named| run_name(named))
            .collect();
        self.write_paragraph(
            &format!(
                "the collapsed runs: {}{}",
                names.join(", "),
                more(named.len(), NAMED)
            ),
            out,
        )
    }
}

/// The points on which collapsed runs lie, with how many lie there.
fn list_points(constants: &[Constant]) -> String {
    let points: Vec<String> = constants
        .iter()
        .take(POINTS)
        .map(|at| {
            format!(
                "{} at ({:.3}, {:.3})",
                format_count(at.runs),
                at.id,
                at.shifted
            )
        })
        .collect();
    points.join(", ")
}

/// How collapsed runs are recognised, or what is missing to recognise any.
fn recognised_by(recognised: Recognised, none: bool) -> String {
    match recognised {
        Recognised::Balanced { classes } => {
            format!("balanced accuracy is 1/{classes} on both sides")
        }
        Recognised::NoneBalanced => "none has balanced accuracy 1/K on both sides".to_owned(),
        Recognised::SharedPoint if none => {
            "no three share one point; only balanced accuracy can say for certain".to_owned()
        }
        Recognised::SharedPoint => {
            "several share one point on both sides; only balanced accuracy can say for certain"
                .to_owned()
        }
    }
}

fn heading(run: &RunsReport) -> Vec<String> {
    let source = &run.source;
    let paths: Vec<String> = run.paths.iter().map(|path| visible(path)).collect();
    let rows = if run.kept == run.rows {
        format!("{} runs", format_count(run.rows))
    } else {
        format!(
            "{} of {} runs",
            format_count(run.kept),
            format_count(run.rows)
        )
    };
    let mut parts = vec![
        paths.join(", "),
        rows,
        format!("in-domain {}", visible(&source.id)),
    ];
    if let Some(family) = &source.family {
        parts.push(format!(
            "{} families by {}",
            format_count(run.families),
            visible(family)
        ));
    }
    parts
}

fn ending(run: &RunsReport) -> Vec<String> {
    let mut parts: Vec<String> = ["flipped", "made", "hidden", "sound", "undetermined"]
        .into_iter()
        .filter_map(|word| {
            let count = run.lines.iter().filter(|line| line.word() == word).count();
            let lines = if count == 1 { "line" } else { "lines" };
            (count > 0).then(|| format!("{count} {lines} {word}"))
        })
        .collect();
    parts.extend(
        run.elapsed
            .map(|elapsed| format!("{:.1} s", elapsed.as_secs_f64())),
    );
    parts
}

/// The cells of a table's row, the first to the left and the others to the right.
fn row(cells: &[&str; 8]) -> String {
    let widths = [27, 6, 8, 19, 7, 6, 9, 9];
    let mut row = String::new();
    for (at, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let padding = " ".repeat(width.max(display_width(cell)) - display_width(cell));
        if at == 0 {
            row.push_str(cell);
            row.push_str(&padding);
        } else {
            row.push_str(&padding);
            row.push_str(cell);
        }
    }
    row
}

fn sentence(name: &str, view: &View, plain: Option<f64>) -> String {
    let interval = interval(view);
    let space = if interval.is_empty() { "" } else { " " };
    let plain = plain.map_or(String::new(), |r| {
        format!("; r of the plain accuracies {}", digits(Some(r)))
    });
    format!(
        "{name} ({}): r {}{space}{interval}, slope {}, R2 {}, Spearman {}{plain}",
        format_count(view.runs),
        digits(view.r),
        short(view.slope),
        short(view.r_squared),
        digits(view.spearman),
    )
}

fn interval(view: &View) -> String {
    view.interval.map_or(String::new(), |(low, high)| {
        format!("[{low:.4}, {high:.4}]")
    })
}

fn digits(value: Option<f64>) -> String {
    value.map_or("none".to_owned(), |value| format!("{value:.4}"))
}

fn short(value: Option<f64>) -> String {
    value.map_or("none".to_owned(), |value| format!("{value:.2}"))
}

fn run_name(named: &Named) -> String {
    match &named.name {
        Some(name) => format!("{} (line {})", cut(&visible(name), 40), named.line),
        None => format!("line {}", named.line),
    }
}

fn more(all: usize, shown: usize) -> String {
    if all > shown {
        format!(" and {} more", format_count(all - shown))
    } else {
        String::new()
    }
}
