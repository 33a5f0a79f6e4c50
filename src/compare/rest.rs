//! Rest: rows that have no like yet, and the pairs that were found.

/// A row of the base and what it is in the candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) base: u32,
    pub(super) candidate: u32,
    /// Whether the rows are only alike.
    pub(super) is_alike: bool,
}

/// Rows that have no like yet, ascending.
pub(super) struct Rest {
    pub(super) base: Vec<u32>,
    pub(super) candidate: Vec<u32>,
}

impl Rest {
    /// Takes out rows that are matched.
    pub(super) fn take(&mut self, found: &[(u32, u32)]) {
        if found.is_empty() {
            return;
        }
        remove(&mut self.base, found.iter().map(|pair| pair.0));
        remove(&mut self.candidate, found.iter().map(|pair| pair.1));
    }

    /// Whether no more rows can be matched.
    pub(super) fn is_done(&self) -> bool {
        self.base.is_empty() || self.candidate.is_empty()
    }
}

/// Takes `taken` out of `rows`, which are ascending.
fn remove(rows: &mut Vec<u32>, taken: impl Iterator<Item = u32>) {
    let Some(&last) = rows.last() else { return };
    let mut is_taken = vec![false; last as usize + 1];
    for row in taken {
        is_taken[row as usize] = true;
    }
    rows.retain(|&row| !is_taken[row as usize]);
}
