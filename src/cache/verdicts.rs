//! Verdicts: finished judgements, each under the hash of all that it depends on.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use xxhash_rust::xxh3::Xxh3;

use super::{Cache, file};

/// The end of a verdict's name.
pub(super) const END: &str = "verdict";

/// Most bytes of a verdict; a longer one isn't kept. Millions of witnesses are read no faster than found.
const MOST: usize = 1 << 28;

impl Cache {
    /// The verdict kept under `key`.
    pub(crate) fn recall<T: DeserializeOwned>(&self, key: u128) -> Option<T> {
        let path = self.verdict(key);
        match read(&path) {
            Ok(verdict) => {
                file::touch(&path);
                Some(verdict)
            }
            Err(cause) => {
                self.note_unreadable(&path, &cause);
                None
            }
        }
    }

    /// Keeps `verdict` under `key`.
    pub(crate) fn keep<T: Serialize>(&self, key: u128, verdict: &T) {
        // What can't be put in bytes isn't kept; the bytes are our own, so nobody needs to be told.
        let Ok(bytes) = postcard::to_stdvec(verdict) else {
            return;
        };
        if bytes.len() > MOST || !self.is_writable() {
            return;
        }
        let written = self
            .make(&self.verdicts_folder())
            .and_then(|()| file::write_frame(&self.verdict(key), &bytes));
        match written {
            Ok(()) => self.note_growth(),
            Err(cause) => self.note_unwritable(&cause),
        }
    }

    fn verdict(&self, key: u128) -> PathBuf {
        self.verdicts_folder().join(format!("{key:032x}.{END}"))
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> io::Result<T> {
    let bytes = file::read_frame(path, MOST)?;
    postcard::from_bytes(&bytes).map_err(|cause| io::Error::new(io::ErrorKind::InvalidData, cause))
}

/// The 128-bit XXH3 of a file's bytes; `None` for what isn't a plain file, since a pipe can be read
/// only once.
///
/// # Errors
/// What the operating system says when it can't be read.
pub(crate) fn hash_file(path: &Path) -> io::Result<Option<u128>> {
    if !fs::metadata(path)?.is_file() {
        return Ok(None);
    }
    let mut file = File::open(path)?;
    let mut hash = Xxh3::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(Some(hash.digest128())),
            read => hash.update(&buffer[..read]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_comes_back_bit_for_bit_and_only_under_its_key() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Cache::new(folder.path().to_owned(), u64::MAX);
        let verdict = (
            "é".to_owned(),
            vec![0.1 + 0.2, f64::INFINITY, -0.0],
            Some(7_usize),
        );
        cache.keep(1, &verdict);
        assert_eq!(cache.recall(1), Some(verdict));
        assert_eq!(cache.recall::<(String, Vec<f64>, Option<usize>)>(2), None);
        assert!(cache.warnings().is_empty());
    }

    #[test]
    fn garbage_is_told_and_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Cache::new(folder.path().to_owned(), u64::MAX);
        cache.keep(1, &"whole");
        fs::write(cache.verdict(1), b"garbage").expect("written");
        assert_eq!(cache.recall::<String>(1), None);
        assert_eq!(
            (cache.warnings().len(), cache.verdict(1).exists()),
            (1, false)
        );
        cache.keep(1, &"whole");
        assert_eq!(cache.recall::<String>(1).as_deref(), Some("whole"));
    }

    #[test]
    fn a_file_counts_by_its_bytes_and_a_folder_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        fs::write(&path, vec![3; 3 << 20]).expect("written");
        let before = hash_file(&path).expect("readable");
        fs::write(&path, [vec![3; (3 << 20) - 1], vec![4]].concat()).expect("written");
        assert_ne!(hash_file(&path).expect("readable"), before);
        assert_eq!(hash_file(folder.path()).expect("there"), None);
        assert!(hash_file(&folder.path().join("b")).is_err());
    }
}
