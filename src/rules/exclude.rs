//! Exclude: how to leave columns out of the text, in words that can be typed.

use crate::dataset::Text;
use crate::evidence::Evidence;
use crate::wording::quote;

/// How to leave `columns` out of the text.
pub(super) fn advise_exclusion(evidence: &Evidence, columns: &[usize]) -> String {
    let them = if columns.len() == 1 { "it" } else { "them" };
    if evidence.dataset.roles.text != Text::Row {
        return format!("take {them} out of the text (--text)");
    }
    let names: Vec<&str> = columns
        .iter()
        .map(|&at| evidence.dataset.columns[at].name.as_str())
        .collect();
    // The flag takes names apart at commas.
    if names.iter().any(|name| name.contains(',')) {
        format!("leave {them} out: exclude = {names:?} in trueline.toml")
    } else {
        format!("leave {them} out: --exclude {}", quote(&names.join(",")))
    }
}
