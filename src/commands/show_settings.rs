//! Show settings: `trueline check --show-settings`: prints every setting with where it comes from.

use std::sync::Arc;

use super::output::Output;
use crate::cli::{CheckArgs, ConfigArgs};
use crate::error::Error;
use crate::plan::{Overview, Request};
use crate::report::write_settings;
use crate::rules;

/// Prints the settings of a check in place of running it.
pub(crate) fn show_settings(args: CheckArgs, output: &Output) -> Result<u8, Arc<Error>> {
    let ConfigArgs { config, isolated } = args.config.clone();
    let settings = Overview::start(config, isolated, Request::from(args), &rules::words())
        .map_err(Error::Config)?;
    output.print(|out| write_settings(&settings, out))
}
