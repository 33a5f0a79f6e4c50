//! Limit: a value that a rule judges by, in a struct of the rule's own, read from a table of what is written.

use std::collections::BTreeMap;

use crate::error::{ConfigError, Mistake};

use super::{Span, Written};

/// One limit of a rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Limit {
    /// The key in the rule's TOML and in trueline.toml, for example `max-share`.
    pub(crate) key: &'static str,
    /// What is allowed at most, or asked for at least.
    pub(crate) value: f64,
}

/// A rule's limits as written: the values of its own TOML, overlaid by the user's, each with its span.
#[derive(Debug, Clone, Default)]
pub(crate) struct LimitTable(pub(crate) BTreeMap<String, Written<f64>>);

impl LimitTable {
    /// The limit `key`.
    ///
    /// # Errors
    /// When the rule's TOML doesn't declare it; a test sees to it that each declares what its rule reads.
    pub(crate) fn limit(&self, key: &'static str) -> Result<Limit, ConfigError> {
        match self.0.get(key) {
            Some(written) => Ok(Limit {
                key,
                value: written.value,
            }),
            None => Err(ConfigError::from(Mistake::new(format!(
                "the limit `{key}` is missing in the rule's TOML"
            )))),
        }
    }

    /// The value of the limit `key`, where there is one.
    pub(crate) fn value(&self, key: &str) -> Option<f64> {
        self.0.get(key).map(|written| written.value)
    }

    /// The source span that set the limit `key`.
    pub(crate) fn span(&self, key: &str) -> Option<Span> {
        self.0.get(key).and_then(|written| written.span.clone())
    }
}

/// A rule's own struct of limits, as [`limits!`] declares it.
pub(crate) trait ReadLimits: Sized {
    /// Every key that it reads.
    const KEYS: &'static [&'static str];

    /// Takes its limits out of `table`.
    ///
    /// # Errors
    /// A key that the rule's TOML doesn't declare.
    fn read(table: &LimitTable) -> Result<Self, ConfigError>;
}

/// Declares the limits that a rule reads: `limits! { max_share = "max-share" }` makes a struct `Limits`
/// with a field of the type [`Limit`] for each key.
macro_rules! limits {
    ($($field:ident = $key:literal),+ $(,)?) => {
        /// The limits that this rule reads; its TOML says what they mean.
        #[derive(Debug, Clone, Copy)]
        pub(crate) struct Limits {
            $($field: $crate::policy::Limit),+
        }

        impl $crate::policy::ReadLimits for Limits {
            const KEYS: &'static [&'static str] = &[$($key),+];

            fn read(
                table: &$crate::policy::LimitTable,
            ) -> Result<Self, $crate::error::ConfigError> {
                Ok(Self {
                    $($field: table.limit($key)?),+
                })
            }
        }
    };
}
pub(crate) use limits;
