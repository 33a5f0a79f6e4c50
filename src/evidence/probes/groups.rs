//! Group: what probes that are healthy overall answer inside one group or shift.

use crate::dataset::Dataset;
use crate::evidence::{Evidence, Probes, Unavailable};
use crate::measure::interval::Proportion;
use crate::measure::{Collapse, Confusion, MIN_ROWS};
use crate::probe::Arm;
use crate::split::Split;

/// A group's test rows, and what each healthy probe answered there.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    /// `sex=Female`, or a shift's name.
    pub(crate) name: String,
    /// Test rows.
    pub(crate) rows: usize,
    /// Rows of its second largest class.
    pub(crate) second: usize,
    /// One entry a probe that is healthy in-domain: on the raw columns, then on the embedding.
    said: [Vec<Said>; 2],
}

/// One probe's answers inside a group.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Said {
    /// Rows that got its most frequent answer.
    most: usize,
    /// Recall of the largest class that isn't that answer.
    other_recall: f64,
}

/// How many of an arm's healthy probes give one answer inside a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct GroupCollapse {
    /// Probes that are healthy in-domain.
    pub(crate) healthy: usize,
    /// Of these, established to give one answer.
    pub(crate) established: usize,
    /// Of these, giving one answer on the test rows, established or not.
    pub(crate) possible: usize,
}

impl Evidence<'_> {
    /// What the healthy probes answer inside each group and each shift.
    ///
    /// # Errors
    /// As [`Evidence::probes`].
    pub(crate) fn groups(&self) -> Result<&Vec<Group>, Unavailable> {
        self.answers
            .groups
            .get(|| Ok(Group::all(self.dataset, self.split()?, self.probes()?)))
    }
}

impl GroupCollapse {
    /// The established ones as a share of the healthy; 0 without any.
    pub(crate) fn share(self) -> f64 {
        self.established as f64 / self.healthy.max(1) as f64
    }

    /// The possible ones as a share of the healthy; 0 without any.
    pub(crate) fn share_at_most(self) -> f64 {
        self.possible as f64 / self.healthy.max(1) as f64
    }
}

impl Group {
    /// The values of the group column among the in-domain test rows, then each shift: those with
    /// at least 73 rows.
    pub(in crate::evidence) fn all(dataset: &Dataset, split: &Split, probes: &Probes) -> Vec<Self> {
        let mut groups = Vec::new();
        if let Some(column) = dataset.groups() {
            let mut rows = vec![Vec::new(); column.names.len()];
            for (at, &row) in split.in_domain.iter().enumerate() {
                if let Some(group) = column.of[row] {
                    rows[group as usize].push(at);
                }
            }
            for (name, rows) in column.names.iter().zip(rows) {
                groups.extend(Self::of(
                    probes,
                    format!("{}={name}", column.column),
                    0,
                    &rows,
                ));
            }
        }
        for (at, shift) in split.shifts.iter().enumerate() {
            let rows: Vec<usize> = (0..shift.rows.len()).collect();
            groups.extend(Self::of(probes, shift.name.clone(), at + 1, &rows));
        }
        groups
    }

    /// The rows at `places` of `test_set`; `None` when they are too few.
    fn of(probes: &Probes, name: String, test_set: usize, places: &[usize]) -> Option<Self> {
        if places.len() < MIN_ROWS {
            return None;
        }
        let classes = probes.classes.len();
        let truth: Vec<u16> = places
            .iter()
            .map(|&at| probes.truth[test_set][at])
            .collect();
        let said = [Arm::Raw, Arm::Embedded].map(|arm| {
            (0..probes.grid.len())
                .filter(|&nth| probes.collapse(arm, nth) == Some(Collapse::Healthy))
                .filter_map(|nth| probes.predictions(arm, nth, test_set))
                .map(|answers| {
                    let answers: Vec<u16> = places.iter().map(|&at| answers[at]).collect();
                    Said::of(&Confusion::new(&truth, &answers, classes), classes)
                })
                .collect()
        });
        let confusion = Confusion::new(&truth, &truth, classes);
        let mut counts: Vec<usize> = (0..classes).map(|class| confusion.truly(class)).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        Some(Self {
            name,
            rows: places.len(),
            second: counts.get(1).copied().unwrap_or(0),
            said,
        })
    }

    /// The share of its second largest class.
    pub(crate) fn second_share(&self) -> Proportion {
        Proportion::new(self.second, self.rows)
    }

    /// How many of the healthy probes of the raw columns or the embedding collapse here: give one answer
    /// to at least `share` of the rows, and find fewer than one in twenty of the largest other class.
    /// Established when the Wilson bound at `confidence` reaches the share.
    pub(crate) fn collapse(&self, arm: Arm, share: f64, confidence: f64) -> GroupCollapse {
        let said = &self.said[usize::from(arm != Arm::Raw)];
        let one_answer = |said: &&Said| {
            said.other_recall < MISSED_RECALL && said.most as f64 >= share * self.rows as f64
        };
        let possible: Vec<&Said> = said.iter().filter(one_answer).collect();
        let established = possible
            .iter()
            .filter(|said| Proportion::new(said.most, self.rows).wilson(confidence).0 >= share)
            .count();
        GroupCollapse {
            healthy: said.len(),
            established,
            possible: possible.len(),
        }
    }
}

/// A class of which fewer are found counts as lost.
const MISSED_RECALL: f64 = 0.05;

impl Said {
    fn of(confusion: &Confusion, classes: usize) -> Self {
        let (answer, most) = confusion.most_said();
        let other = (0..classes)
            .filter(|&class| class != answer)
            .reduce(|best, next| {
                if confusion.truly(next) > confusion.truly(best) {
                    next
                } else {
                    best
                }
            });
        Self {
            most,
            other_recall: other
                .and_then(|class| confusion.recall(class))
                .unwrap_or(1.0),
        }
    }
}
