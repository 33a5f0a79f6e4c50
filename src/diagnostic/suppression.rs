//! Suppression: how a finding stands to the baseline and the waivers of a run.

use super::Witness;
use crate::policy::Span;

/// What the baseline and the waivers say of a finding. It is put on afterwards: rules know neither.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Suppression {
    /// Whether the baseline has it; absent without a baseline, and for what is no finding.
    pub(crate) baseline: Option<BaselineState>,
    /// Rows of a new finding that the baseline knows; its outcome holds the others alone.
    pub(crate) known_rows: Vec<Witness>,
    /// The waiver that covers it, where one does.
    pub(crate) waiver: Option<WaiverNote>,
}

/// How the baseline has a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BaselineState {
    /// Not, or not as bad, or not with all of its rows.
    New,
    /// As it is.
    Known,
}

impl BaselineState {
    /// The word in reports: `new` or `known`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Known => "known",
        }
    }
}

/// A waiver, as far as a report speaks of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WaiverNote {
    /// Its reason, as the user wrote it.
    pub(crate) reason: String,
    /// The last day on which it holds, as `2027-01-31`.
    pub(crate) until: Option<String>,
    /// Where trueline.toml has it.
    pub(crate) span: Span,
}

/// What suppresses a finding, so that it fails nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SuppressedBy<'a> {
    /// The baseline, which knows it.
    Baseline,
    /// A waiver, which covers it.
    Waiver(&'a WaiverNote),
}

impl SuppressedBy<'_> {
    /// The word in reports: `baseline` or `waiver`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Waiver(_) => "waiver",
        }
    }
}

impl Suppression {
    /// What suppresses the finding; a waiver before the baseline, since it has a reason.
    pub(crate) fn by(&self) -> Option<SuppressedBy<'_>> {
        match (&self.waiver, self.baseline) {
            (Some(waiver), _) => Some(SuppressedBy::Waiver(waiver)),
            (None, Some(BaselineState::Known)) => Some(SuppressedBy::Baseline),
            (None, _) => None,
        }
    }
}
