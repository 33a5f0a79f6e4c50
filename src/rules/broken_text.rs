//! Was text damaged before it came into the data?

use std::collections::BTreeMap;

use crate::diagnostic::Outcome;
use crate::error::visible;
use crate::evidence::{BrokenCell, BrokenCells, Damage, Evidence, Unavailable};
use crate::measure::Measurement;
use crate::policy::limits;
use crate::wording::{list_some, plural};

use super::Judgement;
use super::witnesses::{list_places, list_witnesses};

limits! {
    max_share = "max-share",
}

/// Kinds and columns that a message names before it says how many more.
const NAMED: usize = 4;

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    let broken = evidence.broken_cells();
    if broken.columns == 0 {
        return Err(Unavailable::Skipped("no column is text".to_owned()));
    }
    let rows = notes(evidence, broken);
    let share = rows.len() as f64 / broken.rows.max(1) as f64;
    let limit = limits.max_share;
    let measured = measurements(broken, rows.len(), share, limit.value);
    let hold = plural(rows.len(), "row holds", "rows hold");
    let count = rows.len();
    let rows = rows.into_iter();
    let outcome = if share > limit.value {
        let said = describe_groups(evidence, broken);
        Outcome::found(format!("{hold} damaged text: {said}"), limit.key)
            .with_help(help(broken))
            .with_witnesses(list_witnesses(evidence, rows))
    } else {
        Outcome::pass(format!("{hold} damaged text")).with_noted(
            count,
            format!("{hold} damaged text"),
            list_places(evidence, rows),
        )
    };
    Ok(vec![outcome.with_measurements(measured)])
}

/// `text read in the wrong encoding in 40 cells of review (Ã¼ for ü)`, the gravest first.
fn describe_groups(evidence: &Evidence, broken: &BrokenCells) -> String {
    let same = |a: &BrokenCell, b: &BrokenCell| (a.damage, a.column) == (b.damage, b.column);
    let groups: Vec<String> = broken
        .cells
        .chunk_by(same)
        .map(|cells| {
            let count = plural(cells.len(), "cell", "cells");
            let (first, column) = (&cells[0], name_column(evidence, &cells[0]));
            let example = describe(first);
            format!("{} in {count} of {column} ({example})", name(first.damage))
        })
        .collect();
    list_some(&groups, NAMED)
}

/// Each row with the gravest damage in it, rows of the gravest first.
fn notes(evidence: &Evidence, broken: &BrokenCells) -> Vec<(usize, String)> {
    let mut gravest: BTreeMap<usize, &BrokenCell> = BTreeMap::new();
    for cell in &broken.cells {
        gravest.entry(cell.row).or_insert(cell);
    }
    let mut cells: Vec<&BrokenCell> = gravest.into_values().collect();
    cells.sort_by_key(|cell| (cell.damage, cell.row));
    let note = |cell: &BrokenCell| {
        let column = name_column(evidence, cell);
        format!("{} in {column}: {}", name(cell.damage), describe(cell))
    };
    cells
        .into_iter()
        .map(|cell| (cell.row, note(cell)))
        .collect()
}

/// `Ã¼ for ü`
fn describe(cell: &BrokenCell) -> String {
    let (written, meant) = &cell.written;
    match meant {
        Some(meant) => format!("{} for {}", visible(written), visible(meant)),
        None => visible(written),
    }
}

fn name(damage: Damage) -> &'static str {
    match damage {
        Damage::Lost => "lost characters",
        Damage::Misread => "text read in the wrong encoding",
        Damage::Entity => "HTML entities",
    }
}

fn name_column(evidence: &Evidence, cell: &BrokenCell) -> String {
    visible(&evidence.dataset.columns[cell.column].name)
}

/// What to do about the damage that most cells have.
fn help(broken: &BrokenCells) -> &'static str {
    let count = |damage| {
        let cells = broken.cells.iter();
        cells.filter(|cell| cell.damage == damage).count()
    };
    let all = [Damage::Entity, Damage::Misread, Damage::Lost];
    match all.into_iter().max_by_key(|&damage| count(damage)) {
        Some(Damage::Entity) => {
            "write the characters that the entities stand for (Python: html.unescape)"
        }
        Some(Damage::Misread) => {
            "read the source as UTF-8 again; where it is gone, encode the text as it was read, and decode that as UTF-8"
        }
        _ => {
            "go back to the source and read it in its own encoding: what these characters stood for is gone"
        }
    }
}

/// What is held against the limit, then the cells of each kind.
fn measurements(broken: &BrokenCells, rows: usize, share: f64, limit: f64) -> Vec<Measurement> {
    // Every cell is looked at, so the rows are counted and have no interval.
    let mut measured = vec![
        Measurement::new("share of rows with damaged text", share)
            .with_n(broken.rows)
            .with_limit(limit),
        Measurement::count("rows with damaged text", rows).with_n(broken.rows),
    ];
    for cells in broken.cells.chunk_by(|a, b| a.damage == b.damage) {
        let name = format!("cells with: {}", name(cells[0].damage));
        measured.push(Measurement::count(name, cells.len()));
    }
    measured
}
