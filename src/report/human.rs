//! Human: the report for people, findings first, each with the lines it is about and what to do.

mod closing;
mod finding;
mod heading;
mod measured;

use std::io::{self, Write};

use textwrap::core::display_width;

use self::finding::Drawn;
use super::group::Group;
use super::snippet::options;
use super::visible::{TIGHT, told};
use super::{DatasetReport, Report, Reporter, Stage};

/// Pieces of advice on what is undetermined that are shown.
const OPEN: usize = 6;

/// Speaks to people.
#[derive(Debug, Clone, Copy)]
pub struct Human {
    /// Where it is shown.
    pub stage: Stage,
}

impl Reporter for Human {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        let several = run.datasets.len() > 1;
        let mut found = Vec::new();
        for dataset in &run.datasets {
            let groups = Group::found(dataset, run.strict);
            let open = Group::open(dataset, run.strict);
            self.heading(run, dataset, out)?;
            if !groups.is_empty() || !open.is_empty() {
                writeln!(out)?;
            }
            self.findings(&groups, out)?;
            self.open(&open, out)?;
            found.extend(groups.iter().map(|group| group.rule));
            if several {
                self.closing(&closing::of_dataset(run, dataset), out)?;
            }
        }
        self.ending(run, &found, out)
    }
}

impl Human {
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
                self.stage.bold(&line)
            } else {
                line
            };
            writeln!(out, "  {line}")?;
        }
        if let Some(sampled) = heading::sampled(dataset) {
            for line in textwrap::wrap(&sampled, options(self.stage.width - 2)) {
                writeln!(out, "  {line}")?;
            }
        }
        Ok(())
    }

    /// Parts joined by dots, broken between parts, and between words where one is longer than a line.
    fn flowed(&self, parts: &[String]) -> Vec<String> {
        let width = self.stage.width - 2;
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
            self.draw(&Drawn::finding(group, self.stage.width), out)?;
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
            self.draw(&Drawn::advice(rules, group, self.stage.width), out)?;
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

    fn draw(&self, drawn: &Drawn, out: &mut dyn Write) -> io::Result<()> {
        let mut text = String::new();
        self.stage
            .handler(0)
            .render_report(&mut text, drawn)
            .map_err(io::Error::other)?;
        for line in text.replace(TIGHT, " ").lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
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
            for line in textwrap::wrap(&more, options(self.stage.width - 2)) {
                writeln!(out, "  {}", line.replace(TIGHT, " "))?;
            }
        }
        let mut parts = last.unwrap_or_else(|| {
            run.datasets
                .first()
                .map_or(Vec::new(), |dataset| closing::of_dataset(run, dataset))
        });
        parts.extend(run.elapsed.map(closing::took));
        self.closing(&parts, out)
    }

    fn closing(&self, parts: &[String], out: &mut dyn Write) -> io::Result<()> {
        for line in self.flowed(parts) {
            writeln!(out, "  {}", self.stage.bold(&line))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn told(run: &Report, width: usize) -> String {
        let mut out = Vec::new();
        Human {
            stage: Stage {
                width,
                colour: false,
            },
        }
        .report(run, &mut out)
        .expect("a vector can be written");
        String::from_utf8(out).expect("a report is UTF-8")
    }

    #[test]
    fn a_whole_report_at_80_columns() {
        let expected = r#"
  acs.csv · 3,237 rows · PINCP: 2 classes, 0.59/0.41 in CA · built-in model
  standard, seed 0
  700 of 1,457 rows taught; 700 examined in CA, 90 in ND, 410 in SD

  × collapsed-probes: on this embedding, logistic regression gives up: one
  │ answer whatever the input
    ╭─[rules/collapsed-probes.toml:43:14]
 43 │ max-excess = 0.20
    ·              ──┬─
    ·                ╰─┤ share of logistic regression settings that collapse,
    ·                  │ beyond the raw columns: 0.40, n = 29
    ·                  │ (severity at its defaults, beyond the raw columns:
    ·                  │ 0.77 [0.74, 0.80])
    ╰────
  help: logistic regression gives one answer for every C up to 0.3;
        standardise the embedding

  × distorted-line: for SD, collapse turns the accuracy line around (flipped)
   ╭─[trueline.toml:5:18]
 5 │ max-distortion = 0.10
   ·                  ──┬─
   ·                    ╰─┤ change of r by the collapsed probes:
   ·                      │ -0.61 [-0.82, -0.41], n = 110
   ·                      │ (r over all probes: -0.37; r over healthy probes:
   ·                      │ 0.24)
   ╰────
  help: don't choose models for SD by their in-domain accuracy on this
        embedding

  ⚠ duplicate-rows: 41 rows repeat an earlier one, label included
     ╭─[acs.csv:118:1]
 118 │ 0,0,21.0,6.0,1.0,4220.0,0.0,1.0,1.0,40.0,52.0,CA
     · ────────────────────────┬───────────────────────
     ·                         ╰── first seen in line 77
     ╰────
     ╭─[acs.csv:120:1]
 120 │ 1,"two\nlines",\u{1b}[31mred,CA
     · ───────────────┬───────────────
     ·                ╰── first seen in line 9
     ╰────
     ╭─[acs.csv:200:1]
 200 │ 1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,…
     · ────────────────────────────────────┬────────────────────────────────────
     ·                                     ╰── first seen in line 3
     ╰────
  help: keep the first of each, or weight them
        share of rows that repeat an earlier one: 0.013; max-share is 0.01
        (trueline.toml:2)
        and 38 more: --output-format json lists them all

  ☞ distorted-line for ND: the shifted rows are too few (to settle it: 900
  │ more rows)

  2 denied · 1 warned · 1 passed · 1 skipped (no text column is named)
  1 undetermined (ND: 900 more rows) · 11.8 s
"#;
        let told = told(&sample::report(), 80);
        assert_eq!(told, expected, "\n{told}");
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in [60, 80, 100, 200] {
            for line in told(&sample::report(), width).lines() {
                assert!(display_width(line) <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn what_the_data_says_does_nothing_to_the_terminal() {
        let mut run = sample::report();
        let nasty = "\u{1b}[2J::error::x\u{202e}\n::warning::y";
        let dataset = &mut run.datasets[0];
        dataset.name = nasty.to_owned();
        dataset.in_domain = Some(nasty.to_owned());
        for diagnostic in &mut dataset.diagnostics {
            diagnostic.outcome.message = nasty.to_owned();
            diagnostic.outcome.help = nasty.to_owned();
            diagnostic.outcome.subject = Some(nasty.to_owned());
            for witness in &mut diagnostic.outcome.witnesses {
                witness.excerpt = Some(nasty.to_owned());
                witness.note = nasty.to_owned();
                witness.path = nasty.to_owned();
            }
        }
        let told = told(&run, 80);
        assert!(
            !told
                .chars()
                .any(|c| c != '\n' && super::super::visible::acts(c)),
            "{told}"
        );
        assert!(
            !told.lines().any(|line| line.trim_start().starts_with("::")),
            "{told}"
        );
    }

    #[test]
    fn strict_shows_what_is_undetermined_as_a_finding() {
        let run = Report {
            strict: true,
            ..sample::report()
        };
        let told = told(&run, 80);
        assert!(
            told.contains("× distorted-line: the shifted rows are too few") && !told.contains("☞"),
            "{told}"
        );
    }

    #[test]
    fn colour_is_written_only_where_it_is_wanted() {
        assert!(!told(&sample::report(), 80).contains('\u{1b}'));
        let mut out = Vec::new();
        let stage = Stage {
            width: 80,
            colour: true,
        };
        Human { stage }
            .report(&sample::report(), &mut out)
            .expect("a vector can be written");
        assert!(out.contains(&0x1b));
    }
}
