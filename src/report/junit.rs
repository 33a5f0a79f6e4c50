//! JUnit: a test report, with a suite for each dataset and a case for each outcome.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report as Suites, TestCase, TestCaseStatus, TestSuite};

use super::spot::{measured, message, place, row};
use super::visible::visible;
use super::{DatasetReport, Report, Reporter, weighs};
use crate::diagnostic::{Diagnostic, Verdict};
use crate::plan::FailOn;

/// Rows of a finding that are listed.
const ROWS: usize = 10;

/// Speaks JUnit's XML. Only what fails the run is a failure; a finding below is told as output.
#[derive(Debug, Clone, Copy)]
pub struct Junit {
    /// From which level on a finding fails the run.
    pub fail_on: FailOn,
}

impl Reporter for Junit {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        let mut suites = Suites::new("trueline");
        for dataset in &run.datasets {
            let mut suite = TestSuite::new(visible(&dataset.name));
            for diagnostic in &dataset.diagnostics {
                suite.add_test_case(self.case(run, dataset, diagnostic));
            }
            suites.add_test_suite(suite);
        }
        let text = suites.to_string().map_err(io::Error::other)?;
        out.write_all(text.as_bytes())
    }
}

impl Junit {
    fn case(self, run: &Report, dataset: &DatasetReport, diagnostic: &Diagnostic) -> TestCase {
        let outcome = &diagnostic.outcome;
        let found = weighs(diagnostic, run.strict);
        let status = if found && self.fail_on.fails(diagnostic.level) {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status
                .set_message(message(diagnostic))
                .set_type(diagnostic.level.word())
                .set_description(detail(dataset, diagnostic));
            status
        } else {
            match outcome.verdict {
                Verdict::Skipped | Verdict::Undetermined => {
                    let mut status = TestCaseStatus::skipped();
                    status.set_message(format!(
                        "{}: {}",
                        outcome.verdict.word(),
                        message(diagnostic)
                    ));
                    status
                }
                Verdict::Pass | Verdict::Found => TestCaseStatus::success(),
            }
        };
        let name = outcome
            .subject
            .as_ref()
            .map_or(diagnostic.rule.to_owned(), |subject| {
                format!("{} ({})", diagnostic.rule, visible(subject))
            });
        let told_only = found && !self.fail_on.fails(diagnostic.level);
        let mut case = TestCase::new(name, status);
        case.set_classname(visible(&dataset.name));
        if told_only {
            case.set_system_out(format!(
                "{}: {}\n{}",
                diagnostic.level.word(),
                message(diagnostic),
                detail(dataset, diagnostic)
            ));
        }
        case
    }
}

/// Where, how much, what to do, and the first rows.
fn detail(dataset: &DatasetReport, diagnostic: &Diagnostic) -> String {
    let (path, line) = place(dataset, diagnostic);
    let mut lines = vec![format!("{}:{line}", visible(&path))];
    lines.extend(measured(diagnostic));
    let witnesses = &diagnostic.outcome.witnesses;
    lines.extend(witnesses.iter().take(ROWS).map(row));
    if witnesses.len() > ROWS {
        lines.push(format!("and {} more", witnesses.len() - ROWS));
    }
    if !diagnostic.outcome.help.is_empty() {
        lines.push(format!("help: {}", visible(&diagnostic.outcome.help)));
    }
    lines.join("\n")
}
