//! Verify: whether curated data is what its manifest says.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use super::digest::{digest, digest_file};
use super::manifest::{FileLine, Head, RowLine, SCHEMA};
use crate::dataset::{Encoding, read_lines};
use crate::error::{Error, FixError};
use crate::outcome::VerifyReport;

/// One run of `trueline fix`, as its manifest tells it.
struct Run {
    head: Head,
    rows: Vec<RowLine>,
}

/// Holds the files that the manifest at `path` tells of against it; of several runs one after the other, the last.
///
/// # Errors
/// When it is no manifest, or files can't be read.
pub(crate) fn verify(path: &Path) -> Result<VerifyReport, Error> {
    let runs = read_runs(path)?;
    let mut verified = VerifyReport::default();
    for pair in runs.windows(2) {
        follow(&pair[0].head, &pair[1].head, &mut verified);
    }
    let Some(run) = runs.last() else {
        return Err(no_manifest(path, "it is empty"));
    };
    let mut rows: HashMap<&str, Vec<&RowLine>> = HashMap::new();
    for row in &run.rows {
        rows.entry(&row.file).or_default().push(row);
    }
    for file in &run.head.files {
        let rows = rows.get(file.input.as_str()).map_or(&[][..], Vec::as_slice);
        verify_file(file, rows, &run.head.salt, &mut verified)?;
    }
    Ok(verified)
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
    for (at, line) in text.lines().enumerate() {
        let fail =
            |error: serde_json::Error| no_manifest(path, format!("line {}: {error}", at + 1));
        if let Ok(head) = serde_json::from_str::<Head>(line) {
            if head.schema != SCHEMA {
                return Err(no_manifest(path, format!("its schema is {}", head.schema)));
            }
            let rows = Vec::new();
            runs.push(Run { head, rows });
            continue;
        }
        let row: RowLine = serde_json::from_str(line).map_err(fail)?;
        match runs.last_mut() {
            Some(run) => run.rows.push(row),
            None => return Err(no_manifest(path, "it doesn't begin with its head")),
        }
    }
    Ok(runs)
}

/// Whether a later run began where the earlier one ended, or where it began itself: who is stopped between manifest and
/// file starts again.
fn follow(earlier: &Head, later: &Head, verified: &mut VerifyReport) {
    for file in &later.files {
        let before = earlier
            .files
            .iter()
            .find(|known| known.output == file.input);
        let is_known = |before: &FileLine| {
            [&before.output_sha256, &before.input_sha256].contains(&&file.input_sha256)
        };
        if before.is_some_and(|before| !is_known(before)) {
            verified.differs.push(format!(
                "{} was changed by something else between two runs",
                file.input
            ));
        }
    }
}

fn verify_file(
    file: &FileLine,
    rows: &[&RowLine],
    salt: &str,
    verified: &mut VerifyReport,
) -> Result<(), Error> {
    verified.files += 1;
    verified.rows += rows.len();
    let dropped = rows.iter().filter(|row| row.action == "drop").count();
    if let (Some(all), Some(left)) = (file.rows, file.left)
        && all != left + dropped
    {
        verified.differs.push(format!(
            "{}: {all} rows, {left} left, but {dropped} rows are told of as dropped",
            file.input
        ));
    }
    let output = Path::new(&file.output);
    if !output.exists() {
        verified.differs.push(format!("{} is gone", file.output));
    } else if digest_file(output)? != file.output_sha256 {
        verified
            .differs
            .push(format!("{} was changed since", file.output));
    }
    let input = Path::new(&file.input);
    if file.input == file.output || !input.exists() {
        return Ok(());
    }
    if digest_file(input)? != file.input_sha256 {
        verified
            .differs
            .push(format!("{} was changed since", file.input));
        return Ok(());
    }
    if rows.is_empty() {
        return Ok(());
    }
    let (bytes, starts) = read_lines(input, find_encoding(file))?;
    verify_rows((&bytes, &starts), rows, salt, verified);
    Ok(())
}

/// The encoding of a file, as the manifest says it.
fn find_encoding(file: &FileLine) -> Encoding {
    let word = file.encoding.as_deref();
    let mut words = Encoding::WORDS.iter();
    let known = words.find(|(known, _)| Some(*known) == word);
    known.map_or(Encoding::Utf8, |(_, encoding)| *encoding)
}

/// Whether each row stands in the input where the manifest says, with the bytes that it says.
fn verify_rows(
    (bytes, starts): (&[u8], &[usize]),
    rows: &[&RowLine],
    salt: &str,
    verified: &mut VerifyReport,
) {
    let mut dropped = BTreeSet::new();
    for row in rows {
        let (first, last) = row.lines;
        let start = starts.get((first as usize).wrapping_sub(1)).copied();
        let end = starts.get(last as usize).copied().unwrap_or(bytes.len());
        let found = start.filter(|start| *start <= end).is_some_and(|start| {
            digest(&[salt.as_bytes(), &bytes[start..end]]) == row.content_sha256
        });
        if found {
            verified.found += 1;
        } else {
            verified.differs.push(format!(
                "line {first} of {} isn't the row that the manifest tells of",
                row.file
            ));
        }
        if row.action == "drop" && !dropped.insert(row.row) {
            verified
                .differs
                .push(format!("line {first} of {} is dropped twice", row.file));
        }
    }
}
