//! Measurement: a number with its name, interval, sample size and the limit it is held against.

pub mod bootstrap;
mod collapse;
mod confusion;
pub mod correlation;
pub mod groups;
mod information;
pub mod interval;
pub mod label_shift;
pub mod line;
pub mod mcnemar;
pub mod near_texts;
pub mod probit;
pub mod shingles;
pub mod surprisal;

pub use collapse::{Collapse, MIN_ROWS, STRICT_ROWS, excess_interval, severity};
pub use confusion::Confusion;
pub use information::Information;

/// One measured quantity, as every report prints it.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    /// What was measured, in words, for example `severity of logistic at its defaults`.
    pub name: String,
    /// The estimate, in the unit that the name says.
    pub value: f64,
    /// Lower and upper end of the interval (95 % unless the name says otherwise).
    pub interval: Option<(f64, f64)>,
    /// How many rows (or configurations, or pairs: the name says which) it rests on.
    pub n: Option<usize>,
    /// The limit it was held against, where there is one.
    pub limit: Option<f64>,
}

impl Measurement {
    /// A bare value; add what is known about it with the `with_` methods.
    pub fn new(name: impl Into<String>, value: f64) -> Self {
        Self {
            name: name.into(),
            value,
            interval: None,
            n: None,
            limit: None,
        }
    }

    /// The same measurement with its interval.
    #[must_use]
    pub fn with_interval(mut self, low: f64, high: f64) -> Self {
        self.interval = Some((low, high));
        self
    }

    /// The same measurement with its sample size.
    #[must_use]
    pub fn with_n(mut self, n: usize) -> Self {
        self.n = Some(n);
        self
    }

    /// The same measurement with the limit it is held against.
    #[must_use]
    pub fn with_limit(mut self, limit: f64) -> Self {
        self.limit = Some(limit);
        self
    }
}
