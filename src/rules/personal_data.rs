//! Do cells hold addresses, numbers or keys that belong to somebody?

use crate::diagnostic::{Outcome, Witness};
use crate::evidence::{Evidence, Personal, PersonalCells};
use crate::measure::Measurement;
use crate::policy::limits;
use crate::wording::{list_some, plural};

use super::Judgement;

limits! {
    max_rows = "max-rows",
}

/// Kinds and columns that a message names before it says how many more.
const NAMED: usize = 4;

#[expect(clippy::unnecessary_wraps, reason = "the signature of every rule")]
pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let personal = evidence.personal();
    let limit = limits.max_rows.value;
    let mut rows: Vec<usize> = personal.cells.iter().map(|cell| cell.row).collect();
    rows.sort_unstable();
    rows.dedup();
    // Every cell is looked at, so the rows are counted and have no interval.
    let all = Measurement::count("rows with personal data", rows.len())
        .with_n(personal.rows)
        .with_limit(limit);
    if rows.len() as f64 <= limit {
        let said = format!(
            "{} personal data",
            plural(rows.len(), "row holds", "rows hold")
        );
        return Ok(vec![Outcome::pass(said).with_measurements(vec![all])]);
    }
    let groups = group_cells(personal);
    let said: Vec<String> = groups
        .iter()
        .map(|(kind, column, cells)| {
            let cells = plural(*cells, "cell", "cells");
            format!("{} in {cells} of {}", kind.name(), personal.names[*column])
        })
        .collect();
    let help = if matches!(groups.first(), Some((Personal::Secret(_), ..))) {
        "revoke the keys where they were issued, then take them out of the data; taking them out alone isn't enough"
    } else {
        "take them out or replace them by a placeholder such as [email]; if the data is meant to hold them, raise max-rows"
    };
    let measured = std::iter::once(all)
        .chain(groups.iter().map(|(kind, column, cells)| {
            Measurement::count(
                format!("cells of {} with: {}", personal.names[*column], kind.name()),
                *cells,
            )
            .with_n(personal.rows)
        }))
        .collect();
    Ok(vec![
        Outcome::found(
            format!(
                "{} personal data: {}",
                plural(rows.len(), "row holds", "rows hold"),
                list_some(&said, NAMED)
            ),
            limits.max_rows.key,
        )
        .with_help(help)
        .with_measurements(measured)
        .with_witnesses(list_cells(evidence, personal)),
    ])
}

/// Each kind and column with its number of cells, the gravest kind first.
fn group_cells(personal: &PersonalCells) -> Vec<(Personal, usize, usize)> {
    personal
        .cells
        .chunk_by(|a, b| (a.kind, a.column) == (b.kind, b.column))
        .map(|cells| (cells[0].kind, cells[0].column, cells.len()))
        .collect()
}

/// The cells by place and kind. No excerpt: it would show what the cell holds.
fn list_cells(evidence: &Evidence, personal: &PersonalCells) -> Vec<Witness> {
    personal
        .cells
        .iter()
        .map(|cell| {
            let (path, line, row) = evidence.dataset.place(cell.row);
            Witness {
                path,
                line,
                row,
                note: format!("{} in {}", cell.kind.name(), personal.names[cell.column]),
                key: format!("{:032x}", evidence.dataset.key(cell.row)),
                excerpt: None,
            }
        })
        .collect()
}
