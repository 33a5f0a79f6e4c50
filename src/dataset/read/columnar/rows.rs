//! Rows: a Parquet file from which rows can be taken, and whose texts can be others, everything else as it was.

mod copy;
mod properties;

use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::StructArray;
use parquet::basic::{ConvertedType, LogicalType, Type};
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnDescriptor;

use super::super::super::format::Packing;
use super::super::open;
use super::super::rewrite::{NewCell, Obstacle};
use super::super::row_state::{NewTexts, RowState};
use super::decode::guard;
use super::message::{Fault, Layout};
use super::parquet_file::ParquetFile;
use super::source::{Source, Trouble};
use super::value::object;
use super::{describe_damage, lay_down};
use crate::error::ReadError;
use copy::copy_column;
use properties::write_properties;

/// Rows that are read at once.
const BATCH: usize = 4_096;

/// A Parquet file.
#[derive(Debug)]
pub(crate) struct ParquetRows {
    path: PathBuf,
    file: File,
    packing: Packing,
    metadata: Arc<ParquetMetaData>,
    /// The texts of columns that were looked at; nothing where a cell is missing, or is no text.
    texts: HashMap<usize, Vec<Option<String>>>,
}

impl ParquetRows {
    /// The file at `path`, whose unpacked bytes these are.
    ///
    /// # Errors
    /// A file that can't be read.
    pub(in crate::dataset::read) fn open(
        path: &Path,
        bytes: &[u8],
        packing: Packing,
    ) -> Result<Self, ReadError> {
        let fail = |trouble| describe(path, trouble);
        let file = match packing {
            Packing::None => File::open(path),
            _ => lay_down(bytes),
        };
        let file = file.map_err(|cause| fail(Trouble::from(cause)))?;
        let metadata = guard(|| Ok(reader(&file)?.metadata().clone())).map_err(fail)?;
        Ok(Self {
            path: path.to_owned(),
            file,
            packing,
            metadata: Arc::new(metadata),
            texts: HashMap::new(),
        })
    }

    /// How many rows it has.
    pub(in crate::dataset::read) fn count(&self) -> usize {
        let groups = self.metadata.row_groups().iter();
        groups.map(|group| group.num_rows() as usize).sum()
    }

    /// The texts that are to stand in `row` beside those in `now`, with that of `cell`.
    ///
    /// # Errors
    /// Why the cell stays as it is.
    pub(in crate::dataset::read) fn rewrite(
        &mut self,
        row: usize,
        now: &NewTexts,
        cell: &NewCell,
    ) -> Result<NewTexts, Obstacle> {
        let leaf = self.find_leaf(cell.column)?;
        let held = match now.get(&leaf) {
            Some(text) => text.clone(),
            None => self.read_text(leaf, row).ok_or(Obstacle::Elsewhere)?,
        };
        let core = held.trim();
        if core != cell.old.trim() {
            return Err(Obstacle::Elsewhere);
        }
        let margin = held.len() - held.trim_start().len();
        let (before, after) = (&held[..margin], &held[margin + core.len()..]);
        let new = format!("{before}{}{after}", cell.new);
        if new == held {
            return Err(Obstacle::Same);
        }
        let mut texts = now.clone();
        texts.insert(leaf, new);
        Ok(texts)
    }

    /// The name of a column as the file counts them.
    pub(in crate::dataset::read) fn column(&self, leaf: usize) -> String {
        leaf_name(&self.descriptor(leaf))
    }

    /// The text of a row in this column; nothing where it is missing.
    pub(in crate::dataset::read) fn read_text(
        &mut self,
        leaf: usize,
        row: usize,
    ) -> Option<String> {
        if !self.texts.contains_key(&leaf) {
            let texts = guard(|| self.read_texts(leaf)).unwrap_or_default();
            self.texts.insert(leaf, texts);
        }
        self.texts.get(&leaf)?.get(row)?.clone()
    }

    /// Each of `rows`, which ascend, as one JSON object of its cells.
    ///
    /// # Errors
    /// What can't be read.
    pub(in crate::dataset::read) fn contents(
        &self,
        rows: &[usize],
    ) -> Result<Vec<Vec<u8>>, ReadError> {
        guard(|| self.read_contents(rows)).map_err(|trouble| describe(&self.path, trouble))
    }

    /// The bytes of the file with what became of each row, packed as it was.
    ///
    /// # Errors
    /// What can't be read, or packed.
    pub(in crate::dataset::read) fn render(
        &self,
        states: &[RowState],
    ) -> Result<Vec<u8>, ReadError> {
        let fail = |trouble| describe(&self.path, trouble);
        let bytes = guard(|| self.write(states)).map_err(fail)?;
        let packed = open::pack(&bytes, self.packing);
        packed.map_err(|cause| fail(Trouble::from(cause)))
    }

    fn descriptor(&self, leaf: usize) -> Arc<ColumnDescriptor> {
        self.metadata.file_metadata().schema_descr().column(leaf)
    }

    /// The column of texts of this name; a part of a column of structs is named by its path.
    fn find_leaf(&self, name: &str) -> Result<usize, Obstacle> {
        let schema = self.metadata.file_metadata().schema_descr();
        let columns = schema.columns().iter();
        let Some(leaf) = columns.clone().position(|column| leaf_name(column) == name) else {
            let mut roots = columns.map(|column| column.path().parts()[0].trim());
            return Err(if roots.any(|root| root == name) {
                Obstacle::Nested
            } else {
                Obstacle::Elsewhere
            });
        };
        let column = schema.column(leaf);
        if column.max_rep_level() > 0 {
            return Err(Obstacle::Nested);
        }
        if !holds_text(&column) {
            return Err(Obstacle::Typed);
        }
        Ok(leaf)
    }

    fn read_texts(&self, leaf: usize) -> Result<Vec<Option<String>>, Trouble> {
        let reader = reader(&self.file)?;
        let most = self.descriptor(leaf).max_def_level();
        let mut texts = Vec::with_capacity(self.count());
        for group in 0..reader.num_row_groups() {
            let group = reader.get_row_group(group)?;
            let mut column =
                get_typed_column_reader::<ByteArrayType>(group.get_column_reader(leaf)?);
            loop {
                let (mut levels, mut values) = (Vec::new(), Vec::<ByteArray>::new());
                let (rows, ..) =
                    column.read_records(BATCH, Some(&mut levels), None, &mut values)?;
                if rows == 0 {
                    break;
                }
                let mut values = values.into_iter();
                for row in 0..rows {
                    let is_there = most == 0 || levels.get(row) == Some(&most);
                    let value = if is_there { values.next() } else { None };
                    let text = value.and_then(|value| String::from_utf8(value.data().into()).ok());
                    texts.push(text);
                }
            }
        }
        Ok(texts)
    }

    fn read_contents(&self, rows: &[usize]) -> Result<Vec<Vec<u8>>, Trouble> {
        let mut contents = Vec::with_capacity(rows.len());
        if rows.is_empty() {
            return Ok(contents);
        }
        let file = ParquetFile::open(self.file.try_clone()?)?;
        let columns: Vec<usize> = (0..file.fields().len()).collect();
        let mut wanted = rows.iter().copied().peekable();
        let mut reached = 0;
        for batch in file.batches(&columns)? {
            let batch = StructArray::from(batch?);
            let end = reached + arrow_array::Array::len(&batch);
            while let Some(row) = wanted.next_if(|row| *row < end) {
                let row = object(&batch, row - reached);
                contents.push(row_bytes(&row));
            }
            reached = end;
        }
        Ok(contents)
    }

    fn write(&self, states: &[RowState]) -> Result<Vec<u8>, Trouble> {
        let reader = reader(&self.file)?;
        let file = self.metadata.file_metadata();
        let schema = file.schema_descr().root_schema_ptr();
        let properties = Arc::new(write_properties(&self.metadata, states));
        let mut bytes = Vec::new();
        let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties)?;
        let mut reached = 0;
        for nth in 0..reader.num_row_groups() {
            let rows = self.metadata.row_group(nth).num_rows() as usize;
            let states = states.get(reached..reached + rows).unwrap_or_default();
            reached += rows;
            if states.iter().all(|state| *state == RowState::Dropped) {
                continue;
            }
            let group = reader.get_row_group(nth)?;
            let mut new = writer.next_row_group()?;
            let mut leaf = 0;
            while let Some(mut column) = new.next_column()? {
                let descriptor = self.descriptor(leaf);
                let from = group.get_column_reader(leaf)?;
                copy_column(from, column.untyped(), (leaf, &descriptor), states)?;
                column.close()?;
                leaf += 1;
            }
            new.close()?;
        }
        writer.close()?;
        Ok(bytes)
    }
}

fn reader(file: &File) -> Result<SerializedFileReader<File>, Trouble> {
    Ok(SerializedFileReader::new(file.try_clone()?)?)
}

fn describe(path: &Path, trouble: Trouble) -> ReadError {
    describe_damage(path, Layout::Parquet, Fault::new(None, trouble.cause))
}

fn row_bytes(row: &serde_json::Value) -> Vec<u8> {
    row.to_string().into_bytes()
}

/// `row.text`, as names of columns are read.
fn leaf_name(column: &ColumnDescriptor) -> String {
    column.path().parts().join(".").trim().to_owned()
}

/// Whether any text may stand in this column.
fn holds_text(column: &ColumnDescriptor) -> bool {
    let is_plain = matches!(
        column.logical_type_ref(),
        None | Some(LogicalType::String | LogicalType::Enum)
    );
    let converted = column.converted_type();
    let is_text = matches!(
        converted,
        ConvertedType::NONE | ConvertedType::UTF8 | ConvertedType::ENUM
    );
    column.physical_type() == Type::BYTE_ARRAY && is_plain && is_text
}
