//! Check: what a check has to say, for people: findings first, each with its lines and what to do.

use std::io::{self, Write};

use super::finding::Drawn;
use super::{Human, closing, suppressed};
use crate::outcome::{DatasetReport, Report};
use crate::report::Reporter;
use crate::report::columns;
use crate::report::group::Group;
use crate::report::snippet::options;
use crate::report::spot::left_out;
use crate::report::suppressed::{gone_entries, known_entries};
use crate::report::visible::{TIGHT, defuse, keep_commands_whole, visible};
use crate::report::{failures, heading, noted};

/// Pieces of advice on what is undetermined that are shown.
const OPEN: usize = 6;

impl Reporter for Human {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        let mut text = Vec::new();
        self.write_check(run, &mut text)?;
        out.write_all(defuse(&String::from_utf8_lossy(&text)).as_bytes())
    }
}

impl Human {
    fn write_check(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        let several = run.datasets.len() > 1;
        let mut found = Vec::new();
        for dataset in &run.datasets {
            let groups = Group::findings(dataset, run.strict);
            let open = Group::undetermined(dataset, run.strict);
            let suppressed = suppressed::by_waivers(run, dataset);
            self.write_heading(run, dataset, out)?;
            if !groups.is_empty() || !open.is_empty() || !suppressed.is_empty() {
                writeln!(out)?;
            }
            self.write_findings(&groups, out)?;
            self.write_open(&open, out)?;
            self.write_suppressed(&suppressed, out)?;
            found.extend(groups.iter().map(|group| group.rule));
            if several {
                self.write_bold(&closing::dataset_parts(run, dataset), out)?;
            }
        }
        self.write_left_out(run, out)?;
        self.write_ending(run, &found, out)
    }

    /// What was looked at: the file, its label, the model, and what was sampled.
    fn write_heading(
        &self,
        run: &Report,
        dataset: &DatasetReport,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        writeln!(out)?;
        for (at, line) in self
            .flow(&heading::parts(run, dataset))
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
        let columns = columns::parts(&dataset.columns, dataset.paths.len() > 1).join("; ");
        for line in textwrap::wrap(&columns, options(self.terminal.width - 2)) {
            writeln!(out, "  {line}")?;
        }
        for note in &dataset.notes {
            let note = visible(note);
            for line in textwrap::wrap(&note, options(self.terminal.width - 2)) {
                writeln!(out, "  {line}")?;
            }
        }
        if let Some(sampled) = heading::split_in_words(dataset) {
            for line in textwrap::wrap(&sampled, options(self.terminal.width - 2)) {
                writeln!(out, "  {line}")?;
            }
        }
        Ok(())
    }

    /// What the data couldn't carry, one short piece of advice each.
    fn write_open(&self, groups: &[Group], out: &mut dyn Write) -> io::Result<()> {
        // One cause is named once, for all the rules that it stops.
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
    fn write_suppressed(&self, suppressed: &[String], out: &mut dyn Write) -> io::Result<()> {
        for line in suppressed {
            self.write_paragraph(line, out)?;
        }
        if suppressed.is_empty() {
            Ok(())
        } else {
            writeln!(out)
        }
    }

    /// What changed and wasn't judged.
    fn write_left_out(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        self.write_failures(run, out)?;
        if run.datasets.is_empty() && run.failures.is_empty() {
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
            let left_out = format!("left out ({why}): {}", paths.join(", "));
            for line in textwrap::wrap(&left_out, options(self.terminal.width - 2)) {
                writeln!(out, "  {line}")?;
            }
        }
        if several { Ok(()) } else { writeln!(out) }
    }

    /// What couldn't be judged, one line each.
    fn write_failures(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        for line in failures::lines(run) {
            for line in textwrap::wrap(&line, options(self.terminal.width - 2)) {
                writeln!(out, "  {line}")?;
            }
        }
        if run.failures.is_empty() {
            Ok(())
        } else {
            writeln!(out)
        }
    }

    /// Where to read more about what was found, and how the run ended.
    fn write_ending(&self, run: &Report, found: &[&str], out: &mut dyn Write) -> io::Result<()> {
        let last = closing::run_parts(run);
        if last.is_some() {
            writeln!(out)?;
        }
        if let Some(noted) = noted::line(run) {
            for line in textwrap::wrap(&noted, options(self.terminal.width - 2)) {
                writeln!(out, "  {line}")?;
            }
        }
        let rule = match found {
            [] => None,
            [first, rest @ ..] if rest.iter().all(|rule| rule == first) => Some(*first),
            _ => Some("RULE"),
        };
        let why = rule.map(|rule| {
            format!("why it matters and how it is measured: `trueline explain {rule}`")
        });
        for more in why.into_iter().chain(closing::fixable(run)) {
            let more = keep_commands_whole(&more);
            for line in textwrap::wrap(&more, options(self.terminal.width - 2)) {
                writeln!(out, "  {}", line.replace(TIGHT, " "))?;
            }
        }
        let mut parts = last.unwrap_or_else(|| {
            run.datasets
                .first()
                .map_or(Vec::new(), |dataset| closing::dataset_parts(run, dataset))
        });
        parts.extend(known_entries(run));
        parts.extend(gone_entries(run));
        parts.extend(closing::from_cache(run));
        parts.extend(run.elapsed.map(closing::seconds));
        self.write_bold(&parts, out)
    }
}
