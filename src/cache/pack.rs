//! Pack: some thousand vectors of one model in one file, the keys of their texts before them.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_128;

use super::file;

/// Vectors of a full pack: a few megabytes, so that one is read quickly and a cache has hundreds.
pub(super) const FULL: usize = 4096;

/// Most bytes that vectors may take: a longer frame is no pack of ours.
const MOST: usize = FULL * 65_536 * 4;

/// The end of a pack's name.
pub(super) const END: &str = "pack";

/// A pack whose keys are read, and whose vectors may be.
pub(super) struct Pack {
    /// The keys of the texts, in the order of their vectors; never none.
    pub(super) keys: Vec<u128>,
    rest: BufReader<File>,
}

impl Pack {
    /// Reads the keys.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut rest = BufReader::new(File::open(path)?);
        let bytes = file::frame(&mut rest, FULL * 16)?;
        let (keys, left) = bytes.as_chunks::<16>();
        if keys.is_empty() || !left.is_empty() {
            return Err(io::Error::from(io::ErrorKind::InvalidData));
        }
        Ok(Self {
            keys: keys.iter().map(|key| u128::from_le_bytes(*key)).collect(),
            rest,
        })
    }

    /// Reads the vectors, row-major and equally long.
    pub(super) fn values(mut self) -> io::Result<Vec<f32>> {
        let bytes = file::frame(&mut self.rest, MOST)?;
        file::end(&mut self.rest)?;
        let (values, left) = bytes.as_chunks::<4>();
        if values.is_empty() || !left.is_empty() || values.len() % self.keys.len() != 0 {
            return Err(io::Error::from(io::ErrorKind::InvalidData));
        }
        Ok(values
            .iter()
            .map(|value| f32::from_le_bytes(*value))
            .collect())
    }

    /// Writes at most [`FULL`] vectors into `folder`, under the hash of their keys.
    pub(super) fn write(folder: &Path, keys: &[u128], values: &[f32]) -> io::Result<PathBuf> {
        let keys: Vec<u8> = keys.iter().flat_map(|key| key.to_le_bytes()).collect();
        let values: Vec<u8> = values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        let path = folder.join(format!("{:032x}.{END}", xxh3_128(&keys)));
        file::write(&path, &[&keys, &values])?;
        Ok(path)
    }
}
