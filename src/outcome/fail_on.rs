//! Fail on: from which level on a finding fails the run.

use crate::diagnostic::Level;

/// From which level on a finding fails the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailOn {
    /// Only `deny`.
    Deny,
    /// `warn` and `deny`.
    Warn,
    /// No finding does.
    Never,
}

impl FailOn {
    /// Whether a finding of this level fails the run.
    pub(crate) fn fails(self, level: Level) -> bool {
        match self {
            Self::Deny => level == Level::Deny,
            Self::Warn => level > Level::Allow,
            Self::Never => false,
        }
    }
}
