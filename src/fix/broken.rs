//! Broken: text that was read in the wrong encoding is decoded again, and entities become what they stand for.

use std::collections::BTreeMap;

use super::edit::Edit;
use crate::evidence::Evidence;
use crate::recognise::markup::write_entities;
use crate::recognise::mojibake::find_misread;
use crate::rules::words::Safety;

/// Damages that are mended in one cell at most: each mends at least one character.
const MOST: usize = 10_000;

/// Writes what was meant into the cells of the rows in `found`; what is lost stays lost.
pub(super) fn decode_again(evidence: &Evidence, found: &[usize]) -> Vec<Edit> {
    let mut rows: BTreeMap<usize, Vec<(usize, String)>> = BTreeMap::new();
    for cell in &evidence.broken_cells().cells {
        let text = evidence.dataset.columns[cell.column].text(cell.row);
        if let Some(text) = text.filter(|_| found.binary_search(&cell.row).is_ok()) {
            let mended = mend(text);
            if mended != text {
                rows.entry(cell.row)
                    .or_default()
                    .push((cell.column, mended));
            }
        }
    }
    let reason = "read in the wrong encoding, or entities left in it";
    let edits = rows
        .into_iter()
        .map(|(row, cells)| Edit::change(row, cells, Safety::Unsafe, reason));
    edits.collect()
}

/// `text` with what was meant in the place of each character that was misread and of each entity.
fn mend(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..MOST {
        match find_misread(&text) {
            Some((written, meant)) if written != meant => text = text.replace(&written, &meant),
            _ => break,
        }
    }
    write_entities(&text)
}
