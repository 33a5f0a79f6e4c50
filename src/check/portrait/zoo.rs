//! Zoo: every configuration's answers and results, arm by arm.

use crate::evidence::{Evidence, FamilyCollapse, Probes};
use crate::measure::interval::Proportion;
use crate::measure::{Confusion, severity};
use crate::probe::{Arm, Family};
use crate::report::{
    ArmPortrait, ConfigurationPortrait, ExamPortrait, FamilyPortrait, ProbePortrait, ZooPortrait,
};

/// The zoo, where it was trained.
pub(super) fn of(evidence: &Evidence) -> Option<ZooPortrait> {
    let probes = evidence.trained()?;
    Some(ZooPortrait {
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
        exams: exams(evidence, probes),
        arms: Arm::ALL
            .into_iter()
            .map(|arm| ArmPortrait {
                arm,
                probes: (0..probes.grid.len())
                    .map(|nth| probe(probes, arm, nth))
                    .collect(),
            })
            .collect(),
        families: families(evidence, probes),
    })
}

fn families(evidence: &Evidence, probes: &Probes) -> Vec<FamilyPortrait> {
    Family::ALL
        .into_iter()
        .filter_map(|family| FamilyCollapse::of(probes, family, evidence.seed()))
        .map(|found| FamilyPortrait {
            family: found.family.name().to_owned(),
            configurations: found.configurations,
            collapsed: found.collapsed,
            severity: found.severity,
            severity_excess: found.severity_excess,
        })
        .collect()
}

fn exams(evidence: &Evidence, probes: &Probes) -> Vec<ExamPortrait> {
    let shifts = evidence.divided().map_or(&[][..], |split| &split.shifts);
    let names = std::iter::once(None).chain(shifts.iter().map(|shift| Some(shift.name.clone())));
    names
        .zip(&probes.truth)
        .map(|(shift, truth)| {
            let mut shares = vec![0.0; probes.classes.len()];
            for &class in truth {
                shares[usize::from(class)] += 1.0 / truth.len() as f64;
            }
            ExamPortrait {
                shift,
                rows: truth.len(),
                shares,
            }
        })
        .collect()
}

fn probe(probes: &Probes, arm: Arm, nth: usize) -> Option<ProbePortrait> {
    let exams = probes.confusions(arm, nth)?;
    let here = exams.first()?;
    let (says, times) = here.most_said();
    let said = Proportion::new(times, here.rows());
    let results = |exam: &Confusion| (exam.accuracy(), exam.balanced_accuracy());
    Some(ProbePortrait {
        standing: probes.collapse(arm, nth),
        says,
        share: said.share(),
        interval: said.wilson(0.95),
        severity: severity(here),
        results: exams.iter().map(results).collect(),
    })
}
