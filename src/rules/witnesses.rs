//! Witnesses: the rows of a finding, each with its place and a note.

use crate::diagnostic::Witness;
use crate::evidence::Evidence;

/// How many witnesses of a finding carry the row's own text.
const EXCERPTS: usize = 5;

/// The rows of a finding with their places; `rows` holds each row with its note.
pub(super) fn list_witnesses(
    evidence: &Evidence,
    rows: impl Iterator<Item = (usize, String)>,
) -> Vec<Witness> {
    rows.enumerate()
        .map(|(nth, (row, note))| {
            let excerpt = (nth < EXCERPTS)
                .then(|| evidence.dataset.excerpt(row))
                .flatten();
            Witness {
                excerpt,
                ..place_row(evidence, row, note)
            }
        })
        .collect()
}

/// The same without the rows' own texts, which take a look into the files: nobody looks at rows of a pass unless they
/// want to.
pub(super) fn list_places(
    evidence: &Evidence,
    rows: impl Iterator<Item = (usize, String)>,
) -> Vec<Witness> {
    rows.map(|(row, note)| place_row(evidence, row, note))
        .collect()
}

fn place_row(evidence: &Evidence, row: usize, note: String) -> Witness {
    let (path, line, row_in_file) = evidence.dataset.place(row);
    Witness {
        path,
        line,
        row: row_in_file,
        note,
        key: format!("{:032x}", evidence.dataset.key(row)),
        excerpt: None,
    }
}

/// The rows of a finding about copies: each stands for its text, and with `labelled` for its label,
/// since which of the copies comes first is for their order to say.
pub(super) fn list_copies(
    evidence: &Evidence,
    labelled: bool,
    rows: impl Iterator<Item = (usize, String)>,
) -> Vec<Witness> {
    let (rows, notes): (Vec<usize>, Vec<String>) = rows.unzip();
    let copies = list_witnesses(evidence, rows.iter().copied().zip(notes));
    key_by_text(evidence, labelled, copies, &rows)
}

/// The same without the rows' own texts, for rows of a pass.
pub(super) fn list_copy_places(
    evidence: &Evidence,
    labelled: bool,
    rows: impl Iterator<Item = (usize, String)>,
) -> Vec<Witness> {
    let (rows, notes): (Vec<usize>, Vec<String>) = rows.unzip();
    let copies = list_places(evidence, rows.iter().copied().zip(notes));
    key_by_text(evidence, labelled, copies, &rows)
}

fn key_by_text(
    evidence: &Evidence,
    labelled: bool,
    mut copies: Vec<Witness>,
    rows: &[usize],
) -> Vec<Witness> {
    for (witness, &row) in copies.iter_mut().zip(rows) {
        witness.key = format!("{:032x}", evidence.dataset.text_key(row, labelled));
    }
    copies
}

/// Where a row stands, for a note under another one: `line 77`, or `row 76 of b.parquet`.
pub(super) fn place_of(evidence: &Evidence, row: usize, beside: usize) -> String {
    let (path, line, row_in_file) = evidence.dataset.place(row);
    let here = line.map_or_else(
        || format!("row {row_in_file}"),
        |line| format!("line {line}"),
    );
    if evidence.dataset.place(beside).0 == path {
        here
    } else {
        format!("{here} of {path}")
    }
}
