//! Section: one table of a configuration text, its keys and values with their places.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// One table of a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Section<'t> {
    table: &'t DeTable<'t>,
    /// The range of its heading or braces.
    span: (usize, usize),
}

/// A key with its place.
pub(super) type Key<'t> = &'t Spanned<DeString<'t>>;
/// A value with its place.
pub(super) type Value<'t> = &'t Spanned<DeValue<'t>>;

impl<'t> Section<'t> {
    /// The whole page.
    pub(crate) fn top(table: &'t Spanned<DeTable<'t>>) -> Self {
        Self::within(table.get_ref(), table.span())
    }

    /// `table`, whose heading or braces stand at `span`.
    pub(super) fn within(table: &'t DeTable<'t>, span: Range<usize>) -> Self {
        Self {
            table,
            span: (span.start, span.end),
        }
    }

    /// Where the value of `key` stands.
    pub(crate) fn place(self, key: &str) -> Range<usize> {
        self.get(key).map_or(self.span(), Spanned::span)
    }

    /// Where it stands.
    pub(crate) fn span(self) -> Range<usize> {
        self.span.0..self.span.1
    }

    /// Whether it has `key`.
    pub(crate) fn has(self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Whether the value at `key` is a table.
    pub(crate) fn has_table(self, key: &str) -> bool {
        self.inner(key).is_some()
    }

    /// Whether the value at `key` is a list of nothing.
    pub(crate) fn is_empty_list(self, key: &str) -> bool {
        self.get(key).is_some_and(
            |value| matches!(value.get_ref(), DeValue::Array(items) if items.is_empty()),
        )
    }

    /// The table at `key`, where it is one.
    pub(crate) fn inner(self, key: &str) -> Option<Self> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Self::within(table, value.span())),
            _ => None,
        }
    }

    /// Whether `false` stands at `key`.
    pub(crate) fn is_false(self, key: &str) -> bool {
        self.get(key)
            .is_some_and(|value| matches!(value.get_ref(), DeValue::Boolean(false)))
    }

    /// Its keys with their places, in the order of the text.
    pub(crate) fn keys(self) -> Vec<(&'t str, Range<usize>)> {
        self.entries()
            .into_iter()
            .map(|(key, _)| (key.get_ref().as_ref(), key.span()))
            .collect()
    }

    /// Its keys with their values, in the order of the text.
    pub(super) fn entries(self) -> Vec<(Key<'t>, Value<'t>)> {
        let mut entries: Vec<_> = self.table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries
    }

    /// The value at `key`.
    pub(super) fn get(self, key: &str) -> Option<Value<'t>> {
        self.table
            .iter()
            .find(|(name, _)| name.get_ref() == key)
            .map(|(_, value)| value)
    }
}
