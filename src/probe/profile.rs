//! Profile: how much is trained, on how many rows and splits.

/// How much is trained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Profile {
    /// About 40 configurations on up to 2,000 + 2,000 rows.
    Quick,
    /// More than 100 configurations on up to 4,000 + 4,000 rows.
    Standard,
    /// More than 300 configurations on up to 20,000 + 20,000 rows, each on three splits; neural
    /// networks and CVaR-DRO regression among them.
    Audit,
}

impl Profile {
    /// The word that users write.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Standard => "standard",
            Self::Audit => "audit",
        }
    }

    /// The most train rows, and the most test rows of each test set.
    pub(crate) fn rows(self) -> usize {
        match self {
            Self::Quick => 2_000,
            Self::Standard => 4_000,
            Self::Audit => 20_000,
        }
    }

    /// How many splits the zoo is always trained on. With each, what is random varies: which rows
    /// are trained on, the rows and features of a forest's trees, the first weights of a network.
    pub(crate) fn seeds(self) -> usize {
        match self {
            Self::Quick | Self::Standard => 1,
            Self::Audit => 3,
        }
    }
}
