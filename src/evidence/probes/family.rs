//! FamilyCollapse: how one family of probes fares on the embedding beside the raw columns.

use crate::measure::draws::{OverDraws, rows_to_tell};
use crate::measure::mcnemar::exact_mcnemar;
use crate::measure::{Collapse, excess_interval, within_reach};
use crate::probe::{Arm, Family, Setting};

use crate::evidence::{Evidence, Probes, Unavailable};

/// On how many draws of the rows a family is trained where one split leaves a doubt.
const DRAWS: usize = 10;
/// Confidence of the intervals over rows that those give.
const CONFIDENCE: f64 = 0.99;
/// How far from the excess that one split shows those of other rows are taken to lie, times the root of the train rows:
/// a rough bound of our own, beyond which no draws are made.
const REACH: f64 = 2.0;

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
    /// How far from it, on either side, other rows of the same kind may put the excess.
    pub(crate) excess_reach: f64,
    /// The same excess if every doubtful collapse on the embedding were established.
    pub(crate) excess_at_most: f64,
    /// McNemar's exact two-sided p of the paired difference; the median of the splits'.
    pub(crate) p: f64,
    /// Severity at the family's defaults: raw, embedded, standardised, in \[0, 1\]; the mean of the
    /// splits.
    pub(crate) severity: [f64; 3],
    /// Interval of the embedded arm's severity in excess of the raw one's: on one split 95 % over test rows, on the
    /// audit's from the lowest to the highest end of the splits' intervals, on [`DRAWS`] draws 99 % over all rows.
    pub(crate) severity_excess: (f64, f64),
    /// Train rows on each split.
    pub(crate) train_rows: usize,
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

    /// The same over [`DRAWS`] draws of the rows, for which `family` is trained again where it wasn't yet; `None` when it
    /// couldn't be judged on each.
    ///
    /// # Errors
    /// As [`Evidence::zoos`].
    pub(crate) fn family_over_rows(
        &self,
        family: Family,
    ) -> Result<Option<FamilyCollapse>, Unavailable> {
        let found = self.answers.families_over_rows.get(family, || {
            let mut splits = Vec::new();
            for nth in 1..=DRAWS {
                splits.push(self.on_other_rows(family, nth as u64, |probes| {
                    FamilyCollapse::of(probes, family, self.seed())
                })?);
            }
            let splits: Option<Vec<FamilyCollapse>> = splits.into_iter().collect();
            Ok(splits.and_then(FamilyCollapse::mean))
        })?;
        Ok((*found).clone())
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
        let each = |of: &dyn Fn(&Self) -> f64| splits.iter().map(of).collect::<Vec<f64>>();
        let mean = |of: &dyn Fn(&Self) -> f64| each(of).iter().sum::<f64>() / splits.len() as f64;
        let enough = splits.len() >= DRAWS;
        let over = |of: &dyn Fn(&Self) -> f64| OverDraws::of(&each(of)).filter(|_| enough);
        let mut p = each(&|split| split.p);
        p.sort_by(f64::total_cmp);
        let frontiers: Option<Vec<f64>> = splits.iter().map(|split| split.frontier).collect();
        Some(Self {
            family: first.family,
            splits: splits.len(),
            configurations: splits.iter().map(|split| split.configurations).sum(),
            collapsed: [0, 1, 2].map(|arm| splits.iter().map(|split| split.collapsed[arm]).sum()),
            excess: mean(&|split| split.excess),
            excess_reach: match over(&|split| split.excess) {
                Some(over) => over.reach(CONFIDENCE) + first.half_a_step(),
                None => first.excess_reach,
            },
            excess_at_most: mean(&|split| split.excess_at_most),
            p: p[p.len() / 2],
            severity: [0, 1, 2].map(|arm| mean(&|split| split.severity[arm])),
            severity_excess: match over(&|split| split.severity[1] - split.severity[0]) {
                Some(over) => {
                    let reach = over.reach(CONFIDENCE);
                    ((over.mean - reach).max(-1.0), (over.mean + reach).min(1.0))
                }
                None => (
                    each(&|split| split.severity_excess.0)
                        .into_iter()
                        .fold(f64::INFINITY, f64::min),
                    each(&|split| split.severity_excess.1)
                        .into_iter()
                        .fold(f64::NEG_INFINITY, f64::max),
                ),
            },
            train_rows: first.train_rows,
            rows: first.rows,
            frontier: frontiers.and_then(|all| all.into_iter().reduce(f64::min)),
        })
    }

    /// Half of the path's distance from one value of C to the next, as a share of the path: no nearer than this can
    /// a frontier be seen.
    fn half_a_step(&self) -> f64 {
        if self.family.has_path() {
            0.5 * self.splits as f64 / self.configurations as f64
        } else {
            0.0
        }
    }

    /// Whether its excess was taken on so many draws that its interval is measured.
    pub(crate) fn is_over_rows(&self) -> bool {
        self.splits >= DRAWS
    }

    /// Where the excess lies by other rows of the same kind. Doubtful collapse counts at the upper end only.
    pub(crate) fn excess_interval(&self) -> (f64, f64) {
        let above = self.excess_at_most.max(self.excess);
        (
            (self.excess - self.excess_reach).max(-1.0),
            (above + self.excess_reach).min(1.0),
        )
    }

    /// How much severity at the defaults exceeds the raw arm's at least. A split by itself shows what other test rows
    /// would do to it; other train rows are taken to do as much again.
    pub(crate) fn severity_excess_at_least(&self) -> f64 {
        let (low, _) = self.severity_excess;
        if self.is_over_rows() {
            return low;
        }
        let value = self.severity[1] - self.severity[0];
        value - 2.0 * (value - low)
    }

    /// About how many more in-domain rows would show on which side of `limit` the excess lies; `None` where it
    /// lies too near to it.
    pub(crate) fn rows_to_tell(&self, limit: f64) -> Option<usize> {
        let present = self.train_rows + self.rows;
        let gap = (self.excess - limit).abs() - self.half_a_step();
        let reach = self.excess_reach - self.half_a_step();
        let more = rows_to_tell(present, reach, gap.max(0.0));
        within_reach(more, present as f64).then(|| more.ceil() as usize)
    }

    /// Compares the arms of `probes` for `family`; `None` when there are too few test rows or nothing
    /// could be trained.
    fn of(probes: &Probes, family: Family, seed: u64) -> Option<Self> {
        let counts = Counts::of(probes, family);
        let default = counts.default?;
        let severity = Arm::ALL.map(|arm| probes.severity(arm, default).unwrap_or(0.0));
        let severity_excess = excess_interval(
            &probes.truth[0],
            probes.answers(Arm::Embedded, default)?,
            probes.answers(Arm::Raw, default)?,
            probes.classes.len(),
            seed,
        );
        let net = counts.only_embedded as f64 - counts.only_raw as f64;
        let configurations = counts.configurations;
        let mut found = Self {
            family,
            splits: 1,
            configurations,
            collapsed: counts.collapsed,
            excess: net / configurations as f64,
            excess_reach: REACH / (probes.train_rows as f64).sqrt(),
            excess_at_most: (net + counts.doubtful as f64) / configurations as f64,
            p: exact_mcnemar(counts.only_embedded, counts.only_raw),
            severity,
            severity_excess,
            train_rows: probes.train_rows,
            rows: probes.truth[0].len(),
            frontier: counts.frontier,
        };
        found.excess_reach += found.half_a_step();
        Some(found)
    }

    /// Share of the family's configurations that collapsed on `arm`, in \[0, 1\].
    pub(crate) fn share(&self, arm: Arm) -> f64 {
        let at = Arm::ALL.iter().position(|&each| each == arm).unwrap_or(0);
        self.collapsed[at] as f64 / self.configurations.max(1) as f64
    }
}

/// How many configurations of a family collapsed on which arms.
#[derive(Default)]
struct Counts {
    configurations: usize,
    collapsed: [usize; 3],
    only_embedded: usize,
    only_raw: usize,
    doubtful: usize,
    frontier: Option<f64>,
    /// The place of the family's default in the grid.
    default: Option<usize>,
}

impl Counts {
    fn of(probes: &Probes, family: Family) -> Self {
        let mut counts = Self::default();
        for nth in probes.of_family(family) {
            let on = |arm| probes.collapse(arm, nth);
            let (Some(raw), Some(embedded)) = (on(Arm::Raw), on(Arm::Embedded)) else {
                continue;
            };
            if probes.grid[nth].default {
                counts.default = Some(nth);
                if family.has_path() {
                    continue;
                }
            }
            counts.configurations += 1;
            for (count, arm) in counts.collapsed.iter_mut().zip(Arm::ALL) {
                *count += usize::from(on(arm) == Some(Collapse::Collapsed));
            }
            match (raw == Collapse::Collapsed, embedded) {
                (false, Collapse::Collapsed) => counts.only_embedded += 1,
                (true, Collapse::Healthy | Collapse::Leaning | Collapse::Doubtful) => {
                    counts.only_raw += 1;
                }
                (false, Collapse::Doubtful) => counts.doubtful += 1,
                _ => {}
            }
            if let (Setting::Strength { c }, Collapse::Collapsed) =
                (probes.grid[nth].setting, embedded)
            {
                let frontier = counts.frontier;
                counts.frontier = Some(frontier.map_or(c, |weakest| weakest.max(c)));
            }
        }
        counts
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
            excess_reach: 0.1,
            excess_at_most: excess + 0.02,
            p: 1e-3 * excess,
            severity: [0.1, severity, 0.0],
            severity_excess: (severity - 0.15, severity - 0.05),
            train_rows: 400,
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
        assert!(!together.is_over_rows());
        assert_eq!(together.excess_reach, 0.1);
        assert!((together.share(Arm::Embedded) - 0.3).abs() < 1e-12);
        assert!((together.severity[1] - 0.5).abs() < 1e-12);
        let (low, high) = together.severity_excess;
        assert!((low - 0.25).abs() < 1e-12 && (high - 0.65).abs() < 1e-12);
        assert_eq!(together.frontier, Some(0.1));
        assert!((together.p - 3e-4).abs() < 1e-12);
    }

    #[test]
    fn a_frontier_holds_only_where_every_split_has_one() {
        let together =
            FamilyCollapse::mean(vec![split(0.2, 0.4, None), split(0.2, 0.4, Some(1.0))]);
        assert_eq!(together.and_then(|family| family.frontier), None);
    }
}
