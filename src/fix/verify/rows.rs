//! Rows: whether the rows that a manifest tells of can be rows of their file, and stand there as it says.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Findings, Run, find_file};
use crate::dataset::{Encoding, read_lines};
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
        let is_in_order = if before.row == after.row {
            before.lines == after.lines
        } else {
            before.lines.1 < after.lines.0
        };
        if !is_in_order {
            let what = format!(
                "rows {} and {} of {} can't stand on lines {} and {}",
                before.row, after.row, file.input, before.lines.0, after.lines.0
            );
            findings.add(pair[1].line, what);
        }
    }
}

/// Whether each row stands in the input where the manifest says, with the bytes that it says.
pub(super) fn verify_contents(
    head: &Head,
    file: &FileLine,
    rows: &[Told],
    findings: &mut Findings,
) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let (bytes, starts) = read_lines(Path::new(&file.input), find_encoding(file))?;
    for told in rows {
        let (first, last) = told.row.lines;
        let start = starts.get((first as usize).wrapping_sub(1)).copied();
        let end = starts.get(last as usize).copied().unwrap_or(bytes.len());
        if start.is_none_or(|start| start >= end) || last as usize > starts.len() {
            let what = format!("there is no line {last} in {}", file.input);
            findings.add(told.line, what);
            continue;
        }
        let bytes = &bytes[start.unwrap_or(end)..end];
        if digest(&[head.salt.as_bytes(), bytes]) == told.row.content_sha256 {
            findings.verified.found += 1;
        } else {
            let what = format!(
                "line {first} of {} isn't the row that the manifest tells of",
                file.input
            );
            findings.add(told.line, what);
        }
    }
    Ok(())
}

/// The encoding of a file, as the manifest says it.
fn find_encoding(file: &FileLine) -> Encoding {
    let word = file.encoding.as_deref();
    let mut words = Encoding::WORDS.iter();
    let known = words.find(|(known, _)| Some(*known) == word);
    known.map_or(Encoding::Utf8, |(_, encoding)| *encoding)
}
