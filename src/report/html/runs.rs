//! Runs: the page on the accuracy lines of the user's own models.

mod numbers;

use std::io::{self, Write};

use super::Html;
use super::chart::{ArmChart, Chart, Place, Point, ShiftChart};
use super::finding::Finding;
use super::page::{Around, Page};
use super::section::{ArmView, Panel, SaidBy, Section, ShiftView};
use super::setting::Setting;
use super::verdict::VerdictView;
use crate::diagnostic::Verdict;
use crate::measure::line::View;
use crate::outcome::{JudgedLine, RunsReport, weighs};
use crate::report::Reporter;
use crate::report::group::Group;
use crate::report::spot::{message, short_name};
use crate::report::visible::visible;
use crate::runs::{AccuracyUnit, Recognised};
use crate::wording::{format_count, format_figure};

impl Reporter<RunsReport> for Html {
    fn report(&self, run: &RunsReport, out: &mut dyn Write) -> io::Result<()> {
        let paths: Vec<String> = run.paths.iter().map(|path| short_name(path)).collect();
        let around = Around {
            lead: paths.join(", "),
            version: run.version,
            verdict: VerdictView::of_runs(run),
            notes: Vec::new(),
            settings: self.runs_settings(run),
            tables: Vec::new(),
        };
        let (section, chart) = section(run, &paths.join(", "));
        Page::write(around, (vec![section], vec![chart]), out)
    }
}

impl Html {
    fn runs_settings(&self, run: &RunsReport) -> Vec<Setting> {
        let source = &run.source;
        let unit = match source.unit {
            AccuracyUnit::Share => "0 to 1",
            AccuracyUnit::Percent => "0 to 100",
        };
        let mut settings: Vec<Setting> = self
            .command
            .iter()
            .map(|line| Setting::code("Command", line))
            .collect();
        settings.push(Setting::words(
            "Version",
            format!("trueline {}", run.version),
        ));
        settings.push(Setting::words("Seed", run.seed.to_string()));
        settings.push(Setting::words("In-domain accuracy", &source.id));
        settings.push(Setting::words("Accuracies are written", unit));
        for (term, column) in [
            ("Balanced accuracy in-domain", &source.balanced_id),
            ("Name of a run", &source.model),
            ("Family of a run", &source.family),
        ] {
            settings.extend(column.as_ref().map(|column| Setting::words(term, column)));
        }
        if !source.only.is_empty() {
            settings.push(Setting::words("Only rows with", source.only.join(", ")));
        }
        settings.extend(
            run.elapsed
                .map(|elapsed| Setting::words("Took", format!("{:.1} s", elapsed.as_secs_f64()))),
        );
        settings
    }
}

fn section(run: &RunsReport, name: &str) -> (Section, Chart) {
    let rows = if run.kept == run.rows {
        format!("{} runs", format_count(run.rows))
    } else {
        format!(
            "{} of {} runs",
            format_count(run.kept),
            format_count(run.rows)
        )
    };
    let shifts: Vec<ShiftChart> = run.lines.iter().map(|judged| shift(run, judged)).collect();
    let mut section = Section {
        id: "d0".to_owned(),
        name: name.to_owned(),
        facts: vec![format!("{rows} · in-domain {}", short_name(&run.source.id))],
        arms: vec![ArmView {
            title: "your runs",
            caption: String::new(),
            chosen: true,
        }],
        line: Some(Panel::drawn(vec![WORDS.to_owned()])),
        balanced: shifts
            .iter()
            .flat_map(|shift| shift.points.iter().flatten())
            .any(|point| point.3.is_some()),
        shares_title: "Numbers",
        shifts: shifts
            .iter()
            .map(|shift| ShiftView {
                name: shift.name.clone(),
                caption: shift
                    .captions
                    .first()
                    .map_or_else(String::new, |[first, _]| first.clone()),
            })
            .collect(),
        shares: std::iter::once(numbers::views(run))
            .chain(run.lines.iter().filter_map(numbers::collapsed))
            .collect(),
        ..Section::default()
    };
    list_outcomes(run, &mut section);
    let chart = Chart {
        families: vec!["run".to_owned()],
        splits: 1,
        configurations: configurations(run),
        arms: vec![ArmChart {
            name: "your runs".to_owned(),
            marks: Vec::new(),
        }],
        shifts,
        ..Chart::default()
    };
    (section.list_parts(), chart)
}

/// What was found, what is open and what passed.
fn list_outcomes(run: &RunsReport, section: &mut Section) {
    for judged in &run.lines {
        let diagnostic = &judged.diagnostic;
        let finding = || Finding::of(&Group::of(diagnostic));
        match diagnostic.outcome.verdict {
            _ if weighs(diagnostic, run.strict) => section.findings.push(finding()),
            Verdict::Undetermined => section.open.push(finding()),
            Verdict::Pass => section.passed.push(SaidBy {
                rule: diagnostic.rule,
                text: message(diagnostic),
            }),
            Verdict::Found | Verdict::Skipped => {}
        }
    }
}

const WORDS: &str = "Each mark is one run: across, its in-domain accuracy; up, its accuracy under the shift. The axes \
    are probit scales, on which accuracy lines are straight. The solid line is the least-squares line over the healthy \
    runs, the dashed one that over all of them, each with the 95 % confidence band of the regression; the intervals of \
    r come from a bootstrap. Where the two lines part, collapse has moved the line. Dotted: the same accuracy on both \
    sides. Stars: where collapsed runs sit.";

/// Every run of every shift by its name, so that points need a number only.
fn configurations(run: &RunsReport) -> Vec<(usize, String, bool)> {
    run.lines
        .iter()
        .flat_map(|judged| &judged.shift.named)
        .map(|run| {
            let name = run
                .name
                .as_deref()
                .map_or(String::new(), |name| format!("{}, ", short_name(name)));
            (0, format!("{name}line {}", run.line), false)
        })
        .collect()
}

fn shift(run: &RunsReport, judged: &JudgedLine) -> ShiftChart {
    let before: usize = run
        .lines
        .iter()
        .take_while(|other| !std::ptr::eq(*other, judged))
        .map(|other| other.shift.named.len())
        .sum();
    let points: Vec<Point> = judged
        .shift
        .runs
        .iter()
        .enumerate()
        .map(|(nth, run)| {
            let balanced = run.id_balanced.zip(run.shifted_balanced);
            (
                before + nth,
                if run.collapsed { 3 } else { 0 },
                Place::of(run.id, run.shifted),
                balanced.map(|(id, shifted)| Place::of(id, shifted)),
            )
        })
        .collect();
    let constants = judged.shift.constants.iter();
    let balanced = points.iter().any(|point| point.3.is_some());
    let chance = match judged.shift.recognised {
        Recognised::Balanced { classes } => Some(1.0 / classes as f64),
        Recognised::NoneBalanced | Recognised::SharedPoint => None,
    };
    ShiftChart {
        name: short_name(&judged.shift.name),
        captions: vec![captions(judged)],
        points: vec![points],
        constants: constants
            .map(|at| {
                (
                    format!("{} collapsed runs", format_count(at.runs)),
                    Place::of(at.id, at.shifted),
                )
            })
            .collect(),
        balanced_constant: chance
            .filter(|_| balanced)
            .map(|chance| Place::of(chance, chance)),
        why: None,
    }
}

fn captions(judged: &JudgedLine) -> [String; 2] {
    let line = &judged.line;
    let r = |view: Option<&View>| {
        view.and_then(|view| view.r)
            .map_or("undefined".to_owned(), format_figure)
    };
    let healthy = line.healthy.runs;
    let message = visible(&judged.diagnostic.outcome.message);
    let word = judged.word();
    // Most messages end in the word already.
    let verdict = if message.contains(&format!("({word})")) {
        message
    } else {
        format!("{word}: {message}")
    };
    let missing = match judged.shift.missing {
        0 => String::new(),
        1 => " 1 row is left out, where an accuracy is missing.".to_owned(),
        rows => format!(
            " {} rows are left out, where an accuracy is missing.",
            format_count(rows)
        ),
    };
    let over = |all: String, some: String| {
        if line.collapsed() == 0 {
            format!("r = {all} over all {} runs", format_count(line.all.runs))
        } else {
            format!(
                "r = {all} over all {} runs and {some} over the {} healthy ones",
                format_count(line.all.runs),
                format_count(healthy)
            )
        }
    };
    [
        format!(
            "{verdict}. {}.{missing}",
            over(r(Some(&line.all)), r(Some(&line.healthy)))
        ),
        format!(
            "In balanced accuracy, which the shares of the classes don't move, {}.",
            over(r(line.balanced.as_ref()), r(line.balanced_healthy.as_ref()))
        ),
    ]
}
