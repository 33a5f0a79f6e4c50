//! Explain: `trueline explain`: prints everything that a rule's words say.

use std::sync::Arc;

use super::output::Output;
use crate::error::Error;
use crate::report::explain::explain;
use crate::rules;
use crate::rules::words::RuleWords;

/// Runs `trueline explain`.
pub(crate) fn run_explain(rule: &str, output: &Output) -> Result<u8, Arc<Error>> {
    let words: Vec<_> = rules::words().into_iter().map(|(_, words)| words).collect();
    let words = RuleWords::find(&words, rule).map_err(Error::Config)?;
    output.print(|out| explain(words, output.stdout, out))
}
