//! Section: one part of the page, about one dataset or one table of runs, as the templates read it.

use serde::Serialize;

use super::finding::Finding;
use super::rows::RowsView;
use super::table::Table;
use crate::report::visible::visible;

/// A section of the page.
#[derive(Default, Serialize)]
pub(super) struct Section {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) facts: Vec<String>,
    pub(crate) findings: Vec<Finding>,
    /// What the baseline knows or a waiver covers.
    pub(crate) suppressed: Vec<Finding>,
    pub(crate) open: Vec<Finding>,
    pub(crate) passed: Vec<SaidBy>,
    pub(crate) skipped: Vec<SaidBy>,
    pub(crate) arms: Vec<ArmView>,
    pub(crate) collapse: Option<Panel>,
    pub(crate) families: Vec<Table>,
    pub(crate) line: Option<Panel>,
    /// Whether balanced accuracies are known.
    pub(crate) balanced: bool,
    pub(crate) shifts: Vec<ShiftView>,
    pub(crate) vectors: Option<Panel>,
    pub(crate) colours: Vec<&'static str>,
    pub(crate) neighbours: bool,
    pub(crate) captions: VectorsView,
    pub(crate) rows: Vec<RowsView>,
    pub(crate) shares: Vec<Table>,
    pub(crate) shares_title: &'static str,
    /// The parts that the section has: the ends of their names in the page, and their titles.
    pub(crate) parts: Vec<(&'static str, &'static str)>,
}

/// A rule's sentence.
#[derive(Serialize)]
pub(super) struct SaidBy {
    pub(crate) rule: &'static str,
    pub(crate) text: String,
}

/// The chart of one shift.
#[derive(Serialize)]
pub(super) struct ShiftView {
    pub(crate) name: String,
    /// Its caption at first sight.
    pub(crate) caption: String,
}

/// What stands above charts; where there is nothing to draw, why.
#[derive(Serialize)]
pub(super) struct Panel {
    pub(crate) words: Vec<String>,
    pub(crate) drawn: bool,
}

impl Panel {
    /// Nothing to draw, and why.
    pub(crate) fn empty(why: &str) -> Self {
        Self {
            words: vec![format!("Nothing is drawn here: {}.", visible(why))],
            drawn: false,
        }
    }

    pub(crate) fn drawn(words: Vec<String>) -> Self {
        Self { words, drawn: true }
    }
}

/// One arm among the charts.
#[derive(Serialize)]
pub(super) struct ArmView {
    pub(crate) title: &'static str,
    pub(crate) caption: String,
    /// Whether it is shown first.
    pub(crate) chosen: bool,
}

/// What stands under the three charts.
#[derive(Default, Serialize)]
pub(super) struct VectorsView {
    pub(crate) map: String,
    pub(crate) spectrum: String,
    pub(crate) cosines: String,
}

impl Section {
    /// Lists its parts, when they are there.
    pub(crate) fn list_parts(mut self) -> Self {
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
