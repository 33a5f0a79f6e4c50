//! The grid of trees: single, bagged and boosted.

use super::super::Family;
use super::{Configuration, Profile, Setting};

pub(in crate::probe) fn trees(profile: Profile) -> Vec<Configuration> {
    let every_depth = &[1, 2, 3, 4, 6, 8, 12, 16].map(Some);
    let (depths, leaves): (&[_], &[_]) = match profile {
        Profile::Quick => (&[Some(2), Some(8)], &[1.0, 20.0]),
        Profile::Standard => (every_depth, &[1.0, 20.0]),
        Profile::Audit => (every_depth, &[1.0, 5.0, 20.0, 50.0, 100.0]),
    };
    let mut all = Vec::new();
    for &leaf in leaves {
        for &depth in depths.iter().chain(&[None]) {
            all.push(Configuration {
                family: Family::Tree,
                setting: Setting::Tree { depth, leaf },
                default: depth.is_none() && leaf == 1.0,
            });
        }
    }
    all
}

pub(in crate::probe) fn forests(profile: Profile) -> Vec<Configuration> {
    let every_depth = &[Some(2), Some(4), Some(8), Some(16), None];
    let (sizes, depths, leaves): (&[_], &[_], &[_]) = match profile {
        Profile::Quick => (&[30], &[Some(4), None], &[1.0]),
        Profile::Standard => (&[10, 30], every_depth, &[1.0]),
        Profile::Audit => (&[10, 30], every_depth, &[1.0, 20.0]),
    };
    let mut all = Vec::new();
    for &leaf in leaves {
        for &trees in sizes {
            for &depth in depths {
                all.push(Configuration {
                    family: Family::Forest,
                    setting: Setting::Forest { trees, depth, leaf },
                    default: trees == 30 && depth.is_none() && leaf == 1.0,
                });
            }
        }
    }
    all
}

pub(in crate::probe) fn boosting(profile: Profile) -> Vec<Configuration> {
    let (rates, depths, lengths): (&[_], &[_], &[_]) = match profile {
        Profile::Quick => (&[0.1], &[3], &[10, 100]),
        Profile::Standard => (&[0.01, 0.1, 0.3, 1.0], &[1, 3], &[10, 30, 100]),
        Profile::Audit => (
            &[0.01, 0.03, 0.1, 0.3, 1.0, 2.0],
            &[1, 3, 5],
            &[10, 30, 100],
        ),
    };
    let mut all = Vec::new();
    for &rate in rates {
        for &depth in depths {
            for &rounds in lengths {
                all.push(Configuration {
                    family: Family::Boosting,
                    setting: Setting::Boosting {
                        rate,
                        depth,
                        rounds,
                    },
                    default: rate == 0.1_f32 && depth == 3 && rounds == 100,
                });
            }
        }
    }
    all
}
