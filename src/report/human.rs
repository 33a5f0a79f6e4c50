//! Human: the report for people, findings first, each with the lines it is about and what to do.

mod finding;
mod heading;
mod runs;

use std::io::{self, Write};

use textwrap::core::display_width;

use self::finding::Drawn;
use super::snippet::options;
use super::spot::left_out;
use super::visible::{cut, visible};
use super::{DatasetReport, Report, Reporter, Stage, weighs};
use crate::diagnostic::{Diagnostic, Level, Verdict};

/// Undetermined outcomes that are shown one by one.
const OPEN: usize = 8;
/// A space at which no line is broken; drawn as a plain one.
const TIGHT: char = '\u{a0}';

/// Speaks to people.
#[derive(Debug, Clone, Copy)]
pub struct Human {
    /// Where it is shown.
    pub stage: Stage,
}

impl Reporter for Human {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        for dataset in &run.datasets {
            self.heading(run, dataset, out)?;
            self.findings(run, dataset, out)?;
            self.open(run, dataset, out)?;
        }
        self.left_out(run, out)?;
        self.last_line(run, out)
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
        writeln!(out)
    }

    /// Parts joined by dots, broken between parts.
    fn flowed(&self, parts: &[String]) -> Vec<String> {
        let width = self.stage.width - 2;
        let mut lines: Vec<String> = Vec::new();
        for part in parts.iter().map(|part| cut(part, width)) {
            match lines.last_mut() {
                Some(line) if display_width(line) + 3 + display_width(&part) <= width => {
                    line.push_str(" · ");
                    line.push_str(&part);
                }
                _ => lines.push(part),
            }
        }
        lines
    }

    /// Findings, worst first; among equals in the order of the catalogue.
    fn findings(
        &self,
        run: &Report,
        dataset: &DatasetReport,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut findings: Vec<&Diagnostic> = dataset
            .diagnostics
            .iter()
            .filter(|diagnostic| weighs(diagnostic, run.strict) && diagnostic.level > Level::Allow)
            .collect();
        findings.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.level));
        for finding in findings {
            self.draw(&Drawn::finding(finding, self.stage.width), out)?;
            writeln!(out)?;
        }
        Ok(())
    }

    /// What the data couldn't carry, one short piece of advice each.
    fn open(&self, run: &Report, dataset: &DatasetReport, out: &mut dyn Write) -> io::Result<()> {
        let open: Vec<&Diagnostic> = dataset
            .diagnostics
            .iter()
            .filter(|each| {
                each.outcome.verdict == Verdict::Undetermined && !weighs(each, run.strict)
            })
            .collect();
        // One cause is told once, for all the rules and subjects that it stops.
        let mut causes: Vec<(&Diagnostic, Vec<&Diagnostic>)> = Vec::new();
        for diagnostic in &open {
            let told = |known: &&Diagnostic| {
                known.outcome.message == diagnostic.outcome.message
                    && known.outcome.help == diagnostic.outcome.help
            };
            match causes.iter_mut().find(|(known, _)| told(known)) {
                Some((_, stopped)) => stopped.push(diagnostic),
                None => causes.push((diagnostic, vec![diagnostic])),
            }
        }
        for (_, stopped) in causes.iter().take(OPEN) {
            self.draw(&Drawn::advice(stopped), out)?;
        }
        if causes.len() > OPEN {
            writeln!(
                out,
                "    and {} more undetermined: --output-format json lists them all",
                causes.len() - OPEN
            )?;
        }
        if open.is_empty() {
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

    /// What changed and wasn't judged.
    fn left_out(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        if run.datasets.is_empty() {
            writeln!(out, "\n  nothing to check")?;
        }
        let left_out = left_out(run);
        for (why, paths) in &left_out {
            let told = format!("left out ({why}): {}", paths.join(", "));
            for line in textwrap::wrap(&told, options(self.stage.width - 2)) {
                writeln!(out, "  {line}")?;
            }
        }
        if left_out.is_empty() {
            Ok(())
        } else {
            writeln!(out)
        }
    }

    /// How it ended, in one line.
    fn last_line(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        let verdict = &run.verdict;
        let why = |wanted: Verdict| {
            let mut all: Vec<String> = run
                .datasets
                .iter()
                .flat_map(|dataset| &dataset.diagnostics)
                .filter(|each| each.outcome.verdict == wanted && !weighs(each, run.strict))
                .map(reason)
                .collect();
            all.sort_unstable();
            all.dedup();
            match &all[..] {
                [only] => format!(" ({})", visible(only)),
                _ => String::new(),
            }
        };
        let mut parts = vec![
            format!("{} denied", verdict.denied),
            format!("{} warned", verdict.warned),
        ];
        parts.push(format!("{} passed", verdict.passed));
        if verdict.skipped > 0 {
            parts.push(format!(
                "{} skipped{}",
                verdict.skipped,
                why(Verdict::Skipped)
            ));
        }
        if verdict.undetermined > 0 {
            parts.push(format!(
                "{} undetermined{}",
                verdict.undetermined,
                why(Verdict::Undetermined)
            ));
        }
        parts.extend(
            run.elapsed
                .map(|elapsed| format!("{:.1} s", elapsed.as_secs_f64())),
        );
        for line in self.flowed(&parts) {
            writeln!(out, "  {}", self.stage.bold(&line))?;
        }
        Ok(())
    }
}

/// Why an outcome is skipped, or what an undetermined one needs.
fn reason(diagnostic: &Diagnostic) -> String {
    let outcome = &diagnostic.outcome;
    let text = if outcome.help.is_empty() {
        &outcome.message
    } else {
        &outcome.help
    };
    outcome
        .subject
        .as_ref()
        .map_or(text.clone(), |subject| format!("{subject}: {text}"))
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::plan::LeftOut;

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
    fn what_was_left_out_is_told_in_one_line_a_reason() {
        let run = Report {
            datasets: Vec::new(),
            left_out: ["a.py", "b\u{1b}[31m.py", "c", "d", "e", "f", "g"]
                .map(|path| LeftOut {
                    path: path.to_owned(),
                    why: "not named as data",
                })
                .to_vec(),
            ..sample::report()
        };
        let told = told(&run, 80);
        let expected = "
  nothing to check
  left out (not named as data): a.py, b\\u{1b}[31m.py, c, d, e, 2 more

";
        assert!(told.starts_with(expected), "{told}");
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
