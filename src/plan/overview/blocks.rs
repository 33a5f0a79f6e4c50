//! Blocks: settings as a configuration file holds them, table by table.

use crate::policy::{Key, Origin, Value};

use super::Resolved;

/// A key with its value and where that comes from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// The key.
    pub(crate) key: String,
    /// Its value.
    pub(crate) value: Value,
    /// Where that comes from.
    pub(crate) origin: Origin,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Block {
    /// The parts of its heading; none at the top.
    pub(crate) heading: Vec<String>,
    /// Whether it is one of a list of tables.
    pub(crate) listed: bool,
    /// What is said of the table as a whole.
    pub(crate) note: Option<String>,
    /// What it holds.
    pub(crate) rows: Vec<Row>,
}

impl Block {
    /// An empty table.
    pub(super) fn headed<const N: usize>(heading: [&str; N]) -> Self {
        Self {
            heading: heading.map(str::to_owned).into(),
            ..Self::default()
        }
    }

    /// Adds a key.
    pub(super) fn put(&mut self, key: &str, value: Value, origin: Origin) {
        self.rows.push(Row {
            key: key.to_owned(),
            value,
            origin,
        });
    }

    /// Adds `key` with its value in the run, if it has one.
    pub(super) fn put_resolved(&mut self, key: &Key, settings: &Resolved) {
        if let Some(said) = settings.statement(key) {
            let value = said.value.clone().into_written();
            self.put(key.name, value, said.origin.clone());
        }
    }
}
