//! Completions: `trueline completions`: prints the script that a shell reads.

use std::sync::Arc;

use super::output::Output;
use crate::cli::CompletionsArgs;
use crate::error::Error;

/// Runs `trueline completions`.
pub(crate) fn run_completions(args: &CompletionsArgs, output: &Output) -> Result<u8, Arc<Error>> {
    output.print(|out| out.write_all(&args.script()))
}
