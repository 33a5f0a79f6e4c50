//! Family: a kind of model that probes are trained as, and what sets each one apart.
//!
//! The list stands here once. A new family is three files: its variant here (every `match` below asks for its part),
//! its fit and grid in a file of its own, and its hyper-parameters in [`Setting`](super::Setting).

mod bayes;
mod boosting;
mod cvar;
mod forest;
mod linear;
mod mlp;
pub(super) mod neighbours;
mod tree;

use super::{Configuration, Fitted, Profile, TrainTest};

/// The enumeration, and the list of its members.
macro_rules! families {
    ($($(#[$words:meta])* $family:ident,)*) => {
        /// A family of probes. The order is the order in reports.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Family {
            $($(#[$words])* $family,)*
        }

        impl Family {
            /// Every family, in the order of reports.
            pub(crate) const ALL: [Self; [$(Self::$family),*].len()] = [$(Self::$family),*];
        }
    };
}

families! {
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
    /// A neural network with one hidden layer.
    Mlp,
    /// Logistic regression trained by the worst share of its losses (distributionally robust
    /// optimisation by conditional value at risk).
    Cvar,
}

impl Family {
    /// The family's name in running text.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Logistic => "logistic regression",
            Self::LinearSvm => "linear SVM",
            Self::Tree => "decision tree",
            Self::Forest => "random forest",
            Self::Boosting => "boosted trees",
            Self::Bayes => "naive Bayes",
            Self::Neighbours => "nearest neighbours",
            Self::Mlp => "multilayer perceptron",
            Self::Cvar => "CVaR-DRO regression",
        }
    }

    /// Whether it sees only the order of each feature's values, so that scaling changes nothing.
    pub(crate) fn sees_only_order(self) -> bool {
        match self {
            Self::Tree | Self::Forest | Self::Boosting => true,
            Self::Logistic
            | Self::LinearSvm
            | Self::Bayes
            | Self::Neighbours
            | Self::Mlp
            | Self::Cvar => false,
        }
    }

    /// Whether it sees only how features lie to each other, so that turning all rows about their mean changes nothing.
    pub(super) fn keeps_when_turned(self) -> bool {
        match self {
            Self::Logistic | Self::LinearSvm | Self::Neighbours | Self::Cvar => true,
            Self::Tree | Self::Forest | Self::Boosting | Self::Bayes | Self::Mlp => false,
        }
    }

    /// Whether its settings are one path of regularisation, ordered by C.
    pub(crate) fn has_path(self) -> bool {
        match self {
            Self::Logistic | Self::LinearSvm => true,
            Self::Tree
            | Self::Forest
            | Self::Boosting
            | Self::Bayes
            | Self::Neighbours
            | Self::Mlp
            | Self::Cvar => false,
        }
    }

    /// When it is trained: low numbers first. The slowest come first, so that all cores stay busy to the end.
    pub(crate) fn turn(self) -> u8 {
        match self {
            Self::Mlp => 0,
            Self::Cvar => 1,
            Self::Logistic => 2,
            Self::LinearSvm => 3,
            Self::Neighbours => 4,
            Self::Bayes => 5,
            Self::Forest => 6,
            Self::Boosting => 7,
            Self::Tree => 8,
        }
    }

    /// Its configurations in `profile`; none where the profile doesn't train it.
    pub(super) fn configurations(self, profile: Profile) -> Vec<Configuration> {
        match self {
            Self::Logistic | Self::LinearSvm => linear::configurations(self, profile),
            Self::Tree => tree::configurations(profile),
            Self::Forest => forest::configurations(profile),
            Self::Boosting => boosting::configurations(profile),
            Self::Bayes => bayes::configurations(profile),
            Self::Neighbours => neighbours::configurations(profile),
            Self::Mlp => mlp::configurations(profile),
            Self::Cvar => cvar::configurations(profile),
        }
    }

    /// Trains its configurations in `grid`.
    pub(super) fn fit(self, grid: &[Configuration], data: &TrainTest, seed: u64) -> Vec<Fitted> {
        match self {
            Self::Logistic | Self::LinearSvm => linear::fit(self, grid, data),
            Self::Tree => tree::fit(grid, data),
            Self::Forest => forest::fit(grid, data, seed),
            Self::Boosting => boosting::fit(grid, data),
            Self::Bayes => bayes::fit(grid, data),
            Self::Neighbours => neighbours::fit(grid, data),
            Self::Mlp => mlp::fit(grid, data, seed),
            Self::Cvar => cvar::fit(grid, data),
        }
    }
}
