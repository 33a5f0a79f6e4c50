//! Grid: the configurations that a profile trains, and how they move with the number of rows.

use super::{Configuration, Family, Profile};

/// The configurations of `profile`, family by family.
pub(crate) fn grid(profile: Profile) -> Vec<Configuration> {
    Family::ALL
        .into_iter()
        .flat_map(|family| family.configurations(profile))
        .collect()
}

/// The families that have a place in `grid`, in the order of reports.
pub(crate) fn families(grid: &[Configuration]) -> Vec<Family> {
    let held = |family: &Family| grid.iter().any(|entry| entry.family == *family);
    Family::ALL.into_iter().filter(held).collect()
}

/// Rows of the dataset that the paths of C and the epochs are written down for.
pub(crate) const REFERENCE_ROWS: f64 = 10_000.0;

/// The same configurations for a user with `rows` rows: the paths of C and the epochs are moved so that
/// C times rows, and epochs times rows, stay what they are at [`REFERENCE_ROWS`].
///
/// The loss is summed over rows, so what holds a model back is C times their number. On a fixed path
/// of C every small dataset would collapse, natural text too: a tenth of the rows moves its frontier
/// up by a decade. Moved along, tables written as sentences collapse at C times rows of 500 to 1,000
/// whatever their size, and natural text below 90; the default limit of 0.20 stands for 250. A network
/// is held back by the number of its steps in the same way, which is epochs times rows over the rows of
/// a batch. The defaults stay what they are, for the user who trains with them.
#[must_use]
pub(crate) fn for_rows(mut grid: Vec<Configuration>, rows: usize) -> Vec<Configuration> {
    let factor = REFERENCE_ROWS / rows.max(1) as f64;
    for entry in grid.iter_mut().filter(|entry| !entry.default) {
        entry.setting.move_along(factor);
    }
    grid
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::Setting;

    #[test]
    fn every_family_has_one_default_in_every_profile_that_trains_it() {
        for profile in [Profile::Quick, Profile::Standard, Profile::Audit] {
            for family in families(&grid(profile)) {
                let defaults = grid(profile)
                    .iter()
                    .filter(|c| c.family == family && c.default)
                    .count();
                assert_eq!(defaults, 1, "{} in {}", family.name(), profile.word());
            }
        }
    }

    #[test]
    fn networks_and_cvar_belong_to_the_audit_alone() {
        for profile in [Profile::Quick, Profile::Standard] {
            assert_eq!(families(&grid(profile)), Family::ALL[..7]);
        }
        assert_eq!(families(&grid(Profile::Audit)), Family::ALL);
    }

    #[test]
    fn no_configuration_stands_in_the_grid_twice() {
        for profile in [Profile::Quick, Profile::Standard, Profile::Audit] {
            let grid = grid(profile);
            for (nth, one) in grid.iter().enumerate() {
                assert!(!grid[..nth].contains(one), "{one:?}");
            }
        }
    }

    #[test]
    fn a_path_moves_with_the_rows_and_the_defaults_stay() {
        let written = grid(Profile::Quick);
        for (before, after) in written.iter().zip(for_rows(written.clone(), 1_000)) {
            if let (Setting::Strength { c: before }, Setting::Strength { c }) =
                (before.setting, after.setting)
            {
                let expected = if after.default { 1.0 } else { before * 10.0 };
                assert!((c / expected - 1.0).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn profiles_hold_what_the_method_promises() {
        let size = |profile| grid(profile).len();
        assert!(
            (35..=50).contains(&size(Profile::Quick)),
            "{}",
            size(Profile::Quick)
        );
        assert!(
            (100..=200).contains(&size(Profile::Standard)),
            "{}",
            size(Profile::Standard)
        );
        assert!(size(Profile::Audit) >= 200, "{}", size(Profile::Audit));
    }
}
