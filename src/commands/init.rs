//! Init: `trueline init`: writes what it guesses of some data as a trueline.toml, or prints it.

use std::sync::Arc;

use super::output::{Output, save};
use crate::cli::InitArgs;
use crate::error::Error;
use crate::init::init;
use crate::report::write_guesses;

/// Runs `trueline init`.
pub(crate) fn run_init(args: InitArgs, output: &Output) -> Result<u8, Arc<Error>> {
    let guessed = init(&args.into())?;
    let Some(path) = &guessed.output else {
        return output.print(|out| out.write_all(guessed.page.as_bytes()));
    };
    save(path, guessed.page.as_bytes()).map_err(|cause| Error::write(path, cause))?;
    output.print(|out| write_guesses(path, &guessed.datasets, out))
}
