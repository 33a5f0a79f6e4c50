//! Zoo: every configuration's answers and results, arm by arm and split by split.

use crate::evidence::{Evidence, Probes, Zoos};
use crate::measure::Confusion;
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
        families: families(evidence),
    })
}

/// One entry for each of the grid's configurations.
fn of_split(probes: &Probes, arm: Arm) -> impl Iterator<Item = Option<ProbePortrait>> + '_ {
    (0..probes.grid.len()).map(move |nth| probe(probes, arm, nth))
}

fn families(evidence: &Evidence) -> Vec<FamilyPortrait> {
    Family::ALL
        .into_iter()
        .filter_map(|family| evidence.family(family).ok().flatten())
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
            shares: zoos.class_shares(test_set),
        })
        .collect()
}

fn probe(probes: &Probes, arm: Arm, nth: usize) -> Option<ProbePortrait> {
    let test_sets = probes.confusions(arm, nth)?;
    let (says, said) = probes.main_answer(arm, nth)?;
    let results = |test_set: &Confusion| (test_set.accuracy(), test_set.balanced_accuracy());
    Some(ProbePortrait {
        standing: probes.collapse(arm, nth),
        says,
        share: said.share(),
        interval: said.wilson(0.95),
        severity: probes.severity(arm, nth)?,
        results: test_sets.iter().map(results).collect(),
    })
}
