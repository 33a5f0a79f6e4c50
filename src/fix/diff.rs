//! Diff: what fixing changes in each file, as a unified diff.

use std::ops::Range;

use super::Fixed;
use super::draft::DraftFile;
use crate::dataset::{NewRow, RowFile, RowState, TextFile};
use crate::error::Error;

/// Lines around a change that are shown.
const CONTEXT: usize = 3;

/// Lines that others take the place of.
struct Edited {
    /// Their places, from 0.
    old: Range<usize>,
    /// What stands there now.
    new: Vec<String>,
}

impl Fixed {
    /// What changes in each file: as a unified diff where rows stand on lines, else row by row; empty where nothing
    /// does.
    ///
    /// # Errors
    /// Rows that can't be read any more.
    pub(crate) fn diff(&mut self) -> Result<String, Error> {
        let files = self.draft.iter_mut().flat_map(|draft| &mut draft.files);
        let mut out = String::new();
        for file in files.filter(|file| file.is_edited()) {
            out.push_str(&format!("--- {}\n+++ {}\n", file.shown, file.shown));
            match &file.data {
                RowFile::Text(text) if !text.is_spread => diff_lines(text, &file.states, &mut out),
                _ => diff_rows(file, &mut out)?,
            }
        }
        Ok(out)
    }
}

/// Each row that goes or changes, as one object; where it is known cell by cell, only the cells in which something else
/// stands.
fn diff_rows(file: &mut DraftFile, out: &mut String) -> Result<(), Error> {
    let states = file.states.iter().enumerate();
    let edited = states.filter(|(_, state)| **state != RowState::Untouched);
    let edited: Vec<usize> = edited.map(|(row, _)| row).collect();
    let contents = file.data.contents(&edited)?;
    for (row, content) in edited.into_iter().zip(contents) {
        out.push_str(&format!("@@ row {} @@\n", row + 1));
        match &file.states[row] {
            RowState::Changed(NewRow::Bytes(new)) => {
                add_object('-', &content, &file.data, out);
                add_object('+', new, &file.data, out);
            }
            RowState::Changed(new) => {
                for (column, old, new) in file.data.changed_cells(row, new) {
                    let show = |text: &str| format!("{}\n", serde_json::json!({ &column: text }));
                    add_line('-', &show(&old), out);
                    add_line('+', &show(&new), out);
                }
            }
            _ => add_object('-', &content, &file.data, out),
        }
    }
    Ok(())
}

/// Adds the lines of an object with their sign.
fn add_object(sign: char, bytes: &[u8], data: &RowFile, out: &mut String) {
    let text = match data {
        RowFile::Text(text) => text.decode(bytes),
        RowFile::Parquet(_) => String::from_utf8_lossy(bytes).into_owned(),
    };
    for line in text.lines() {
        add_line(sign, &format!("{line}\n"), out);
    }
}

fn diff_lines(file: &TextFile, states: &[RowState], out: &mut String) {
    let text = file.decode(&file.bytes);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let edited: Vec<Edited> = file
        .lines
        .iter()
        .zip(states)
        .filter_map(|(&(first, last), state)| {
            let old = first as usize - 1..last as usize;
            let new = match state {
                RowState::Changed(NewRow::Bytes(bytes)) => {
                    let new = file.decode(bytes);
                    new.split_inclusive('\n').map(str::to_owned).collect()
                }
                RowState::Dropped => Vec::new(),
                _ => return None,
            };
            Some(Edited { old, new })
        })
        .collect();
    // How many lines more there are than before, at the place that is reached.
    let mut more = 0;
    for hunk in edited.chunk_by(|a, b| b.old.start - a.old.end <= 2 * CONTEXT) {
        more += add_hunk(&lines, hunk, more, out);
    }
}

/// Adds one hunk, `more` lines after which it stands in the new file; says how many more it makes.
fn add_hunk(lines: &[&str], hunk: &[Edited], more: isize, out: &mut String) -> isize {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else {
        return 0;
    };
    let start = first.old.start.saturating_sub(CONTEXT);
    let end = (last.old.end + CONTEXT).min(lines.len());
    let gone: usize = hunk.iter().map(|edited| edited.old.len()).sum();
    let come: usize = hunk.iter().map(|edited| edited.new.len()).sum();
    let added = come as isize - gone as isize;
    let (old, new) = (end - start, end - start - gone + come);
    out.push_str(&format!(
        "@@ -{} +{} @@\n",
        range(start, old),
        range(start.saturating_add_signed(more), new)
    ));
    let mut reached = start;
    let mut add = |sign, lines: &[&str]| lines.iter().for_each(|line| add_line(sign, line, out));
    for edited in hunk {
        add(' ', &lines[reached..edited.old.start]);
        add('-', &lines[edited.old.clone()]);
        let new: Vec<&str> = edited.new.iter().map(String::as_str).collect();
        add('+', &new);
        reached = edited.old.end;
    }
    add(' ', &lines[reached..end]);
    added
}

/// `12,7`: the first line and how many; before the first where there are none.
fn range(start: usize, count: usize) -> String {
    if count == 0 {
        format!("{start},0")
    } else {
        format!("{},{count}", start + 1)
    }
}

/// Adds one line with its sign.
fn add_line(sign: char, line: &str, out: &mut String) {
    out.push(sign);
    out.push_str(line);
    if !line.ends_with('\n') {
        out.push_str("\n\\ No newline at end of file\n");
    }
}
