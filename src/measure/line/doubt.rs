//! Doubt: why a line could not be judged, and what would settle it, in words.

use std::fmt;

use crate::wording::{format_count, list, round_up};

/// Why a line could not be judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Doubt {
    /// Fewer than three runs in all.
    TooFewRuns,
    /// All runs collapsed to one point: there is no line.
    OnePoint,
    /// Too few runs are healthy to show a line of their own.
    TooFewHealthy,
    /// r is undefined: all runs have the same accuracy, or one has none.
    NoSpread,
    /// The interval of the change holds both sides of the limit.
    NotEstablished,
    /// The test rows aren't known, so noise cannot be told from the lack of a line.
    RowsUnknown,
    /// The healthy runs' accuracies are too noisy or too close together to show a line.
    Noise,
    /// The healthy line is too uncertain, where the collapsed runs stand, to reach them or miss them.
    FarAway,
}

/// What would settle a doubt, beyond what there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct More {
    /// More rows to test in-domain.
    pub(crate) id_rows: usize,
    /// More rows to test in the shifted set.
    pub(crate) shifted_rows: usize,
    /// More runs (healthy ones, where these are too few).
    pub(crate) runs: usize,
}

impl fmt::Display for Doubt {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str(match self {
            Self::TooFewRuns => "fewer than three runs make no line",
            Self::OnePoint => "every run says the same class, so there is no line",
            Self::TooFewHealthy => "too few runs are healthy to show a line of their own",
            Self::NoSpread => "the runs' accuracies do not differ, or one is not a number",
            Self::NotEstablished => "the change of r may lie on either side of the limit",
            Self::RowsUnknown => "the number of test rows is not known",
            Self::Noise => "the healthy runs differ too little, for so few rows, to show a line",
            Self::FarAway => {
                "the healthy runs are too few or too alike to say where their line leads"
            }
        })
    }
}

impl fmt::Display for More {
    /// For example `about 6,000 more rows in the shifted set`, or `on each side` when both want as many.
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let both = if self.id_rows == self.shifted_rows {
            self.id_rows
        } else {
            0
        };
        let parts: Vec<String> = [
            (both, "rows on each side"),
            (self.id_rows - both, "rows in-domain"),
            (self.shifted_rows - both, "rows in the shifted set"),
            (self.runs, "runs"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("about {} more {what}", format_count(round_up(count))))
        .collect();
        out.write_str(&list(&parts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_settle_it_is_a_round_sentence() {
        let more = More {
            shifted_rows: 5_932,
            ..More::default()
        };
        assert_eq!(more.to_string(), "about 6,000 more rows in the shifted set");
        let more = More {
            id_rows: 1_234_567,
            shifted_rows: 0,
            runs: 14,
        };
        assert_eq!(
            more.to_string(),
            "about 1,300,000 more rows in-domain and about 14 more runs"
        );
        let more = More {
            id_rows: 7_901,
            shifted_rows: 7_901,
            runs: 0,
        };
        assert_eq!(more.to_string(), "about 8,000 more rows on each side");
    }
}
