//! Personal: a placeholder takes the place of what belongs to somebody.

use std::collections::BTreeMap;

use super::edit::Edit;
use crate::evidence::{Evidence, Personal};
use crate::recognise::{account, card, email, personal, phone, secret};
use crate::rules::words::Safety;

/// Writes a placeholder such as `[email]` in the place of what cells of the rows in `found` hold.
pub(super) fn write_placeholders(evidence: &Evidence, found: &[usize]) -> Vec<Edit> {
    let dataset = evidence.dataset;
    let mut rows: BTreeMap<usize, BTreeMap<usize, Vec<Personal>>> = BTreeMap::new();
    for cell in &evidence.personal().cells {
        if found.binary_search(&cell.row).is_ok() {
            let kinds = rows.entry(cell.row).or_default();
            kinds.entry(cell.column).or_default().push(cell.kind);
        }
    }
    let mut edits = Vec::new();
    for (row, columns) in rows {
        let mut cells = Vec::new();
        let mut kinds: Vec<&str> = Vec::new();
        for (column, held) in columns {
            let Some(text) = dataset.columns[column].text(row) else {
                continue;
            };
            let phones = phone::says_so(&dataset.columns[column].name);
            let mended = held
                .iter()
                .fold(text.to_owned(), |text, &kind| replace(&text, kind, phones));
            if mended != text {
                kinds.extend(held.iter().map(|kind| kind.name()));
                cells.push((column, mended));
            }
        }
        if cells.is_empty() {
            continue;
        }
        let reason = format!("held {}", kinds.join(", "));
        edits.push(Edit::change(row, cells, Safety::Unsafe, reason));
    }
    edits
}

/// `text` with a placeholder in the place of everything of this kind. `phones` is whether its column is called so.
fn replace(text: &str, kind: Personal, phones: bool) -> String {
    let (spans, placeholder) = match kind {
        Personal::Secret(_) => (secret::find(text), "[secret]"),
        Personal::Card => (card::find(text), "[card]"),
        Personal::Account => (account::find(text), "[account]"),
        Personal::Phone => (phone::find(text, phones), "[phone]"),
        Personal::Email => (email::find(text), "[email]"),
    };
    personal::replace(text, spans, placeholder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_a_placeholder() {
        for (text, kind, then) in [
            (
                "write to a.b@example.org, or c@example.org.",
                Personal::Email,
                "write to [email], or [email].",
            ),
            (
                "call +44 20 7946 0958 now",
                Personal::Phone,
                "call [phone] now",
            ),
            (
                "pay 4111 1111 1111 1111 today",
                Personal::Card,
                "pay [card] today",
            ),
            (
                "to GB82 WEST 1234 5698 7654 32.",
                Personal::Account,
                "to [account].",
            ),
            ("nothing here", Personal::Email, "nothing here"),
        ] {
            assert_eq!(replace(text, kind, false), then);
        }
    }
}
