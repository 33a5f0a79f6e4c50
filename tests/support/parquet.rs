//! Tables of texts as Parquet.

use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use arrow_array::{ArrayRef, RecordBatch, StringArray};

/// A Parquet file with these columns, each a name and its cells.
pub(crate) fn write_parquet<S: AsRef<str>>(columns: &[(&str, Vec<S>)]) -> Vec<u8> {
    let columns = columns.iter().map(|(name, cells)| {
        let cells: ArrayRef = Arc::new(StringArray::from_iter_values(cells));
        (*name, cells)
    });
    let table = RecordBatch::try_from_iter(columns).expect("columns of one height");
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, table.schema(), None).expect("a vector");
    writer.write(&table).expect("a vector can be written");
    writer.close().expect("a vector can be written");
    bytes
}
