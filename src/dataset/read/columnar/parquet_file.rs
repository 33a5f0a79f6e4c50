//! Parquet: its columns a few at a time, after what its footer claims is held against the file's length.

use std::fs::File;

use arrow_schema::Fields;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::file::metadata::ParquetMetaData;

use super::source::{Batches, Source, Trouble};

/// Rows of one batch, and the bytes that they should take in about.
const ROWS: usize = 8_192;
const BYTES: u64 = 8 << 20;
/// Passes over the footer's columns; each pass looks at all of them.
const PASSES: usize = 256;

/// A Parquet file.
pub(super) struct ParquetFile {
    file: File,
    metadata: ArrowReaderMetadata,
}

impl ParquetFile {
    /// Reads the footer of `file`.
    pub(super) fn open(file: File) -> Result<Self, Trouble> {
        let length = file.metadata()?.len();
        let load = |options| ArrowReaderMetadata::load(&file, options);
        // Types that another library wrote down may not fit what lies in the file.
        let metadata = load(ArrowReaderOptions::new()).or_else(|first| {
            load(ArrowReaderOptions::new().with_skip_arrow_metadata(true)).map_err(|_| first)
        })?;
        check_claims(metadata.metadata(), length)?;
        Ok(Self { file, metadata })
    }

    /// Rows of a batch of these columns.
    fn batch_rows(&self, mask: &ProjectionMask) -> usize {
        let (mut rows, mut bytes) = (0, 0);
        for group in self.metadata.metadata().row_groups() {
            rows += group.num_rows() as u64;
            for (at, column) in group.columns().iter().enumerate() {
                if mask.leaf_included(at) {
                    bytes += column.uncompressed_size() as u64;
                }
            }
        }
        let each = (bytes / rows.max(1)).max(1);
        ((BYTES / each) as usize).clamp(16, ROWS)
    }
}

impl Source for ParquetFile {
    fn fields(&self) -> &Fields {
        self.metadata.schema().fields()
    }

    fn groups(&self, columns: &[usize]) -> Vec<Vec<usize>> {
        let together = columns.len().div_ceil(PASSES).max(1);
        columns.chunks(together).map(<[usize]>::to_vec).collect()
    }

    fn batches(&self, columns: &[usize]) -> Result<Batches, Trouble> {
        let mask = ProjectionMask::roots(self.metadata.parquet_schema(), columns.iter().copied());
        let rows = self.batch_rows(&mask);
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(
            self.file.try_clone()?,
            self.metadata.clone(),
        );
        let batches = reader.with_projection(mask).with_batch_size(rows).build()?;
        Ok(Box::new(batches.map(|batch| batch.map_err(Trouble::from))))
    }
}

/// Whether counts are counts, and every column lies inside of the file.
fn check_claims(metadata: &ParquetMetaData, length: u64) -> Result<(), Trouble> {
    let mut rows = 0_i64;
    for group in metadata.row_groups() {
        let sum = rows.checked_add(group.num_rows());
        rows = match sum {
            Some(sum) if group.num_rows() >= 0 => sum,
            _ => return Err(Trouble::new("it claims an impossible number of rows")),
        };
        for column in group.columns() {
            let start = column
                .dictionary_page_offset()
                .unwrap_or_else(|| column.data_page_offset());
            let end = u64::try_from(start)
                .ok()
                .zip(u64::try_from(column.compressed_size()).ok())
                .and_then(|(start, size)| start.checked_add(size));
            if end.is_none_or(|end| end > length) || column.uncompressed_size() < 0 {
                return Err(Trouble::new(format!(
                    "the column `{}` would lie outside of the file",
                    column.column_path().string()
                )));
            }
        }
    }
    Ok(())
}
