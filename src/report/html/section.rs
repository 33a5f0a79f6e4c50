//! Section: one part of the page, about one dataset or one table of runs, as the templates read it.

use serde::Serialize;

use super::finding::Finding;
use super::rows::RowsView;
use super::table::Table;
use crate::report::visible::visible;

/// A section of the page.
#[derive(Default, Serialize)]
pub(super) struct Section {
    pub id: String,
    pub name: String,
    pub facts: Vec<String>,
    pub findings: Vec<Finding>,
    /// What the baseline knows or a waiver covers.
    pub suppressed: Vec<Finding>,
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
            words: vec![format!("Nothing is drawn here: {}.", visible(why))],
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

/// What stands under the three charts.
#[derive(Default, Serialize)]
pub(super) struct VectorsView {
    pub map: String,
    pub spectrum: String,
    pub cosines: String,
}

impl Section {
    /// Lists its parts, when they are there.
    pub fn list_parts(mut self) -> Self {
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
