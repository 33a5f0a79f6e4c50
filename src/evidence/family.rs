//! FamilyCollapse: how one family of probes fares on the embedding beside the raw columns.

use crate::measure::mcnemar::exact_mcnemar;
use crate::measure::{Collapse, excess_interval, severity};
use crate::probe::{Arm, Family, Setting};

use super::Probes;

/// One family's collapse on the embedded arm, paired with the raw one configuration by configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct FamilyCollapse {
    /// The family.
    pub family: Family,
    /// Configurations judged on both arms; of a path of C, those on the path.
    pub configurations: usize,
    /// How many of them collapsed: raw, embedded, standardised.
    pub collapsed: [usize; 3],
    /// Net paired excess of the embedded arm over the raw one, as a share of the configurations, in
    /// \[-1, 1\].
    pub excess: f64,
    /// The same if every doubtful collapse on the embedding were established.
    pub excess_at_most: f64,
    /// McNemar's exact two-sided p of the paired difference.
    pub p: f64,
    /// Severity at the family's defaults: raw, embedded, standardised, in \[0, 1\].
    pub severity: [f64; 3],
    /// 95 % interval of the embedded arm's severity in excess of the raw one's.
    pub severity_excess: (f64, f64),
    /// Rows that examined.
    pub rows: usize,
    /// The weakest regularisation that still collapses on the embedding: C as a user would set it.
    /// Only for the linear families.
    pub frontier: Option<f64>,
}

impl FamilyCollapse {
    /// Compares the arms of `probes` for `family`; `None` when too few rows examined or nothing
    /// could be trained.
    pub fn of(probes: &Probes, family: Family, seed: u64) -> Option<Self> {
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
        let severity = Arm::ALL.map(|arm| {
            probes
                .confusions(arm, default)
                .and_then(|exams| exams.first())
                .map_or(0.0, severity)
        });
        let severity_excess = excess_interval(
            &probes.truth[0],
            probes.answers(Arm::Embedded, default)?,
            probes.answers(Arm::Raw, default)?,
            probes.classes.len(),
            seed,
        );
        let net = only_embedded as f64 - only_raw as f64;
        Some(Self {
            family,
            configurations,
            collapsed,
            excess: net / configurations as f64,
            excess_at_most: (net + doubtful as f64) / configurations as f64,
            p: exact_mcnemar(only_embedded, only_raw),
            severity,
            severity_excess,
            rows: probes.truth[0].len(),
            frontier,
        })
    }

    /// Share of the family's configurations that collapsed on `arm`, in \[0, 1\].
    pub fn share(&self, arm: Arm) -> f64 {
        let at = Arm::ALL.iter().position(|&each| each == arm).unwrap_or(0);
        self.collapsed[at] as f64 / self.configurations.max(1) as f64
    }
}
