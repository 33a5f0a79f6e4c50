//! Words: what arms and in-domain rows are called in running text.

use crate::outcome::DatasetReport;
use crate::probe::Arm;
use crate::report::spot::short_name;

/// What an arm is called in running text.
pub(super) fn of_arm(arm: Arm) -> &'static str {
    match arm {
        Arm::Raw => "the raw columns",
        Arm::Embedded => "the embedding",
        Arm::Standardised => "the standardised embedding",
    }
}

/// Where the in-domain rows come from, in running text.
pub(super) fn here(dataset: &DatasetReport) -> String {
    dataset
        .in_domain
        .as_ref()
        .map_or("in-domain".to_owned(), |name| {
            format!("in {}", short_name(name))
        })
}
