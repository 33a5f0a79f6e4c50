//! The grid of CVaR-DRO regression: a path of C for each share of the worst losses.

use super::super::Family;
use super::{Configuration, Profile, Setting};

/// Three paths of C as wide as that of logistic regression, in the audit only. The shares lie in the range
/// that TableShift searches (Gardner et al. 2023, arXiv 2312.07577: 1e-4 to 1), from where a sample of
/// a few hundred rows still has some worst ones. No library sets a default: C = 1 as for logistic
/// regression, and the share in the middle.
pub(in crate::probe) fn cvar(profile: Profile) -> Vec<Configuration> {
    if profile != Profile::Audit {
        return Vec::new();
    }
    let of = |c, share, default| Configuration {
        family: Family::Cvar,
        setting: Setting::Cvar { c, share },
        default,
    };
    let mut all = vec![of(1.0, 0.2, true)];
    for share in [0.05, 0.2, 0.5] {
        for half_decade in -6..=8 {
            let c = 10_f64.powf(f64::from(half_decade) / 2.0);
            all.push(of(c, share, false));
        }
    }
    all
}
