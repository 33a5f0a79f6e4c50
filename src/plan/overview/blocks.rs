//! Blocks: settings as a configuration file holds them, table by table.

use std::path::Path;

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said it.
    Default,
    /// A flag of the command line, or its list of files.
    Flag(&'static str),
    /// A variable of the environment.
    Variable(&'static str),
    /// A configuration file.
    File {
        /// As reports call it.
        name: String,
        /// From 1.
        line: u64,
    },
}

/// A value that a configuration file can hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// A whole number.
    Whole(u64),
    /// A number.
    Number(f64),
    /// `true` or `false`
    Flag(bool),
    /// A day, as `2027-01-31`.
    Date(String),
    /// A table on one line.
    Table(Vec<(&'static str, Value)>),
}

impl Value {
    /// A text.
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// A path as text; what of it is no text is lost.
    pub fn path(path: &Path) -> Self {
        Self::Text(path.to_string_lossy().into_owned())
    }

    /// One text by itself, several as a list.
    pub fn texts(mut texts: Vec<String>) -> Self {
        match texts.len() {
            1 => Self::Text(texts.remove(0)),
            _ => Self::Texts(texts),
        }
    }
}

/// A key with its value and where that comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The key.
    pub key: String,
    /// Its value.
    pub value: Value,
    /// Where that comes from.
    pub origin: Origin,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Block {
    /// The parts of its heading; none at the top.
    pub heading: Vec<String>,
    /// Whether it is one of a list of tables.
    pub listed: bool,
    /// What is said of the table as a whole.
    pub note: Option<String>,
    /// What it holds.
    pub settings: Vec<Setting>,
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
        self.settings.push(Setting {
            key: key.to_owned(),
            value,
            origin,
        });
    }
}
