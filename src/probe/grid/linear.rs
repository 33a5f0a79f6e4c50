//! The linear grid: one path of C for each linear family.

use super::super::Family;
use super::{Configuration, Profile, Setting};

/// Each linear family has one path of C, even in its logarithm and as wide as those in the
/// literature, for a dataset of [`REFERENCE_ROWS`](super::REFERENCE_ROWS) (see
/// [`for_rows`](super::for_rows)), and its default beside the path. The support vector machine gives up at about a fifth of the logistic regression's C, so its
/// path lies a decade lower at the strong end and stops at 10, and one limit on the collapsed share
/// serves both.
pub(in crate::probe) fn linear(family: Family, profile: Profile) -> Vec<Configuration> {
    let per_decade = match profile {
        Profile::Quick => 2,
        Profile::Standard => 4,
        Profile::Audit => 8,
    };
    let (low, high) = if family == Family::LinearSvm {
        (-4, 1)
    } else {
        (-3, 4)
    };
    let of = |c, default| Configuration {
        family,
        setting: Setting::Strength { c },
        default,
    };
    (low * per_decade..=high * per_decade)
        .map(|step| of(10_f64.powf(f64::from(step) / f64::from(per_decade)), false))
        .chain([of(1.0, true)])
        .collect()
}
