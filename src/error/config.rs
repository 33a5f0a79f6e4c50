//! Mistakes in trueline.toml and on the command line, reported all at once.

use miette::{Diagnostic, NamedSource, SourceSpan};

/// Every mistake of one run's configuration.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("{} in the configuration", count(.mistakes.len()))]
pub struct ConfigError {
    /// The mistakes, in the order in which they stand in the file; those of the command line last.
    #[related]
    pub mistakes: Vec<Mistake>,
}

/// One mistake: what is wrong, where it stands, and what to write instead.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("{message}")]
pub struct Mistake {
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to write instead.
    #[help]
    pub help: Option<String>,
    /// The text the mistake stands in; absent for the command line.
    #[source_code]
    pub source_code: Option<NamedSource<String>>,
    /// Where in that text it stands.
    #[label("here")]
    pub at: Option<SourceSpan>,
}

fn count(mistakes: usize) -> String {
    if mistakes == 1 {
        "1 mistake".to_owned()
    } else {
        format!("{mistakes} mistakes")
    }
}
