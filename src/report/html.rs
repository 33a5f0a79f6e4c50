//! HTML: one page that a person looks at, with everything in it: words, tables, charts and what draws them.
//!
//! The page holds no reference to anything outside of itself, and its policy lets nothing run but the scripts
//! that it came with.

mod chart;
mod check;
mod dataset;
mod facts;
mod finding;
mod lines;
mod page;
mod policy;
mod probes;
mod rows;
mod runs;
mod section;
mod setting;
mod table;
#[cfg(test)]
mod tests;
mod vectors;
mod verdict;
mod words;

/// Speaks HTML.
#[derive(Debug, Clone, Default)]
pub(crate) struct Html {
    /// The command line, as it was typed.
    pub(crate) command: Option<String>,
}
