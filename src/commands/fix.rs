//! Fix: `trueline fix`: writes curated data, shows what would change, or checks curated data by its manifest.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::output::Output;
use crate::cli::{ConfigArgs, FixArgs};
use crate::error::{Error, FixError};
use crate::fix::{Fixed, Fixer, Target, review, verify};
use crate::outcome::{FixReport, RunVerdict};
use crate::plan::{Plan, Request};
use crate::progress::Bars;
use crate::report::{write_fixed, write_reviewed, write_verified};
use crate::rules;
use crate::wording::list;

/// Runs `trueline fix`.
pub(crate) fn run_fix(args: FixArgs, output: &Output) -> Result<u8, Arc<Error>> {
    if let Some(manifest) = &args.verify {
        return run_verify(manifest, output);
    }
    let target = match &args.output {
        Some(path) => Some(Target::of_output(path)),
        None if args.in_place => Some(Target::InPlace),
        None => None,
    };
    let exit_zero = args.exit_zero;
    let (sheet, decisions) = (args.review.clone(), args.decisions.clone());
    let ConfigArgs { config, isolated } = args.config.clone();
    let plan = Plan::start(config, isolated, Request::from(args), &rules::words())
        .map_err(Error::Config)?;
    if sheet.is_some() || decisions.is_some() {
        refuse_several_reviewed(&plan)?;
    }
    if let Some(sheet) = sheet {
        return run_review(plan, &sheet, output);
    }
    if let Some(target @ (Target::Output(_) | Target::Stdout)) = &target {
        refuse_several(&plan)?;
        target.refuse(plan.datasets.first())?;
    }
    let fixer = Fixer::new(plan, decisions.as_deref())?;
    let (mut fixed, errors) = fix_all(&fixer, target.as_ref(), output);
    output.fail_all(&errors);
    let mut data = None;
    if let ([only], Some(Target::Stdout)) = (&mut fixed[..], &target) {
        data = Some(only.render()?);
    }
    let report = FixReport {
        is_shown: target.is_none(),
        datasets: fixed.iter().map(|fixed| fixed.report.clone()).collect(),
        without_fix: fixer.without_fix().to_vec(),
    };
    speak(&mut fixed, &report, data, output)?;
    Ok(match errors.as_slice() {
        [] if exit_zero => 0,
        [] => report.exit(),
        _ => RunVerdict::COULD_NOT_JUDGE,
    })
}

/// Fixes each dataset, whatever becomes of the others, and writes it where it is to be written.
fn fix_all(
    fixer: &Fixer,
    target: Option<&Target>,
    output: &Output,
) -> (Vec<Fixed>, Vec<Arc<Error>>) {
    let bars = Bars::new(output.quiet);
    let mut all = Vec::new();
    let mut errors = Vec::new();
    for source in fixer.sources() {
        let fixed = fixer.fix(source, &bars).and_then(|mut fixed| {
            if let Some(target) = target {
                fixed.write(target)?;
            }
            Ok(fixed)
        });
        match fixed {
            Ok(fixed) => all.push(fixed),
            Err(error) if fixer.is_no_dataset(source, &error) => {}
            Err(error) => errors.push(error),
        }
    }
    (all, errors)
}

/// Says what was done. A diff, and the `data` where it is to be written there, go to standard output by themselves, so
/// that they can be piped.
fn speak(
    fixed: &mut [Fixed],
    report: &FixReport,
    data: Option<Vec<u8>>,
    output: &Output,
) -> Result<(), Arc<Error>> {
    if !report.is_shown && data.is_none() {
        if output.quiet {
            return Ok(());
        }
        return output
            .print(|out| write_fixed(report, output.stdout, out))
            .map(drop);
    }
    if let Some(data) = data {
        output.print(|out| out.write_all(&data))?;
    } else {
        for fixed in fixed {
            let diff = fixed.diff()?;
            output.print(|out| out.write_all(diff.as_bytes()))?;
        }
    }
    if !output.quiet {
        // Nobody reads it, then.
        let _ = write_fixed(report, output.stderr, &mut io::stderr().lock());
    }
    Ok(())
}

/// One output can't hold several datasets.
fn refuse_several(plan: &Plan) -> Result<(), Error> {
    if plan.datasets.len() < 2 {
        return Ok(());
    }
    let names = plan.datasets.iter().map(|source| source.name.as_str());
    let names: Vec<&str> = names.collect();
    Err(Error::Fix(FixError::SeveralDatasets {
        count: names.len(),
        names: list(&names),
    }))
}

/// A sheet is one dataset's.
fn refuse_several_reviewed(plan: &Plan) -> Result<(), Error> {
    if plan.datasets.len() < 2 {
        return Ok(());
    }
    let names: Vec<&str> = plan
        .datasets
        .iter()
        .map(|source| source.name.as_str())
        .collect();
    Err(Error::Fix(FixError::SeveralReviewed {
        count: names.len(),
        names: list(&names),
    }))
}

/// Writes the sheet of the rows with doubtful labels.
fn run_review(plan: Plan, sheet: &Path, output: &Output) -> Result<u8, Arc<Error>> {
    let shown = sheet.display().to_string();
    if fs::symlink_metadata(sheet).is_ok() {
        return Err(Error::Fix(FixError::SheetExists { path: shown }).into());
    }
    let Some(source) = plan.datasets.first().cloned() else {
        return Ok(0);
    };
    let bars = Bars::new(output.quiet);
    let reviewed = review(plan, &source, &bars)?;
    drop(bars);
    if reviewed.rows > 0 {
        reviewed.write(sheet)?;
    }
    if !output.quiet {
        output.print(|out| write_reviewed(&shown, reviewed.rows, out))?;
    }
    Ok(u8::from(reviewed.rows > 0))
}

fn run_verify(manifest: &Path, output: &Output) -> Result<u8, Arc<Error>> {
    let verified = verify(manifest)?;
    let name = manifest.display().to_string();
    output.print(|out| write_verified(&name, &verified, out))?;
    Ok(u8::from(!verified.differs.is_empty()))
}
