//! Man: `trueline man`: prints the manual page, or writes one for each command.

use std::io;
use std::sync::Arc;

use super::output::Output;
use crate::cli::{ManArgs, pages};
use crate::error::Error;

/// Runs `trueline man`.
pub(crate) fn run_man(args: &ManArgs, output: &Output) -> Result<u8, Arc<Error>> {
    if let Some(folder) = &args.dir {
        pages::all_pages(folder).map_err(|cause| Error::write(folder, cause))?;
        return Ok(0);
    }
    let page = pages::main_page().map_err(in_memory)?;
    output.print(|out| out.write_all(&page))
}

/// The page is made before it is written.
fn in_memory(cause: io::Error) -> Error {
    Error::Write {
        target: "standard output".to_owned(),
        cause,
    }
}
