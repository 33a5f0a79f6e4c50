//! File: one file of the cache: written whole or not at all, and checked when it is read.
//!
//! A file is written beside its place and renamed, so that another process sees all of it or nothing.
//! Verdicts are a Zstandard frame with a checksum, which finds what a power cut leaves behind.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::unfinished;

/// How the names of files begin that are being written.
pub(super) const UNFINISHED: &str = ".unfinished-";

/// Verdicts are read more often than they are written, and small: the quickest level serves.
const LEVEL: i32 = 1;

/// Makes a folder that only its owner may look into: verdicts hold rows.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Puts `bytes`, as a frame, in the place of whatever was at `path`.
pub(super) fn write_frame(path: &Path, bytes: &[u8]) -> io::Result<()> {
    put(path, |file| {
        let mut encoder = zstd::Encoder::new(file, LEVEL)?;
        encoder.include_checksum(true)?;
        encoder.set_pledged_src_size(Some(bytes.len() as u64))?;
        encoder.write_all(bytes)?;
        encoder.finish().map(drop)
    })
}

/// Puts `bytes` as they are in the place of whatever was at `path`.
pub(super) fn write_bytes(path: &Path, bytes: &[u8]) -> io::Result<()> {
    put(path, |file| file.write_all(bytes))
}

fn put(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    unfinished::write(path, builder.prefix(UNFINISHED), fill)
}

/// Reads the frame at `path`; one of more than `most` bytes, or with more behind it, is damaged.
pub(super) fn read_frame(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let mut input = BufReader::new(File::open(path)?);
    let mut bytes = Vec::new();
    zstd::Decoder::with_buffer(&mut input)?
        .single_frame()
        .take(most as u64 + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() > most || !input.fill_buf()?.is_empty() {
        return Err(io::Error::from(io::ErrorKind::InvalidData));
    }
    Ok(bytes)
}

/// Notes that a file was of use; where that can't be noted, it only counts as older than it is.
pub(super) fn touch(path: &Path) {
    if let Ok(file) = File::options().write(true).open(path) {
        let _ = file.set_modified(SystemTime::now());
    }
}

/// How long ago a file was last of use.
pub(super) fn age(used: SystemTime) -> Duration {
    // A clock that was set back makes it look new.
    used.elapsed().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_flipped_bit_and_no_cut_goes_unseen() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        let kept = b"keys keys keys \x07\x01\xff\x03\x63\x2a\x08\x00\x00\x05";
        write_frame(&path, kept).expect("written");
        assert_eq!(read_frame(&path, 1000).expect("whole"), kept);
        let whole = fs::read(&path).expect("readable");
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).expect("written");
            assert!(read_frame(&path, 1000).is_err(), "cut after {length} bytes");
        }
        fs::write(&path, [&whole[..], &whole].concat()).expect("written");
        assert!(read_frame(&path, 1000).is_err(), "another frame behind it");
        let mut unseen = 0;
        for bit in 0..whole.len() * 8 {
            let mut damaged = whole.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            fs::write(&path, &damaged).expect("written");
            if let Ok(read) = read_frame(&path, 1000) {
                // A bit that means nothing may flip: what is read must be what was written.
                assert_eq!(read, kept, "bit {bit}");
                unseen += 1;
            }
        }
        assert!(unseen <= 4, "{unseen} bits mean nothing");
    }

    #[test]
    fn a_frame_that_claims_too_much_is_damaged() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        write_frame(&path, &[0; 5000]).expect("written");
        assert!(read_frame(&path, 4999).is_err());
        assert!(read_frame(&path, 5000).is_ok());
    }

    #[test]
    fn nothing_is_left_beside_a_file() {
        let folder = tempfile::tempdir().expect("a folder");
        write_frame(&folder.path().join("file"), b"a").expect("written");
        write_bytes(&folder.path().join("file"), b"b").expect("written anew");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
    }
}
