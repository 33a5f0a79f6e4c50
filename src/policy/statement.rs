//! Statement: what a file, a flag or a variable says of a setting, and where.

use super::setting::{Meaning, Setting};
use super::{Key, Span, Value, Written};

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Nobody said it.
    Default,
    /// The files that the command line names.
    Arguments,
    /// A flag of the command line.
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

impl Origin {
    /// The place in a file where one is known, else the default.
    pub(crate) fn of(span: Option<&Span>) -> Self {
        span.map_or(Self::Default, |span| Self::File {
            name: span.file.to_string(),
            line: span.line(),
        })
    }
}

/// One value as it is said.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Statement {
    /// The value.
    pub(crate) value: Value,
    /// Who says it.
    pub(crate) origin: Origin,
    /// Where each text of the value stands, if a file says it.
    pub(crate) spans: Vec<Span>,
}

impl Statement {
    /// What something other than a file says.
    pub(crate) fn new(value: Value, origin: Origin) -> Self {
        Self {
            value,
            origin,
            spans: Vec::new(),
        }
    }

    /// Its texts, each with its place.
    pub(crate) fn items(&self) -> Vec<Written<String>> {
        let texts = self.value.texts().iter().enumerate();
        texts
            .map(|(at, text)| Written {
                value: text.clone(),
                span: self.spans.get(at).cloned(),
            })
            .collect()
    }
}

/// What one file, or the command line, says of the settings of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Statements(Vec<(&'static Key, Option<Statement>)>);

impl Statements {
    /// What is said of `key`, unless it could not be read.
    pub(crate) fn get(&self, key: &Key) -> Option<&Statement> {
        let (_, said) = self.0.iter().find(|(known, _)| *known == key)?;
        said.as_ref()
    }

    /// The value that is said of `setting`.
    pub(crate) fn value<T: Meaning>(&self, setting: &Setting<T>) -> Option<T> {
        let said = self.get(&setting.key)?;
        T::read(Some(&said.value))
    }

    /// Whether something is said of `key`, readable or not.
    pub(crate) fn has(&self, key: &Key) -> bool {
        self.0.iter().any(|(known, _)| *known == key)
    }

    /// Every key that something is said of.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &'static Key> {
        self.0.iter().map(|(key, _)| *key)
    }

    /// Every statement that could be read.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static Key, &Statement)> {
        self.0
            .iter()
            .filter_map(|(key, said)| Some((*key, said.as_ref()?)))
    }

    /// Says of `key` what `statement` says, and nothing else; `None` is what can't be read.
    pub(crate) fn set(&mut self, key: &'static Key, statement: Option<Statement>) {
        self.unset(key);
        self.0.push((key, statement));
    }

    /// Says nothing of `key`.
    pub(crate) fn unset(&mut self, key: &Key) {
        self.0.retain(|(known, _)| *known != key);
    }

    /// What these statements and those of `base` say together: of one key, these win.
    #[must_use]
    pub(crate) fn over(mut self, base: Self) -> Self {
        for (key, statement) in base.0 {
            if !self.has(key) {
                self.0.push((key, statement));
            }
        }
        self
    }
}
