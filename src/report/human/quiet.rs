//! Quiet: of a report for people, what fails the run and nothing else.

use std::io::{self, Write};

use super::Human;
use crate::diagnostic::Level;
use crate::outcome::{FailOn, Report, RunsReport, weighs};
use crate::report::group::Group;
use crate::report::heading::dataset_name;
use crate::report::visible::defuse;
use crate::report::{Reporter, Terminal};

/// Speaks to people who want to hear of what fails the run only. Where nothing can (`--fail-on never`), of
/// every finding.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quiet {
    /// Where it is shown.
    pub(crate) terminal: Terminal,
    /// What fails the run.
    pub(crate) fail_on: FailOn,
}

impl Quiet {
    fn speaks_of(self, level: Level) -> bool {
        self.fail_on == FailOn::Never || self.fail_on.fails(level)
    }
}

impl Reporter for Quiet {
    fn report(&self, run: &Report, out: &mut dyn Write) -> io::Result<()> {
        let human = Human {
            terminal: self.terminal,
        };
        let mut text = Vec::new();
        for dataset in &run.datasets {
            let mut groups = Group::findings(dataset, run.strict);
            groups.retain(|group| self.speaks_of(group.level));
            if !groups.is_empty() && run.datasets.len() > 1 {
                let name = self.terminal.bold(&dataset_name(dataset));
                writeln!(text, "  {name}\n")?;
            }
            human.write_findings(&groups, &mut text)?;
        }
        out.write_all(defuse(&String::from_utf8_lossy(&text)).as_bytes())
    }
}

impl Reporter<RunsReport> for Quiet {
    fn report(&self, run: &RunsReport, out: &mut dyn Write) -> io::Result<()> {
        let human = Human {
            terminal: self.terminal,
        };
        for judged in &run.lines {
            let diagnostic = &judged.diagnostic;
            if weighs(diagnostic, run.strict) && self.speaks_of(diagnostic.level) {
                human.write_verdict(judged, run.strict, out)?;
            }
        }
        Ok(())
    }
}
