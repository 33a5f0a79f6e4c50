//! Captions: what the charts of the probes show, in words and numbers.

use serde::Serialize;

use super::super::spot::named;
use super::super::visible::{figure, grouped};
use super::super::{
    ArmPortrait, DatasetReport, ExamPortrait, FamilyPortrait, LineReport, Portrait, ZooPortrait,
};
use super::chart::{ArmChart, Chart, Place, Point, ShiftChart, round, standing};
use super::dataset::{Section, ShiftView};
use super::table::{Cell, Table};
use crate::diagnostic::Verdict;
use crate::measure::{MIN_ROWS, Standings};
use crate::probe::Arm;

/// Shifts that are drawn.
const SHIFTS: usize = 24;

/// What stands above charts; where there is nothing to draw, why.
#[derive(Serialize)]
pub(super) struct Panel {
    pub words: Vec<String>,
    pub drawn: bool,
}

impl Panel {
    /// Nothing to draw, and why.
    pub fn empty(why: &str) -> Self {
        Self {
            words: vec![format!("Nothing is drawn here: {}.", super::visible(why))],
            drawn: false,
        }
    }

    pub fn drawn(words: Vec<String>) -> Self {
        Self { words, drawn: true }
    }
}

/// One arm among the charts.
#[derive(Serialize)]
pub(super) struct ArmView {
    pub title: &'static str,
    pub caption: String,
    /// Whether it is shown first.
    pub chosen: bool,
}

/// What an arm is called in running text.
fn of_arm(arm: Arm) -> &'static str {
    match arm {
        Arm::Raw => "the raw columns",
        Arm::Embedded => "the embedding",
        Arm::Standardised => "the standardised embedding",
    }
}

/// The charts of the probes with their words.
pub(super) fn zoo(
    dataset: &DatasetReport,
    portrait: &Portrait,
    section: &mut Section,
    chart: &mut Chart,
) {
    let zoo = match &portrait.zoo {
        Ok(zoo) => zoo,
        Err(why) => {
            section.collapse = Some(Panel::empty(why));
            section.line = Some(Panel::empty(why));
            return;
        }
    };
    for configuration in &zoo.configurations {
        if chart.families.last() != Some(&configuration.family) {
            chart.families.push(configuration.family.clone());
        }
        let setting = configuration.setting.clone();
        let family = chart.families.len() - 1;
        chart.configurations.push((family, setting, configuration.default));
    }
    chart.classes = zoo.classes.iter().map(|name| named(name)).collect();
    let prior = zoo.exams.first().map(|exam| exam.shares.iter().copied().fold(0.0, f64::max));
    chart.prior = prior.map(round);
    chart.arms = zoo.arms.iter().map(arm_chart).collect();
    section.arms = zoo.arms.iter().map(arm_view).collect();
    section.collapse = Some(Panel::drawn(collapse(dataset, zoo)));
    section.families = vec![families(&zoo.families)];
    section.balanced = true;
    lines(dataset, zoo, section, chart);
}

fn arm_chart(arm: &ArmPortrait) -> ArmChart {
    let marks = arm.probes.iter().enumerate().filter_map(|(nth, probe)| {
        let probe = probe.as_ref()?;
        Some((
            nth,
            round(probe.share),
            round(probe.interval.0),
            round(probe.interval.1),
            round(probe.severity),
            standing(probe.standing),
            probe.says,
        ))
    });
    ArmChart {
        name: arm.arm.word().to_owned(),
        marks: marks.collect(),
    }
}

fn standings(arm: &ArmPortrait) -> Standings {
    Standings::of(arm.probes.iter().flatten().filter_map(|probe| probe.standing))
}

fn arm_view(arm: &ArmPortrait) -> ArmView {
    let stand = standings(arm);
    let mut parts = vec![format!(
        "{} of {} collapsed",
        match stand.collapsed {
            0 => "none".to_owned(),
            count => count.to_string(),
        },
        stand.judged()
    )];
    if stand.leaning > 0 {
        parts.push(format!("{} more than half way to one answer", stand.leaning));
    }
    if stand.doubtful > 0 {
        parts.push(format!("{} in doubt, for want of rows", stand.doubtful));
    }
    let of = of_arm(arm.arm);
    ArmView {
        title: of.strip_prefix("the ").unwrap_or(of),
        caption: format!("On {of}, {}.", parts.join(", ")),
        chosen: arm.arm == Arm::Embedded,
    }
}

/// Where the in-domain rows come from, in running text.
fn here(dataset: &DatasetReport) -> String {
    dataset.in_domain.as_ref().map_or("in-domain".to_owned(), |name| format!("in {}", named(name)))
}

fn collapse(dataset: &DatasetReport, zoo: &ZooPortrait) -> Vec<String> {
    let mut families: Vec<&str> = zoo.configurations.iter().map(|each| each.family.as_str()).collect();
    families.dedup();
    let here = here(dataset);
    let mut words = vec![format!(
        "{} settings of {} families were each taught three times on the same rows: on the raw columns, on the \
         embedding, and on the embedding standardised. Each mark is one of them, at the share of its answers {here} \
         that goes to a single class; thin lines are 95 % intervals. At 1 a model says the same whatever the input.",
        zoo.configurations.len(),
        families.len()
    )];
    if let Some((class, share, rows)) = zoo.exams.first().and_then(|exam| largest(zoo, exam)) {
        words.push(format!(
            "The dashed line is what the classes themselves would give: {class} has {} of the {} rows that \
             examined. Within a family, settings stand in their order, the first at the top.",
            figure(share),
            grouped(rows)
        ));
    }
    words
}

fn largest(zoo: &ZooPortrait, exam: &ExamPortrait) -> Option<(String, f64, usize)> {
    let (class, &share) = exam
        .shares
        .iter()
        .enumerate()
        .reduce(|most, next| if next.1 > most.1 { next } else { most })?;
    Some((format!("class {}", named(zoo.classes.get(class)?)), share, exam.rows))
}

fn families(families: &[FamilyPortrait]) -> Table {
    let heads = [
        "family",
        "settings",
        "collapsed, raw",
        "embedded",
        "standardised",
        "severity, raw",
        "embedded",
        "standardised",
        "embedded less raw",
    ];
    let rows = families.iter().map(|family| {
        let (low, high) = family.severity_excess;
        let mut cells = vec![Cell::text(&family.family), Cell::count(family.configurations)];
        cells.extend(family.collapsed.map(Cell::count));
        cells.extend(family.severity.map(Cell::number));
        cells.push(Cell::words(format!(
            "{} [{}, {}]",
            figure(family.severity[1] - family.severity[0]),
            figure(low),
            figure(high)
        )));
        cells
    });
    Table::new(
        "Collapse by family: how many settings collapsed on each arm, and the severity at the defaults \
         (0 keeps the classes' shares, 1 is one answer), with its 95 % interval over rows",
        &heads,
        rows,
    )
}

fn lines(dataset: &DatasetReport, zoo: &ZooPortrait, section: &mut Section, chart: &mut Chart) {
    if dataset.shifts.is_empty() {
        section.line = Some(Panel::empty("no domain, split or second file makes a shift"));
        return;
    }
    let mut shown: Vec<usize> = (0..dataset.shifts.len()).collect();
    // Where there are too many, those come first about which something was found.
    shown.sort_by_key(|&at| {
        let name = &dataset.shifts[at].name;
        !dataset.diagnostics.iter().any(|told| {
            told.outcome.verdict == Verdict::Found
                && told.rule == "distorted-line"
                && told.outcome.subject.as_ref() == Some(name)
        })
    });
    shown.truncate(SHIFTS);
    shown.sort_unstable();
    let mut words = vec![format!(
        "Each mark is one probe: across, its accuracy {}; up, its accuracy under the shift. The axes are probit \
         scales, on which accuracy lines are straight. The solid line is the least-squares line over the healthy \
         probes, the dashed one that over all of them, each with the 95 % confidence band of the regression; the \
         intervals of r among the findings come from a bootstrap. Where the two lines part, collapse has moved the \
         line. Dotted: the same accuracy on both sides. Stars: where a model sits that always says one class.",
        here(dataset)
    )];
    if shown.len() < dataset.shifts.len() {
        words.push(format!(
            "{} of {} shifts are drawn, those first about which something was found; --output-format json tells all.",
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
                None => shift.captions.get(1).map_or_else(String::new, |[first, _]| first.clone()),
            },
        });
        chart.shifts.push(shift);
    }
}

fn shift_chart(dataset: &DatasetReport, zoo: &ZooPortrait, at: usize) -> ShiftChart {
    let shift = &dataset.shifts[at];
    let exam = at + 1;
    let rows = zoo.exams.get(exam).map_or(0, |exam| exam.rows);
    let drawn = rows >= MIN_ROWS;
    let constants = constants(zoo, exam);
    let chance = 1.0 / zoo.classes.len().max(1) as f64;
    ShiftChart {
        name: named(&shift.name),
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
            .map(|arm| if drawn { points(arm, exam) } else { Vec::new() })
            .collect(),
        constants,
        balanced_constant: Some(Place::of(chance, chance)),
        why: (!drawn).then(|| format!("{rows} rows examine it, and fewer than {MIN_ROWS} tell too little")),
    }
}

fn points(arm: &ArmPortrait, exam: usize) -> Vec<Point> {
    arm.probes
        .iter()
        .enumerate()
        .filter_map(|(nth, probe)| {
            let probe = probe.as_ref().filter(|probe| probe.standing.is_some())?;
            let (id, id_balanced) = *probe.results.first()?;
            let (shifted, shifted_balanced) = *probe.results.get(exam)?;
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
fn constants(zoo: &ZooPortrait, exam: usize) -> Vec<(String, Place)> {
    let (Some(here), Some(there)) = (zoo.exams.first(), zoo.exams.get(exam)) else {
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
            let says = format!("a model that always says class {}", named(zoo.classes.get(class)?));
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
    let r = |value: Option<f64>| value.map_or("undefined".to_owned(), figure);
    let mut accuracy = format!("On {}, r = {} over all {} probes", of_arm(arm), r(line.r_all), line.probes);
    if line.healthy < line.probes {
        accuracy.push_str(&format!(" and {} over the {} healthy ones", r(line.r_healthy), line.healthy));
    }
    accuracy.push('.');
    let judged = dataset.diagnostics.iter().find(|told| {
        told.rule == "distorted-line" && told.outcome.subject.as_deref() == Some(shift)
    });
    if let Some(told) = judged.filter(|_| arm == Arm::Embedded) {
        let verdict = match told.outcome.verdict {
            Verdict::Undetermined => "Not judged",
            _ => "Judged",
        };
        accuracy.push_str(&format!(" {verdict}: {}.", super::visible(&told.outcome.message)));
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
        figure(1.0 / dataset.classes.len().max(1) as f64)
    );
    [accuracy, balanced]
}
