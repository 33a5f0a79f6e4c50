//! Check: `trueline check`: judges datasets, and writes each report that was asked for.

use std::cell::OnceCell;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use super::earlier;
use super::output::{Output, save};
use crate::cache::Cache;
use crate::check::{check, record_findings};
use crate::cli::{CheckArgs, ConfigArgs};
use crate::error::Error;
use crate::outcome::{Format, Report};
use crate::plan::settings::{FAIL_ON, MODEL};
use crate::plan::{BaselinePlan, Plan, Request};
use crate::progress::Bars;
use crate::report::{Account, CacheUse, reporter, write_account, write_recorded};
use crate::rules;
use crate::unfinished::Place;

/// Runs `trueline check`.
pub(crate) fn run_check(args: CheckArgs, output: &Output) -> Result<u8, Arc<Error>> {
    let ConfigArgs { config, isolated } = args.config.clone();
    let request = Request::from(args);
    let (formats, paths) = (request.formats.clone(), request.paths.clone());
    let plan = Plan::start(config, isolated, request, &rules::words())
        .inspect_err(|_| earlier::forget(&formats, &paths))
        .map_err(Error::Config)?;
    let writes_baseline = plan
        .baseline
        .as_ref()
        .is_some_and(|baseline| baseline.writes);
    let places = if writes_baseline {
        Vec::new()
    } else {
        earlier::clear(&plan.formats)?
    };
    let cache = plan.cache.clone();
    let cache = cache.map(|cache| Cache::new(cache.folder, cache.most));
    let bars = Bars::new(output.quiet);
    let (report, errors) = check(&plan, cache.as_ref(), &bars);
    let stages = bars.times();
    drop(bars);
    if let Some(cache) = &cache {
        cache.settle();
        output.warn(cache);
    }
    output.fail_all(&errors);
    if let Some(baseline) = plan.baseline.as_ref().filter(|baseline| baseline.writes) {
        write_baseline(&report, baseline, output)?;
        return Ok(if errors.is_empty() {
            0
        } else {
            report.verdict.exit
        });
    }
    write_reports(&plan, &report, &places, output)?;
    if output.verbose {
        account_for(&plan, &report, cache.as_ref(), &stages);
    }
    Ok(report.verdict.exit)
}

/// Writes each report, without what cells hold where its format may not show that.
fn write_reports(
    plan: &Plan,
    report: &Report,
    places: &[(Format, Option<Place>)],
    output: &Output,
) -> Result<(), Arc<Error>> {
    let without_values = OnceCell::new();
    // Errors stand on standard error; to people there is no more to say where nothing was judged.
    let silent = report.datasets.is_empty() && !report.failures.is_empty();
    for (format, place) in places {
        if silent && *format == Format::Human && place.is_none() {
            continue;
        }
        let report = if output.values.may_stand_in(*format) {
            report
        } else {
            without_values.get_or_init(|| report.without_values())
        };
        output.write_report(report, place.as_ref(), plan.get(&FAIL_ON), |manner| {
            reporter(*format, manner)
        })?;
    }
    Ok(())
}

/// Writes the findings of a run as known ones.
fn write_baseline(report: &Report, plan: &BaselinePlan, output: &Output) -> Result<(), Arc<Error>> {
    let (baseline, kept) = record_findings(report, &plan.known);
    let file = plan.path.display().to_string();
    save(&plan.path, baseline.to_text().as_bytes()).map_err(|cause| Error::Baseline {
        file: file.clone(),
        cause,
    })?;
    let entries = baseline.entries() - kept;
    output
        .print(|out| write_recorded(entries, kept, &file, plan.configured, out))
        .map(drop)
}

/// Says on standard error what a check went by, and where its time went.
fn account_for(
    plan: &Plan,
    report: &Report,
    cache: Option<&Cache>,
    stages: &[(&'static str, Duration)],
) {
    let account = Account {
        config: &plan.obeyed,
        model: &plan.get(&MODEL),
        cache: cache.map(|cache| CacheUse {
            folder: cache.folder(),
            verdicts: (report.recalled, plan.datasets.len()),
            vectors: cache.vectors_known(),
        }),
        stages,
        elapsed: report.elapsed,
    };
    // Nobody reads it, then.
    let _ = write_account(&account, &mut io::stderr().lock());
}
