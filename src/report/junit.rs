//! JUnit: a test report, with a suite for each dataset and a case for each outcome.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::spot::{first_measurement, help, message, place, row, short_name};
use super::suppressed::{known_rows, why};
use super::visible::visible;
use super::{Reporter, failures, noted};
use crate::diagnostic::{Diagnostic, Verdict};
use crate::outcome::{DatasetReport, FailOn, Failure, Report, is_found, weighs};

/// Rows of a finding that are listed.
const ROWS: usize = 10;

/// Speaks JUnit's XML, in the form that Jenkins accepts (junit-10.xsd of its xunit plugin).
///
/// Only what fails the run is a failure; a finding below is written as output.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Junit {
    /// From which level on a finding fails the run.
    pub(crate) fail_on: FailOn,
}

impl Reporter for Junit {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        let mut suites: Vec<Suite> = run
            .datasets
            .iter()
            .map(|dataset| self.suite(run, dataset))
            .collect();
        suites.extend(run.failures.iter().map(fail));
        let mut writer = Writer::new_with_indent(&mut *out, b' ', 2);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        writer
            .create_element("testsuites")
            .with_attribute(("name", "trueline"))
            .with_attributes(counts(suites.iter().flat_map(|suite| &suite.cases)).attributes(false))
            .write_inner_content(|writer| {
                suites.iter().try_for_each(|suite| suite.write(writer))
            })?;
        writeln!(out)
    }
}

impl Junit {
    fn suite(self, run: &Report, dataset: &DatasetReport) -> Suite {
        Suite {
            name: short_name(&dataset.name),
            cases: dataset
                .diagnostics
                .iter()
                .map(|diagnostic| self.case(run, dataset, diagnostic))
                .collect(),
        }
    }

    fn case(self, run: &Report, dataset: &DatasetReport, diagnostic: &Diagnostic) -> Case {
        let outcome = &diagnostic.outcome;
        let name = match &outcome.subject {
            Some(subject) => format!("{} ({})", diagnostic.rule, short_name(subject)),
            None => diagnostic.rule.to_owned(),
        };
        let level = diagnostic.level.word();
        let ended = match outcome.verdict {
            _ if is_found(diagnostic, run.strict) && diagnostic.is_suppressed() => Ended::Passed {
                output: Some(format!(
                    "{}\n{level}: {}\n{}",
                    why(diagnostic).unwrap_or_default(),
                    message(diagnostic),
                    detail(dataset, diagnostic)
                )),
            },
            _ if weighs(diagnostic, run.strict) && self.fail_on.fails(diagnostic.level) => {
                Ended::Failed {
                    level,
                    message: message(diagnostic),
                    detail: detail(dataset, diagnostic),
                }
            }
            _ if weighs(diagnostic, run.strict) => Ended::Passed {
                output: Some(format!(
                    "{level}: {}\n{}",
                    message(diagnostic),
                    detail(dataset, diagnostic)
                )),
            },
            Verdict::Skipped | Verdict::Undetermined => Ended::Skipped {
                message: format!("{}: {}", outcome.verdict.word(), message(diagnostic)),
            },
            Verdict::Pass | Verdict::Found => Ended::Passed {
                output: outcome.noted.as_ref().map(|noted| {
                    let rows = noted.witnesses.iter().take(ROWS).map(row);
                    let said = format!("{}: {}", noted::LEAD, visible(&noted.message));
                    std::iter::once(said)
                        .chain(rows)
                        .collect::<Vec<_>>()
                        .join("\n")
                }),
            },
        };
        Case { name, ended }
    }
}

/// The suite of what couldn't be judged: one case, which is an error.
fn fail(failure: &Failure) -> Suite {
    let help = failures::help(failure).map(|help| format!("help: {help}"));
    Suite {
        name: short_name(&failures::subject(failure)),
        cases: vec![Case {
            name: "can be judged".to_owned(),
            ended: Ended::Error {
                message: failures::message(failure),
                detail: help.unwrap_or_default(),
            },
        }],
    }
}

/// What is said about one dataset.
struct Suite {
    name: String,
    cases: Vec<Case>,
}

/// One outcome. Every text in it is harmless already.
struct Case {
    name: String,
    ended: Ended,
}

enum Ended {
    Passed {
        output: Option<String>,
    },
    Skipped {
        message: String,
    },
    Error {
        message: String,
        detail: String,
    },
    Failed {
        level: &'static str,
        message: String,
        detail: String,
    },
}

impl Suite {
    fn write<W: Write>(&self, writer: &mut Writer<W>) -> io::Result<()> {
        writer
            .create_element("testsuite")
            .with_attribute(("name", self.name.as_str()))
            .with_attributes(counts(&self.cases).attributes(true))
            .write_inner_content(|writer| {
                self.cases
                    .iter()
                    .try_for_each(|case| case.write(&self.name, writer))
            })?;
        Ok(())
    }
}

impl Case {
    fn write<W: Write>(&self, suite: &str, writer: &mut Writer<W>) -> io::Result<()> {
        let case = writer
            .create_element("testcase")
            .with_attribute(("name", self.name.as_str()))
            .with_attribute(("classname", suite));
        match &self.ended {
            Ended::Passed { output: None } => case.write_empty()?,
            Ended::Passed {
                output: Some(output),
            } => case.write_inner_content(|writer| {
                let output = BytesText::new(output);
                writer
                    .create_element("system-out")
                    .write_text_content(output)?;
                Ok(())
            })?,
            Ended::Skipped { message } => case.write_inner_content(|writer| {
                let skipped = writer.create_element("skipped");
                skipped
                    .with_attribute(("message", message.as_str()))
                    .write_empty()?;
                Ok(())
            })?,
            Ended::Error { message, detail } => case.write_inner_content(|writer| {
                writer
                    .create_element("error")
                    .with_attribute(("message", message.as_str()))
                    .write_text_content(BytesText::new(detail))?;
                Ok(())
            })?,
            Ended::Failed {
                level,
                message,
                detail,
            } => case.write_inner_content(|writer| {
                writer
                    .create_element("failure")
                    .with_attribute(("message", message.as_str()))
                    .with_attribute(("type", *level))
                    .write_text_content(BytesText::new(detail))?;
                Ok(())
            })?,
        };
        Ok(())
    }
}

/// How many cases there are and how they ended, as attributes.
struct Counts {
    tests: String,
    failures: String,
    errors: String,
    skipped: String,
}

fn counts<'a>(cases: impl IntoIterator<Item = &'a Case>) -> Counts {
    let (mut tests, mut failures, mut errors, mut skipped) = (0, 0, 0, 0);
    for case in cases {
        tests += 1;
        match case.ended {
            Ended::Failed { .. } => failures += 1,
            Ended::Error { .. } => errors += 1,
            Ended::Skipped { .. } => skipped += 1,
            Ended::Passed { .. } => {}
        }
    }
    Counts {
        tests: tests.to_string(),
        failures: failures.to_string(),
        errors: errors.to_string(),
        skipped: skipped.to_string(),
    }
}

impl Counts {
    /// Only a suite may say how many were skipped.
    fn attributes(&self, suite: bool) -> Vec<(&str, &str)> {
        let mut attributes = vec![
            ("tests", self.tests.as_str()),
            ("failures", self.failures.as_str()),
            ("errors", self.errors.as_str()),
        ];
        attributes.extend(suite.then_some(("skipped", self.skipped.as_str())));
        attributes
    }
}

/// Where, how much, what to do, and the first rows.
fn detail(dataset: &DatasetReport, diagnostic: &Diagnostic) -> String {
    let (path, line) = place(dataset, diagnostic);
    let mut lines = vec![format!("{}:{line}", visible(&path))];
    lines.extend(first_measurement(diagnostic));
    let witnesses = &diagnostic.outcome.witnesses;
    lines.extend(witnesses.iter().take(ROWS).map(row));
    if witnesses.len() > ROWS {
        lines.push(format!("and {} more", witnesses.len() - ROWS));
    }
    lines.extend(known_rows(diagnostic));
    lines.extend(help(diagnostic).map(|help| format!("help: {help}")));
    lines.join("\n")
}
