//! Compare: `trueline compare`: prints what changed from one version of a dataset to the next.

use std::sync::Arc;

use super::earlier;
use super::output::Output;
use crate::cli::CompareArgs;
use crate::compare::{CompareRequest, compare};
use crate::error::Error;
use crate::outcome::{FailOn, Format};
use crate::plan::{formats, refuse_clashes};
use crate::report::compare_reporter;

/// Runs `trueline compare`: 0 where the versions could be compared, and 1 where something changed and that is asked.
pub(crate) fn run_compare(args: CompareArgs, output: &Output) -> Result<u8, Arc<Error>> {
    let formats = formats(&args.output_format, &Format::look_words()).map_err(Error::Config)?;
    let tells_change = args.exit_code;
    let request = CompareRequest::from(args);
    refuse_clashes(&formats, &request.files()).map_err(Error::Config)?;
    let places = earlier::clear(&formats)?;
    let report = compare(&request)?;
    let without_values = report.without_values();
    for (format, place) in &places {
        let report = if output.values.may_stand_in(*format) {
            &report
        } else {
            &without_values
        };
        output.write_report(report, place.as_ref(), FailOn::Never, |manner| {
            compare_reporter(*format, &manner)
        })?;
    }
    Ok(u8::from(tells_change && report.has_changes()))
}
