//! Fingerprint: a short text that changes when a byte of a model changes.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use xxhash_rust::xxh3::Xxh3;

/// A hash (XXH3, 128 bits) over the parts of a model, in the order in which they are added.
pub(super) struct Fingerprint(Xxh3);

impl Fingerprint {
    /// A fingerprint of nothing yet.
    pub(super) fn new() -> Self {
        Self(Xxh3::new())
    }

    /// Adds a part that is in memory.
    pub(super) fn part(mut self, bytes: &[u8]) -> Self {
        self.0.update(bytes);
        self.end_of_part(bytes.len() as u64)
    }

    /// Adds a file; the result is that of [`Self::part`] on its bytes.
    pub(super) fn file(mut self, path: &Path) -> io::Result<Self> {
        let mut reader = BufReader::new(File::open(path)?);
        let mut buffer = vec![0; 1 << 16];
        let mut length = 0;
        loop {
            let read = reader.read(&mut buffer)?;
            if read == 0 {
                return Ok(self.end_of_part(length));
            }
            self.0.update(&buffer[..read]);
            length += read as u64;
        }
    }

    /// The family of the model and the hash: `builtin:0f…`, 32 hexadecimal digits.
    pub(super) fn finish(self, family: &str) -> String {
        format!("{family}:{:032x}", self.0.digest128())
    }

    /// The length closes a part, so that bytes cannot move over from one part to the next unseen.
    fn end_of_part(mut self, length: u64) -> Self {
        self.0.update(&length.to_le_bytes());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_that_moves_to_the_next_part_changes_it() {
        let one = Fingerprint::new().part(b"ab").part(b"c").finish("m");
        let other = Fingerprint::new().part(b"a").part(b"bc").finish("m");
        assert_ne!(one, other);
    }

    #[test]
    fn a_file_counts_as_its_bytes() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("model");
        let bytes: Vec<u8> = (0..200_000_u32).map(|i| (i % 251) as u8).collect();
        std::fs::write(&path, &bytes).expect("a file");
        let file = Fingerprint::new().file(&path).expect("readable");
        assert_eq!(
            file.finish("m"),
            Fingerprint::new().part(&bytes).finish("m")
        );
    }
}
