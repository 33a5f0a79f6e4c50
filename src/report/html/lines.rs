//! Lines: the accuracy line of each shift, as a chart and in words.

use super::chart::{Chart, Place, Point, ShiftChart, standing};
use super::section::{Panel, Section, ShiftView};
use super::words::{here, of_arm};
use crate::diagnostic::Verdict;
use crate::measure::MIN_ROWS;
use crate::outcome::{ArmFigures, DatasetReport, LineReport, ZooFigures};
use crate::probe::Arm;
use crate::report::spot::short_name;
use crate::report::visible::visible;
use crate::rules::LINE_RULE;
use crate::wording::format_figure;

/// Shifts that are drawn, and marks in all of them, arms together: a mark takes some 70 bytes of the page.
const SHIFTS: usize = 24;
const MARKS: usize = 30_000;

/// The charts of the lines with their words.
pub(super) fn draw(
    dataset: &DatasetReport,
    zoo: &ZooFigures,
    section: &mut Section,
    chart: &mut Chart,
) {
    if dataset.shifts.is_empty() {
        section.line = Some(Panel::empty(
            "no domain, split or second file makes a shift",
        ));
        return;
    }
    let shown = choose(dataset, most(zoo));
    let mut words = vec![format!(
        "Each mark is one probe: across, its accuracy {}; up, its accuracy under the shift. The axes are probit \
         scales, on which accuracy lines are straight. The solid line is the least-squares line over the healthy \
         probes, the dashed one that over all of them, each with the 95 % confidence band of the regression; the \
         intervals of r among the findings come from a bootstrap. Where the two lines part, collapse has moved the \
         line. Dotted: the same accuracy on both sides. Stars: where a model sits that always says one class.",
        here(dataset)
    )];
    if zoo.splits > 1 {
        words.push(format!(
            "The runs of all {0} splits are drawn, so that a setting has {0} marks; r is over all of them. The bands take \
             marks as independent, which those of one setting aren't; the intervals among the findings don't.",
            zoo.splits
        ));
    }
    if shown.len() < dataset.shifts.len() {
        words.push(format!(
            "{} of {} shifts are drawn, those with findings first; --output-format json has all.",
            shown.len(),
            dataset.shifts.len()
        ));
    }
    section.line = Some(Panel::drawn(words));
    for at in shown {
        let shift = shift_chart(dataset, zoo, at);
        section.shifts.push(ShiftView {
            name: shift.name.clone(),
            caption: match &shift.why {
                Some(why) => format!("Not drawn: {why}."),
                None => shift
                    .captions
                    .get(1)
                    .map_or_else(String::new, |[first, _]| first.clone()),
            },
        });
        chart.shifts.push(shift);
    }
}

/// The shifts that are drawn, at most so many: where there are too many, those come first about which something
/// was found.
fn choose(dataset: &DatasetReport, most: usize) -> Vec<usize> {
    let mut shown: Vec<usize> = (0..dataset.shifts.len()).collect();
    shown.sort_by_key(|&at| {
        let name = &dataset.shifts[at].name;
        !dataset.diagnostics.iter().any(|diagnostic| {
            diagnostic.outcome.verdict == Verdict::Found
                && diagnostic.rule == LINE_RULE
                && diagnostic.outcome.subject.as_ref() == Some(name)
        })
    });
    shown.truncate(most);
    shown.sort_unstable();
    shown
}

/// How many shifts are drawn.
fn most(zoo: &ZooFigures) -> usize {
    let marks: usize = zoo.arms.iter().map(|arm| arm.probes.len()).sum();
    SHIFTS.min(MARKS / marks.max(1)).max(1)
}

fn shift_chart(dataset: &DatasetReport, zoo: &ZooFigures, at: usize) -> ShiftChart {
    let shift = &dataset.shifts[at];
    let test_set = at + 1;
    let rows = zoo
        .test_sets
        .get(test_set)
        .map_or(0, |test_set| test_set.rows);
    let drawn = rows >= MIN_ROWS;
    let constants = constants(zoo, test_set);
    let chance = 1.0 / zoo.classes.len().max(1) as f64;
    ShiftChart {
        name: short_name(&shift.name),
        captions: zoo
            .arms
            .iter()
            .map(|arm| {
                let line = shift.lines.iter().find(|line| line.arm == arm.arm);
                caption(dataset, arm.arm, &shift.name, line, &constants)
            })
            .collect(),
        points: zoo
            .arms
            .iter()
            .map(|arm| {
                if drawn {
                    points(arm, test_set)
                } else {
                    Vec::new()
                }
            })
            .collect(),
        constants,
        balanced_constant: Some(Place::of(chance, chance)),
        why: (!drawn)
            .then(|| format!("it has {rows} test rows, and fewer than {MIN_ROWS} say too little")),
    }
}

fn points(arm: &ArmFigures, test_set: usize) -> Vec<Point> {
    arm.probes
        .iter()
        .enumerate()
        .filter_map(|(nth, probe)| {
            let probe = probe.as_ref().filter(|probe| probe.standing.is_some())?;
            let (id, id_balanced) = *probe.results.first()?;
            let (shifted, shifted_balanced) = *probe.results.get(test_set)?;
            Some((
                nth,
                standing(probe.standing),
                Place::of(id, shifted),
                Some(Place::of(id_balanced, shifted_balanced)),
            ))
        })
        .collect()
}

/// The points of constant answers: of the largest class in-domain, and of all that collapsed probes say.
fn constants(zoo: &ZooFigures, test_set: usize) -> Vec<(String, Place)> {
    let (Some(here), Some(there)) = (zoo.test_sets.first(), zoo.test_sets.get(test_set)) else {
        return Vec::new();
    };
    let largest = here.shares.iter().copied().fold(0.0, f64::max);
    let said = |class: usize| {
        let probes = zoo.arms.iter().flat_map(|arm| arm.probes.iter().flatten());
        probes
            .filter(|probe| standing(probe.standing) == 3)
            .any(|probe| probe.says == class)
    };
    let shares = here.shares.iter().zip(&there.shares).enumerate();
    shares
        .filter(|(class, (share, _))| **share == largest || said(*class))
        .filter_map(|(class, (id, shifted))| {
            let says = format!(
                "a model that always says class {}",
                short_name(zoo.classes.get(class)?)
            );
            Some((says, Place::of(*id, *shifted)))
        })
        .collect()
}

/// What a line's chart shows: in accuracy, and in balanced accuracy.
fn caption(
    dataset: &DatasetReport,
    arm: Arm,
    shift: &str,
    line: Option<&LineReport>,
    constants: &[(String, Place)],
) -> [String; 2] {
    let Some(line) = line else {
        let none = format!("On {}, no line was read.", of_arm(arm));
        return [none.clone(), none];
    };
    let r = |value: Option<f64>| value.map_or("undefined".to_owned(), format_figure);
    let mut accuracy = format!(
        "On {}, r = {} over all {} probes",
        of_arm(arm),
        r(line.r_all),
        line.probes
    );
    if line.healthy < line.probes {
        accuracy.push_str(&format!(
            " and {} over the {} healthy ones",
            r(line.r_healthy),
            line.healthy
        ));
    }
    accuracy.push('.');
    let judged = dataset.diagnostics.iter().find(|diagnostic| {
        diagnostic.rule == LINE_RULE && diagnostic.outcome.subject.as_deref() == Some(shift)
    });
    if let Some(diagnostic) = judged.filter(|_| arm == Arm::Embedded) {
        let verdict = match diagnostic.outcome.verdict {
            Verdict::Undetermined => "Not judged",
            _ => "Judged",
        };
        accuracy.push_str(&format!(
            " {verdict}: {}.",
            visible(&diagnostic.outcome.message)
        ));
    }
    if let [(says, place)] = constants {
        accuracy.push_str(&format!(" {} has {place}.", says.replacen('a', "A", 1)));
    }
    let balanced = format!(
        "On {}, in balanced accuracy, which the shares of the classes don't move, r = {} over the {} healthy \
         probes. Every constant answer sits at {} on both axes.",
        of_arm(arm),
        r(line.r_balanced),
        line.healthy,
        format_figure(1.0 / dataset.classes.len().max(1) as f64)
    );
    [accuracy, balanced]
}
