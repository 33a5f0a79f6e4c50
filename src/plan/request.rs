//! Request: what the command line asks of a check, as written.

use std::path::PathBuf;

use crate::policy::{Form, Key, Origin, Statement, Statements, Value};

use super::mistakes::Mistakes;

/// The arguments of `trueline check`. What is absent or empty leaves the word to trueline.toml.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line by itself"
)]
pub(crate) struct Request {
    /// The files of the dataset, or folders and patterns that stand for files; empty checks the datasets of trueline.toml.
    pub(crate) paths: Vec<PathBuf>,
    /// `--changed`: the files are what changed, not one dataset
    pub(crate) changed: bool,
    /// What flags say of settings.
    pub(crate) settings: Statements,
    /// `--output-format FORMAT` or `--output-format FORMAT=PATH`, in order
    pub(crate) formats: Vec<String>,
    /// `--no-cache`
    pub(crate) no_cache: bool,
    /// `--write-baseline`
    pub(crate) write_baseline: bool,
    /// Whether the datasets are only embedded: no rule judges, so none asks for a label.
    pub(crate) only_embeds: bool,
    /// `--show-settings`: nothing is checked, so there may be nothing to check
    pub(crate) shows_settings: bool,
}

impl Request {
    /// The same request with what a flag says of `setting`.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn with<T>(
        mut self,
        setting: &'static crate::policy::Setting<T>,
        value: Value,
    ) -> Self {
        let key = &setting.key;
        self.set(key, value, key.flag.map_or(key.name, |flag| flag.name));
        self
    }

    /// Says of `key` what `flag` says.
    pub(crate) fn set(&mut self, key: &'static Key, value: Value, flag: &'static str) {
        let statement = Statement::new(value, Origin::Flag(flag));
        self.settings.set(key, Some(statement));
    }

    /// What the flags say in words that are known; any other is a mistake.
    pub(super) fn check_words(&self, mistakes: &mut Mistakes) -> Statements {
        let mut known = self.settings.clone();
        for (key, statement) in self.settings.iter() {
            let (Form::Word(vocabulary) | Form::WordList(vocabulary)) = key.form else {
                continue;
            };
            for word in statement.value.texts() {
                if let Some(mistake) = vocabulary.refuses(word) {
                    mistakes.add(mistake);
                    known.unset(key);
                }
            }
        }
        known
    }
}
