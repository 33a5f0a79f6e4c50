//! The page of a large audit, which trains every setting on three splits: no data at hand makes one.

use crate::dataset::RoleNames;
use crate::measure::{Collapse, Transform};
use crate::outcome::{
    ArmFigures, ClassShare, ConfigurationFigures, DatasetReport, FailOn, Figures, LineReport,
    ProbeFigures, Report, RunVerdict, ShiftReport, TestSetFigures, ZooFigures,
};
use crate::probe::{Arm, Profile};

/// Settings of each family: as many as the audit has, together.
const FAMILIES: [(&str, usize); 9] = [
    ("logistic regression", 60),
    ("linear SVM", 60),
    ("random forest", 36),
    ("gradient boosting", 48),
    ("decision tree", 30),
    ("naive Bayes", 10),
    ("nearest neighbours", 20),
    ("neural network", 50),
    ("CVaR-DRO regression", 30),
];
const SPLITS: usize = 3;

fn settings() -> usize {
    FAMILIES.iter().map(|(_, settings)| settings).sum()
}

/// A number in \[0, 1\) with many digits, another one for each place.
fn draw(places: [usize; 4]) -> f64 {
    let mixed = places.iter().fold(17_usize, |mixed, place| {
        (mixed * 7_919 + place * 104_729 + 1) % 1_000_003
    });
    mixed as f64 / 1_000_003.0
}

fn probe(arm: usize, split: usize, setting: usize, test_sets: usize) -> ProbeFigures {
    let collapsed = arm == 1 && setting.is_multiple_of(6);
    let skill = 0.15 * draw([arm, split, setting, 0]);
    let share = if collapsed {
        1.0
    } else {
        0.58 + 0.3 * (0.15 - skill)
    };
    let results = (0..test_sets).map(|test_set| {
        let noise = 0.02 * draw([arm, split, setting, test_set + 1]);
        if collapsed {
            (0.59 + 0.01 * test_set as f64, 0.5)
        } else {
            (0.65 + skill + noise, 0.6 + skill + noise)
        }
    });
    ProbeFigures {
        standing: Some(if collapsed {
            Collapse::Collapsed
        } else {
            Collapse::Healthy
        }),
        says: 0,
        share,
        interval: (share - 0.02, (share + 0.02).min(1.0)),
        severity: if collapsed { 1.0 } else { 0.2 * (0.15 - skill) },
        results: results.collect(),
    }
}

fn zoo(shifts: usize) -> ZooFigures {
    let test_sets = shifts + 1;
    ZooFigures {
        splits: SPLITS,
        configurations: FAMILIES
            .iter()
            .flat_map(|(family, settings)| {
                (0..*settings).map(|nth| ConfigurationFigures {
                    family: (*family).to_owned(),
                    setting: format!("C = {:.5}, width = {}", draw([nth; 4]), nth + 8),
                    default: nth == 0,
                })
            })
            .collect(),
        classes: vec!["no".to_owned(), "yes".to_owned()],
        test_sets: (0..test_sets)
            .map(|test_set| TestSetFigures {
                shift: (test_set > 0).then(|| format!("domain {test_set}")),
                rows: 2_500,
                shares: vec![0.59 + 0.01 * test_set as f64, 0.41 - 0.01 * test_set as f64],
            })
            .collect(),
        arms: Arm::ALL
            .into_iter()
            .enumerate()
            .map(|(at, arm)| ArmFigures {
                arm,
                probes: (0..SPLITS)
                    .flat_map(|split| (0..settings()).map(move |setting| (split, setting)))
                    .map(|(split, setting)| Some(probe(at, split, setting, test_sets)))
                    .collect(),
            })
            .collect(),
        families: Vec::new(),
    }
}

fn class(name: &str, share: f64) -> ClassShare {
    ClassShare {
        name: name.to_owned(),
        share,
    }
}

fn line(arm: Arm) -> LineReport {
    LineReport {
        arm,
        probes: SPLITS * settings(),
        healthy: SPLITS * settings(),
        r_all: Some(0.91),
        r_healthy: Some(0.91),
        r_balanced: Some(0.93),
        slope: Some(1.0),
        intercept: Some(0.0),
        ceiling: Some(0.99),
    }
}

/// The HTML report of an audit with 344 settings on three splits, tested under `shifts` shifts.
pub fn draw_audit(shifts: usize) -> String {
    let shift = |nth: usize| ShiftReport {
        name: format!("domain {nth}"),
        rows: 2_500,
        label_share: vec![class("no", 0.59), class("yes", 0.41)],
        lines: Arm::ALL.map(line).to_vec(),
    };
    let dataset = DatasetReport {
        name: "audited.csv".to_owned(),
        declared: None,
        paths: vec!["audited.csv".to_owned()],
        rows: 100_000,
        columns: Vec::new(),
        notes: Vec::new(),
        unlabelled: 0,
        sampled: None,
        roles: RoleNames::default(),
        classes: vec![class("no", 0.59), class("yes", 0.41)],
        in_domain: Some("here".to_owned()),
        arms: Vec::new(),
        shifts: (1..=shifts).map(shift).collect(),
        diagnostics: Vec::new(),
        figures: Some(Figures {
            zoo: Ok(zoo(shifts)),
            vectors: Err("no rule that was selected looks at vectors".to_owned()),
            reading: 0.0,
            judging: Vec::new(),
        }),
    };
    let report = Report {
        version: "0.0.0",
        seed: 0,
        profile: Profile::Audit,
        model: "builtin".to_owned(),
        transform: Transform::default(),
        settings: None,
        left_out: Vec::new(),
        failures: Vec::new(),
        elapsed: None,
        recalled: 0,
        strict: false,
        baseline: None,
        verdict: RunVerdict::of(&dataset.diagnostics, FailOn::Deny, false),
        datasets: vec![dataset],
    };
    super::text_of(|out| super::findings::reporter("html", FailOn::Deny).report(&report, out))
}
