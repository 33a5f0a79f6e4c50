//! Look: `trueline look`: prints what data is taken for, before anything is judged.

use std::sync::Arc;

use super::earlier;
use super::output::Output;
use crate::cli::{ConfigArgs, LookArgs};
use crate::error::Error;
use crate::look::look_at;
use crate::outcome::{FailOn, Format, RunVerdict};
use crate::plan::{Plan, Request, formats, refuse_clashes};
use crate::report::look_reporter;
use crate::rules;

/// Runs `trueline look`.
pub(crate) fn run_look(args: LookArgs, output: &Output) -> Result<u8, Arc<Error>> {
    let formats = formats(&args.output_format, &Format::look_words()).map_err(Error::Config)?;
    let ConfigArgs { config, isolated } = args.config.clone();
    let (written, paths) = (args.output_format.clone(), args.paths.clone());
    let plan = Plan::start(config, isolated, Request::from(args), &rules::words())
        .inspect_err(|_| earlier::forget(&written, &paths))
        .map_err(Error::Config)?;
    refuse_clashes(&formats, &plan.files()).map_err(Error::Config)?;
    let places = earlier::clear(&formats)?;
    let (report, errors) = look_at(&plan);
    output.fail_all(&errors);
    for (format, place) in &places {
        // Errors stand on standard error, and people need no more where nothing could be read.
        if report.tables.is_empty() && *format == Format::Human && place.is_none() {
            continue;
        }
        let shown = if output.values.may_stand_in(*format) {
            report.clone()
        } else {
            report.without_values()
        };
        output.write_report(&shown, place.as_ref(), FailOn::Never, |manner| {
            look_reporter(*format, &manner)
        })?;
    }
    Ok(if errors.is_empty() {
        0
    } else {
        RunVerdict::COULD_NOT_JUDGE
    })
}
