//! Vectors: those that one model made of texts, kept in packs and found again by the texts' hashes.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_128;

use super::pack::{self, FULL, Pack};
use super::{Cache, file};

/// The file that says what people call the model.
pub(super) const NAME: &str = "name.txt";

/// The kept vectors of one model.
pub struct Vectors<'a> {
    cache: &'a Cache,
    folder: PathBuf,
    name: String,
}

/// Vectors of some keys, as far as they are kept.
#[derive(Debug, Default)]
pub struct Known {
    /// The length of one vector; 0 when none is known.
    pub dim: usize,
    /// Row-major, a row for each key asked for; zeros where none is known.
    pub values: Vec<f32>,
    /// For each key whether its vector is known.
    pub has: Vec<bool>,
}

impl Known {
    /// The keys asked for whose vectors aren't known, by their places.
    pub fn missing(&self) -> Vec<usize> {
        (0..self.has.len()).filter(|&at| !self.has[at]).collect()
    }
}

/// What a text is found by: its 128-bit XXH3.
pub fn key(text: &str) -> u128 {
    xxh3_128(text.as_bytes())
}

impl<'a> Vectors<'a> {
    /// Those of the model that people call `name`. Another fingerprint or another version of
    /// trueline is another model.
    pub(super) fn of(cache: &'a Cache, fingerprint: &str, name: &str) -> Self {
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
            name: name.to_owned(),
        }
    }

    /// The vectors of `keys`, all different, as far as they are kept.
    pub fn find(&self, keys: &[u128]) -> Known {
        let places: HashMap<u128, usize> = keys.iter().copied().zip(0..).collect();
        let mut known = Known {
            has: vec![false; keys.len()],
            ..Known::default()
        };
        let mut left = keys.len();
        for path in self.packs() {
            if left == 0 {
                break;
            }
            match take(&path, &places, &mut known) {
                Ok(taken) => left -= taken,
                Err(cause) => self.cache.unreadable(&path, &cause),
            }
        }
        self.cache.looked_for(keys.len() - left, keys.len());
        known
    }

    /// Keeps `values`, the vectors of `keys`, each `dim` long.
    pub fn add(&self, keys: &[u128], values: &[f32], dim: usize) {
        if keys.is_empty() || dim == 0 || !self.cache.takes() {
            return;
        }
        match self.write(keys, values, dim) {
            Ok(()) => self.cache.grew(),
            Err(cause) => self.cache.unwritable(&cause),
        }
    }

    fn write(&self, keys: &[u128], values: &[f32], dim: usize) -> io::Result<()> {
        self.cache.make(&self.folder)?;
        let name = self.folder.join(NAME);
        if !name.exists() {
            file::write_plain(&name, &self.name)?;
        }
        let full = keys.len() - keys.len() % FULL;
        for (keys, values) in keys[..full].chunks(FULL).zip(values.chunks(FULL * dim)) {
            Pack::write(&self.folder, keys, values)?;
        }
        if full == keys.len() {
            return Ok(());
        }
        // Small packs join the rest, so that a row changed here and there doesn't leave a file each.
        let mut rest = (keys[full..].to_vec(), values[full * dim..].to_vec());
        let folded = self.fold(&mut rest, dim);
        let mut written = Vec::new();
        for (keys, values) in rest.0.chunks(FULL).zip(rest.1.chunks(FULL * dim)) {
            written.push(Pack::write(&self.folder, keys, values)?);
        }
        for path in folded.iter().filter(|path| !written.contains(path)) {
            // Whoever removed it first did the same.
            let _ = fs::remove_file(path);
        }
        Ok(())
    }

    /// Adds the vectors of small packs to `rest`; says which packs those are.
    fn fold(&self, rest: &mut (Vec<u128>, Vec<f32>), dim: usize) -> Vec<PathBuf> {
        let small = FULL / 2;
        let mut there: HashSet<u128> = rest.0.iter().copied().collect();
        let mut folded = Vec::new();
        for path in self.packs() {
            if rest.0.len() >= FULL {
                break;
            }
            // What takes no half of a full pack's room can't hold more; others aren't opened.
            let room = small as u64 * (16 + 4 * dim as u64);
            if fs::metadata(&path).is_ok_and(|file| file.len() > room) {
                continue;
            }
            let pack = Pack::open(&path).and_then(|pack| Ok((pack.keys.clone(), pack.values()?)));
            match pack {
                Ok((keys, values)) if keys.len() <= small && values.len() == keys.len() * dim => {
                    for (key, vector) in keys.iter().zip(values.chunks(dim)) {
                        if there.insert(*key) {
                            rest.0.push(*key);
                            rest.1.extend_from_slice(vector);
                        }
                    }
                    folded.push(path);
                }
                Ok(_) => {}
                Err(cause) => self.cache.unreadable(&path, &cause),
            }
        }
        folded
    }

    /// The packs, in the order of their names.
    fn packs(&self) -> Vec<PathBuf> {
        match packs(&self.folder) {
            Ok(packs) => packs,
            Err(cause) => {
                self.cache.unreadable(&self.folder, &cause);
                Vec::new()
            }
        }
    }
}

/// The packs of a folder, in the order of their names; none where there is no folder.
pub(super) fn packs(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut packs: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == pack::END))
        .collect();
    packs.sort();
    Ok(packs)
}

/// Copies from one pack what isn't known yet of the keys in `places`; says how many.
fn take(path: &Path, places: &HashMap<u128, usize>, known: &mut Known) -> io::Result<usize> {
    let pack = Pack::open(path)?;
    let wanted: Vec<(usize, usize)> = pack
        .keys
        .iter()
        .enumerate()
        .filter_map(|(nth, key)| Some((nth, *places.get(key)?)))
        .filter(|&(_, place)| !known.has[place])
        .collect();
    if wanted.is_empty() {
        return Ok(0);
    }
    let rows = pack.keys.len();
    let values = pack.values()?;
    let dim = values.len() / rows;
    if known.dim == 0 {
        known.dim = dim;
        known.values = vec![0.0; known.has.len() * dim];
    }
    if dim != known.dim {
        return Err(io::Error::from(io::ErrorKind::InvalidData));
    }
    let mut taken = 0;
    for (nth, place) in wanted {
        if !known.has[place] {
            known.values[place * dim..(place + 1) * dim]
                .copy_from_slice(&values[nth * dim..(nth + 1) * dim]);
            known.has[place] = true;
            taken += 1;
        }
    }
    file::touch(path);
    Ok(taken)
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
    fn small_packs_are_folded_and_lose_nothing() {
        let (_folder, cache) = cache();
        let shelf = cache.vectors("m:1", "m");
        for key in 0..50 {
            shelf.add(&[key], &vectors(&[key]), 2);
        }
        assert_eq!(shelf.packs().len(), 1);
        let keys: Vec<u128> = (0..50).collect();
        let known = shelf.find(&keys);
        assert!(known.missing().is_empty());
        assert_eq!(known.values, vectors(&keys));
        let many: Vec<u128> = (100..100 + 3 * FULL as u128 / 2).collect();
        shelf.add(&many, &vectors(&many), 2);
        assert!(shelf.find(&keys).missing().is_empty() && shelf.find(&many).missing().is_empty());
    }

    #[test]
    fn a_damaged_pack_is_told_removed_and_made_anew() {
        let (_folder, cache) = cache();
        let shelf = cache.vectors("m:1", "m");
        let keys: Vec<u128> = (0..2 * FULL as u128).collect();
        shelf.add(&keys, &vectors(&keys), 2);
        let damaged = shelf.packs().remove(0);
        let mut bytes = fs::read(&damaged).expect("readable");
        let last = bytes.len() - 20;
        bytes[last] ^= 0x10;
        fs::write(&damaged, bytes).expect("written");
        let known = shelf.find(&keys);
        assert_eq!(known.missing().len(), FULL);
        assert_eq!(cache.warnings().len(), 1);
        let missing: Vec<u128> = known.missing().into_iter().map(|at| keys[at]).collect();
        shelf.add(&missing, &vectors(&missing), 2);
        assert_eq!(shelf.find(&keys).values, vectors(&keys));
    }
}
