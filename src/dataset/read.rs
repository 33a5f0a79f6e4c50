//! Read: turns one data file of any format into a table of cells, or says why it can't.
//!
//! Only this folder opens data files.

mod aside;
mod blanks;
mod bounds;
mod class_names;
mod columnar;
mod columns;
mod decode;
mod delimited;
mod delimiter;
mod encode;
mod faults;
mod fields;
mod header;
mod json;
mod layout;
mod left_out;
mod look;
mod magic;
mod misfit;
mod names;
mod objects;
mod open;
mod overrule;
mod padding;
mod places;
mod quoting;
mod record;
mod records;
mod rewrite;
mod row_file;
mod row_state;
mod suggest;
mod total;
mod unfold;

use std::path::Path;

use super::cells::Cells;
use super::dialect::Decision;
use super::encoding::Encoding;
use super::format::{FileFormat, Format, Packing, shown};
use super::source::Source;
use crate::error::ReadError;
use crate::wording::list_some;
use columnar::Wanted;

pub(crate) use bounds::Bounds;
pub(crate) use columnar::{
    LeftColumn, READER, Why, allow_readers, assemble_messages, serve_reader,
};
pub(crate) use look::{Look, look};
pub(crate) use misfit::find_misfit;
pub(crate) use places::{TextFile, read_lines};
pub(super) use record::Written;
pub(crate) use record::can_be_read_once;
pub(crate) use rewrite::{NewCell, Obstacle};
pub(crate) use row_file::{RowFile, read_row_contents};
pub(crate) use row_state::{HashedPart, NewRow, RowState};

/// What one file holds: columns of equal length, in the file's order.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) names: Vec<String>,
    pub(super) cells: Vec<Cells>,
    pub(super) rows: usize,
    /// The line on which each row begins, where rows begin on lines of their own.
    pub(super) lines: Option<Vec<u64>>,
}

/// A table, and where its rows are written.
#[derive(Debug)]
pub(super) struct ReadTable {
    pub(super) table: Table,
    pub(super) written: Written,
    /// What was decided about how the file is written.
    pub(super) decisions: Vec<Decision>,
    /// Columns that aren't in the table though they are in the file.
    pub(super) left: Vec<LeftColumn>,
}

/// Reads the whole of `path`, one of the files of `source`. The format is the one that the user says, else
/// that of the file's name; a name that says none leaves it to the first bytes.
///
/// # Errors
/// Whatever is wrong with the file: see [`ReadError`].
pub(super) fn read(path: &Path, source: &Source) -> Result<ReadTable, ReadError> {
    let bounds = source.bounds;
    let (bytes, format, packing) = open_data(path, source.format, bounds)?;
    let mut left = Vec::new();
    let written = Written::of(path, format, packing, &bytes);
    let (mut table, decisions, encoding) = match format {
        Format::Parquet | Format::Arrow => {
            let wanted = Wanted {
                leave: [&source.roles.exclude[..], &source.lists.exclude].concat(),
                keep: source.needed(),
            };
            let (mut table, columns) =
                columnar::read(path, (bytes, packing), format, wanted, bounds)?;
            let decisions = class_names::write_class_names(path, &mut table)?;
            left = columns;
            (table, decisions, Encoding::Utf8)
        }
        _ => read_text(path, bytes, format, source, bounds)?,
    };
    unfold::unfold(&mut table, &source.mentions());
    overrule::overrule(&mut table, &source.dialect.na);
    if table.rows == 0 {
        return Err(ReadError::NoRows {
            path: shown(path),
            empty_list: table.names.is_empty(),
            has_header: decisions.iter().any(|known| known.about == "header"),
        });
    }
    if table.names.len() > bounds.columns() {
        return Err(bounds.too_wide(path, table.names.len()));
    }
    if table.rows > bounds.rows() {
        return Err(bounds.too_long(path));
    }
    bounds.hold_cells(path, &table)?;
    if table.names.is_empty() {
        return Err(ReadError::NoColumns { path: shown(path) });
    }
    Ok(ReadTable {
        table,
        written: written.with_encoding(encoding),
        decisions,
        left,
    })
}

/// The table of a text file, and what was decided about it.
fn read_text(
    path: &Path,
    bytes: Vec<u8>,
    format: Format,
    source: &Source,
    bounds: Bounds,
) -> Result<(Table, Vec<Decision>, Encoding), ReadError> {
    let decoded = decode::decode(path, bytes, source.encoding)?;
    let mut decisions = vec![decoded.decision];
    let (table, decided) = match format {
        Format::Delimited(hint) => {
            let said = (&source.dialect, source.header);
            delimited::read(path, &decoded.text, hint, said, bounds)?
        }
        Format::JsonLines => json::lines(path, &decoded.text, bounds)?,
        _ => json::document(path, &decoded.text, bounds)?,
    };
    decisions.extend(decided);
    Ok((table, decisions, decoded.encoding))
}

/// The unpacked bytes of `path`, and how they are written and were packed.
fn open_data(
    path: &Path,
    said: Option<FileFormat>,
    bounds: Bounds,
) -> Result<(Vec<u8>, Format, Packing), ReadError> {
    let (named, named_packing) = Format::of(path);
    let bytes = open::read_packed(path, bounds)?;
    let found = magic::packing(&bytes);
    let free = said.is_some() || named == Format::Delimited(None);
    let packing = match (found, named_packing) {
        (Some((packing, _)), _) if free => packing,
        (Some((_, how)), Packing::None) => {
            return Err(magic::describe_disguise(path, how, named));
        }
        (_, packing) => packing,
    };
    let bytes = open::unpack(path, bytes, packing, bounds)?;
    let (format, sure) = match said {
        Some(said) => (Format::from(said), true),
        None => (named, named != Format::Delimited(None)),
    };
    let format = match magic::format(&bytes) {
        Some((found, how)) if sure && found != Some(format) => {
            return Err(magic::describe_disguise(path, how, format));
        }
        Some((Some(found), _)) => found,
        Some((None, how)) => return Err(magic::describe_disguise(path, how, format)),
        None if sure => format,
        None => magic::of_text(&bytes),
    };
    Ok((bytes, format, packing))
}

/// The line (from 1) on which the byte at `offset` stands.
fn line_of(bytes: &[u8], offset: usize) -> u64 {
    1 + newlines(&bytes[..offset])
}

/// The lines (from 1) on which the bytes at `offsets` stand, which ascend; the text is passed once.
fn lines_of(bytes: &[u8], offsets: &[usize]) -> Vec<u64> {
    let (mut line, mut reached) = (1, 0);
    let mut lines = Vec::with_capacity(offsets.len());
    for &offset in offsets {
        line += newlines(&bytes[reached..offset]);
        reached = offset;
        lines.push(line);
    }
    lines
}

/// Lines as a message lists them: `line 3`, `lines 1, 2 and 8 more`.
fn listing(lines: &[u64]) -> String {
    const SHOWN: usize = 6;
    let numbers: Vec<String> = lines.iter().map(u64::to_string).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let word = if lines.len() == 1 { "line" } else { "lines" };
    format!("{word} {}", list_some(&numbers, SHOWN))
}

#[expect(
    clippy::naive_bytecount,
    reason = "each file is counted once: no place for one more crate"
)]
fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests;
