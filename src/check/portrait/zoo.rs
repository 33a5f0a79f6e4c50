//! Zoo: every configuration's answers and results, arm by arm and split by split.

use crate::evidence::{Evidence, FamilyCollapse, Probes, Zoos};
use crate::measure::interval::Proportion;
use crate::measure::{Confusion, severity};
use crate::probe::{Arm, Family};
use crate::report::{
    ArmPortrait, ConfigurationPortrait, FamilyPortrait, ProbePortrait, TestSetPortrait, ZooPortrait,
};

/// The zoo, where it was trained.
pub(super) fn of(evidence: &Evidence) -> Option<ZooPortrait> {
    let zoos = evidence.all_trained()?;
    // The grid, the classes and the shifts are the same on every split.
    let probes = &zoos.first.probes;
    Some(ZooPortrait {
        splits: zoos.probes().len(),
        configurations: probes
            .grid
            .iter()
            .map(|configuration| ConfigurationPortrait {
                family: configuration.family.name().to_owned(),
                setting: configuration.setting.to_string(),
                default: configuration.default,
            })
            .collect(),
        classes: probes.classes.clone(),
        test_sets: test_sets(zoos),
        arms: Arm::ALL
            .into_iter()
            .map(|arm| ArmPortrait {
                arm,
                probes: zoos
                    .iter()
                    .flat_map(|trained| of_split(&trained.probes, arm))
                    .collect(),
            })
            .collect(),
        families: families(evidence, zoos),
    })
}

/// One entry for each of the grid's configurations.
fn of_split(probes: &Probes, arm: Arm) -> impl Iterator<Item = Option<ProbePortrait>> + '_ {
    (0..probes.grid.len()).map(move |nth| probe(probes, arm, nth))
}

fn families(evidence: &Evidence, zoos: &Zoos) -> Vec<FamilyPortrait> {
    Family::ALL
        .into_iter()
        .filter_map(|family| FamilyCollapse::over(&zoos.probes(), family, evidence.seed()))
        .map(|found| FamilyPortrait {
            family: found.family.name().to_owned(),
            configurations: found.configurations,
            collapsed: found.collapsed,
            severity: found.severity,
            severity_excess: found.severity_excess,
        })
        .collect()
}

fn test_sets(zoos: &Zoos) -> Vec<TestSetPortrait> {
    let first = &zoos.first;
    let shifts = first.split.shifts.iter();
    let names = std::iter::once(None).chain(shifts.map(|shift| Some(shift.name.clone())));
    names
        .zip(&first.probes.truth)
        .enumerate()
        .map(|(test_set, (shift, truth))| TestSetPortrait {
            shift,
            rows: truth.len(),
            shares: shares(zoos, test_set),
        })
        .collect()
}

/// Each class's share of the rows of `test_set`, the mean of the splits.
fn shares(zoos: &Zoos, test_set: usize) -> Vec<f64> {
    let splits = zoos.probes();
    let mut shares = vec![0.0; zoos.first.probes.classes.len()];
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

fn probe(probes: &Probes, arm: Arm, nth: usize) -> Option<ProbePortrait> {
    let test_sets = probes.confusions(arm, nth)?;
    let here = test_sets.first()?;
    let (says, times) = here.most_said();
    let said = Proportion::new(times, here.rows());
    let results = |test_set: &Confusion| (test_set.accuracy(), test_set.balanced_accuracy());
    Some(ProbePortrait {
        standing: probes.collapse(arm, nth),
        says,
        share: said.share(),
        interval: said.wilson(0.95),
        severity: severity(here),
        results: test_sets.iter().map(results).collect(),
    })
}
