//! Init: `trueline init`: writes what it guesses of some data as a trueline.toml, or prints it.

use std::sync::Arc;

use super::output::{Output, save};
use crate::cli::InitArgs;
use crate::error::Error;
use crate::init::init;
use crate::outcome::RunVerdict;
use crate::report::write_guesses;

/// Runs `trueline init`. What can be read is written; files that can't are told, and it ends with 2. Where none can,
/// nothing is written.
pub(crate) fn run_init(args: InitArgs, output: &Output) -> Result<u8, Arc<Error>> {
    let guessed = init(&args.into())?;
    output.fail_all(&guessed.errors);
    if guessed.datasets.is_empty() {
        return Ok(RunVerdict::COULD_NOT_JUDGE);
    }
    let printed = if let Some(path) = &guessed.output {
        save(path, guessed.page.as_bytes()).map_err(|cause| Error::write(path, cause))?;
        output.print(|out| write_guesses(path, &guessed.datasets, out))?
    } else {
        output.print(|out| out.write_all(guessed.page.as_bytes()))?
    };
    Ok(if guessed.errors.is_empty() {
        printed
    } else {
        RunVerdict::COULD_NOT_JUDGE
    })
}
