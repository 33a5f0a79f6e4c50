//! NearCover: which of the rows that are nearly the same can go, so that each is near one that stays.

use std::collections::HashSet;

use rayon::prelude::*;

use super::near_rows::{NEAR, cells_agree};
use crate::dataset::Dataset;
use crate::evidence::{Evidence, NearRow, Wording};
use crate::measure::shingles::Shingles;

/// Rows that stay with which one row is compared.
const COMPARED: usize = 256;

impl Evidence<'_> {
    /// The rows among `found` (ascending) that can go, each with the row that stays and that it is like. Of a chain of
    /// rows, of which each is near the next alone, some stay.
    pub(crate) fn near_cover(&self, found: &[usize]) -> Vec<NearRow> {
        let Ok(near) = self.near_rows() else {
            return Vec::new();
        };
        let rows = Rows {
            dataset: self.dataset,
            wording: self.wording(),
        };
        near.groups
            .par_iter()
            .flat_map_iter(|(first, near)| rows.cover(*first, near, found))
            .collect()
    }
}

/// The rows, and what of them is compared.
struct Rows<'a> {
    dataset: &'a Dataset,
    wording: &'a Wording,
}

impl Rows<'_> {
    /// Which rows of one group can go; its first stays.
    fn cover(&self, first: usize, group: &[NearRow], found: &[usize]) -> Vec<NearRow> {
        let mut stays = vec![(first, self.shingles(first))];
        let mut staying: HashSet<usize> = HashSet::from([first]);
        let mut gone = Vec::new();
        for near in group {
            let own = self.shingles(near.row);
            let known = staying.contains(&near.like).then_some(*near);
            let like = if found.binary_search(&near.row).is_err() {
                None
            } else {
                known.or_else(|| self.find_like(near.row, &own, &stays))
            };
            if let Some(near) = like {
                gone.push(near);
            } else {
                staying.insert(near.row);
                if stays.len() < COMPARED {
                    stays.push((near.row, own));
                }
            }
        }
        gone
    }

    /// One of the rows that stay that `row` is near.
    fn find_like(
        &self,
        row: usize,
        own: &Shingles,
        stays: &[(usize, Shingles)],
    ) -> Option<NearRow> {
        stays.iter().find_map(|(like, other)| {
            let resemblance = own.resemblance(other);
            let near = NearRow {
                row,
                like: *like,
                resemblance,
            };
            (resemblance >= NEAR && self.agree(row, *like)).then_some(near)
        })
    }

    fn shingles(&self, row: usize) -> Shingles {
        Shingles::of(&self.wording.text(self.dataset, row))
    }

    /// Whether two rows are nearly the same in each column of free text.
    fn agree(&self, a: usize, b: usize) -> bool {
        let prose = &self.wording.prose;
        let agree = |&at: &usize| cells_agree(self.dataset, at, a, b);
        prose.len() == 1 || prose.iter().all(agree)
    }
}
