//! Human: the report for people, findings first, each with the lines it is about and what to do.

use std::error::Error;
use std::fmt;
use std::io::{self, Write};

use miette::{Diagnostic as Drawable, LabeledSpan, Severity, SourceCode};

use super::snippet::{Snippet, options};
use super::visible::{cut, figure, grouped, visible};
use super::{DatasetReport, Report, Reporter, Stage, weighs};
use crate::diagnostic::{Diagnostic, Level, Verdict, Witness};
use crate::measure::Measurement;
use crate::plan::BUILTIN;

/// Rows of a finding that are shown.
const ROWS: usize = 3;
/// Measurements beside the first that are shown with a limit.
const BESIDE: usize = 2;
/// Undetermined outcomes that are shown one by one.
const OPEN: usize = 8;
/// A space at which no line is broken; drawn as a plain one.
const TIGHT: char = '\u{a0}';
/// Classes and shifts that a heading names one by one.
const NAMED: usize = 4;

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
        let mut parts = vec![
            visible(&dataset.name),
            format!("{} rows", grouped(dataset.rows)),
        ];
        parts.extend(classes(dataset));
        parts.push(if run.model == BUILTIN {
            "built-in model".to_owned()
        } else {
            format!("model {}", visible(&run.model))
        });
        parts.push(format!("{}, seed {}", run.profile.word(), run.seed));
        writeln!(out)?;
        for (at, line) in self.flowed(&parts).into_iter().enumerate() {
            writeln!(
                out,
                "  {}",
                if at == 0 {
                    self.stage.bold(&line)
                } else {
                    line
                }
            )?;
        }
        if let Some(sampled) = sampled(dataset) {
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
                Some(line)
                    if textwrap::core::display_width(line)
                        + 3
                        + textwrap::core::display_width(&part)
                        <= width =>
                {
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
            self.draw(&self.finding(finding), out)?;
            writeln!(out)?;
        }
        Ok(())
    }

    fn finding(&self, diagnostic: &Diagnostic) -> Drawn {
        let outcome = &diagnostic.outcome;
        let shown = Snippet::of_rows(outcome.witnesses.iter().take(ROWS), self.stage.width);
        let mut help: Vec<String> = Vec::new();
        if !outcome.help.is_empty() {
            help.push(visible(&outcome.help));
        }
        let snippet = if shown.is_empty() {
            match (&diagnostic.sentence, measured(&outcome.measurements)) {
                (Some(sentence), Some(label)) => {
                    Snippet::of_limit(sentence, &label, self.stage.width)
                }
                (_, label) => {
                    help.extend(label);
                    shown
                }
            }
        } else {
            help.extend(held_against(diagnostic));
            shown
        };
        help.extend(rows_in_words(&outcome.witnesses, &snippet));
        Drawn {
            message: format!("{}: {}", diagnostic.rule, visible(&outcome.message)),
            severity: if diagnostic.level == Level::Deny {
                Severity::Error
            } else {
                Severity::Warning
            },
            help: help.join("\n"),
            snippet,
        }
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
        for diagnostic in open.iter().take(OPEN) {
            let outcome = &diagnostic.outcome;
            let needs = if outcome.help.is_empty() {
                String::new()
            } else {
                format!(" (needs: {})", outcome.help)
            };
            let message = format!(
                "{}: {}{}",
                diagnostic.rule,
                visible(&outcome.message),
                visible(&needs)
            );
            self.draw(
                &Drawn {
                    message,
                    severity: Severity::Advice,
                    ..Drawn::default()
                },
                out,
            )?;
        }
        if open.len() > OPEN {
            writeln!(
                out,
                "    and {} more undetermined: --output-format json lists them all",
                open.len() - OPEN
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

/// `PINCP: 2 classes, 0.59/0.41 in CA`
fn classes(dataset: &DatasetReport) -> Option<String> {
    let label = dataset.roles.label.as_ref()?;
    let classes = &dataset.classes;
    let largest = classes.iter().map(|class| class.share).fold(0.0, f64::max);
    let shares = if classes.len() <= NAMED {
        classes
            .iter()
            .map(|class| format!("{:.2}", class.share))
            .collect::<Vec<_>>()
            .join("/")
    } else {
        format!("largest {largest:.2}")
    };
    let place = dataset
        .in_domain
        .as_ref()
        .map_or(String::new(), |name| format!(" in {}", visible(name)));
    Some(format!(
        "{}: {} classes, {shares}{place}",
        visible(label),
        grouped(classes.len())
    ))
}

/// `4,000 of 14,573 rows taught; 4,000 examined in CA, 500 in SD, 900 in ND`
fn sampled(dataset: &DatasetReport) -> Option<String> {
    let sampled = dataset.sampled.as_ref()?;
    let taught = if sampled.teach < sampled.teachable {
        format!(
            "{} of {} rows taught",
            grouped(sampled.teach),
            grouped(sampled.teachable)
        )
    } else {
        format!("{} rows taught", grouped(sampled.teach))
    };
    let here = dataset
        .in_domain
        .as_ref()
        .map_or("in-domain".to_owned(), |name| {
            format!("in {}", visible(name))
        });
    let mut examined = vec![format!("{} examined {here}", grouped(sampled.in_domain))];
    if sampled.shifted.len() <= 2 * NAMED {
        examined.extend(
            sampled
                .shifted
                .iter()
                .map(|(name, rows)| format!("{} in {}", grouped(*rows), visible(name))),
        );
    } else {
        let rows = || sampled.shifted.iter().map(|(_, rows)| *rows);
        let (least, most) = (rows().min().unwrap_or(0), rows().max().unwrap_or(0));
        examined.push(format!(
            "{} to {} in each of {} shifts",
            grouped(least),
            grouped(most),
            grouped(sampled.shifted.len())
        ));
    }
    Some(format!("{taught}; {}", examined.join(", ")))
}

/// The first measurement, and in a second line a few that stand beside it.
fn measured(measurements: &[Measurement]) -> Option<String> {
    let (first, rest) = measurements.split_first()?;
    let n = first
        .n
        .map_or(String::new(), |n| format!(", n = {}", grouped(n)));
    let mut label = format!("{}{n}", valued(first));
    if !rest.is_empty() {
        let beside: Vec<String> = rest.iter().take(BESIDE).map(valued).collect();
        label.push_str(&format!("\n({})", beside.join("; ")));
    }
    Some(label)
}

/// `r over all probes: -0.37 [-0.45, -0.28]`
fn valued(measurement: &Measurement) -> String {
    let interval = measurement.interval.map_or(String::new(), |(low, high)| {
        format!("{TIGHT}[{},{TIGHT}{}]", figure(low), figure(high))
    });
    format!(
        "{}: {}{interval}",
        visible(&measurement.name),
        figure(measurement.value)
    )
}

/// The broken limit in words, for findings that show rows in its place.
fn held_against(diagnostic: &Diagnostic) -> Option<String> {
    let first = diagnostic.outcome.measurements.first()?;
    let (key, limit) = (diagnostic.outcome.broken?, first.limit?);
    let Some(sentence) = &diagnostic.sentence else {
        return Some(format!("{}; {key} is {}", valued(first), figure(limit)));
    };
    let line = sentence
        .text
        .get(..sentence.span.start)
        .map_or(1, |before| before.matches('\n').count() + 1);
    let written = sentence
        .text
        .get(sentence.span.clone())
        .map_or(figure(limit), visible);
    Some(format!(
        "{}; {key} is {written} ({}:{line})",
        valued(first),
        visible(&sentence.file)
    ))
}

/// Rows that no line of a file shows, and how many more there are.
fn rows_in_words(witnesses: &[Witness], snippet: &Snippet) -> Vec<String> {
    let mut words = Vec::new();
    let drawn = snippet.labels().len();
    if witnesses.iter().all(|witness| witness.excerpt.is_none()) {
        words.extend(witnesses.iter().take(ROWS).map(|witness| {
            let place = witness.line.map_or(format!("row {}", witness.row), |line| {
                format!("line {line}")
            });
            format!(
                "{place} of {}: {}",
                visible(&witness.path),
                visible(&witness.note)
            )
        }));
    }
    let told = if words.is_empty() {
        drawn.min(witnesses.len())
    } else {
        words.len()
    };
    if witnesses.len() > told {
        let more = grouped(witnesses.len() - told);
        words.push(format!(
            "and {more} more: --output-format json lists them all"
        ));
    }
    words
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

/// A finding as miette draws it. Every text in it is harmless already.
#[derive(Debug, Default)]
struct Drawn {
    message: String,
    severity: Severity,
    help: String,
    snippet: Snippet,
}

impl fmt::Display for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Drawn {}

impl Drawable for Drawn {
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.help.is_empty()).then(|| Box::new(&self.help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.snippet.is_empty()).then_some(&self.snippet as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.snippet.is_empty()).then(|| {
            Box::new(self.snippet.labels().into_iter()) as Box<dyn Iterator<Item = LabeledSpan>>
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

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
    ╭─[rules/collapsed-probes.toml:41:14]
 41 │ max-excess = 0.20
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

  ☞ distorted-line: for ND, the shifted rows are too few (needs: 900 more
  │ rows)

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
                assert!(
                    textwrap::core::display_width(line) <= width,
                    "{width}: {line}"
                );
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
            told.contains("× distorted-line: for ND,") && !told.contains("☞"),
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
