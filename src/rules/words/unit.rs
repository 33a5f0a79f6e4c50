//! Unit: what a limit counts, and the values that make sense for it.

/// The unit of a limit, which says what values make sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A part of a whole, 0 to 1.
    Share,
    /// A correlation, or a difference of two, 0 to 2.
    Correlation,
    /// An area under the ROC curve, 0 to 1.
    Auc,
    /// Bits of information, from 0.
    Bits,
    /// A whole number of rows, from 0.
    Rows,
    /// A whole number of tokens, from 0.
    Tokens,
    /// How many times as much as something else, from 0.
    Times,
}

impl Unit {
    pub(super) const ALL: [Self; 7] = [
        Self::Share,
        Self::Correlation,
        Self::Auc,
        Self::Bits,
        Self::Rows,
        Self::Tokens,
        Self::Times,
    ];

    pub(super) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.word() == word)
    }

    /// The word in the rule's file.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Correlation => "correlation",
            Self::Auc => "auc",
            Self::Bits => "bits",
            Self::Rows => "rows",
            Self::Tokens => "tokens",
            Self::Times => "times",
        }
    }

    /// The values that make sense, in words.
    pub(crate) fn range(self) -> &'static str {
        match self {
            Self::Share => "a share from 0 to 1",
            Self::Correlation => "a correlation or a difference of two, from 0 to 2",
            Self::Auc => "an area under the ROC curve, from 0 to 1",
            Self::Bits => "a number of bits from 0 on",
            Self::Rows => "a whole number of rows from 0 on",
            Self::Tokens => "a whole number of tokens from 0 on",
            Self::Times => "a number of times from 0 on",
        }
    }

    /// The largest value that makes sense; absent where there is none. The smallest is 0.
    pub(crate) fn most(self) -> Option<f64> {
        match self {
            Self::Share | Self::Auc => Some(1.0),
            Self::Correlation => Some(2.0),
            Self::Bits | Self::Times | Self::Rows | Self::Tokens => None,
        }
    }

    /// Whether it is counted, and has no fractions.
    pub(crate) fn is_whole(self) -> bool {
        matches!(self, Self::Rows | Self::Tokens)
    }

    /// Whether `value` makes sense.
    pub(crate) fn admits(self, value: f64) -> bool {
        value.is_finite()
            && value >= 0.0
            && self.most().is_none_or(|most| value <= most)
            && (!self.is_whole() || value.fract() == 0.0)
    }
}
