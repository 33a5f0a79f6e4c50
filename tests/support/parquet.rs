//! Tables of texts as Parquet.

use polars::prelude::{Column, DataFrame, ParquetWriter};

/// A Parquet file with these columns, each a name and its cells.
pub(crate) fn write_parquet<S: AsRef<str>>(columns: &[(&str, Vec<S>)]) -> Vec<u8> {
    let column = |(name, cells): &(&str, Vec<S>)| {
        let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
        Column::new((*name).into(), cells)
    };
    let columns = columns.iter().map(column).collect();
    let mut table = DataFrame::new_infer_height(columns).expect("columns of one height");
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .finish(&mut table)
        .expect("a vector can be written");
    bytes
}
