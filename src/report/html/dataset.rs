//! Dataset: one section of the page: findings, charts and rows of one dataset.

use serde::Serialize;

use super::super::group::Group;
use super::super::human::{heading, measured};
use super::super::spot::{message, named as harmless, row, rows as counted};
use super::super::visible::{grouped, visible};
use super::super::{DatasetReport, Report};
use super::captions::{self, ArmView, Panel};
use super::chart::Chart;
use super::facts;
use super::table::{Cell, Table};
use super::vectors::{self, VectorsView};
use crate::diagnostic::{Diagnostic, Verdict, Witness};

/// Rows of one rule that are listed.
const ROWS: usize = 250;

/// A section of the page.
#[derive(Default, Serialize)]
pub(super) struct Section {
    pub id: String,
    pub name: String,
    pub facts: Vec<String>,
    pub findings: Vec<Finding>,
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

/// Rows that a rule found.
#[derive(Serialize)]
pub(super) struct RowsView {
    pub rule: String,
    pub count: String,
    pub table: Table,
}

impl Section {
    /// The section of the `nth` dataset, and what it draws.
    pub fn of(run: &Report, dataset: &DatasetReport, nth: usize) -> (Self, Chart) {
        let id = format!("d{nth}");
        let found = Group::found(dataset, run.strict);
        // The first part is the name, which stands above.
        let mut facts = vec![heading::parts(run, dataset)[1..].join(" · ")];
        facts.extend(heading::sampled(dataset));
        let mut section = Self {
            id,
            name: named(dataset),
            facts,
            findings: found.iter().map(Finding::of).collect(),
            open: Group::open(dataset, run.strict)
                .iter()
                .map(Finding::of)
                .collect(),
            passed: said(dataset, Verdict::Pass),
            skipped: said(dataset, Verdict::Skipped),
            rows: found.iter().filter_map(RowsView::of).collect(),
            shares: facts::shares(dataset),
            shares_title: "Labels and domains",
            ..Self::default()
        };
        let mut chart = Chart::default();
        if let Some(portrait) = &dataset.portrait {
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
        let witnesses: usize = group
            .members
            .iter()
            .map(|member| member.outcome.witnesses.len())
            .sum();
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
            rows: (witnesses > 0).then(|| counted(witnesses)),
        }
    }
}

/// The broken limits, each once, with the sentence that set them.
fn limits(group: &Group) -> Vec<String> {
    let mut limits: Vec<String> = Vec::new();
    for member in &group.members {
        let (Some(key), Some(sentence)) = (member.outcome.broken, &member.sentence) else {
            continue;
        };
        let written = sentence.text.get(sentence.span.clone()).unwrap_or_default();
        let limit = format!(
            "{key} = {}, in line {} of {}",
            harmless(written),
            sentence.line(),
            harmless(&sentence.file)
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

impl RowsView {
    fn of(group: &Group) -> Option<Self> {
        let witnesses: Vec<&Witness> = group
            .members
            .iter()
            .flat_map(|member| &member.outcome.witnesses)
            .collect();
        if witnesses.is_empty() {
            return None;
        }
        let shown = &witnesses[..witnesses.len().min(ROWS)];
        let texts = shown.iter().any(|witness| witness.excerpt.is_some());
        let mut heads = vec!["file", "line", "what was found"];
        if texts {
            heads.push("the row");
        }
        let rows = shown.iter().map(|witness| cells(witness, texts));
        let count = if shown.len() < witnesses.len() {
            format!(
                "the first {} of {}; --output-format json lists all",
                grouped(shown.len()),
                counted(witnesses.len())
            )
        } else {
            counted(witnesses.len())
        };
        Some(Self {
            rule: group.rule.to_owned(),
            table: Table::new(&format!("Rows found by {}", group.rule), &heads, rows),
            count,
        })
    }
}

fn cells(witness: &Witness, texts: bool) -> Vec<Cell> {
    let place = match witness.line {
        Some(line) => Cell::words(line.to_string()),
        None => Cell::words(format!("row {}", witness.row)),
    };
    let note = if witness.note.is_empty() {
        row(witness)
    } else {
        witness.note.clone()
    };
    let mut cells = vec![Cell::text(&witness.path), place, Cell::text(&note)];
    if texts {
        cells.push(Cell::text(witness.excerpt.as_deref().unwrap_or_default()));
    }
    cells
}
