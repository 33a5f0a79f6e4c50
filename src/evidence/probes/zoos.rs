//! Zoos: the zoo trained on each split that the profile asks for.

use crate::evidence::Probes;
use crate::measure::Standings;
use crate::probe::Arm;
use crate::split::Split;

/// The zoo trained on one split.
#[derive(Debug, Clone)]
pub(crate) struct Trained {
    /// Which rows were trained on and which tested on.
    pub(crate) split: Split,
    /// What was trained, and what it answered.
    pub(crate) probes: Probes,
}

/// The zoo trained on every split: one, or those of the audit. They share their rows and their shifts;
/// which of them are trained on and which tested in-domain differs, in equal numbers, and so does all that is drawn at
/// random.
#[derive(Debug, Clone)]
pub(crate) struct Zoos {
    /// On the split of the run's seed.
    pub(crate) first: Trained,
    /// On the others.
    pub(crate) others: Vec<Trained>,
}

impl Zoos {
    /// All of them, the first one first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Trained> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// The probes of all of them.
    pub(crate) fn probes(&self) -> Vec<&Probes> {
        self.iter().map(|trained| &trained.probes).collect()
    }

    /// The dataset's in-domain test rows, ascending, split by split.
    pub(crate) fn test_sets(&self) -> Vec<&[usize]> {
        self.iter()
            .map(|trained| &trained.split.in_domain[..])
            .collect()
    }

    /// Each class's share of the rows of `test_set`, the mean of the splits.
    pub(crate) fn class_shares(&self, test_set: usize) -> Vec<f64> {
        let splits = self.probes();
        let mut shares = vec![0.0; self.first.probes.classes.len()];
        for truth in splits
            .iter()
            .filter_map(|probes| probes.truth.get(test_set))
        {
            for &class in truth {
                shares[usize::from(class)] += 1.0 / (truth.len() * splits.len()) as f64;
            }
        }
        shares
    }

    /// How the probes of all splits that were judged on `arm` stand in-domain.
    pub(crate) fn standings(&self, arm: Arm) -> Standings {
        Standings::of(self.iter().flat_map(|trained| {
            let probes = &trained.probes;
            (0..probes.grid.len()).filter_map(move |nth| probes.collapse(arm, nth))
        }))
    }
}
