//! Runs: what is said about the accuracy lines of the user's own models.

use std::time::Duration;

use super::verdict::RunVerdict;
use crate::diagnostic::Diagnostic;
use crate::measure::line::{Effect, Line, LineVerdict, View};
use crate::runs::{Named, RunsSource, ShiftRuns};

/// What a judgement of the user's own models has to say.
#[derive(Debug, Clone)]
pub(crate) struct RunsReport {
    /// trueline's version.
    pub(crate) version: &'static str,
    /// The seed of the resamples.
    pub(crate) seed: u64,
    /// The columns as the user named them.
    pub(crate) source: RunsSource,
    /// The files, as the user wrote them.
    pub(crate) paths: Vec<String>,
    /// Rows of the table.
    pub(crate) rows: usize,
    /// Rows left by `--where`.
    pub(crate) kept: usize,
    /// Families of runs.
    pub(crate) families: usize,
    /// One entry a shift.
    pub(crate) lines: Vec<JudgedLine>,
    /// Whether what is undetermined counts as found.
    pub(crate) strict: bool,
    /// How long it took; only for people, since it is never the same twice.
    pub(crate) elapsed: Option<Duration>,
    /// The verdict on all lines together.
    pub(crate) verdict: RunVerdict,
}

/// One shift's line with its verdict.
#[derive(Debug, Clone)]
pub(crate) struct JudgedLine {
    /// The runs.
    pub(crate) shift: ShiftRuns,
    /// Their line on the probit scale.
    pub(crate) line: Line,
    /// What collapse does to it.
    pub(crate) verdict: LineVerdict,
    /// The line over all and over the healthy runs on the accuracies themselves.
    pub(crate) plain: (View, View),
    /// The judgement.
    pub(crate) diagnostic: Diagnostic,
}

impl JudgedLine {
    /// The runs that collapsed, in the order of the table.
    pub(crate) fn collapsed(&self) -> impl Iterator<Item = &Named> {
        self.shift
            .named
            .iter()
            .zip(&self.shift.runs)
            .filter(|(_, run)| run.collapsed)
            .map(|(named, _)| named)
    }

    /// The verdict in one word: sound, made, hidden, flipped or undetermined.
    pub(crate) fn word(&self) -> &'static str {
        match self.verdict {
            LineVerdict::Sound => "sound",
            LineVerdict::Distorted(Effect::Made) | LineVerdict::MadeByConstruction => "made",
            LineVerdict::Distorted(Effect::Hidden) => "hidden",
            LineVerdict::Distorted(Effect::Flipped) => "flipped",
            LineVerdict::Undetermined { .. } => "undetermined",
        }
    }
}
