//! Limit: a value and the place (file and byte range) that set it, so that a finding can point at it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::error::Mistake;

/// A place in a configuration text: what a finding points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The file's name as reports show it, for example `trueline.toml` or `rules/rare-class.toml`.
    pub file: Arc<str>,
    /// The file's whole text.
    pub text: Arc<str>,
    /// The byte range of the value in that text.
    pub range: Range<usize>,
}

impl Span {
    /// The line on which the value begins, from 1.
    pub fn line(&self) -> u64 {
        let before = self.text.get(..self.range.start).unwrap_or_default();
        before.matches('\n').count() as u64 + 1
    }
}

/// A configured value with the source span that set it; none when the command line did.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit<T> {
    /// The value itself.
    pub value: T,
    /// Where it was written.
    pub span: Option<Span>,
}

impl<T> Limit<T> {
    /// `mistake` at the place of this value; without one when the command line set it.
    #[must_use]
    pub fn mistake(&self, mistake: Mistake) -> Mistake {
        match &self.span {
            Some(span) => mistake.in_file(&span.file, &span.text, span.range.clone()),
            None => mistake,
        }
    }
}

/// A rule's numeric limits by key, defaults from its TOML overlaid by the user's.
#[derive(Debug, Clone, Default)]
pub struct Limits(pub BTreeMap<String, Limit<f64>>);

impl Limits {
    /// The value of the limit `key`.
    ///
    /// # Panics
    /// When the rule's TOML does not declare `key`; the rule's own examples, run as tests, find that.
    pub fn value(&self, key: &str) -> f64 {
        self.0
            .get(key)
            .unwrap_or_else(|| panic!("limit {key} is not declared in the rule's TOML"))
            .value
    }

    /// The source span that set the limit `key`.
    pub fn span(&self, key: &str) -> Option<Span> {
        self.0.get(key).and_then(|limit| limit.span.clone())
    }
}
