//! Delimited: CSV, TSV and their kin, every record with the line on which it begins.

use std::path::Path;

use super::super::cells::{Cells, CellsBuilder};
use super::super::dialect::{Decision, Dialect};
use super::super::format::shown;
use super::super::strings::Strings;
use super::Table;
use super::aside::Aside;
use super::bounds::Bounds;
use super::layout::Layout;
use super::padding::{leave_out_blank_columns, leave_out_blank_rows};
use super::records::Records;
use super::total::leave_out_total;
use crate::error::ReadError;

/// Reads `text`; without a header line columns are named `column_1`, `column_2`, ...
pub(super) fn read(
    path: &Path,
    text: &str,
    hint: Option<u8>,
    (dialect, header): (&Dialect, bool),
    bounds: Bounds,
) -> Result<(Table, Vec<Decision>), ReadError> {
    let lone_returns = with_newlines(text);
    let text = lone_returns.as_deref().unwrap_or(text);
    let layout = Layout::of(path, text, hint, dialect, header)?;
    let mut records = Records::new(&layout.text, layout.delimiter, layout.quote);
    let mut more = records.advance(path)?;
    if !more {
        return Err(ReadError::Empty { path: shown(path) });
    }
    let names = if header {
        more = records.advance(path)?;
        layout.names.clone()
    } else {
        name_by_place(records.record.len())
    };
    let expected = names.len();
    if expected > bounds.columns() {
        return Err(bounds.too_wide(path, expected));
    }
    let mut columns = vec![CellsBuilder::new(0); expected];
    let mut lines = Vec::new();
    let mut aside = Aside::default();
    while more {
        let is_row = aside.take(path, &layout, dialect, &records, expected)?;
        if is_row {
            bounds.hold_row(path, lines.len(), records.line, records.range().len())?;
            for (column, cell) in columns.iter_mut().zip(&records.record) {
                column.push(Some(cell));
            }
            lines.push(records.line);
        }
        more = records.advance(path)?;
    }
    let mut decisions = layout.decisions;
    decisions.extend(aside.decisions());
    let mut cells: Vec<Strings> = columns.into_iter().map(CellsBuilder::finish).collect();
    decisions.extend(leave_out_blank_rows(&mut cells, &mut lines));
    let last_line = lines.last().copied().unwrap_or_default();
    let mut table = Table {
        names,
        cells: cells.into_iter().map(Cells::Text).collect(),
        rows: lines.len(),
        // Lines that end in a lone carriage return are lines to few editors: rows are safer there.
        lines: lone_returns.is_none().then_some(lines),
    };
    if header {
        let is_apart = aside.is_last_apart();
        decisions.extend(leave_out_total(&mut table, last_line, is_apart));
    }
    decisions.extend(leave_out_blank_columns(&mut table, &layout.unnamed));
    Ok((table, decisions))
}

fn name_by_place(columns: usize) -> Vec<String> {
    (1..=columns).map(|at| format!("column_{at}")).collect()
}

/// Text whose lines all end in a lone carriage return, as old spreadsheets write it, with new lines.
fn with_newlines(text: &str) -> Option<String> {
    (!text.contains('\n') && text.contains('\r')).then(|| text.replace('\r', "\n"))
}

#[cfg(test)]
mod tests;
