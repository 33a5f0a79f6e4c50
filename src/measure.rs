//! Measurement: a number with its name, interval, sample size and the limit it is held against.

mod collapse;
pub(crate) mod confident;
mod confusion;
pub(crate) mod contamination;
pub(crate) mod excess;
mod information;
pub(crate) mod interval;
pub(crate) mod line;
pub(crate) mod missed;
mod near;
pub(crate) mod order;
pub(crate) mod probit;
mod rank;
mod removable;
mod shift;
mod transform;

pub(crate) use collapse::{Collapse, MIN_ROWS, STRICT_ROWS, Standings, excess_interval, severity};
pub(crate) use confusion::Confusion;
pub(crate) use information::Information;
pub(crate) use information::log_loss;
pub(crate) use interval::{bootstrap, draws, mcnemar, ratio, within_reach};
pub(crate) use line::correlation;
pub(crate) use near::numbers;
pub(crate) use near::{
    birthday, groups, hubness, near_texts, nearest, parity, shingles, signatures, surprisal,
};
pub(crate) use rank::shared;
pub(crate) use rank::{cosines, effective_rank, neighbourhood, principal};
pub(crate) use removable::RemovableError;
pub(crate) use shift::standardised;
pub(crate) use shift::{auc, label_shift};
pub(crate) use transform::{FittedTransform, Numbers, Step, Transform};

use serde::{Deserialize, Serialize};

use interval::{far_end, near_end};

/// One measured quantity, as every report prints it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Measurement {
    /// What was measured, in words, for example `severity of logistic at its defaults`.
    pub(crate) name: String,
    /// The estimate, in the unit that the name says.
    pub(crate) value: f64,
    /// Lower and upper end of the interval (95 % unless the name says otherwise).
    pub(crate) interval: Option<(f64, f64)>,
    /// How many rows (or configurations, or pairs: the name says which) it rests on.
    pub(crate) n: Option<usize>,
    /// The limit it was held against, where there is one.
    pub(crate) limit: Option<f64>,
    /// Whether it counts things, and so is a whole number.
    pub(crate) whole: bool,
}

impl Measurement {
    /// A bare value; add what is known about it with the `with_` methods.
    pub(crate) fn new(name: impl Into<String>, value: f64) -> Self {
        Self {
            name: name.into(),
            value,
            interval: None,
            n: None,
            limit: None,
            whole: false,
        }
    }

    /// A number of things, which reports print as the whole number that it is.
    pub(crate) fn count(name: impl Into<String>, count: usize) -> Self {
        Self {
            whole: true,
            ..Self::new(name, count as f64)
        }
    }

    /// The same measurement with its interval.
    #[must_use]
    pub(crate) fn with_interval(mut self, low: f64, high: f64) -> Self {
        self.interval = Some((low, high));
        self
    }

    /// The same measurement with its sample size.
    #[must_use]
    pub(crate) fn with_n(mut self, n: usize) -> Self {
        self.n = Some(n);
        self
    }

    /// The same measurement with the limit it is held against.
    #[must_use]
    pub(crate) fn with_limit(mut self, limit: f64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// How far beyond its limit it is established to lie, in \[0, 1\]: 0 at the limit (or without one),
    /// 1 where it can't get worse. It only orders findings; rules judge by their own statistics.
    ///
    /// The end of the interval nearest to the limit counts, without its sign. Above a limit of at most
    /// 1, it is the part of the way from the limit to 1; above one on counts, `1 - limit / value`;
    /// below a limit that had to be reached, the part of it that is missing.
    pub(crate) fn beyond(&self) -> f64 {
        let Some(limit) = self.limit.map(f64::abs) else {
            return 0.0;
        };
        let ends = self.interval.unwrap_or((self.value, self.value));
        let way = if self.value.abs() < limit {
            (limit - far_end(ends)) / limit
        } else if self.whole || limit >= 1.0 {
            1.0 - limit / near_end(ends)
        } else {
            (near_end(ends) - limit) / (1.0 - limit)
        };
        if way.is_nan() {
            0.0
        } else {
            way.clamp(0.0, 1.0)
        }
    }
}

#[cfg(test)]
mod tests;
