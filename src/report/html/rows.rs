//! Rows: the tables of rows that rules found, new ones apart from those that the baseline knows.

use serde::Serialize;

use super::table::{Cell, Table};
use crate::diagnostic::{BaselineState, Witness};
use crate::report::group::Group;
use crate::report::spot::{row, rows as counted};
use crate::report::suppressed::why;
use crate::wording::format_count;

/// Rows of one rule that are listed.
const ROWS: usize = 250;

/// Rows that a rule found.
#[derive(Serialize)]
pub(super) struct RowsView {
    pub(crate) rule: String,
    /// The end of its name in the page.
    pub(crate) anchor: String,
    pub(crate) count: String,
    pub(crate) table: Table,
}

/// A row, with what the baseline says of it where there is one.
type Marked<'a> = (&'a Witness, Option<BaselineState>);

/// The rows of what counts, then of what is suppressed.
pub(super) fn all(found: &[Group], suppressed: &[Group]) -> Vec<RowsView> {
    let counts = found.iter().filter_map(|group| RowsView::of(group, None));
    let suppressed = suppressed
        .iter()
        .enumerate()
        .filter_map(|(nth, group)| RowsView::of(group, Some(nth)));
    counts.chain(suppressed).collect()
}

/// The end of the name that the rows of a group have in the page; `suppressed` is its place among those that
/// are suppressed.
pub(super) fn anchor(group: &Group, suppressed: Option<usize>) -> String {
    match suppressed {
        Some(nth) => format!("{}-suppressed-{nth}", group.rule),
        None => group.rule.to_owned(),
    }
}

/// `12 rows`, or `2 rows, and 10 more that the baseline knows`; absent where it names none.
pub(super) fn count(group: &Group) -> Option<String> {
    let rows = mark_rows(group);
    let known = count_known(&rows);
    match (rows.len(), known) {
        (0, _) => None,
        (all, 0) => Some(counted(all)),
        (all, known) => Some(format!(
            "{}, and {} more that the baseline knows",
            counted(all - known),
            format_count(known)
        )),
    }
}

/// A group's rows, the new ones first. Whether the baseline knows them is said where some are and some aren't.
fn mark_rows<'a>(group: &Group<'a>) -> Vec<Marked<'a>> {
    let new = group.members.iter().flat_map(|member| {
        let new = |state: &BaselineState| *state == BaselineState::New;
        let state = member.suppression.baseline.filter(new);
        let rows = member.outcome.witnesses.iter();
        rows.map(move |witness| (witness, state))
    });
    let known = group
        .members
        .iter()
        .flat_map(|member| &member.suppression.known_rows)
        .map(|witness| (witness, Some(BaselineState::Known)));
    new.chain(known).collect()
}

fn count_known(rows: &[Marked]) -> usize {
    rows.iter()
        .filter(|(_, state)| *state == Some(BaselineState::Known))
        .count()
}

impl RowsView {
    fn of(group: &Group, suppressed: Option<usize>) -> Option<Self> {
        let mut count = count(group)?;
        let rows_found = mark_rows(group);
        let shown = &rows_found[..rows_found.len().min(ROWS)];
        let texts = shown.iter().any(|(witness, _)| witness.excerpt.is_some());
        let mixed = count_known(&rows_found) > 0;
        let mut heads = vec!["file", "line", "what was found"];
        if mixed {
            heads.push("baseline");
        }
        if texts {
            heads.push("the row");
        }
        let rows = shown.iter().map(|&(witness, state)| {
            let mut cells = place(witness);
            if mixed {
                cells.push(Cell::text(state.map_or("", BaselineState::word)));
            }
            if texts {
                cells.push(Cell::text(witness.excerpt.as_deref().unwrap_or_default()));
            }
            cells
        });
        if shown.len() < rows_found.len() {
            count = format!(
                "{count}; the first {} are listed here, and --output-format json lists all",
                format_count(shown.len())
            );
        }
        let first = group.members.first().filter(|_| suppressed.is_some());
        if let Some(why) = first.and_then(|first| why(first)) {
            count = format!("{count}; {why}");
        }
        Some(Self {
            rule: group.rule.to_owned(),
            anchor: anchor(group, suppressed),
            table: Table::new(&format!("Rows found by {}", group.rule), &heads, rows),
            count,
        })
    }
}

fn place(witness: &Witness) -> Vec<Cell> {
    let line = match witness.line {
        Some(line) => Cell::words(line.to_string()),
        None => Cell::words(format!("row {}", witness.row)),
    };
    let note = if witness.note.is_empty() {
        row(witness)
    } else {
        witness.note.clone()
    };
    vec![Cell::text(&witness.path), line, Cell::text(&note)]
}
