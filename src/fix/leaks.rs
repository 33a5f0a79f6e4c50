//! Leaks: a row on both sides of a split leaves one of them: the train rows, unless the user says otherwise.

use std::collections::BTreeMap;

use super::edit::Edit;
use crate::evidence::{Evidence, Leaked};
use crate::plan::settings::LeakSide;
use crate::rules::words::Safety;

/// Drops what the test rows in `found` share with train rows from `side`. It is safe where both say the same, with the
/// same label.
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
        LeakSide::Test => leaked.into_iter().map(drop_test_row).collect(),
        LeakSide::Train => drop_train_rows(evidence, &leaked),
    }
}

/// A test row goes.
fn drop_test_row(leaked: &Leaked) -> Edit {
    let (safety, reason) = judge(leaked.resemblance, leaked.opposite, "a train row");
    Edit::drop(leaked.row, safety, reason).for_the_sake_of(leaked.known)
}

/// The train rows go that say what a test row says.
fn drop_train_rows(evidence: &Evidence, leaked: &[&Leaked]) -> Vec<Edit> {
    let copies = evidence.train_copies(leaked);
    let mut edits: BTreeMap<usize, (f64, Edit)> = BTreeMap::new();
    for (leaked, copies) in leaked.iter().zip(copies) {
        for (row, resemblance) in copies {
            let labels = &evidence.dataset.labels.of;
            let opposite =
                matches!((labels[row], labels[leaked.row]), (Some(a), Some(b)) if a != b);
            let (safety, reason) = judge(resemblance, opposite, "a test row");
            let edit = Edit::drop(row, safety, reason).for_the_sake_of(leaked.row);
            let better = |known: &(f64, Edit)| (known.1.safety, -known.0) > (safety, -resemblance);
            if edits.get(&row).is_none_or(better) {
                edits.insert(row, (resemblance, edit));
            }
        }
    }
    edits.into_values().map(|(_, edit)| edit).collect()
}

/// How safe it is to drop a row for another, and why it goes.
fn judge(resemblance: f64, opposite: bool, other: &str) -> (Safety, String) {
    match (resemblance >= 1.0, opposite) {
        (true, false) => (Safety::Safe, format!("says what {other} says")),
        (true, true) => (
            Safety::Unsafe,
            format!("says what {other} says, with another label"),
        ),
        (false, _) => (
            Safety::Unsafe,
            format!("says nearly what {other} says (resemblance {resemblance:.2})"),
        ),
    }
}
