//! Empty: rows without text go.

use super::edit::Edit;
use crate::evidence::Evidence;
use crate::rules::words::Safety;

/// Drops the rows in `found`. It is safe where a row has no text at all; where one of its columns is empty, the others
/// are lost.
pub(super) fn drop_empty(evidence: &Evidence, found: &[usize]) -> Vec<Edit> {
    let empty = &evidence.repeats().empty;
    let edits = found.iter().map(|&row| {
        if empty.binary_search(&row).is_ok() {
            Edit::drop(row, Safety::Safe, "no text")
        } else {
            Edit::drop(row, Safety::Unsafe, "no text in one of its columns")
        }
    });
    edits.collect()
}
