//! Line: `trueline line`: judges the accuracy lines of the user's own models.

use std::sync::Arc;

use super::earlier;
use super::output::Output;
use crate::cli::LineArgs;
use crate::error::Error;
use crate::line::{self, LineRequest};
use crate::outcome::{FailOn, Format};
use crate::plan::{formats, refuse_clashes};
use crate::report::line_reporter;

/// Runs `trueline line`.
pub(crate) fn run_line(args: LineArgs, output: &Output) -> Result<u8, Arc<Error>> {
    let formats = formats(&args.output_format, &Format::line_words()).map_err(Error::Config)?;
    let request = LineRequest::from(args);
    refuse_clashes(&formats, &request.source.paths).map_err(Error::Config)?;
    let places = earlier::clear(&formats)?;
    let fail_on = request.fail_on.unwrap_or(FailOn::Deny);
    let report = line::judge(&request)?;
    for (format, place) in &places {
        output.write_report(&report, place.as_ref(), fail_on, |manner| {
            line_reporter(*format, manner)
        })?;
    }
    Ok(report.verdict.exit)
}
