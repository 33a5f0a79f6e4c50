//! Leaks: a row on both sides of a split leaves one of them: the train rows, unless the user says otherwise.

use std::collections::BTreeMap;

use super::edit::Edit;
use crate::evidence::{Evidence, Leaked};
use crate::plan::settings::LeakSide;
use crate::rules::words::Safety;

/// Drops what the test rows in `found` share with train rows from `side`. It is safe where both agree in all columns
/// but those that tell the sides apart.
pub(super) fn drop_leaks(evidence: &Evidence, found: &[usize], side: LeakSide) -> Vec<Edit> {
    let Ok(leaks) = evidence.leaks() else {
        return Vec::new();
    };
    let leaked: Vec<&Leaked> = leaks
        .iter()
        .flat_map(|leak| &leak.leaked)
        .filter(|leaked| found.binary_search(&leaked.row).is_ok())
        .collect();
    match side {
        LeakSide::Test => {
            let edits = leaked.iter().map(|leaked| {
                let rows = (leaked.row, leaked.known);
                drop_row(evidence, rows, leaked.resemblance, "a train row")
            });
            edits.collect()
        }
        LeakSide::Train => drop_train_rows(evidence, &leaked),
    }
}

/// The train rows go that say what a test row says.
fn drop_train_rows(evidence: &Evidence, leaked: &[&Leaked]) -> Vec<Edit> {
    let copies = evidence.train_copies(leaked);
    let mut edits: BTreeMap<usize, (f64, Edit)> = BTreeMap::new();
    for (leaked, copies) in leaked.iter().zip(copies) {
        for (row, resemblance) in copies {
            let edit = drop_row(evidence, (row, leaked.row), resemblance, "a test row");
            let better =
                |known: &(f64, Edit)| (known.1.safety, -known.0) > (edit.safety, -resemblance);
            if edits.get(&row).is_none_or(better) {
                edits.insert(row, (resemblance, edit));
            }
        }
    }
    edits.into_values().map(|(_, edit)| edit).collect()
}

/// Drops `row` for `kept`, which is `other`: how safe that is, and why.
fn drop_row(
    evidence: &Evidence,
    (row, kept): (usize, usize),
    resemblance: f64,
    other: &str,
) -> Edit {
    let labels = &evidence.dataset.labels.of;
    let first = &evidence.wording().first;
    let (safety, reason) = if first[row] != first[kept] {
        let reason = format!("says nearly what {other} says (resemblance {resemblance:.2})");
        (Safety::Unsafe, reason)
    } else if labels[row] != labels[kept] {
        let how = match (labels[row], labels[kept]) {
            (Some(_), Some(_)) => "with another label",
            _ => "one of them without a label",
        };
        (Safety::Unsafe, format!("says what {other} says, {how}"))
    } else if agree(evidence, row, kept) {
        (Safety::Safe, format!("says what {other} says"))
    } else {
        let reason = format!("says what {other} says, with other cells beside");
        (Safety::Unsafe, reason)
    };
    Edit::drop(row, safety, reason).for_the_sake_of(kept)
}

/// Whether both rows have the same cells, but in the columns that tell the sides apart.
fn agree(evidence: &Evidence, a: usize, b: usize) -> bool {
    let dataset = evidence.dataset;
    let sides: Vec<usize> = [dataset.roles.split, dataset.roles.domain]
        .into_iter()
        .flatten()
        .collect();
    let key = |row| dataset.whole_key(row, &sides);
    key(a).is_some_and(|known| key(b) == Some(known))
}
