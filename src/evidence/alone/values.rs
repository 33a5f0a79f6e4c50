//! Values: the class that each value of a column had most often, trained on some rows and tested on others.

use std::collections::HashMap;

use crate::dataset::Column;

use super::majority;

/// A value seen in fewer rows says nothing of its own and is pooled with the others of its kind.
const SEEN: usize = 2;

/// Each value's most frequent class; missing cells are a value, and so are all rare values together.
pub(super) struct Values {
    of: HashMap<String, u32>,
    missing: u32,
    rare: u32,
}

impl Values {
    /// Trains on `rows`, each with its class. Needs at least one row.
    pub(super) fn train(column: &Column, rows: &[(usize, u32)], classes: usize) -> Self {
        let mut counts: HashMap<String, Vec<u32>> = HashMap::new();
        let (mut missing, mut rare, mut all) =
            (vec![0; classes], vec![0; classes], vec![0; classes]);
        for &(row, class) in rows {
            let class = class as usize;
            all[class] += 1;
            match column.category(row) {
                Some(value) => counts.entry(value).or_insert_with(|| vec![0; classes])[class] += 1,
                None => missing[class] += 1,
            }
        }
        let mut of = HashMap::new();
        for (value, counts) in counts {
            if counts.iter().sum::<u32>() as usize >= SEEN {
                of.insert(value, majority(&counts));
            } else {
                for (sum, count) in rare.iter_mut().zip(counts) {
                    *sum += count;
                }
            }
        }
        let or_all = |counts: &[u32]| {
            if counts.iter().all(|&count| count == 0) {
                majority(&all)
            } else {
                majority(counts)
            }
        };
        Self {
            of,
            missing: or_all(&missing),
            rare: or_all(&rare),
        }
    }

    /// The class that it gives to `row`.
    pub(super) fn answer(&self, column: &Column, row: usize) -> u32 {
        match column.category(row) {
            Some(value) => self.of.get(&value).copied().unwrap_or(self.rare),
            None => self.missing,
        }
    }
}
