//! Verdict: how the outcomes of a run count, and the exit code that they lead to.

use super::fail_on::FailOn;
use crate::diagnostic::{Diagnostic, Level, SuppressedBy, Verdict};

/// How the outcomes of a run count, and the exit code they lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct RunVerdict {
    /// 0 when nothing fails the run, 1 when something does, 2 when something couldn't be judged.
    pub(crate) exit: u8,
    /// Findings at `deny`.
    pub(crate) denied: usize,
    /// Findings at `warn`.
    pub(crate) warned: usize,
    /// Outcomes that the data couldn't carry and that don't count as findings.
    pub(crate) undetermined: usize,
    /// Outcomes within their limits.
    pub(crate) passed: usize,
    /// Outcomes that don't apply.
    pub(crate) skipped: usize,
    /// Findings that fail nothing.
    pub(crate) suppressed: Suppressed,
}

/// How many findings are suppressed, by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Suppressed {
    /// By the baseline, which knows them.
    pub(crate) baseline: usize,
    /// By a waiver, which covers them.
    pub(crate) waiver: usize,
}

impl Suppressed {
    /// All of them.
    pub(crate) fn count(self) -> usize {
        self.baseline + self.waiver
    }
}

impl RunVerdict {
    /// The exit code of a run that couldn't judge everything.
    pub(crate) const COULD_NOT_JUDGE: u8 = 2;

    /// Counts outcomes. With `strict`, an undetermined one counts as a finding at its level.
    pub(crate) fn of<'a>(
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
                match diagnostic.suppression.by() {
                    Some(SuppressedBy::Waiver(_)) => verdict.suppressed.waiver += 1,
                    Some(SuppressedBy::Baseline) | None => verdict.suppressed.baseline += 1,
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

/// Whether a diagnostic counts as a finding: one that neither the baseline nor a waiver suppresses.
pub(crate) fn weighs(diagnostic: &Diagnostic, strict: bool) -> bool {
    is_found(diagnostic, strict) && !diagnostic.is_suppressed()
}

/// Whether a diagnostic is a finding that is suppressed, at a level that would be shown.
pub(crate) fn is_suppressed(diagnostic: &Diagnostic, strict: bool) -> bool {
    is_found(diagnostic, strict) && diagnostic.is_suppressed() && diagnostic.level > Level::Allow
}

/// Whether a diagnostic is a finding, suppressed or not.
pub(crate) fn is_found(diagnostic: &Diagnostic, strict: bool) -> bool {
    match diagnostic.outcome.verdict {
        Verdict::Found => true,
        Verdict::Undetermined => strict,
        Verdict::Pass | Verdict::Skipped => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Outcome, Suppression};

    fn diagnostic(level: Level, verdict: Verdict) -> Diagnostic {
        Diagnostic {
            rule: "r",
            level,
            outcome: Outcome::new(verdict, "m"),
            span: None,
            suppression: Suppression::default(),
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
