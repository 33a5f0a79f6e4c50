//! Verify: whether curated data is what its manifest says.

mod rows;

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::digest::digest_file;
use super::manifest::{FileLine, Head, RowLine, SCHEMA};
use crate::error::{Error, FixError};
use crate::outcome::VerifyReport;
use rows::{Told, verify_claims, verify_contents};

/// One run of `trueline fix`, as its manifest tells it.
struct Run {
    /// The line of the manifest on which the head stands.
    line: usize,
    head: Head,
    /// The rows, each with its line of the manifest.
    rows: Vec<(usize, RowLine)>,
}

/// What differs, each with its place in the manifest.
struct Findings<'a> {
    manifest: &'a str,
    verified: VerifyReport,
}

impl Findings<'_> {
    fn add(&mut self, line: usize, what: impl AsRef<str>) {
        let differs = format!("{}:{line}: {}", self.manifest, what.as_ref());
        self.verified.differs.push(differs);
    }
}

/// Holds the files that the manifest at `path` tells of against it; of several runs one after the other, the last.
///
/// # Errors
/// When it is no manifest, or files can't be read.
pub(crate) fn verify(path: &Path) -> Result<VerifyReport, Error> {
    let runs = read_runs(path)?;
    let Some(run) = runs.last() else {
        return Err(no_manifest(path, "it is empty"));
    };
    let shown = path.display().to_string();
    let mut findings = Findings {
        manifest: &shown,
        verified: VerifyReport::default(),
    };
    for pair in runs.windows(2) {
        follow(&pair[0].head, &pair[1], &mut findings);
    }
    if run.head.files.is_empty() {
        findings.add(run.line, "the head names no file");
    }
    let mut rows: HashMap<&str, Vec<Told>> = HashMap::new();
    for (line, row) in &run.rows {
        if find_file(&run.head, &row.file).is_none() {
            let what = format!("the head doesn't name {}, of which a row is told", row.file);
            findings.add(*line, what);
        }
        let told = Told { line: *line, row };
        rows.entry(&row.file).or_default().push(told);
    }
    findings.verified.rows = run.rows.len();
    for file in &run.head.files {
        let rows = rows.get(file.input.as_str()).map_or(&[][..], Vec::as_slice);
        verify_claims(run, file, rows, &mut findings);
        verify_file(run, file, rows, &mut findings)?;
    }
    Ok(findings.verified)
}

fn find_file<'a>(head: &'a Head, input: &str) -> Option<&'a FileLine> {
    head.files.iter().find(|file| file.input == input)
}

fn no_manifest(path: &Path, why: impl Into<String>) -> Error {
    Error::Fix(FixError::Manifest {
        path: path.display().to_string(),
        why: why.into(),
    })
}

fn read_runs(path: &Path) -> Result<Vec<Run>, Error> {
    let text = fs::read_to_string(path).map_err(|cause| FixError::File {
        path: path.display().to_string(),
        cause,
    })?;
    let mut runs: Vec<Run> = Vec::new();
    for (at, text) in text.lines().enumerate() {
        let line = at + 1;
        // The parser's words may quote a line of something else.
        let fail = |what: &str| no_manifest(path, format!("line {line} {what}"));
        let value: Value = serde_json::from_str(text).map_err(|_| fail("is no JSON"))?;
        if let Some(schema) = value.get("schema") {
            if schema != SCHEMA {
                return Err(no_manifest(
                    path,
                    format!("line {line}: its schema is {schema}"),
                ));
            }
            let head =
                serde_json::from_value(value).map_err(|_| fail("lacks what a head holds"))?;
            let rows = Vec::new();
            runs.push(Run { line, head, rows });
            continue;
        }
        match runs.last_mut() {
            Some(run) => {
                let row = serde_json::from_value(value).map_err(|_| fail("tells of no row"))?;
                run.rows.push((line, row));
            }
            None => return Err(no_manifest(path, "it doesn't begin with its head")),
        }
    }
    Ok(runs)
}

/// Whether a later run began where the earlier one ended, or where it began itself: who is stopped between manifest and
/// file starts again.
fn follow(earlier: &Head, later: &Run, findings: &mut Findings) {
    for file in &later.head.files {
        let before = earlier
            .files
            .iter()
            .find(|known| known.output == file.input);
        let is_known = |before: &FileLine| {
            [&before.output_sha256, &before.input_sha256].contains(&&file.input_sha256)
        };
        if before.is_some_and(|before| !is_known(before)) {
            let what = format!(
                "{} was changed by something else between two runs",
                file.input
            );
            findings.add(later.line, what);
        }
    }
}

/// Whether a file is as it was written, and the rows that are told stand in the one that it was made of.
fn verify_file(
    run: &Run,
    file: &FileLine,
    rows: &[Told],
    findings: &mut Findings,
) -> Result<(), Error> {
    findings.verified.files += 1;
    let output = Path::new(&file.output);
    if !output.exists() {
        findings.add(run.line, format!("{} is gone", file.output));
    } else if digest_file(output)? != file.output_sha256 {
        let what = format!("{} was changed since it was written", file.output);
        findings.add(run.line, what);
    }
    let input = Path::new(&file.input);
    if file.input == file.output || !input.exists() {
        return Ok(());
    }
    if digest_file(input)? != file.input_sha256 {
        let what = format!("{} was changed since it was read", file.input);
        findings.add(run.line, what);
        return Ok(());
    }
    verify_contents(&run.head, file, rows, findings)
}
