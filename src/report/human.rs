//! Human: the report for people, findings first, each with the lines it is about and what to do.

mod check;
mod closing;
mod finding;
mod layout;
mod quiet;
mod runs;
mod suppressed;
#[cfg(test)]
mod tests;

pub(crate) use self::quiet::Quiet;

use super::Terminal;

/// Speaks to people.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Human {
    /// Where it is shown.
    pub(crate) terminal: Terminal,
}
