//! Spellings: each class is written in its commonest spelling.

use super::edit::Edit;
use crate::evidence::Evidence;
use crate::rules::words::Safety;

/// Writes the commonest spelling of their class into the rows in `found`.
pub(super) fn write_spellings(evidence: &Evidence, found: &[usize]) -> Vec<Edit> {
    let Some(column) = evidence.dataset.roles.label else {
        return Vec::new();
    };
    let classes = &evidence.dataset.labels.classes;
    let mut edits = Vec::new();
    for spelled in evidence.spellings() {
        let common = &classes[spelled.spellings[0].0];
        for (class, rows) in spelled.rarer() {
            let found = rows.iter().filter(|row| found.binary_search(row).is_ok());
            edits.extend(found.map(|&row| {
                let reason = format!("`{}` is mostly spelled `{common}`", classes[*class]);
                Edit::change(row, vec![(column, common.clone())], Safety::Unsafe, reason)
            }));
        }
    }
    edits
}
