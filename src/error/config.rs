//! Mistakes in trueline.toml and on the command line, reported all at once.

use std::ops::Range;

use miette::{Diagnostic, NamedSource, SourceSpan};

use super::harmless::{covered, visible};
use crate::wording::plural;

/// Words that are this alike (Jaro-Winkler, in \[0, 1\]) are taken for a slip of the other.
const ALIKE: f64 = 0.8;

/// Every mistake of one run's configuration.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("{} in the configuration", plural(.mistakes.len(), "mistake", "mistakes"))]
pub(crate) struct ConfigError {
    /// The mistakes, in the order in which they stand in the file; those of the command line last.
    #[related]
    pub(crate) mistakes: Vec<Mistake>,
}

impl From<Mistake> for ConfigError {
    fn from(only: Mistake) -> Self {
        Self {
            mistakes: vec![only],
        }
    }
}

/// One mistake: what is wrong, where it stands, and what to write instead.
#[derive(Debug, Clone, thiserror::Error, Diagnostic)]
#[error("{message}")]
pub(crate) struct Mistake {
    /// What is wrong, in one sentence without a full stop.
    pub(crate) message: String,
    /// What to write instead.
    #[help]
    pub(crate) help: Option<String>,
    /// The text the mistake stands in; absent for the command line.
    #[source_code]
    pub(crate) source_code: Option<NamedSource<String>>,
    /// Where in that text it stands.
    #[label("here")]
    pub(crate) at: Option<SourceSpan>,
    /// The same mistake without what a cell holds; absent where it tells of none.
    without_values: Option<Box<Self>>,
}

impl Mistake {
    /// A mistake without a place: one on the command line.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
            source_code: None,
            at: None,
            without_values: None,
        }
    }

    /// The same mistake, and what it is where no cell may be shown.
    #[must_use]
    pub(crate) fn or_without_values(mut self, without: Self) -> Self {
        self.without_values = Some(Box::new(without));
        self
    }

    /// The mistake as it may be shown: with what cells hold only where `values` may stand.
    pub(crate) fn shown(&self, values: bool) -> &Self {
        match &self.without_values {
            Some(without) if !values => without,
            _ => self,
        }
    }

    /// The file and the line that it points at.
    pub(crate) fn place(&self) -> Option<(&str, usize)> {
        let (source, at) = (self.source_code.as_ref()?, self.at?);
        let before = source.inner().get(..at.offset())?;
        Some((source.name(), before.matches('\n').count() + 1))
    }

    /// The same mistake with what to write instead.
    #[must_use]
    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same mistake at a byte range of `text`, which is the whole of the file named `file`.
    #[must_use]
    pub(crate) fn in_file(mut self, file: &str, text: &str, at: Range<usize>) -> Self {
        self.source_code = Some(NamedSource::new(visible(file), covered(text)));
        self.at = Some(at.into());
        self
    }

    /// A word that isn't one of `known`: says which it may be a slip of, or else names them all.
    pub(crate) fn unknown(kind: &str, word: &str, known: &[&str]) -> Self {
        let help = match nearest(word, known) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known: {}", known.join(", ")),
        };
        Self::new(format!("unknown {kind} `{word}`")).with_help(help)
    }
}

/// The one of `known` that `word` is probably a slip of.
fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase().replace('_', "-");
    known
        .iter()
        .map(|&candidate| (strsim::jaro_winkler(&word, candidate), candidate))
        .filter(|&(alike, _)| alike >= ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_other_words_are_not() {
        let known = ["duplicate-rows", "conflicting-labels", "rare-class"];
        assert_eq!(nearest("duplicate_rows", &known), Some("duplicate-rows"));
        assert_eq!(nearest("duplicat-row", &known), Some("duplicate-rows"));
        assert_eq!(nearest("Rare-Class", &known), Some("rare-class"));
        assert_eq!(nearest("spelling", &known), None);
    }
}
