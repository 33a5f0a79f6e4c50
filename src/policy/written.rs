//! Written: a value and the place (file and byte range) that set it, so that a message can point at it.

use std::ops::Range;
use std::sync::Arc;

use crate::error::Mistake;

/// A place in a configuration text: what a finding points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    /// The file's name as reports show it, for example `trueline.toml` or `rules/rare-class.toml`.
    pub(crate) file: Arc<str>,
    /// The file's whole text.
    pub(crate) text: Arc<str>,
    /// The byte range of the value in that text.
    pub(crate) range: Range<usize>,
}

impl Span {
    /// The line on which the value begins, from 1.
    pub(crate) fn line(&self) -> u64 {
        let before = self.text.get(..self.range.start).unwrap_or_default();
        before.matches('\n').count() as u64 + 1
    }
}

/// A configured value with the source span that set it; none when the command line did.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Written<T> {
    /// The value itself.
    pub(crate) value: T,
    /// Where it was written.
    pub(crate) span: Option<Span>,
}

impl<T> Written<T> {
    /// `mistake` at the place of this value; without one when the command line set it.
    #[must_use]
    pub(crate) fn mistake(&self, mistake: Mistake) -> Mistake {
        match &self.span {
            Some(span) => mistake.in_file(&span.file, &span.text, span.range.clone()),
            None => mistake,
        }
    }
}
