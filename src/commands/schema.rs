//! Schema: `trueline schema`: prints the JSON schema of trueline.toml.

use std::sync::Arc;

use super::output::Output;
use crate::cli::SchemaArgs;
use crate::error::Error;
use crate::plan::schema::{pyproject, schema};
use crate::rules;

/// Runs `trueline schema`.
pub(crate) fn run_schema(args: &SchemaArgs, output: &Output) -> Result<u8, Arc<Error>> {
    let words: Vec<_> = rules::words().into_iter().map(|(_, words)| words).collect();
    let schema = if args.pyproject {
        pyproject(&words)
    } else {
        schema(&words)
    };
    output.print(|out| writeln!(out, "{schema:#}"))
}
