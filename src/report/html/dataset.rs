//! Dataset: one section of the page: findings, charts and rows of one dataset.

use serde::Serialize;

use super::super::suppressed::why;
use super::super::group::Group;
use super::super::human::{heading, measured};
use super::super::spot::{message, named as harmless};
use super::super::visible::visible;
use super::captions::{self, ArmView, Panel};
use super::chart::Chart;
use super::facts;
use super::rows::{self, RowsView};
use super::table::Table;
use super::vectors::{self, VectorsView};
use crate::diagnostic::{Diagnostic, Verdict};
use crate::outcome::{DatasetReport, Report};

/// A section of the page.
#[derive(Default, Serialize)]
pub(super) struct Section {
    pub id: String,
    pub name: String,
    pub facts: Vec<String>,
    pub findings: Vec<Finding>,
    /// What the baseline knows or a waiver covers.
    pub excused: Vec<Finding>,
    pub open: Vec<Finding>,
    pub passed: Vec<SaidBy>,
    pub skipped: Vec<SaidBy>,
    pub arms: Vec<ArmView>,
    pub collapse: Option<Panel>,
    pub families: Vec<Table>,
    pub line: Option<Panel>,
    /// Whether balanced accuracies are known.
    pub balanced: bool,
    pub shifts: Vec<ShiftView>,
    pub vectors: Option<Panel>,
    pub colours: Vec<&'static str>,
    pub neighbours: bool,
    pub captions: VectorsView,
    pub rows: Vec<RowsView>,
    pub shares: Vec<Table>,
    pub shares_title: &'static str,
    /// The parts that the section has: the ends of their names in the page, and their titles.
    pub parts: Vec<(&'static str, &'static str)>,
}

/// What one rule found, or left open.
#[derive(Default, Serialize)]
pub(super) struct Finding {
    pub rule: String,
    pub level: &'static str,
    pub title: String,
    pub help: Vec<String>,
    pub measured: Vec<String>,
    /// The limits that were broken, and where they stand.
    pub limits: Vec<String>,
    /// What is said of each subject, where there are several.
    pub each: Vec<String>,
    /// How many rows it names.
    pub rows: Option<String>,
    /// The end of the name that its rows have in the page.
    pub anchor: String,
    /// Why it doesn't count, where the baseline knows it or a waiver covers it.
    pub excused: Option<String>,
    /// One word for that.
    pub state: &'static str,
}

/// A rule's sentence.
#[derive(Serialize)]
pub(super) struct SaidBy {
    pub rule: &'static str,
    pub text: String,
}

/// The chart of one shift.
#[derive(Serialize)]
pub(super) struct ShiftView {
    pub name: String,
    /// Its caption at first sight.
    pub caption: String,
}

impl Section {
    /// The section of the `nth` dataset, and what it draws.
    pub fn of(run: &Report, dataset: &DatasetReport, nth: usize) -> (Self, Chart) {
        let id = format!("d{nth}");
        let found = Group::found(dataset, run.strict);
        let excused = Group::excused(dataset, run.strict);
        // The first part is the name, which stands above.
        let mut facts = vec![heading::parts(run, dataset)[1..].join(" · ")];
        facts.extend(heading::sampled(dataset));
        let mut section = Self {
            id,
            name: named(dataset),
            facts,
            findings: found.iter().map(Finding::of).collect(),
            excused: excused
                .iter()
                .enumerate()
                .map(|(nth, group)| Finding::excused(group, nth))
                .collect(),
            open: Group::open(dataset, run.strict)
                .iter()
                .map(Finding::of)
                .collect(),
            passed: said(dataset, Verdict::Pass),
            skipped: said(dataset, Verdict::Skipped),
            rows: rows::all(&found, &excused),
            shares: facts::shares(dataset),
            shares_title: "Labels and domains",
            ..Self::default()
        };
        let mut chart = Chart::default();
        if let Some(portrait) = &dataset.figures {
            captions::zoo(dataset, portrait, &mut section, &mut chart);
            vectors::draw(dataset, portrait, &mut section, &mut chart);
        }
        (section.listed(), chart)
    }

    /// Lists its parts, when they are there.
    pub fn listed(mut self) -> Self {
        self.parts = [
            (true, "findings", "Findings"),
            (self.collapse.is_some(), "collapse", "Collapse"),
            (self.line.is_some(), "line", "The line"),
            (self.vectors.is_some(), "embedding", "The embedding"),
            (!self.rows.is_empty(), "rows", "Rows"),
            (!self.shares.is_empty(), "shares", self.shares_title),
        ]
        .into_iter()
        .filter(|(there, _, _)| *there)
        .map(|(_, end, title)| (end, title))
        .collect();
        self
    }
}

/// What a dataset is called.
pub(super) fn named(dataset: &DatasetReport) -> String {
    heading::named(dataset)
}

impl Finding {
    pub fn of(group: &Group) -> Self {
        let (about, title) = group.title();
        let title = match about {
            Some(about) => format!("for {}: {}", harmless(&about), visible(&title)),
            None => visible(&title),
        };
        let several = group.members.len() > 1;
        Self {
            rule: group.rule.to_owned(),
            level: group.level.word(),
            title,
            help: group.help().iter().map(|help| visible(help)).collect(),
            measured: measured::lines(&group.members)
                .map(|lines| lines.lines().map(str::to_owned).collect())
                .unwrap_or_default(),
            limits: limits(group),
            each: group
                .members
                .iter()
                .filter(|_| several)
                .map(|member| each(member))
                .collect(),
            rows: rows::count(group),
            anchor: rows::anchor(group, None),
            ..Self::default()
        }
    }

    /// The `nth` one that doesn't count.
    fn excused(group: &Group, nth: usize) -> Self {
        let first = group.members.first();
        let waived = first.is_some_and(|first| first.suppression.waiver.is_some());
        Self {
            anchor: rows::anchor(group, Some(nth)),
            excused: first.and_then(|first| why(first)),
            state: if waived { "waived" } else { "known" },
            ..Self::of(group)
        }
    }
}

/// The broken limits, each once, with the sentence that set them.
fn limits(group: &Group) -> Vec<String> {
    let mut limits: Vec<String> = Vec::new();
    for member in &group.members {
        let (Some(key), Some(span)) = (member.outcome.broken, &member.span) else {
            continue;
        };
        let written = span.text.get(span.range.clone()).unwrap_or_default();
        let limit = format!(
            "{key} = {}, in line {} of {}",
            harmless(written),
            span.line(),
            harmless(&span.file)
        );
        if !limits.contains(&limit) {
            limits.push(limit);
        }
    }
    limits
}

/// One subject's sentence with what was measured of it.
fn each(member: &Diagnostic) -> String {
    let measured = measured::lines(&[member]).unwrap_or_default();
    let said = message(member);
    if measured.is_empty() {
        said
    } else {
        format!("{said}: {}", measured.replace('\n', " "))
    }
}

fn said(dataset: &DatasetReport, verdict: Verdict) -> Vec<SaidBy> {
    dataset
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.outcome.verdict == verdict)
        .map(|diagnostic| SaidBy {
            rule: diagnostic.rule,
            text: message(diagnostic),
        })
        .collect()
}
