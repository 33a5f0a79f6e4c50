//! Vectors: those that one model made of texts, kept in files and found again by the texts' hashes.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_128;

use super::schema::Model;
use super::vector_file::{self, FULL, VectorFile};
use super::{Cache, file};

/// The kept vectors of one model.
pub(crate) struct Vectors<'a> {
    cache: &'a Cache,
    folder: PathBuf,
    fingerprint: String,
    name: String,
}

/// Vectors of some keys, as far as they are kept.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// The length of one vector; 0 when none is known.
    pub(crate) dim: usize,
    /// Row-major, a row for each key asked for; zeros where none is known.
    pub(crate) values: Vec<f32>,
    /// For each key whether its vector is known.
    pub(crate) has: Vec<bool>,
}

impl Known {
    /// The keys asked for whose vectors aren't known, by their places.
    pub(crate) fn missing(&self) -> Vec<usize> {
        (0..self.has.len()).filter(|&at| !self.has[at]).collect()
    }
}

/// What a text is found by: its 128-bit XXH3.
pub(crate) fn key(text: &str) -> u128 {
    xxh3_128(text.as_bytes())
}

impl<'a> Vectors<'a> {
    /// Those of the model that people call `name`. Another fingerprint or another version of
    /// trueline is another model.
    pub(super) fn new(cache: &'a Cache, fingerprint: &str, name: &str) -> Self {
        let plain: String = format!("{fingerprint}-{}", env!("CARGO_PKG_VERSION"))
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || ".-".contains(c) {
                    c
                } else {
                    '-'
                }
            })
            .collect();
        Self {
            cache,
            folder: cache.vectors_folder().join(plain),
            fingerprint: fingerprint.to_owned(),
            name: name.to_owned(),
        }
    }

    /// The vectors of `keys`, all different, as far as they are kept.
    pub(crate) fn find(&self, keys: &[u128]) -> Known {
        let places: HashMap<u128, usize> = keys.iter().copied().zip(0..).collect();
        let mut known = Known {
            has: vec![false; keys.len()],
            ..Known::default()
        };
        let mut left = keys.len();
        for path in self.files() {
            if left == 0 {
                break;
            }
            match self.take(&path, &places, &mut known) {
                Ok(taken) => left -= taken,
                Err(cause) => self.cache.note_unreadable(&path, &cause),
            }
        }
        self.cache.count_lookups(keys.len() - left, keys.len());
        known
    }

    /// Keeps `values`, the vectors of `keys`, each `dim` long.
    pub(crate) fn add(&self, keys: &[u128], values: &[f32], dim: usize) {
        if keys.is_empty() || dim == 0 || !self.cache.is_writable() {
            return;
        }
        match self.write(keys, values, dim) {
            Ok(()) => self.cache.note_growth(),
            Err(cause) => self.cache.note_unwritable(&cause),
        }
    }

    fn model(&self) -> Model<'_> {
        Model {
            fingerprint: &self.fingerprint,
            name: &self.name,
        }
    }

    /// Copies from one file what isn't known yet of the keys in `places`; says how many.
    fn take(
        &self,
        path: &Path,
        places: &HashMap<u128, usize>,
        known: &mut Known,
    ) -> io::Result<usize> {
        let file = VectorFile::open(path, self.model())?;
        let keys = file.keys()?;
        // A key may stand in a file of another program twice: its first vector counts.
        let mut there = HashSet::new();
        let wanted: Vec<Option<usize>> = keys
            .iter()
            .map(|key| {
                let place = *places.get(key.as_ref()?)?;
                (!known.has[place] && there.insert(place)).then_some(place)
            })
            .collect();
        if there.is_empty() {
            return Ok(0);
        }
        let dim = file.dim();
        if known.dim != 0 && dim != known.dim {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("its vectors have {dim} numbers, not {}", known.dim),
            ));
        }
        let (mut taken, mut values) = (Vec::new(), Vec::new());
        file.take_vectors(&keys, |row, vector| {
            if let Some(place) = wanted[row] {
                taken.push(place);
                values.extend_from_slice(vector);
            }
        })?;
        if known.dim == 0 {
            known.dim = dim;
            known.values = vec![0.0; known.has.len() * dim];
        }
        for (&place, vector) in taken.iter().zip(values.chunks(dim)) {
            known.values[place * dim..(place + 1) * dim].copy_from_slice(vector);
            known.has[place] = true;
        }
        file::touch(path);
        Ok(taken.len())
    }

    fn write(&self, keys: &[u128], values: &[f32], dim: usize) -> io::Result<()> {
        self.cache.make(&self.folder)?;
        let full = keys.len() - keys.len() % FULL;
        for (keys, values) in keys[..full].chunks(FULL).zip(values.chunks(FULL * dim)) {
            VectorFile::write(&self.folder, self.model(), keys, values)?;
        }
        if full == keys.len() {
            return Ok(());
        }
        // Small files join the rest, so that a row changed here and there doesn't leave a file each.
        let mut rest = (keys[full..].to_vec(), values[full * dim..].to_vec());
        let folded = self.fold(&mut rest, dim);
        let mut written = Vec::new();
        for (keys, values) in rest.0.chunks(FULL).zip(rest.1.chunks(FULL * dim)) {
            written.push(VectorFile::write(&self.folder, self.model(), keys, values)?);
        }
        for path in folded.iter().filter(|path| !written.contains(path)) {
            // Whoever removed it first did the same.
            let _ = fs::remove_file(path);
        }
        Ok(())
    }

    /// Adds the vectors of small files to `rest`; says which files those are. Those of other programs
    /// stay as they are.
    fn fold(&self, rest: &mut (Vec<u128>, Vec<f32>), dim: usize) -> Vec<PathBuf> {
        let small = FULL / 2;
        let mut there: HashSet<u128> = rest.0.iter().copied().collect();
        let mut folded = Vec::new();
        for path in self.files() {
            if rest.0.len() >= FULL {
                break;
            }
            // What takes more room than so many vectors can't be small; it needn't be opened.
            let room = small as u64 * (16 + 5 * dim as u64) + 16_384;
            let is_small = fs::metadata(&path).is_ok_and(|file| file.len() < room);
            if !is_small || vector_file::own_hash(&path).is_none() {
                continue;
            }
            match self.read_small(&path, small, dim) {
                Ok(Some((keys, values))) => {
                    for (key, vector) in keys.iter().zip(values.chunks(dim)) {
                        if there.insert(*key) {
                            rest.0.push(*key);
                            rest.1.extend_from_slice(vector);
                        }
                    }
                    folded.push(path);
                }
                Ok(None) => {}
                Err(cause) => self.cache.note_unreadable(&path, &cause),
            }
        }
        folded
    }

    /// What a file of at most `small` vectors holds; `None` of one with more, or with other columns.
    fn read_small(
        &self,
        path: &Path,
        small: usize,
        dim: usize,
    ) -> io::Result<Option<(Vec<u128>, Vec<f32>)>> {
        let file = VectorFile::open(path, self.model())?;
        if file.has_more_columns() || file.dim() != dim || file.rows() > small {
            return Ok(None);
        }
        let keys = file.keys()?;
        let mut values = Vec::with_capacity(keys.len() * dim);
        file.take_vectors(&keys, |_, vector| values.extend_from_slice(vector))?;
        let keys: Vec<u128> = keys.into_iter().flatten().collect();
        Ok((values.len() == keys.len() * dim).then_some((keys, values)))
    }

    /// The files of this model: trueline's own, then those of other programs, each in the order of
    /// their names.
    fn files(&self) -> Vec<PathBuf> {
        match list_files(&self.folder) {
            Ok(files) => files,
            Err(cause) => {
                self.cache.note_unreadable(&self.folder, &cause);
                Vec::new()
            }
        }
    }
}

/// The files with vectors in a folder, those that trueline wrote first; none where there is no folder.
pub(super) fn list_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == vector_file::END))
        .collect();
    files.sort_by_cached_key(|path| (vector_file::own_hash(path).is_none(), path.clone()));
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache() -> (tempfile::TempDir, Cache) {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Cache::new(folder.path().to_owned(), u64::MAX);
        (folder, cache)
    }

    /// A vector of two values that tells its key.
    fn vectors(keys: &[u128]) -> Vec<f32> {
        keys.iter()
            .flat_map(|&key| [key as f32, -(key as f32)])
            .collect()
    }

    #[test]
    fn what_was_added_is_found_bit_for_bit_whatever_its_order() {
        let (_folder, cache) = cache();
        let keys: Vec<u128> = (0..10_000).collect();
        cache.vectors("m:1", "m").add(&keys, &vectors(&keys), 2);
        let asked = [9_999, 70_000, 0, 5_000];
        let known = cache.vectors("m:1", "m").find(&asked);
        assert_eq!((known.dim, known.missing()), (2, vec![1]));
        assert_eq!(known.values[6..], vectors(&[5_000]));
        assert_eq!(known.values[..2], vectors(&[9_999]));
        assert!(cache.warnings().is_empty());
    }

    #[test]
    fn another_model_knows_nothing() {
        let (_folder, cache) = cache();
        cache.vectors("m:1", "m").add(&[1], &vectors(&[1]), 2);
        assert_eq!(cache.vectors("m:2", "m").find(&[1]).missing(), [0]);
    }

    #[test]
    fn small_files_are_folded_and_lose_nothing() {
        let (_folder, cache) = cache();
        let shelf = cache.vectors("m:1", "m");
        for key in 0..50 {
            shelf.add(&[key], &vectors(&[key]), 2);
        }
        assert_eq!(shelf.files().len(), 1);
        let keys: Vec<u128> = (0..50).collect();
        let known = shelf.find(&keys);
        assert!(known.missing().is_empty());
        assert_eq!(known.values, vectors(&keys));
        let many: Vec<u128> = (100..100 + 3 * FULL as u128 / 2).collect();
        shelf.add(&many, &vectors(&many), 2);
        assert!(shelf.find(&keys).missing().is_empty() && shelf.find(&many).missing().is_empty());
    }

    #[test]
    fn a_damaged_file_is_told_removed_and_made_anew() {
        let (_folder, cache) = cache();
        let shelf = cache.vectors("m:1", "m");
        let keys: Vec<u128> = (0..2 * FULL as u128).collect();
        shelf.add(&keys, &vectors(&keys), 2);
        let damaged = shelf.files().remove(0);
        let mut bytes = fs::read(&damaged).expect("readable");
        // The vectors fill the middle; behind them stand words about the file.
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x10;
        fs::write(&damaged, bytes).expect("written");
        let known = shelf.find(&keys);
        assert_eq!(known.missing().len(), FULL);
        assert_eq!(cache.warnings().len(), 1);
        let missing: Vec<u128> = known.missing().into_iter().map(|at| keys[at]).collect();
        shelf.add(&missing, &vectors(&missing), 2);
        assert_eq!(shelf.find(&keys).values, vectors(&keys));
    }
}
