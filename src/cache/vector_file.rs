//! Vector file: vectors of one model in one Parquet file, the hashes of their texts beside them.
//!
//! Files that trueline writes are named after the hash of what they hold, so that damage is found when
//! they are read. Other programs' files have other names; they are checked by what Parquet checks.

use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Float32Type;
use arrow_array::{Array, FixedSizeBinaryArray, FixedSizeListArray, Float32Array, RecordBatch};
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::arrow::{ArrowWriter, ProjectionMask};
use parquet::basic::Compression;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use xxhash_rust::xxh3::Xxh3;

use super::file;
use super::schema::{self, HASH_BYTES, Model, ROW_HASH, VECTOR};

/// Vectors of a full file: a few megabytes, so that one is read quickly and a cache has hundreds.
pub(super) const FULL: usize = 4096;

/// Most bytes of a page: a column of a full file is one page up to a thousand numbers a vector.
const PAGE: usize = 1 << 24;

/// The end of a file's name.
pub(super) const END: &str = "parquet";

/// A file whose columns are those of vectors of one model.
pub(super) struct VectorFile {
    input: File,
    metadata: ArrowReaderMetadata,
    dim: usize,
    /// The hash of what it holds, when trueline wrote it.
    hash: Option<u128>,
}

impl VectorFile {
    /// Reads what the file says of itself, which must fit `model`.
    pub(super) fn open(path: &Path, model: Model) -> io::Result<Self> {
        let (input, metadata) = load(path)?;
        let said = metadata.metadata().file_metadata().key_value_metadata();
        if let Some(mismatch) = model.mismatch(said) {
            return Err(invalid(mismatch));
        }
        let dim = schema::dim(metadata.schema()).map_err(invalid)?;
        Ok(Self {
            input,
            metadata,
            dim,
            hash: own_hash(path),
        })
    }

    /// The length of a vector.
    pub(super) fn dim(&self) -> usize {
        self.dim
    }

    /// How many rows it says that it has.
    pub(super) fn rows(&self) -> usize {
        self.metadata.metadata().file_metadata().num_rows() as usize
    }

    /// Whether it has other columns beside those of the vectors.
    pub(super) fn has_more_columns(&self) -> bool {
        self.metadata.schema().fields().len() > 2
    }

    /// The key of each row's text.
    pub(super) fn keys(&self) -> io::Result<Vec<Option<u128>>> {
        let mut keys = Vec::new();
        self.read(&[ROW_HASH], |batch| {
            let hashes = column(batch, ROW_HASH)?.as_fixed_size_binary_opt();
            let hashes = hashes.ok_or_else(|| invalid("its row hashes can't be read"))?;
            keys.extend(hashes.iter().map(|hash| key(hash?)));
            Ok(())
        })?;
        Ok(keys)
    }

    /// Hands each vector to `take` with its row's number; rows without a vector are left out. What was
    /// taken counts only when all is well in the end. `keys` are those that the file gave.
    pub(super) fn take_vectors(
        &self,
        keys: &[Option<u128>],
        mut take: impl FnMut(usize, &[f32]),
    ) -> io::Result<()> {
        let mut hash = Xxh3::new();
        for key in keys {
            hash.update(&key.unwrap_or_default().to_be_bytes());
        }
        let mut row = 0;
        self.read(&[VECTOR], |batch| {
            let lists = column(batch, VECTOR)?.as_fixed_size_list_opt();
            let lists = lists.filter(|lists| lists.value_length() as usize == self.dim);
            let lists = lists.ok_or_else(|| invalid("its vectors can't be read"))?;
            for nth in 0..batch.num_rows() {
                if let Some(vector) = vector(lists, nth)? {
                    update(&mut hash, vector);
                    if row < keys.len() {
                        take(row, vector);
                    }
                }
                row += 1;
            }
            Ok(())
        })?;
        if row != keys.len() {
            return Err(invalid("its columns differ in length"));
        }
        if self
            .hash
            .is_some_and(|expected| expected != hash.digest128())
        {
            return Err(invalid("what it holds has changed since it was written"));
        }
        Ok(())
    }

    /// Hands some columns to `take`, a few thousand rows at a time.
    fn read(
        &self,
        columns: &[&str],
        mut take: impl FnMut(&RecordBatch) -> io::Result<()>,
    ) -> io::Result<()> {
        let input = self.input.try_clone()?;
        guard(|| {
            let names = columns.iter().copied();
            let mask = ProjectionMask::columns(self.metadata.parquet_schema(), names);
            let batches =
                ParquetRecordBatchReaderBuilder::new_with_metadata(input, self.metadata.clone())
                    .with_projection(mask)
                    .with_batch_size(FULL)
                    .build()
                    .map_err(io_error)?;
            for batch in batches {
                take(&batch.map_err(invalid)?)?;
            }
            Ok(())
        })
    }

    /// Writes at most [`FULL`] vectors into `folder`, under the hash of what the file holds.
    pub(super) fn write(
        folder: &Path,
        model: Model,
        keys: &[u128],
        values: &[f32],
    ) -> io::Result<PathBuf> {
        let hashes: Vec<u8> = keys.iter().flat_map(|key| key.to_be_bytes()).collect();
        let mut hash = Xxh3::new();
        hash.update(&hashes);
        update(&mut hash, values);
        let path = folder.join(format!("{:032x}.{END}", hash.digest128()));
        let bytes = encode(model, hashes, values, values.len() / keys.len())?;
        file::write_bytes(&path, &bytes)?;
        Ok(path)
    }
}

/// How many rows the file at `path` has, and what it calls its model.
pub(super) fn describe(path: &Path) -> io::Result<(usize, Option<String>)> {
    let (_, metadata) = load(path)?;
    let file = metadata.metadata().file_metadata();
    let name = schema::value(file.key_value_metadata(), schema::NAME);
    Ok((file.num_rows().max(0) as usize, name.map(str::to_owned)))
}

/// The hash in the name of a file that trueline wrote; `None` for one of another program.
pub(super) fn own_hash(path: &Path) -> Option<u128> {
    let stem = path.file_stem()?.to_str()?;
    let hash = u128::from_str_radix(stem, 16).ok()?;
    (format!("{hash:032x}") == stem).then_some(hash)
}

pub(super) fn load(path: &Path) -> io::Result<(File, ArrowReaderMetadata)> {
    let input = File::open(path)?;
    guard(|| {
        let metadata =
            ArrowReaderMetadata::load(&input, ArrowReaderOptions::new()).map_err(io_error)?;
        Ok((input, metadata))
    })
}

fn column<'b>(batch: &'b RecordBatch, name: &str) -> io::Result<&'b arrow_array::ArrayRef> {
    let found = batch.column_by_name(name);
    found.ok_or_else(|| invalid(format!("it has no column {name}")))
}

fn key(hash: &[u8]) -> Option<u128> {
    Some(u128::from_be_bytes(hash.try_into().ok()?))
}

/// The vector in row `nth`; `None` where there is none.
fn vector(lists: &FixedSizeListArray, nth: usize) -> io::Result<Option<&[f32]>> {
    if lists.is_null(nth) {
        return Ok(None);
    }
    let values = lists.values().as_primitive_opt::<Float32Type>();
    let values = values.ok_or_else(|| invalid("its vectors can't be read"))?;
    let from = lists.value_offset_at(nth);
    let to = from + lists.value_length() as usize;
    if values.null_count() > 0 && (from..to).any(|at| values.is_null(at)) {
        return Err(invalid("a vector lacks a number"));
    }
    Ok(Some(&values.values()[from..to]))
}

fn update(hash: &mut Xxh3, values: &[f32]) {
    let mut bytes = [0; 4096];
    for chunk in values.chunks(bytes.len() / 4) {
        for (place, value) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(chunk) {
            *place = value.to_le_bytes();
        }
        hash.update(&bytes[..4 * chunk.len()]);
    }
}

/// Vectors are random digits: neither a dictionary nor compression makes them shorter.
fn encode(model: Model, hashes: Vec<u8>, values: &[f32], dim: usize) -> io::Result<Vec<u8>> {
    let dim = i32::try_from(dim).map_err(invalid)?;
    let schema = Arc::new(schema::columns(dim));
    let hashes = FixedSizeBinaryArray::try_new(HASH_BYTES as i32, hashes.into(), None);
    let values = Arc::new(Float32Array::from(values.to_vec()));
    let vectors = FixedSizeListArray::try_new(schema::item(), dim, values, None);
    let columns: Vec<arrow_array::ArrayRef> = vec![
        Arc::new(hashes.map_err(invalid)?),
        Arc::new(vectors.map_err(invalid)?),
    ];
    let batch = RecordBatch::try_new(schema.clone(), columns).map_err(invalid)?;
    let properties = WriterProperties::builder()
        .set_created_by(format!("trueline {}", env!("CARGO_PKG_VERSION")))
        .set_compression(Compression::UNCOMPRESSED)
        .set_dictionary_enabled(false)
        .set_data_page_size_limit(PAGE)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_key_value_metadata(Some(model.metadata(schema::TRANSFORM)))
        .build();
    let mut writer =
        ArrowWriter::try_new(Vec::new(), schema, Some(properties)).map_err(io_error)?;
    writer.write(&batch).map_err(io_error)?;
    writer.into_inner().map_err(io_error)
}

/// Turns a panic of the Parquet reader into an error: a damaged file must not end the run.
fn guard<T>(work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(invalid("the Parquet reader gave up on it")))
}

pub(super) fn invalid(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, cause)
}

pub(super) fn io_error(error: parquet::errors::ParquetError) -> io::Error {
    match error {
        parquet::errors::ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(cause) => *cause,
            Err(cause) => invalid(cause),
        },
        other => invalid(other),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const MODEL: Model = Model {
        fingerprint: "m:1",
        name: "m",
    };

    type Content = (Vec<Option<u128>>, Vec<f32>);

    fn read(path: &Path) -> io::Result<Content> {
        let file = VectorFile::open(path, MODEL)?;
        let keys = file.keys()?;
        let mut values = Vec::new();
        file.take_vectors(&keys, |_, vector| values.extend_from_slice(vector))?;
        Ok((keys, values))
    }

    fn write(folder: &Path) -> (PathBuf, Content) {
        let keys = [u128::MAX, 7, 1 << 100];
        let values = [1.5, -0.0, f32::MIN_POSITIVE, f32::MAX, 0.1, 3e-9];
        let path = VectorFile::write(folder, MODEL, &keys, &values).expect("written");
        (path, (keys.map(Some).to_vec(), values.to_vec()))
    }

    #[test]
    fn vectors_come_back_bit_for_bit() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, content) = write(folder.path());
        assert_eq!(read(&path).expect("whole"), content);
        let described = describe(&path).expect("whole");
        assert_eq!(described, (3, Some("m".to_owned())));
    }

    #[test]
    fn no_flipped_bit_and_no_cut_changes_a_vector() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, content) = write(folder.path());
        let whole = fs::read(&path).expect("readable");
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).expect("written");
            assert!(read(&path).is_err(), "cut after {length} bytes");
        }
        let mut found = 0;
        for bit in 0..whole.len() * 8 {
            let mut damaged = whole.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            fs::write(&path, &damaged).expect("written");
            match read(&path) {
                // A bit that means nothing to us may flip: the name of the model, for one.
                Ok(read) => assert_eq!(read, content, "bit {bit}"),
                Err(_) => found += 1,
            }
        }
        assert!(found > 100 * 8, "{found} flips were found");
    }

    #[test]
    fn a_file_of_another_model_or_form_is_told_by_what_differs() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, _) = write(folder.path());
        let other = Model {
            fingerprint: "m:2",
            name: "m",
        };
        let told = VectorFile::open(&path, other).map(|_| ()).unwrap_err();
        assert_eq!(told.to_string(), "its trueline.fingerprint is m:1, not m:2");
    }

    #[test]
    fn only_names_that_trueline_gives_are_hashes() {
        for (name, own) in [
            ("0000000000000000000000000000002a.parquet", Some(42)),
            ("2a.parquet", None),
            ("0000000000000000000000000000002A.parquet", None),
            ("+000000000000000000000000000002a.parquet", None),
            ("filled.parquet", None),
        ] {
            assert_eq!(own_hash(Path::new(name)), own, "{name}");
        }
    }
}
