//! Settings: what a run went by, enough to run it again.

use super::fail_on::FailOn;

/// What a run went by: enough to run it again.
#[derive(Debug, Clone)]
pub(crate) struct RunSettings {
    /// The model's fingerprint, where it is known.
    pub(crate) fingerprint: Option<String>,
    /// Most train rows, in place of the profile's.
    pub(crate) train_rows: Option<usize>,
    /// Whether probes were trained.
    pub(crate) probes: bool,
    /// From which level on a finding fails the run.
    pub(crate) fail_on: FailOn,
    /// Each rule with its level and its limits, in the order of the catalogue.
    pub(crate) rules: Vec<RuleSettings>,
}

/// One rule's settings.
#[derive(Debug, Clone)]
pub(crate) struct RuleSettings {
    /// Its name.
    pub(crate) rule: &'static str,
    /// Its level: `deny`, `warn` or `allow`.
    pub(crate) level: &'static str,
    /// Each limit's key and value.
    pub(crate) limits: Vec<(String, f64)>,
}
