//! Stack: the files of one dataset read one after the other, their columns put under each other by name.

use std::path::Path;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::cells::Cells;
use super::{Column, DataFile, Source, read};
use crate::error::{ReadError, meant, visible};

/// Every file and every column of `source`; at least one of each.
pub(super) fn files(source: &Source) -> Result<(Vec<DataFile>, Vec<Column>), ReadError> {
    let mut files: Vec<DataFile> = Vec::new();
    let mut stacked: Vec<(String, Option<Cells>)> = Vec::new();
    let shifted = source.shifted.iter().map(|path| (path, true));
    for (path, shifted) in source.paths.iter().map(|path| (path, false)).chain(shifted) {
        let table = read::read(path, source.header, source.encoding)?;
        let start = files.last().map_or(0, |file| file.rows.end);
        let columns: Vec<(String, Cells)> = table.names.into_iter().zip(table.cells).collect();
        if let Some(first) = files.first() {
            agree(&stacked, &columns, &first.path, path)?;
        } else {
            stacked = columns
                .iter()
                .map(|(name, _)| (name.clone(), None))
                .collect();
        }
        // Both hold the same names now: sorted by the order of the first file they lie side by side.
        for (name, below) in columns {
            if let Some((_, cells)) = stacked.iter_mut().find(|(known, _)| *known == name) {
                *cells = Some(match cells.take() {
                    Some(above) => above.stack(below),
                    None => below,
                });
            }
        }
        files.push(DataFile {
            path: read::shown(path),
            rows: start..start + table.rows,
            shifted,
            location: path.clone(),
            lines: table.lines,
        });
    }
    if source.paths.is_empty() {
        return Err(ReadError::NoFile {
            name: source.name.clone(),
        });
    }
    let columns = stacked
        .into_par_iter()
        .filter_map(|(name, cells)| Some(Column::new(name, cells?)))
        .collect();
    Ok((files, columns))
}

/// Whether the file at `path` has the columns of the first one, in any order.
fn agree(
    stacked: &[(String, Option<Cells>)],
    columns: &[(String, Cells)],
    first: &str,
    path: &Path,
) -> Result<(), ReadError> {
    let stacked: Vec<&str> = stacked.iter().map(|(name, _)| name.as_str()).collect();
    let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    let lacks = |these: &[&str], those: &[&str]| {
        those
            .iter()
            .find(|name| !these.contains(name))
            .copied()
            .map(str::to_owned)
    };
    let shown = read::shown(path);
    let (column, with, without, others) = match (lacks(&names, &stacked), lacks(&stacked, &names)) {
        (Some(column), _) => (column, first.to_owned(), shown, &names),
        (None, Some(column)) => (column, shown, first.to_owned(), &stacked),
        (None, None) => return Ok(()),
    };
    let help = match meant(&column, others.iter().copied()) {
        Some(other) => format!(
            "{without} has a column `{}`: give both the same name; files of one dataset share their columns",
            visible(other)
        ),
        None => "files of one dataset share their columns, in any order: add it there, or leave it out here".to_owned(),
    };
    Err(ReadError::UnevenFiles {
        column: visible(&column),
        with,
        without,
        help,
    })
}
