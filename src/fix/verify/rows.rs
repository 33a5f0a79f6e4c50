//! Rows: whether the rows that a manifest tells of can be rows of their file, and stand there as it says.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Findings, Run, find_file};
use crate::dataset::{Encoding, HashedPart, read_lines, read_row_contents};
use crate::error::Error;
use crate::fix::digest::digest;
use crate::fix::manifest::{FileLine, Head, RowLine};
use crate::wording::plural;

/// A row as it is told, and the line of the manifest that tells it.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) line: usize,
    pub(super) row: &'a RowLine,
}

/// Whether what is told of the rows of `file` can be so: as many are left as aren't dropped, each number is one of a
/// row, and their lines come in the order of the rows.
pub(super) fn verify_claims(run: &Run, file: &FileLine, rows: &[Told], findings: &mut Findings) {
    let all = file.rows.unwrap_or(0);
    let mut dropped = BTreeSet::new();
    for told in rows {
        let row = told.row;
        if row.row == 0 || row.row > all {
            let rows = plural(all, "row", "rows");
            let what = format!(
                "there is no row {} in {}, which has {rows}",
                row.row, file.input
            );
            findings.add(told.line, what);
        }
        if !["drop", "change"].contains(&row.action.as_str()) {
            findings.add(told.line, format!("`{}` is no action", row.action));
        }
        if row.action == "drop" && !dropped.insert(row.row) {
            let what = format!("row {} of {} is dropped twice", row.row, file.input);
            findings.add(told.line, what);
        }
        if let Some(kept) = &row.kept {
            let rows = find_file(&run.head, &kept.file).and_then(|file| file.rows);
            if rows.is_none_or(|rows| kept.row == 0 || kept.row > rows) {
                let what = format!(
                    "there is no row {} in {}, which stayed",
                    kept.row, kept.file
                );
                findings.add(told.line, what);
            }
        }
    }
    if let (Some(all), Some(left)) = (file.rows, file.left)
        && all != left + dropped.len()
    {
        let what = format!(
            "{}: {}, {left} left, but {} told of as dropped",
            file.input,
            plural(all, "row", "rows"),
            plural(dropped.len(), "row is", "rows are")
        );
        findings.add(run.line, what);
    }
    verify_order(file, rows, findings);
}

/// Whether later rows stand on later lines.
fn verify_order(file: &FileLine, rows: &[Told], findings: &mut Findings) {
    let mut sorted: Vec<Told> = rows.to_vec();
    sorted.sort_by_key(|told| told.row.row);
    for pair in sorted.windows(2) {
        let (before, after) = (pair[0].row, pair[1].row);
        let (Some(above), Some(below)) = (before.lines, after.lines) else {
            continue;
        };
        let is_in_order = match find_part(file) {
            _ if before.row == after.row => above == below,
            // Objects may share a line.
            HashedPart::Object => above.1 <= below.0,
            _ => above.1 < below.0,
        };
        if !is_in_order {
            let what = format!(
                "rows {} and {} of {} can't stand on lines {} and {}",
                before.row, after.row, file.input, above.0, below.0
            );
            findings.add(pair[1].line, what);
        }
    }
}

/// Whether each row stands in the input where the manifest says, with what it says.
pub(super) fn verify_contents(
    head: &Head,
    file: &FileLine,
    rows: &[Told],
    findings: &mut Findings,
) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    match find_part(file) {
        HashedPart::Lines => verify_lines(head, file, rows, findings),
        part => verify_numbered(head, (file, part), rows, findings),
    }
}

/// The same of rows on lines, whose bytes count.
fn verify_lines(
    head: &Head,
    file: &FileLine,
    rows: &[Told],
    findings: &mut Findings,
) -> Result<(), Error> {
    let (bytes, starts) = read_lines(Path::new(&file.input), find_encoding(file))?;
    for told in rows {
        let (first, last) = told.row.lines.unwrap_or_default();
        let start = starts.get((first as usize).wrapping_sub(1)).copied();
        let end = starts.get(last as usize).copied().unwrap_or(bytes.len());
        let found = start.filter(|start| *start < end && last as usize <= starts.len());
        let Some(start) = found else {
            let what = format!("there is no line {last} in {}", file.input);
            findings.add(told.line, what);
            continue;
        };
        let place = format!("line {first}");
        compare(head, file, (told, &place), &bytes[start..end], findings);
    }
    Ok(())
}

/// The same of rows that are numbered, whose objects or cells count.
fn verify_numbered(
    head: &Head,
    (file, part): (&FileLine, HashedPart),
    rows: &[Told],
    findings: &mut Findings,
) -> Result<(), Error> {
    let mut wanted: Vec<usize> = rows
        .iter()
        .filter_map(|told| told.row.row.checked_sub(1))
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    let contents = read_row_contents(Path::new(&file.input), (part, find_encoding(file)), &wanted)?;
    for told in rows {
        let at = wanted.binary_search(&told.row.row.wrapping_sub(1)).ok();
        // That there is no such row is said already.
        if let Some(content) = at.and_then(|at| contents.get(at)) {
            let place = format!("row {}", told.row.row);
            compare(head, file, (told, &place), content, findings);
        }
    }
    Ok(())
}

/// Holds what a row holds against its hash.
fn compare(
    head: &Head,
    file: &FileLine,
    (told, place): (&Told, &str),
    content: &[u8],
    findings: &mut Findings,
) {
    if digest(&[head.salt.as_bytes(), content]) == told.row.content_sha256 {
        findings.verified.found += 1;
        return;
    }
    let what = format!(
        "{place} of {} isn't the row that the manifest tells of",
        file.input
    );
    findings.add(told.line, what);
}

/// What of the rows of a file is hashed, as the manifest says it.
fn find_part(file: &FileLine) -> HashedPart {
    let word = file.hashed.as_deref();
    let mut known = HashedPart::ALL.into_iter();
    known
        .find(|part| Some(part.word()) == word)
        .unwrap_or(HashedPart::Lines)
}

/// The encoding of a file, as the manifest says it.
fn find_encoding(file: &FileLine) -> Encoding {
    let word = file.encoding.as_deref();
    let mut words = Encoding::WORDS.iter();
    let known = words.find(|(known, _)| Some(*known) == word);
    known.map_or(Encoding::Utf8, |(_, encoding)| *encoding)
}
