//! Schema: the form of a file of vectors: its two columns, and what its metadata says of the model.
//!
//! docs/vectors.md describes it for other programs. Columns beside these two are left alone.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema};
use parquet::file::metadata::KeyValue;

/// The number of this schema; it changes when files of the old one can't be read any more.
const NUMBER: &str = "1";
/// What was done to the vectors in a cache after the model made them: nothing.
pub(super) const TRANSFORM: &str = "none";
/// The key in a file's metadata that holds what was done.
pub(super) const TRANSFORM_KEY: &str = "trueline.transform";

/// The column with the 128-bit XXH3 of each row's text, its bytes in big-endian order.
pub(super) const ROW_HASH: &str = "row_hash";
/// The column with the vectors.
pub(super) const VECTOR: &str = "vector";
/// Bytes of a row hash.
pub(super) const HASH_BYTES: usize = 16;

/// The model that vectors come from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Model<'a> {
    /// What changes when a byte of the model changes.
    pub(super) fingerprint: &'a str,
    /// What people call it.
    pub(super) name: &'a str,
}

/// The key in a file's metadata that holds the model's name.
pub(super) const NAME: &str = "trueline.model";

impl Model<'_> {
    /// What the metadata of a file says whose vectors went through `transform`, key by key.
    pub(super) fn metadata(&self, transform: &str) -> Vec<KeyValue> {
        [
            ("trueline.schema", NUMBER),
            (NAME, self.name),
            ("trueline.fingerprint", self.fingerprint),
            (TRANSFORM_KEY, transform),
            ("trueline.version", env!("CARGO_PKG_VERSION")),
        ]
        .map(|(key, value)| KeyValue::new(key.to_owned(), value.to_owned()))
        .into()
    }

    /// Why a file with this metadata isn't one of this model's; `None` when it is.
    pub(super) fn mismatch(&self, metadata: Option<&Vec<KeyValue>>) -> Option<String> {
        [
            ("trueline.schema", NUMBER),
            ("trueline.fingerprint", self.fingerprint),
            (TRANSFORM_KEY, TRANSFORM),
        ]
        .into_iter()
        .find_map(|(key, expected)| match value(metadata, key) {
            Some(found) if found == expected => None,
            Some(found) => Some(format!("its {key} is {found}, not {expected}")),
            None => Some(format!("its metadata has no {key}")),
        })
    }
}

/// What the metadata holds under `key`.
pub(super) fn value<'m>(metadata: Option<&'m Vec<KeyValue>>, key: &str) -> Option<&'m str> {
    let entry = metadata?.iter().find(|entry| entry.key == key)?;
    entry.value.as_deref()
}

/// The columns of files with vectors of `dim` numbers.
pub(super) fn columns(dim: i32) -> Schema {
    Schema::new(vec![
        Field::new(
            ROW_HASH,
            DataType::FixedSizeBinary(HASH_BYTES as i32),
            false,
        ),
        Field::new(VECTOR, DataType::FixedSizeList(item(), dim), false),
    ])
}

/// The columns of a user's table of vectors of `dim` numbers: what is known of each row, and the two above.
pub(super) fn table_columns(dim: i32) -> Schema {
    let text = |name: &str, nullable| Field::new(name, DataType::Utf8, nullable);
    Schema::new(vec![
        text("key", false),
        text("file", false),
        Field::new("row", DataType::UInt64, false),
        text("label", true),
        text("split", true),
        text("domain", true),
        // Vectors that came with the data are of no text.
        Field::new(ROW_HASH, DataType::FixedSizeBinary(HASH_BYTES as i32), true),
        Field::new(VECTOR, DataType::FixedSizeList(item(), dim), false),
    ])
}

/// One number of a vector.
pub(super) fn item() -> Arc<Field> {
    Arc::new(Field::new("element", DataType::Float32, false))
}

/// The length of a vector in files with these columns.
///
/// # Errors
/// In words, which column is missing or of another type.
pub(super) fn dim(schema: &Schema) -> Result<usize, String> {
    match schema.field_with_name(ROW_HASH).map(Field::data_type) {
        Ok(DataType::FixedSizeBinary(16)) => {}
        Ok(_) => return Err(format!("its column {ROW_HASH} isn't binary of 16 bytes")),
        Err(_) => return Err(format!("it has no column {ROW_HASH}")),
    }
    match schema.field_with_name(VECTOR).map(Field::data_type) {
        Ok(DataType::FixedSizeList(item, dim))
            if *item.data_type() == DataType::Float32 && *dim > 0 =>
        {
            Ok(*dim as usize)
        }
        Ok(_) => Err(format!(
            "its column {VECTOR} isn't a list of 32-bit floats with a fixed size"
        )),
        Err(_) => Err(format!("it has no column {VECTOR}")),
    }
}
