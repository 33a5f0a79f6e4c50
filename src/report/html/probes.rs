//! Probes: the charts of the probes, with what they show in words and numbers.

use super::chart::{ArmChart, Chart, round, standing};
use super::lines;
use super::section::{ArmView, Panel, Section};
use super::table::{Cell, Table};
use super::words::{here, of_arm};
use crate::measure::Standings;
use crate::outcome::{
    ArmFigures, DatasetReport, FamilyFigures, Figures, TestSetFigures, ZooFigures,
};
use crate::probe::Arm;
use crate::report::spot::short_name;
use crate::wording::{format_count, format_figure};

/// The charts of the probes with their words.
pub(super) fn draw(
    dataset: &DatasetReport,
    figures: &Figures,
    section: &mut Section,
    chart: &mut Chart,
) {
    let zoo = match &figures.zoo {
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
        chart
            .configurations
            .push((family, setting, configuration.default));
    }
    chart.splits = zoo.splits;
    chart.classes = zoo.classes.iter().map(|name| short_name(name)).collect();
    let prior = zoo
        .test_sets
        .first()
        .map(|test_set| test_set.shares.iter().copied().fold(0.0, f64::max));
    chart.prior = prior.map(round);
    chart.arms = zoo.arms.iter().map(arm_chart).collect();
    section.arms = zoo
        .arms
        .iter()
        .map(|arm| arm_view(arm, zoo.splits))
        .collect();
    section.collapse = Some(Panel::drawn(collapse(dataset, zoo)));
    section.families = vec![families(&zoo.families, zoo.splits)];
    section.balanced = true;
    lines::draw(dataset, zoo, section, chart);
}

fn arm_chart(arm: &ArmFigures) -> ArmChart {
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

fn standings(arm: &ArmFigures) -> Standings {
    Standings::of(
        arm.probes
            .iter()
            .flatten()
            .filter_map(|probe| probe.standing),
    )
}

fn arm_view(arm: &ArmFigures, splits: usize) -> ArmView {
    let stand = standings(arm);
    let mut parts = vec![format!(
        "{} of {}{} collapsed",
        match stand.collapsed {
            0 => "none".to_owned(),
            count => format_count(count),
        },
        format_count(stand.judged()),
        if splits > 1 { " probes" } else { "" }
    )];
    if stand.leaning > 0 {
        parts.push(format!(
            "{} more than half way to one answer",
            format_count(stand.leaning)
        ));
    }
    if stand.doubtful > 0 {
        parts.push(format!(
            "{} in doubt, for want of rows",
            format_count(stand.doubtful)
        ));
    }
    let of = of_arm(arm.arm);
    ArmView {
        title: of.strip_prefix("the ").unwrap_or(of),
        caption: format!("On {of}, {}.", parts.join(", ")),
        chosen: arm.arm == Arm::Embedded,
    }
}

fn collapse(dataset: &DatasetReport, zoo: &ZooFigures) -> Vec<String> {
    let mut families: Vec<&str> = zoo
        .configurations
        .iter()
        .map(|each| each.family.as_str())
        .collect();
    families.dedup();
    let here = here(dataset);
    let mut words = vec![format!(
        "{} settings of {} families were each trained three times on the same rows: on the raw columns, on the \
         embedding, and on the embedding standardised. Each mark is one of them, at the share of its answers {here} \
         that goes to a single class; thin lines are 95 % intervals. At 1 a model says the same whatever the input.",
        zoo.configurations.len(),
        families.len()
    )];
    if zoo.splits > 1 {
        words.push(format!(
            "All of that was done on {0} splits of the rows, and all {0} are drawn: each setting has {0} marks at its \
             height, unless it couldn't be trained.",
            zoo.splits
        ));
    }
    if let Some((class, share, rows)) = zoo
        .test_sets
        .first()
        .and_then(|test_set| largest(zoo, test_set))
    {
        let each = match zoo.splits {
            0 | 1 => "",
            _ => " on each split, in the mean",
        };
        words.push(format!(
            "The dashed line is what the classes themselves would give: {class} has {} of the {} test \
             rows{each}. Within a family, settings stand in their order, the first at the top.",
            format_figure(share),
            format_count(rows)
        ));
    }
    words
}

fn largest(zoo: &ZooFigures, test_set: &TestSetFigures) -> Option<(String, f64, usize)> {
    let (class, &share) = test_set
        .shares
        .iter()
        .enumerate()
        .reduce(|most, next| if next.1 > most.1 { next } else { most })?;
    Some((
        format!("class {}", short_name(zoo.classes.get(class)?)),
        share,
        test_set.rows,
    ))
}

fn families(families: &[FamilyFigures], splits: usize) -> Table {
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
        let mut cells = vec![
            Cell::text(&family.family),
            Cell::count(family.configurations),
        ];
        cells.extend(family.collapsed.map(Cell::count));
        cells.extend(family.severity.map(Cell::number));
        cells.push(Cell::words(format!(
            "{} [{}, {}]",
            format_figure(family.severity[1] - family.severity[0]),
            format_figure(low),
            format_figure(high)
        )));
        cells
    });
    let over = if splits > 1 {
        format!(
            ". A setting counts once on each of the {splits} splits; severities are their mean, and the interval \
             spans theirs"
        )
    } else {
        String::new()
    };
    let caption = format!(
        "Collapse by family: how many settings collapsed on each arm, and the severity at the defaults \
         (0 keeps the classes' shares, 1 is one answer), with its 95 % interval over rows{over}"
    );
    Table::new(&caption, &heads, rows)
}
