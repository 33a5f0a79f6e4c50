//! The zoo's configurations: which families, with which settings, in which profile.

/// A family of probes. The order is the order in reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Logistic regression, L2-regularised, one class against the rest.
    Logistic,
    /// Linear support vector machine with squared hinge loss, one class against the rest.
    LinearSvm,
    /// A single decision tree.
    Tree,
    /// Bagged decision trees on random subsets of the features.
    Forest,
    /// Gradient-boosted trees.
    Boosting,
    /// Gaussian naive Bayes.
    Bayes,
    /// k nearest neighbours.
    Neighbours,
}

impl Family {
    /// Every family, in the order of reports.
    pub const ALL: [Self; 7] = [
        Self::Logistic,
        Self::LinearSvm,
        Self::Tree,
        Self::Forest,
        Self::Boosting,
        Self::Bayes,
        Self::Neighbours,
    ];

    /// The family's name in running text.
    pub fn name(self) -> &'static str {
        match self {
            Self::Logistic => "logistic regression",
            Self::LinearSvm => "linear SVM",
            Self::Tree => "decision tree",
            Self::Forest => "random forest",
            Self::Boosting => "boosted trees",
            Self::Bayes => "naive Bayes",
            Self::Neighbours => "nearest neighbours",
        }
    }

    /// Whether it sees only the order of each feature's values, so that scaling changes nothing.
    pub fn sees_only_order(self) -> bool {
        matches!(self, Self::Tree | Self::Forest | Self::Boosting)
    }

    /// Whether its settings are one path of regularisation, ordered by C.
    pub fn has_path(self) -> bool {
        matches!(self, Self::Logistic | Self::LinearSvm)
    }
}

/// How much is trained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Profile {
    /// About 40 configurations on up to 2,000 + 2,000 rows.
    Quick,
    /// More than 100 configurations on up to 4,000 + 4,000 rows.
    Standard,
    /// More than 200 configurations on up to 20,000 + 20,000 rows, on three seeds.
    Audit,
}

impl Profile {
    /// The word that users write.
    pub fn word(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Standard => "standard",
            Self::Audit => "audit",
        }
    }

    /// The most rows that teach, and the most that examine on each side.
    pub fn rows(self) -> usize {
        match self {
            Self::Quick => 2_000,
            Self::Standard => 4_000,
            Self::Audit => 20_000,
        }
    }

    /// How many split seeds are always trained.
    pub fn seeds(self) -> usize {
        match self {
            Self::Quick | Self::Standard => 1,
            Self::Audit => 3,
        }
    }
}

/// A configuration's hyper-parameters, as a user who trains on **all** rows would set them.
///
/// Probes teach on a sample of n of the user's N rows. What scales with the rows is matched, so that
/// the verdict doesn't depend on the sample: C is multiplied by N/n, and the minimum leaf and the
/// number of neighbours are multiplied by n/N.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Setting {
    /// Inverse strength of the regularisation (scikit-learn's `C`).
    Strength {
        /// C: the loss is `|w|^2 / 2 + C * sum of losses`.
        c: f64,
    },
    /// A decision tree.
    Tree {
        /// Largest depth; `None` grows until the leaves are pure.
        depth: Option<usize>,
        /// Fewest rows in a leaf.
        leaf: f64,
    },
    /// A forest of such trees.
    Forest {
        /// Number of trees.
        trees: usize,
        /// Largest depth of each tree.
        depth: Option<usize>,
        /// Fewest rows in a leaf.
        leaf: f64,
    },
    /// Gradient boosting.
    Boosting {
        /// Learning rate.
        rate: f32,
        /// Depth of each tree.
        depth: usize,
        /// Number of rounds.
        rounds: usize,
    },
    /// Gaussian naive Bayes.
    Smoothing {
        /// Share of the largest variance that is added to every variance.
        share: f64,
    },
    /// k nearest neighbours.
    Neighbours {
        /// How many neighbours vote.
        k: f64,
    },
}

/// One probe: a family and its settings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Configuration {
    /// The family.
    pub family: Family,
    /// The hyper-parameters.
    pub setting: Setting,
    /// Whether these are the settings that a user tries first (scikit-learn's defaults, with 30
    /// trees in the forest instead of 100).
    pub default: bool,
}

/// The configurations of `profile`, family by family.
pub fn grid(profile: Profile) -> Vec<Configuration> {
    [
        linear(profile),
        trees(profile),
        forests(profile),
        boosting(profile),
        bayes(profile),
        neighbours(profile),
    ]
    .concat()
}

/// Each linear family has one path of C, even in its logarithm and as wide as those in the
/// literature, for a dataset of [`REFERENCE_ROWS`] (see [`for_rows`]), and its default beside the
/// path. The support vector machine gives up at about a fifth of the logistic regression's C, so its
/// path lies a decade lower at the strong end and stops at 10, and one limit on the collapsed share
/// serves both.
fn linear(profile: Profile) -> Vec<Configuration> {
    let per_decade = match profile {
        Profile::Quick => 2,
        Profile::Standard => 4,
        Profile::Audit => 8,
    };
    let of = |family, c, default| Configuration {
        family,
        setting: Setting::Strength { c },
        default,
    };
    let mut all = Vec::new();
    for (family, low, high) in [(Family::Logistic, -3, 4), (Family::LinearSvm, -4, 1)] {
        for step in low * per_decade..=high * per_decade {
            let c = 10_f64.powf(f64::from(step) / f64::from(per_decade));
            all.push(of(family, c, false));
        }
        all.push(of(family, 1.0, true));
    }
    all
}

fn trees(profile: Profile) -> Vec<Configuration> {
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

fn forests(profile: Profile) -> Vec<Configuration> {
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

fn boosting(profile: Profile) -> Vec<Configuration> {
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

fn bayes(profile: Profile) -> Vec<Configuration> {
    let shares: &[f64] = match profile {
        Profile::Quick => &[1e-9, 1e-2],
        Profile::Standard | Profile::Audit => &[1e-9, 1e-6, 1e-4, 1e-2, 1e-1, 1.0],
    };
    let of = |&share| Configuration {
        family: Family::Bayes,
        setting: Setting::Smoothing { share },
        default: share == 1e-9,
    };
    shares.iter().map(of).collect()
}

fn neighbours(profile: Profile) -> Vec<Configuration> {
    let counts: &[f64] = match profile {
        Profile::Quick => &[1.0, 5.0, 45.0],
        Profile::Standard => &[1.0, 3.0, 5.0, 11.0, 25.0, 45.0, 135.0, 405.0],
        Profile::Audit => &[
            1.0, 3.0, 5.0, 7.0, 11.0, 17.0, 25.0, 45.0, 85.0, 135.0, 235.0, 405.0,
        ],
    };
    let of = |&k| Configuration {
        family: Family::Neighbours,
        setting: Setting::Neighbours { k },
        default: k == 5.0,
    };
    counts.iter().map(of).collect()
}

/// Rows of the dataset that the paths of C are written down for.
pub const REFERENCE_ROWS: f64 = 10_000.0;

/// The same configurations for a user with `rows` rows: the paths of C are moved so that C times
/// rows stays what it is at [`REFERENCE_ROWS`].
///
/// The loss is summed over rows, so what holds a model back is C times their number. On a fixed path
/// of C every small dataset would collapse, natural text too: a tenth of the rows moves its frontier
/// up by a decade. Moved along, tables written as sentences give up at C times rows of 500 to 1,000
/// whatever their size, and natural text below 90; the default limit of 0.20 stands for 250. The
/// defaults stay what they are, for the user who trains with them.
#[must_use]
pub fn for_rows(mut grid: Vec<Configuration>, rows: usize) -> Vec<Configuration> {
    for entry in grid.iter_mut().filter(|entry| !entry.default) {
        if let Setting::Strength { c } = &mut entry.setting {
            *c *= REFERENCE_ROWS / rows.max(1) as f64;
        }
    }
    grid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_has_one_default_in_every_profile() {
        for profile in [Profile::Quick, Profile::Standard, Profile::Audit] {
            for family in Family::ALL {
                let defaults = grid(profile)
                    .iter()
                    .filter(|c| c.family == family && c.default)
                    .count();
                assert_eq!(defaults, 1, "{} in {}", family.name(), profile.word());
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
