//! Human: the report for people, findings first, each with the lines it is about and what to do.

mod closing;
mod excused;
mod finding;
pub(super) mod heading;
pub(super) mod measured;
mod quiet;
mod runs;

use std::io::{self, Write};

use textwrap::core::display_width;

pub use self::quiet::Quiet;

use self::finding::Drawn;
use super::suppressed;
use super::group::Group;
use super::snippet::options;
use super::spot::left_out;
use super::visible::{TIGHT, told, unheeded};
use super::{Reporter, Terminal};
use crate::outcome::{DatasetReport, Report};

/// Pieces of advice on what is undetermined that are shown.
const OPEN: usize = 6;

/// Speaks to people.
#[derive(Debug, Clone, Copy)]
pub struct Human {
    /// Where it is shown.
    pub terminal: Terminal,
}

impl Reporter for Human {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        let mut text = Vec::new();
        self.tell(run, &mut text)?;
        out.write_all(unheeded(&String::from_utf8_lossy(&text)).as_bytes())
    }
}

impl Human {
    fn tell(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        let several = run.datasets.len() > 1;
        let mut found = Vec::new();
        for dataset in &run.datasets {
            let groups = Group::found(dataset, run.strict);
            let open = Group::open(dataset, run.strict);
            let waived = excused::waived(run, dataset);
            self.heading(run, dataset, out)?;
            if !groups.is_empty() || !open.is_empty() || !waived.is_empty() {
                writeln!(out)?;
            }
            self.findings(&groups, out)?;
            self.open(&open, out)?;
            self.waived(&waived, out)?;
            found.extend(groups.iter().map(|group| group.rule));
            if several {
                self.closing(&closing::of_dataset(run, dataset), out)?;
            }
        }
        self.left_out(run, out)?;
        self.ending(run, &found, out)
    }

    /// What was looked at: the file, its label, the model, and what was sampled.
    fn heading(
        &self,
        run: &Report,
        dataset: &DatasetReport,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        writeln!(out)?;
        for (at, line) in self
            .flowed(&heading::parts(run, dataset))
            .into_iter()
            .enumerate()
        {
            let line = if at == 0 {
                self.terminal.bold(&line)
            } else {
                line
            };
            writeln!(out, "  {line}")?;
        }
        if let Some(sampled) = heading::sampled(dataset) {
            for line in textwrap::wrap(&sampled, options(self.terminal.width - 2)) {
                writeln!(out, "  {line}")?;
            }
        }
        Ok(())
    }

    /// Parts joined by dots, broken between parts, and between words where one is longer than a line.
    fn flowed(&self, parts: &[String]) -> Vec<String> {
        let width = self.terminal.width - 2;
        let mut lines: Vec<String> = Vec::new();
        for part in parts {
            match lines.last_mut() {
                Some(line) if display_width(line) + 3 + display_width(part) <= width => {
                    line.push_str(" · ");
                    line.push_str(part);
                }
                _ => lines.extend(
                    textwrap::wrap(part, options(width))
                        .into_iter()
                        .map(std::borrow::Cow::into_owned),
                ),
            }
        }
        lines
    }

    /// Findings, one for each rule, the worst first.
    fn findings(&self, groups: &[Group], out: &mut dyn Write) -> io::Result<()> {
        for group in groups {
            self.draw(&Drawn::finding(group, self.terminal.width), out)?;
            writeln!(out)?;
        }
        Ok(())
    }

    /// What the data couldn't carry, one short piece of advice each.
    fn open(&self, groups: &[Group], out: &mut dyn Write) -> io::Result<()> {
        // One cause is told once, for all the rules that it stops.
        let mut causes: Vec<(&Group, Vec<&str>)> = Vec::new();
        for group in groups {
            let same =
                |known: &Group| known.title() == group.title() && known.help() == group.help();
            match causes.iter_mut().find(|(known, _)| same(known)) {
                Some((_, rules)) => rules.push(group.rule),
                None => causes.push((group, vec![group.rule])),
            }
        }
        for (group, rules) in causes.iter().take(OPEN) {
            self.draw(&Drawn::advice(rules, group, self.terminal.width), out)?;
        }
        if causes.len() > OPEN {
            writeln!(
                out,
                "    and {} more undetermined: --output-format json lists them all",
                causes.len() - OPEN
            )?;
        }
        if groups.is_empty() {
            Ok(())
        } else {
            writeln!(out)
        }
    }

    /// What a waiver covers, a line each.
    fn waived(&self, waived: &[String], out: &mut dyn Write) -> io::Result<()> {
        for told in waived {
            let width = options(self.terminal.width - 2).subsequent_indent("  ");
            for line in textwrap::wrap(told, width) {
                writeln!(out, "  {line}")?;
            }
        }
        if waived.is_empty() {
            Ok(())
        } else {
            writeln!(out)
        }
    }

    fn draw(&self, drawn: &Drawn, out: &mut dyn Write) -> io::Result<()> {
        let mut text = String::new();
        self.terminal
            .handler(0)
            .render_report(&mut text, drawn)
            .map_err(io::Error::other)?;
        for line in text.replace(TIGHT, " ").lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    /// What changed and wasn't judged.
    fn left_out(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        if run.datasets.is_empty() {
            writeln!(out, "\n  nothing to check")?;
        }
        let left_out = left_out(run);
        if left_out.is_empty() {
            return Ok(());
        }
        // Of several datasets each has its own closing line, right above.
        let several = run.datasets.len() > 1;
        if several {
            writeln!(out)?;
        }
        for (why, paths) in &left_out {
            let told = format!("left out ({why}): {}", paths.join(", "));
            for line in textwrap::wrap(&told, options(self.terminal.width - 2)) {
                writeln!(out, "  {line}")?;
            }
        }
        if several { Ok(()) } else { writeln!(out) }
    }

    /// Where to read more about what was found, and how the run ended.
    fn ending(&self, run: &Report, found: &[&str], out: &mut dyn Write) -> io::Result<()> {
        let last = closing::of_run(run);
        if last.is_some() {
            writeln!(out)?;
        }
        let rule = match found {
            [] => None,
            [first, rest @ ..] if rest.iter().all(|rule| rule == first) => Some(*first),
            _ => Some("RULE"),
        };
        if let Some(rule) = rule {
            let more = told(&format!(
                "why it matters and how it is measured: `trueline explain {rule}`"
            ));
            for line in textwrap::wrap(&more, options(self.terminal.width - 2)) {
                writeln!(out, "  {}", line.replace(TIGHT, " "))?;
            }
        }
        let mut parts = last.unwrap_or_else(|| {
            run.datasets
                .first()
                .map_or(Vec::new(), |dataset| closing::of_dataset(run, dataset))
        });
        parts.extend(accepted::known(run));
        parts.extend(accepted::gone(run));
        parts.extend(closing::recalled(run));
        parts.extend(run.elapsed.map(closing::took));
        self.closing(&parts, out)
    }

    fn closing(&self, parts: &[String], out: &mut dyn Write) -> io::Result<()> {
        for line in self.flowed(parts) {
            writeln!(out, "  {}", self.terminal.bold(&line))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
