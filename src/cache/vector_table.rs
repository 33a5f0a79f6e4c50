//! Vector table: the vectors of a dataset's rows in a file of the user's, in the schema of the cache's own files with
//! what is known of each row beside them.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use arrow_array::{
    ArrayRef, FixedSizeBinaryArray, FixedSizeListArray, Float32Array, RecordBatch, StringArray,
    UInt64Array,
};
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

use super::schema::{self, HASH_BYTES, Model, VECTOR};
use super::vector_file::{invalid, io_error, load};

/// Rows of a row group: what the writer holds in memory.
const GROUP: usize = 16_384;

/// Columns in which few values stand in many rows.
const REPEATED: [&str; 4] = ["file", "label", "split", "domain"];

/// What a table says of one row beside its vector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableRow<'a> {
    /// What the user knows it by.
    pub(crate) key: String,
    /// Its file as the user wrote it.
    pub(crate) file: String,
    /// Its place among the rows of that file, from 1.
    pub(crate) row: u64,
    /// Its class.
    pub(crate) label: Option<&'a str>,
    /// Which rows it is trained or tested with.
    pub(crate) split: Option<&'static str>,
    /// Its domain.
    pub(crate) domain: Option<&'a str>,
    /// The hash of the text that its vector was made of.
    pub(crate) row_hash: Option<u128>,
}

/// A table that is being written.
pub(crate) struct VectorTable<W: Write + Send> {
    writer: ArrowWriter<W>,
    schema: SchemaRef,
    dim: i32,
}

impl<W: Write + Send> VectorTable<W> {
    /// A table without rows yet, of vectors of `dim` numbers that the model made which people call `name`, and that
    /// went through `transform` since.
    ///
    /// # Errors
    /// When it can't be written.
    pub(crate) fn new(
        output: W,
        (fingerprint, name): (&str, &str),
        transform: &str,
        dim: usize,
    ) -> io::Result<Self> {
        let dim = i32::try_from(dim).map_err(invalid)?;
        let schema = Arc::new(schema::table_columns(dim));
        let model = Model { fingerprint, name };
        let mut properties = WriterProperties::builder()
            .set_created_by(format!("trueline {}", env!("CARGO_PKG_VERSION")))
            .set_compression(Compression::SNAPPY)
            // The digits of vectors and hashes are random: nothing makes them shorter.
            .set_column_compression(path_of_vectors(), Compression::UNCOMPRESSED)
            .set_dictionary_enabled(false)
            .set_statistics_enabled(EnabledStatistics::None)
            .set_max_row_group_row_count(Some(GROUP))
            .set_key_value_metadata(Some(model.metadata(transform)));
        for column in REPEATED {
            properties = properties.set_column_dictionary_enabled(column.into(), true);
        }
        let writer = ArrowWriter::try_new(output, schema.clone(), Some(properties.build()));
        Ok(Self {
            writer: writer.map_err(io_error)?,
            schema,
            dim,
        })
    }

    /// Adds `rows` and their vectors, one after the other.
    ///
    /// # Errors
    /// When they can't be written.
    pub(crate) fn add(&mut self, rows: &[TableRow], vectors: Vec<f32>) -> io::Result<()> {
        let texts = |text: &dyn Fn(&TableRow) -> Option<String>| -> ArrayRef {
            Arc::new(rows.iter().map(text).collect::<StringArray>())
        };
        let hashes = rows.iter().map(|row| row.row_hash.map(u128::to_be_bytes));
        let hashes =
            FixedSizeBinaryArray::try_from_sparse_iter_with_size(hashes, HASH_BYTES as i32);
        let vectors = Arc::new(Float32Array::from(vectors));
        let vectors = FixedSizeListArray::try_new(schema::item(), self.dim, vectors, None);
        let columns: Vec<ArrayRef> = vec![
            texts(&|row| Some(row.key.clone())),
            texts(&|row| Some(row.file.clone())),
            Arc::new(UInt64Array::from_iter_values(
                rows.iter().map(|row| row.row),
            )),
            texts(&|row| row.label.map(str::to_owned)),
            texts(&|row| row.split.map(str::to_owned)),
            texts(&|row| row.domain.map(str::to_owned)),
            Arc::new(hashes.map_err(invalid)?),
            Arc::new(vectors.map_err(invalid)?),
        ];
        let batch = RecordBatch::try_new(self.schema.clone(), columns).map_err(invalid)?;
        self.writer.write(&batch).map_err(io_error)
    }

    /// Writes what ends the file.
    ///
    /// # Errors
    /// When it can't be written.
    pub(crate) fn finish(self) -> io::Result<()> {
        self.writer.close().map(drop).map_err(io_error)
    }
}

/// The column that holds the numbers of the vectors, inside of its lists.
fn path_of_vectors() -> ColumnPath {
    ColumnPath::from(vec![
        VECTOR.to_owned(),
        "list".to_owned(),
        "element".to_owned(),
    ])
}

/// Whether trueline wrote the file at `path` as vectors, so that writing it anew loses nothing else.
pub(crate) fn is_vector_table(path: &Path) -> bool {
    load(path).is_ok_and(|(_, metadata)| {
        let file = metadata.metadata().file_metadata();
        schema::value(file.key_value_metadata(), schema::TRANSFORM_KEY).is_some()
    })
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::super::vector_file::VectorFile;
    use super::*;

    fn row(row: u64, row_hash: Option<u128>) -> TableRow<'static> {
        TableRow {
            key: row.to_string(),
            file: "a.csv".to_owned(),
            row,
            label: (row > 1).then_some("yes"),
            split: Some("train"),
            domain: None,
            row_hash,
        }
    }

    #[test]
    fn vectors_as_the_model_made_them_are_a_file_of_the_cache() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("vectors.parquet");
        assert!(!is_vector_table(&path));
        let file = File::create(&path).expect("written");
        let mut table = VectorTable::new(file, ("m:1", "m"), "none", 2).expect("written");
        let rows = [row(1, Some(7)), row(2, None)];
        table.add(&rows, vec![1.0, 2.0, 3.0, 4.0]).expect("written");
        table.finish().expect("written");
        assert!(is_vector_table(&path));
        let model = Model {
            fingerprint: "m:1",
            name: "m",
        };
        let file = VectorFile::open(&path, model).expect("of this model");
        let keys = file.keys().expect("read");
        assert_eq!(keys, [Some(7), None]);
        let mut vectors = Vec::new();
        file.take_vectors(&keys, |_, vector| vectors.push(vector.to_vec()))
            .expect("read");
        assert_eq!(vectors, [[1.0, 2.0], [3.0, 4.0]]);
    }

    #[test]
    fn vectors_that_went_through_something_are_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("vectors.parquet");
        let file = File::create(&path).expect("written");
        let table = VectorTable::new(file, ("m:1", "m"), "unit", 2).expect("written");
        table.finish().expect("written");
        let model = Model {
            fingerprint: "m:1",
            name: "m",
        };
        let refused = VectorFile::open(&path, model).map(drop).expect_err("unit");
        assert_eq!(
            refused.to_string(),
            "its trueline.transform is unit, not none"
        );
    }
}
