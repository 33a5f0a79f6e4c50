//! Look: `trueline look`: prints what data is taken for, before anything is judged.

use std::sync::Arc;

use super::output::Output;
use crate::cli::LookArgs;
use crate::error::Error;
use crate::look::look_at;
use crate::outcome::{FailOn, Format};
use crate::plan::{Plan, Request, formats};
use crate::report::look_reporter;
use crate::rules;

/// Runs `trueline look`.
pub(crate) fn run_look(args: LookArgs, output: &Output) -> Result<u8, Arc<Error>> {
    let formats = formats(&args.output_format, &Format::look_words()).map_err(Error::Config)?;
    let (config, isolated) = (args.config.clone(), args.isolated);
    let plan = Plan::start(config, isolated, Request::from(args), &rules::words())
        .map_err(Error::Config)?;
    let report = look_at(&plan)?;
    for (format, path) in &formats {
        let shown = if output.values.may_stand_in(*format) {
            report.clone()
        } else {
            report.without_values()
        };
        output.write_report(&shown, path.as_deref(), FailOn::Never, |manner| {
            look_reporter(*format, &manner)
        })?;
    }
    Ok(0)
}
