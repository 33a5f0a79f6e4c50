//! Zoo: every configuration's answers and results, arm by arm and split by split.

use crate::evidence::{Evidence, Probes, Zoos};
use crate::measure::Confusion;
use crate::outcome::{
    ArmFigures, ConfigurationFigures, FamilyFigures, ProbeFigures, TestSetFigures, ZooFigures,
};
use crate::probe::{Arm, Family};

/// The zoo, where it was trained.
pub(super) fn gather(evidence: &Evidence) -> Option<ZooFigures> {
    let zoos = evidence.known_zoos()?;
    // The grid, the classes and the shifts are the same on every split.
    let probes = &zoos.first.probes;
    Some(ZooFigures {
        splits: zoos.probes().len(),
        configurations: probes
            .grid
            .iter()
            .map(|configuration| ConfigurationFigures {
                family: configuration.family.name().to_owned(),
                setting: configuration.setting.to_string(),
                default: configuration.default,
            })
            .collect(),
        classes: probes.classes.clone(),
        test_sets: test_sets(zoos),
        arms: Arm::ALL
            .into_iter()
            .map(|arm| ArmFigures {
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
fn of_split(probes: &Probes, arm: Arm) -> impl Iterator<Item = Option<ProbeFigures>> + '_ {
    (0..probes.grid.len()).map(move |nth| probe(probes, arm, nth))
}

fn families(evidence: &Evidence) -> Vec<FamilyFigures> {
    Family::ALL
        .into_iter()
        .filter_map(|family| evidence.family(family).ok().flatten())
        .map(|found| FamilyFigures {
            family: found.family.name().to_owned(),
            configurations: found.configurations,
            collapsed: found.collapsed,
            severity: found.severity,
            severity_excess: found.severity_excess,
        })
        .collect()
}

fn test_sets(zoos: &Zoos) -> Vec<TestSetFigures> {
    let first = &zoos.first;
    let shifts = first.split.shifts.iter();
    let names = std::iter::once(None).chain(shifts.map(|shift| Some(shift.name.clone())));
    names
        .zip(&first.probes.truth)
        .enumerate()
        .map(|(test_set, (shift, truth))| TestSetFigures {
            shift,
            rows: truth.len(),
            shares: zoos.class_shares(test_set),
        })
        .collect()
}

fn probe(probes: &Probes, arm: Arm, nth: usize) -> Option<ProbeFigures> {
    let test_sets = probes.confusions(arm, nth)?;
    let (says, said) = probes.main_answer(arm, nth)?;
    let results = |test_set: &Confusion| (test_set.accuracy(), test_set.balanced_accuracy());
    Some(ProbeFigures {
        standing: probes.collapse(arm, nth),
        says,
        share: said.share(),
        interval: said.wilson(0.95),
        severity: probes.severity(arm, nth)?,
        results: test_sets.iter().map(results).collect(),
    })
}
