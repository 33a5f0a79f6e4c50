//! Row file: a data file whose rows can be dropped and changed one by one, for who writes it anew.

use std::path::Path;

use super::super::encoding::Encoding;
use super::super::file::DataFile;
use super::super::format::{FileFormat, Format};
use super::super::source::Source;
use super::columnar::ParquetRows;
use super::objects::read_objects;
use super::open_data;
use super::places::TextFile;
use super::rewrite::{NewCell, Obstacle};
use super::row_state::{HashedPart, NewRow, NewTexts, RowState};
use crate::error::ReadError;

/// A data file.
#[derive(Debug)]
pub(crate) enum RowFile {
    /// One whose rows stand on lines.
    Text(TextFile),
    /// One whose rows are numbered.
    Parquet(ParquetRows),
}

/// A cell in which something else stands: the column, what it held and what it holds.
pub(crate) type ChangedCell = (String, String, String);

impl RowFile {
    /// Opens the file at `path` of `source`, which was read as `file`; `None` where its rows can't be told apart, or
    /// aren't where they were.
    ///
    /// # Errors
    /// Whatever keeps the file from being read.
    pub(crate) fn open(
        path: &Path,
        source: &Source,
        file: &DataFile,
    ) -> Result<Option<Self>, ReadError> {
        let (bytes, format, packing) = open_data(path, source.format, source.bounds)?;
        let found = if format == Format::Parquet {
            Some(Self::Parquet(ParquetRows::open(path, &bytes, packing)?))
        } else {
            TextFile::open(path, source, file, (bytes, format, packing))?.map(Self::Text)
        };
        Ok(found.filter(|found| found.count() == file.rows.len()))
    }

    /// How many rows it has.
    pub(crate) fn count(&self) -> usize {
        match self {
            Self::Text(text) => text.rows.len(),
            Self::Parquet(parquet) => parquet.count(),
        }
    }

    /// The first and the last line of a row, from 1, where rows have lines.
    pub(crate) fn lines(&self, row: usize) -> Option<(u64, u64)> {
        match self {
            Self::Text(text) => text.lines.get(row).copied(),
            Self::Parquet(_) => None,
        }
    }

    /// What of its rows is hashed.
    pub(crate) fn hashed_part(&self) -> HashedPart {
        match self {
            Self::Text(text) if text.is_spread => HashedPart::Object,
            Self::Text(_) => HashedPart::Lines,
            Self::Parquet(_) => HashedPart::Cells,
        }
    }

    /// How its bytes become characters, where they do.
    pub(crate) fn encoding(&self) -> Option<Encoding> {
        match self {
            Self::Text(text) => Some(text.encoding()),
            Self::Parquet(_) => None,
        }
    }

    /// What stands in `row`, which is as `state` says, with the text of `cell` in it.
    ///
    /// # Errors
    /// Why the cell stays as it is.
    pub(crate) fn rewrite(
        &mut self,
        row: usize,
        state: &RowState,
        cell: &NewCell,
    ) -> Result<NewRow, Obstacle> {
        match self {
            Self::Text(text) => {
                let bytes = match state {
                    RowState::Changed(NewRow::Bytes(bytes)) => bytes,
                    _ => &text.bytes[text.rows[row].clone()],
                };
                text.rewrite(bytes, cell).map(NewRow::Bytes)
            }
            Self::Parquet(parquet) => {
                let none = NewTexts::new();
                let now = match state {
                    RowState::Changed(NewRow::Texts(texts)) => texts,
                    _ => &none,
                };
                parquet.rewrite(row, now, cell).map(NewRow::Texts)
            }
        }
    }

    /// What is hashed of each of `rows`, which ascend.
    ///
    /// # Errors
    /// What can't be read.
    pub(crate) fn contents(&self, rows: &[usize]) -> Result<Vec<Vec<u8>>, ReadError> {
        match self {
            Self::Text(text) => {
                let bytes = rows
                    .iter()
                    .map(|&row| text.bytes[text.rows[row].clone()].to_vec());
                Ok(bytes.collect())
            }
            Self::Parquet(parquet) => parquet.contents(rows),
        }
    }

    /// The bytes of the file with what became of each row, packed as it was; every byte of text that belongs to no
    /// edited row stays.
    ///
    /// # Errors
    /// What can't be read, or packed.
    pub(crate) fn render(&self, states: &[RowState]) -> Result<Vec<u8>, ReadError> {
        match self {
            Self::Text(text) => text.render(states),
            Self::Parquet(parquet) => parquet.render(states),
        }
    }

    /// The cells of a row in which something else stands, where it is known cell by cell.
    pub(crate) fn changed_cells(&mut self, row: usize, new: &NewRow) -> Vec<ChangedCell> {
        let (Self::Parquet(parquet), NewRow::Texts(texts)) = (self, new) else {
            return Vec::new();
        };
        let cells = texts.iter().map(|(&leaf, new)| {
            let old = parquet.read_text(leaf, row).unwrap_or_default();
            (parquet.column(leaf), old, new.clone())
        });
        cells.collect()
    }
}

/// The rows of the file at `path`, as they are hashed where rows don't stand on lines: each of `rows`, which ascend; fewer
/// where it has fewer.
///
/// # Errors
/// Whatever keeps the file from being read.
pub(crate) fn read_row_contents(
    path: &Path,
    (part, encoding): (HashedPart, Encoding),
    rows: &[usize],
) -> Result<Vec<Vec<u8>>, ReadError> {
    let source = Source::default();
    if part == HashedPart::Cells {
        let (bytes, _, packing) = open_data(path, Some(FileFormat::Parquet), source.bounds)?;
        return ParquetRows::open(path, &bytes, packing)?.contents(rows);
    }
    let format = Some(FileFormat::Json);
    let mut objects = read_objects(path, &Source { format, ..source }, encoding)?;
    let found = rows.iter().filter(|row| **row < objects.len()).count();
    let found = rows[..found]
        .iter()
        .map(|&row| std::mem::take(&mut objects[row]));
    Ok(found.collect())
}
