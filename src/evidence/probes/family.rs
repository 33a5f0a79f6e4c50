//! FamilyCollapse: how one family of probes fares on the embedding beside the raw columns.

use std::rc::Rc;

use crate::measure::mcnemar::exact_mcnemar;
use crate::measure::{Collapse, excess_interval};
use crate::probe::{Arm, Family, Setting};

use crate::evidence::{Evidence, Probes, Unavailable};

/// One family's collapse on the embedded arm, paired with the raw one configuration by configuration.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FamilyCollapse {
    /// The family.
    pub(crate) family: Family,
    /// On how many splits it was trained.
    pub(crate) splits: usize,
    /// Configurations judged on both arms, each once a split; of a path of C, those on the path.
    pub(crate) configurations: usize,
    /// How many of them collapsed: raw, embedded, standardised.
    pub(crate) collapsed: [usize; 3],
    /// Net paired excess of the embedded arm over the raw one, as a share of the configurations, in
    /// \[-1, 1\]; the mean of the splits.
    pub(crate) excess: f64,
    /// The lowest and the highest of the splits' excess.
    pub(crate) excess_range: (f64, f64),
    /// The same if every doubtful collapse on the embedding were established.
    pub(crate) excess_at_most: f64,
    /// McNemar's exact two-sided p of the paired difference; the largest of the splits'.
    pub(crate) p: f64,
    /// Severity at the family's defaults: raw, embedded, standardised, in \[0, 1\]; the mean of the
    /// splits.
    pub(crate) severity: [f64; 3],
    /// 95 % interval of the embedded arm's severity in excess of the raw one's; from the lowest to the
    /// highest end of the splits' intervals.
    pub(crate) severity_excess: (f64, f64),
    /// Test rows on each split.
    pub(crate) rows: usize,
    /// The weakest regularisation that still collapses on the embedding of every split: C as a user would
    /// set it. Only for the linear families.
    pub(crate) frontier: Option<f64>,
}

impl Evidence<'_> {
    /// How `family` fares on the embedding beside the raw columns, over every split of the run; `None` when it
    /// isn't trained or couldn't be judged on each.
    ///
    /// # Errors
    /// As [`Evidence::zoos`].
    pub(crate) fn family(&self, family: Family) -> Result<Option<FamilyCollapse>, Unavailable> {
        let found = self.answers.families.get(family, || {
            let splits = self.zoos()?.probes();
            Ok(FamilyCollapse::over(&splits, family, self.seed()))
        })?;
        Ok((*found).clone())
    }

    /// The same on each of [two more splits](super::training::MORE_SPLITS), for which `family` is trained again.
    ///
    /// # Errors
    /// As [`Evidence::zoos`].
    pub(crate) fn more_splits(
        &self,
        family: Family,
    ) -> Result<Rc<Vec<FamilyCollapse>>, Unavailable> {
        self.answers.more_splits.get(family, || {
            let splits = self.train_again(family)?;
            let judge = |probes| FamilyCollapse::of(probes, family, self.seed());
            Ok(splits.iter().filter_map(judge).collect())
        })
    }
}

impl FamilyCollapse {
    /// Compares the arms for `family`, trained on several splits; `None` when it couldn't be judged on each.
    fn over(splits: &[&Probes], family: Family, seed: u64) -> Option<Self> {
        let each: Option<Vec<Self>> = splits
            .iter()
            .map(|probes| Self::of(probes, family, seed))
            .collect();
        Self::mean(each?)
    }

    /// What `splits` say together.
    fn mean(splits: Vec<Self>) -> Option<Self> {
        if splits.len() == 1 {
            return splits.into_iter().next();
        }
        let first = splits.first()?;
        let mean =
            |of: &dyn Fn(&Self) -> f64| splits.iter().map(of).sum::<f64>() / splits.len() as f64;
        let lowest =
            |of: &dyn Fn(&Self) -> f64| splits.iter().map(of).fold(f64::INFINITY, f64::min);
        let highest =
            |of: &dyn Fn(&Self) -> f64| splits.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        let frontiers: Option<Vec<f64>> = splits.iter().map(|split| split.frontier).collect();
        Some(Self {
            family: first.family,
            splits: splits.len(),
            configurations: splits.iter().map(|split| split.configurations).sum(),
            collapsed: [0, 1, 2].map(|arm| splits.iter().map(|split| split.collapsed[arm]).sum()),
            excess: mean(&|split| split.excess),
            excess_range: (
                lowest(&|split| split.excess),
                highest(&|split| split.excess),
            ),
            excess_at_most: mean(&|split| split.excess_at_most),
            p: highest(&|split| split.p),
            severity: [0, 1, 2].map(|arm| mean(&|split| split.severity[arm])),
            severity_excess: (
                lowest(&|split| split.severity_excess.0),
                highest(&|split| split.severity_excess.1),
            ),
            rows: first.rows,
            frontier: frontiers.and_then(|all| all.into_iter().reduce(f64::min)),
        })
    }

    /// Compares the arms of `probes` for `family`; `None` when there are too few test rows or nothing
    /// could be trained.
    fn of(probes: &Probes, family: Family, seed: u64) -> Option<Self> {
        let mut collapsed = [0; 3];
        let mut configurations = 0;
        let (mut only_embedded, mut only_raw, mut doubtful) = (0_usize, 0_usize, 0_usize);
        let mut frontier: Option<f64> = None;
        let mut default = None;
        for nth in probes.of_family(family) {
            let on = |arm| probes.collapse(arm, nth);
            let (Some(raw), Some(embedded)) = (on(Arm::Raw), on(Arm::Embedded)) else {
                continue;
            };
            if probes.grid[nth].default {
                default = Some(nth);
                if family.has_path() {
                    continue;
                }
            }
            configurations += 1;
            for (count, arm) in collapsed.iter_mut().zip(Arm::ALL) {
                *count += usize::from(on(arm) == Some(Collapse::Collapsed));
            }
            match (raw == Collapse::Collapsed, embedded) {
                (false, Collapse::Collapsed) => only_embedded += 1,
                (true, Collapse::Healthy | Collapse::Leaning | Collapse::Doubtful) => only_raw += 1,
                (false, Collapse::Doubtful) => doubtful += 1,
                _ => {}
            }
            if let (Setting::Strength { c }, Collapse::Collapsed) =
                (probes.grid[nth].setting, embedded)
            {
                frontier = Some(frontier.map_or(c, |weakest: f64| weakest.max(c)));
            }
        }
        let default = default?;
        let severity = Arm::ALL.map(|arm| probes.severity(arm, default).unwrap_or(0.0));
        let severity_excess = excess_interval(
            &probes.truth[0],
            probes.answers(Arm::Embedded, default)?,
            probes.answers(Arm::Raw, default)?,
            probes.classes.len(),
            seed,
        );
        let net = only_embedded as f64 - only_raw as f64;
        let excess = net / configurations as f64;
        Some(Self {
            family,
            splits: 1,
            configurations,
            collapsed,
            excess,
            excess_range: (excess, excess),
            excess_at_most: (net + doubtful as f64) / configurations as f64,
            p: exact_mcnemar(only_embedded, only_raw),
            severity,
            severity_excess,
            rows: probes.truth[0].len(),
            frontier,
        })
    }

    /// Share of the family's configurations that collapsed on `arm`, in \[0, 1\].
    pub(crate) fn share(&self, arm: Arm) -> f64 {
        let at = Arm::ALL.iter().position(|&each| each == arm).unwrap_or(0);
        self.collapsed[at] as f64 / self.configurations.max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(excess: f64, severity: f64, frontier: Option<f64>) -> FamilyCollapse {
        FamilyCollapse {
            family: Family::Logistic,
            splits: 1,
            configurations: 50,
            collapsed: [0, (50.0 * excess) as usize, 1],
            excess,
            excess_range: (excess, excess),
            excess_at_most: excess + 0.02,
            p: 1e-3 * excess,
            severity: [0.1, severity, 0.0],
            severity_excess: (severity - 0.15, severity - 0.05),
            rows: 400,
            frontier,
        }
    }

    #[test]
    fn one_split_speaks_for_itself() {
        let alone = split(0.3, 0.5, Some(1.0));
        assert_eq!(FamilyCollapse::mean(vec![alone.clone()]), Some(alone));
    }

    #[test]
    fn several_splits_give_their_mean_and_the_interval_covers_them_all() {
        let together = FamilyCollapse::mean(vec![
            split(0.2, 0.4, Some(1.0)),
            split(0.4, 0.7, Some(0.1)),
            split(0.3, 0.4, Some(0.3)),
        ])
        .expect("there are splits");
        assert_eq!((together.splits, together.configurations), (3, 150));
        assert!((together.excess - 0.3).abs() < 1e-12);
        assert_eq!(together.excess_range, (0.2, 0.4));
        assert!((together.share(Arm::Embedded) - 0.3).abs() < 1e-12);
        assert!((together.severity[1] - 0.5).abs() < 1e-12);
        let (low, high) = together.severity_excess;
        assert!((low - 0.25).abs() < 1e-12 && (high - 0.65).abs() < 1e-12);
        assert_eq!(together.frontier, Some(0.1));
        assert!((together.p - 4e-4).abs() < 1e-12);
    }

    #[test]
    fn a_frontier_holds_only_where_every_split_has_one() {
        let together =
            FamilyCollapse::mean(vec![split(0.2, 0.4, None), split(0.2, 0.4, Some(1.0))]);
        assert_eq!(together.and_then(|family| family.frontier), None);
    }
}
