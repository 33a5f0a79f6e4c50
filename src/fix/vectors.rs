//! Vectors: rows whose vector can't be used go.

use super::edit::Edit;
use crate::evidence::Evidence;
use crate::rules::words::Safety;

/// Drops the rows in `found`: no model can train on them.
pub(super) fn drop_broken(_: &Evidence, found: &[usize]) -> Vec<Edit> {
    let edits = found
        .iter()
        .map(|&row| Edit::drop(row, Safety::Safe, "its vector can't be used"));
    edits.collect()
}
