//! Family: a kind of model that probes are trained as.

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
    /// A neural network with one hidden layer.
    Mlp,
    /// Logistic regression trained by the worst share of its losses (distributionally robust
    /// optimisation by conditional value at risk).
    Cvar,
}

impl Family {
    /// Every family, in the order of reports.
    pub const ALL: [Self; 9] = [
        Self::Logistic,
        Self::LinearSvm,
        Self::Tree,
        Self::Forest,
        Self::Boosting,
        Self::Bayes,
        Self::Neighbours,
        Self::Mlp,
        Self::Cvar,
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
            Self::Mlp => "multilayer perceptron",
            Self::Cvar => "CVaR-DRO regression",
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
