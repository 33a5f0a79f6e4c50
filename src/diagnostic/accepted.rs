//! Accepted: how a finding stands to the baseline and the waivers of a run.

use super::Witness;
use crate::policy::Span;

/// What the baseline and the waivers say of a finding. It is put on afterwards: rules know neither.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accepted {
    /// Whether the baseline has it; absent without a baseline, and for what is no finding.
    pub baseline: Option<Baselined>,
    /// Rows of a new finding that the baseline knows; its outcome holds the others alone.
    pub known_rows: Vec<Witness>,
    /// Why it doesn't count, where a waiver says so.
    pub waived: Option<Waived>,
}

/// How the baseline has a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Baselined {
    /// Not, or not as bad, or not with all of its rows.
    New,
    /// As it is.
    Known,
}

impl Baselined {
    /// The word in reports: `new` or `known`.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Known => "known",
        }
    }
}

/// The waiver that covers a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waived {
    /// Its reason, as the user wrote it.
    pub reason: String,
    /// The last day on which it waives, as `2027-01-31`.
    pub until: Option<String>,
    /// Where trueline.toml has it.
    pub span: Span,
}

impl Accepted {
    /// Whether the finding counts for nothing.
    pub fn excuses(&self) -> bool {
        self.waived.is_some() || self.baseline == Some(Baselined::Known)
    }
}
