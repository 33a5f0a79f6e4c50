//! Near: of rows that are nearly the same, those go that are near one that stays.

use super::edit::Edit;
use crate::evidence::Evidence;
use crate::rules::words::Safety;

/// Drops rows of `found`, each near a row that stays: which version is the right one isn't known.
pub(super) fn drop_near(evidence: &Evidence, found: &[usize]) -> Vec<Edit> {
    let near = evidence.near_cover(found).into_iter();
    near.map(|near| {
        let reason = format!("nearly the same (resemblance {:.2})", near.resemblance);
        Edit::drop(near.row, Safety::Unsafe, reason).for_the_sake_of(near.like)
    })
    .collect()
}
