//! Diff: what fixing changes in each file, as a unified diff.

use std::ops::Range;

use super::Fixed;
use super::draft::{DraftFile, State};

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
    /// What changes in each file, as a unified diff; empty where nothing does.
    pub(crate) fn diff(&self) -> String {
        let files = self.draft.iter().flat_map(|draft| &draft.files);
        files
            .filter(|file| file.is_edited())
            .map(diff_file)
            .collect()
    }
}

fn diff_file(file: &DraftFile) -> String {
    let text = file.text.decode(&file.text.bytes);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let edited: Vec<Edited> = file
        .text
        .lines
        .iter()
        .zip(&file.states)
        .filter_map(|(&(first, last), state)| {
            let old = first as usize - 1..last as usize;
            let new = match state {
                State::Untouched => return None,
                State::Dropped => Vec::new(),
                State::Changed(bytes) => {
                    let new = file.text.decode(bytes);
                    new.split_inclusive('\n').map(str::to_owned).collect()
                }
            };
            Some(Edited { old, new })
        })
        .collect();
    let mut out = format!("--- {}\n+++ {}\n", file.shown, file.shown);
    // How many lines more there are than before, at the place that is reached.
    let mut more = 0;
    for hunk in edited.chunk_by(|a, b| b.old.start - a.old.end <= 2 * CONTEXT) {
        more += add_hunk(&lines, hunk, more, &mut out);
    }
    out
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
    for edited in hunk {
        add_lines(' ', &lines[reached..edited.old.start], out);
        add_lines('-', &lines[edited.old.clone()], out);
        let new: Vec<&str> = edited.new.iter().map(String::as_str).collect();
        add_lines('+', &new, out);
        reached = edited.old.end;
    }
    add_lines(' ', &lines[reached..end], out);
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

fn add_lines(sign: char, lines: &[&str], out: &mut String) {
    for line in lines {
        out.push(sign);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}
