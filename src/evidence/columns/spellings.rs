//! Spellings: classes that are one class, spelled in several ways.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::evidence::Evidence;
use crate::measure::groups::{Groups, Link};
use crate::recognise::spelling::Conventions;

/// One class under several spellings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spelled {
    /// The spellings, by their place among the classes, each with its rows; the most frequent first.
    pub(crate) spellings: Vec<(usize, Vec<usize>)>,
}

impl Spelled {
    /// The rows of every spelling but the most frequent one.
    pub(crate) fn rarer(&self) -> &[(usize, Vec<usize>)] {
        &self.spellings[1..]
    }
}

impl Evidence<'_> {
    /// The classes that are spelled in several ways.
    pub(crate) fn spellings(&self) -> &[Spelled] {
        self.answers.spellings.get_or_init(|| self.find_spellings())
    }

    pub(in crate::evidence) fn find_spellings(&self) -> Vec<Spelled> {
        let labels = &self.dataset.labels;
        let counts = labels.counts(0..labels.of.len());
        let conventions = Conventions::of(&labels.classes, &counts);
        let mut groups = Groups::of(labels.classes.len());
        let mut first: BTreeMap<String, usize> = BTreeMap::new();
        for (class, name) in labels.classes.iter().enumerate() {
            for key in conventions.keys(name) {
                groups.join(Link {
                    a: class,
                    b: *first.entry(key).or_insert(class),
                    resemblance: 1.0,
                });
            }
        }
        let mut rows: BTreeMap<usize, BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
        for (row, class) in labels.of.iter().enumerate() {
            if let Some(class) = class.map(|class| class as usize) {
                let spellings = rows.entry(groups.root(class)).or_default();
                spellings.entry(class).or_default().push(row);
            }
        }
        let mut spelled: Vec<Spelled> = rows
            .into_values()
            .filter(|spellings| spellings.len() > 1)
            .map(|spellings| {
                let mut spellings: Vec<(usize, Vec<usize>)> = spellings.into_iter().collect();
                spellings.sort_by_key(|(class, rows)| (Reverse(rows.len()), *class));
                Spelled { spellings }
            })
            .collect();
        spelled.sort_by_key(|one| one.spellings[0].0);
        spelled
    }
}
