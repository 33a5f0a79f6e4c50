//! Rules: `trueline rules`: prints the catalogue.

use std::sync::Arc;

use super::output::Output;
use crate::cli::ListFormat;
use crate::error::Error;
use crate::report::explain::{write_catalogue, write_table};
use crate::rules;

/// Runs `trueline rules`.
pub(crate) fn run_rules(format: ListFormat, output: &Output) -> Result<u8, Arc<Error>> {
    let words: Vec<_> = rules::words().into_iter().map(|(_, words)| words).collect();
    output.print(|out| match format {
        ListFormat::Human => write_table(&words, output.stdout, out),
        ListFormat::Json => write_catalogue(&words, out),
    })
}
