//! Report: what a run has to say, the verdict with its exit code, and the voices that say it.

mod accepted;
mod account;
mod agent;
pub mod cache;
pub mod explain;
mod fault;
mod github;
mod group;
mod html;
mod human;
pub mod init;
mod json;
mod json_lines;
mod junit;
mod markdown;
mod portrait;
mod root;
mod runs;
mod sarif;
mod settings;
mod snippet;
mod spot;
mod stage;
mod subjects;
mod values;
mod visible;

use std::io::{self, Write};
use std::time::Duration;

pub use accepted::{BaselineReport, recorded};
pub use account::{Account, Recalled, write_account};
pub use agent::Agent;
pub use cache::Filled;
pub use fault::{write_error, write_warning};
pub use github::Github;
pub use html::Html;
pub use human::{Human, Quiet};
pub use json::Json;
pub use json_lines::JsonLines;
pub use junit::Junit;
pub use markdown::Markdown;
pub use portrait::{
    ArmPortrait, BesidePortrait, ConfigurationPortrait, CosinesPortrait, FamilyPortrait,
    MapPortrait, PointPortrait, Portrait, ProbePortrait, RuleSettings, Settings, SpectrumPortrait,
    TestSetPortrait, VectorsPortrait, ZooPortrait,
};
pub use runs::{JudgedLine, RunsReport};
pub use sarif::Sarif;
pub use settings::settings;
pub use stage::Stage;
pub use values::Values;

use serde::{Deserialize, Serialize};

use crate::dataset::RoleNames;
use crate::diagnostic::{Diagnostic, Level, Verdict};
use crate::measure::Standings;
use crate::measure::line::Line;
use crate::plan::{FailOn, LeftOut};
use crate::policy::Span;
use crate::probe::{Arm, Profile};

/// A voice: writes one report, that of a check unless said otherwise.
pub trait Reporter<T = Report> {
    /// Writes `run` to `out`.
    ///
    /// # Errors
    /// What `out` says when it can't be written.
    fn report(&self, run: &T, out: &mut dyn Write) -> io::Result<()>;
}

/// What a run has to say.
#[derive(Debug, Clone)]
pub struct Report {
    /// trueline's version.
    pub version: &'static str,
    /// The seed of the run.
    pub seed: u64,
    /// How much was trained.
    pub profile: Profile,
    /// The model that was asked for.
    pub model: String,
    /// What the run was told; only where a report draws.
    pub settings: Option<Settings>,
    /// The datasets, in the order of the plan.
    pub datasets: Vec<DatasetReport>,
    /// Files that changed and weren't judged.
    pub left_out: Vec<LeftOut>,
    /// How long the run took; only for people, since it is never the same twice.
    pub elapsed: Option<Duration>,
    /// How many of the datasets were judged by an earlier run, and are recalled; only for people.
    pub recalled: usize,
    /// Whether what is undetermined counts as found.
    pub strict: bool,
    /// The baseline that the findings are held against, where there is one.
    pub baseline: Option<BaselineReport>,
    /// The verdict on all datasets together.
    pub verdict: RunVerdict,
}

/// What is said about one dataset.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DatasetReport {
    /// Its name.
    pub name: String,
    /// Where trueline.toml declares it; absent when the command line does.
    #[serde(skip)]
    pub declared: Option<Span>,
    /// Its files, as the user wrote them; shifted ones too.
    pub paths: Vec<String>,
    /// Its rows.
    pub rows: usize,
    /// Rows whose label is missing: they are neither train nor test rows.
    pub unlabelled: usize,
    /// How many of them trained and tested; absent when no rule asked for probes.
    pub sampled: Option<Sampled>,
    /// Which columns played which role.
    pub roles: RoleNames,
    /// Its classes with their shares in-domain; empty without a label.
    pub classes: Vec<ClassShare>,
    /// What the in-domain rows are called, for example `CA`; absent without domains.
    pub in_domain: Option<String>,
    /// How the probes fared, arm by arm; empty when none was trained.
    pub arms: Vec<ArmReport>,
    /// Its shifts; empty when no rule asked for them.
    pub shifts: Vec<ShiftReport>,
    /// What the rules said, in the order of the catalogue.
    pub diagnostics: Vec<Diagnostic>,
    /// What there is to draw; only where a report draws.
    pub portrait: Option<Portrait>,
}

/// How many rows trained and tested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sampled {
    /// Rows that could have been trained on.
    pub trainable: usize,
    /// Train rows.
    pub train: usize,
    /// In-domain test rows.
    pub in_domain: usize,
    /// Test rows under each shift, by its name.
    pub shifted: Vec<(String, usize)>,
}

/// A class and its share of the rows, in \[0, 1\].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClassShare {
    /// The class's name.
    pub name: String,
    /// Its share.
    pub share: f64,
}

/// How the probes of one arm fared in-domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArmReport {
    /// The arm.
    pub arm: Arm,
    /// How the probes that were judged stand.
    pub standings: Standings,
}

/// One shift.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShiftReport {
    /// Its name.
    pub name: String,
    /// Its rows in the dataset.
    pub rows: usize,
    /// The classes with their shares in it.
    pub label_share: Vec<ClassShare>,
    /// The accuracy line of each arm that was read.
    pub lines: Vec<LineReport>,
}

/// The accuracy line of one arm under one shift. A statistic is absent where it is undefined.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LineReport {
    /// The arm.
    pub arm: Arm,
    /// Probes on the line.
    pub probes: usize,
    /// Those that are healthy in-domain: neither collapsed nor doubtful nor leaning.
    pub healthy: usize,
    /// Pearson's r over all probes, on the probit scale.
    pub r_all: Option<f64>,
    /// r over the healthy ones.
    pub r_healthy: Option<f64>,
    /// r of balanced accuracy over the healthy ones.
    pub r_balanced: Option<f64>,
    /// Slope over the healthy ones.
    pub slope: Option<f64>,
    /// Intercept over the healthy ones.
    pub intercept: Option<f64>,
    /// The highest r that noise leaves possible over the healthy ones.
    pub ceiling: Option<f64>,
}

impl LineReport {
    /// What a report says of `line`.
    pub fn of(arm: Arm, line: &Line) -> Self {
        Self {
            arm,
            probes: line.all.runs,
            healthy: line.healthy.runs,
            r_all: line.all.r,
            r_healthy: line.healthy.r,
            r_balanced: line.balanced_healthy.and_then(|view| view.r),
            slope: line.healthy.slope,
            intercept: line.healthy.intercept,
            ceiling: line.ceiling.map(|ceiling| ceiling.r_max),
        }
    }
}

/// How the outcomes of a run count, and the exit code they lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RunVerdict {
    /// 0 when nothing fails the run, 1 when something does.
    pub exit: u8,
    /// Findings at `deny`.
    pub denied: usize,
    /// Findings at `warn`.
    pub warned: usize,
    /// Outcomes that the data couldn't carry and that don't count as findings.
    pub undetermined: usize,
    /// Outcomes within their limits.
    pub passed: usize,
    /// Outcomes that don't apply.
    pub skipped: usize,
    /// Findings that the baseline knows.
    pub known: usize,
    /// Findings that a waiver covers.
    pub waived: usize,
}

impl RunVerdict {
    /// Counts outcomes. With `strict`, an undetermined one counts as a finding at its level.
    pub fn of<'a>(
        diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
        fail_on: FailOn,
        strict: bool,
    ) -> Self {
        let mut verdict = Self::default();
        for diagnostic in diagnostics {
            if weighs(diagnostic, strict) {
                match diagnostic.level {
                    Level::Deny => verdict.denied += 1,
                    Level::Warn => verdict.warned += 1,
                    Level::Allow => {}
                }
                continue;
            }
            if is_found(diagnostic, strict) {
                match diagnostic.accepted.waived {
                    Some(_) => verdict.waived += 1,
                    None => verdict.known += 1,
                }
                continue;
            }
            match diagnostic.outcome.verdict {
                Verdict::Pass => verdict.passed += 1,
                Verdict::Skipped => verdict.skipped += 1,
                Verdict::Undetermined => verdict.undetermined += 1,
                Verdict::Found => {}
            }
        }
        let failing = [(Level::Deny, verdict.denied), (Level::Warn, verdict.warned)]
            .into_iter()
            .filter(|(level, _)| fail_on.fails(*level))
            .map(|(_, count)| count)
            .sum::<usize>();
        verdict.exit = u8::from(failing > 0);
        verdict
    }
}

/// Whether a diagnostic counts as a finding: one that neither the baseline nor a waiver excuses.
fn weighs(diagnostic: &Diagnostic, strict: bool) -> bool {
    is_found(diagnostic, strict) && !diagnostic.is_accepted()
}

/// Whether a diagnostic is a finding, be it excused or not.
pub(crate) fn is_found(diagnostic: &Diagnostic, strict: bool) -> bool {
    match diagnostic.outcome.verdict {
        Verdict::Found => true,
        Verdict::Undetermined => strict,
        Verdict::Pass | Verdict::Skipped => false,
    }
}

#[cfg(test)]
pub(crate) mod sample;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Accepted, Outcome};

    fn diagnostic(level: Level, verdict: Verdict) -> Diagnostic {
        Diagnostic {
            rule: "r",
            level,
            outcome: Outcome::new(verdict, "m"),
            span: None,
            accepted: Accepted::default(),
        }
    }

    #[test]
    fn findings_fail_the_run_from_the_level_asked_for() {
        let warned = [
            diagnostic(Level::Warn, Verdict::Found),
            diagnostic(Level::Deny, Verdict::Pass),
        ];
        let denied = [diagnostic(Level::Deny, Verdict::Found)];
        let exit =
            |diagnostics: &[Diagnostic], fail_on| RunVerdict::of(diagnostics, fail_on, false).exit;
        assert_eq!(
            [FailOn::Deny, FailOn::Warn, FailOn::Never].map(|fail_on| exit(&warned, fail_on)),
            [0, 1, 0]
        );
        assert_eq!(
            [FailOn::Deny, FailOn::Warn, FailOn::Never].map(|fail_on| exit(&denied, fail_on)),
            [1, 1, 0]
        );
    }

    #[test]
    fn strict_counts_what_is_undetermined_at_its_level() {
        let open = [
            diagnostic(Level::Deny, Verdict::Undetermined),
            diagnostic(Level::Warn, Verdict::Skipped),
        ];
        let lenient = RunVerdict {
            undetermined: 1,
            skipped: 1,
            ..RunVerdict::default()
        };
        assert_eq!(RunVerdict::of(&open, FailOn::Deny, false), lenient);
        let strict = RunVerdict {
            exit: 1,
            denied: 1,
            skipped: 1,
            ..RunVerdict::default()
        };
        assert_eq!(RunVerdict::of(&open, FailOn::Deny, true), strict);
    }
}
