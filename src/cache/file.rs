//! File: one file of the cache: written whole or not at all, and checked when it is read.
//!
//! A file is one or more Zstandard frames, each with its own checksum. It is written beside its place
//! and renamed, so that another process sees all of it or nothing. What a power cut leaves behind is
//! found by the checksums.

use std::fs::{self, File};
use std::io::{self, BufRead, Read, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::unfinished;

/// How the names of files begin that are being written.
pub(super) const UNFINISHED: &str = ".unfinished-";

/// Vectors don't shrink; the quickest level serves them as well as any.
const LEVEL: i32 = 1;

/// Makes a folder that only its owner may look into: verdicts hold rows.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Puts `parts`, a frame each, in the place of whatever was at `path`.
pub(super) fn write(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    put(path, |file| {
        for part in parts {
            let mut encoder = zstd::Encoder::new(&mut *file, LEVEL)?;
            encoder.include_checksum(true)?;
            encoder.set_pledged_src_size(Some(part.len() as u64))?;
            encoder.write_all(part)?;
            encoder.finish()?;
        }
        Ok(())
    })
}

/// Puts `text` as it is in the place of whatever was at `path`.
pub(super) fn write_plain(path: &Path, text: &str) -> io::Result<()> {
    put(path, |file| file.write_all(text.as_bytes()))
}

fn put(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    unfinished::write(path, builder.prefix(UNFINISHED), fill)
}

/// The next frame of `input`; one of more than `most` bytes is damaged.
pub(super) fn frame(input: &mut impl BufRead, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    zstd::Decoder::with_buffer(input)?
        .single_frame()
        .take(most as u64 + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() > most {
        return Err(io::Error::from(io::ErrorKind::InvalidData));
    }
    Ok(bytes)
}

/// Whether nothing is left of `input`; anything else is damaged.
pub(super) fn end(input: &mut impl BufRead) -> io::Result<()> {
    if input.fill_buf()?.is_empty() {
        Ok(())
    } else {
        Err(io::Error::from(io::ErrorKind::InvalidData))
    }
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
    use std::io::BufReader;

    use super::*;

    fn read(path: &Path) -> io::Result<[Vec<u8>; 2]> {
        let mut input = BufReader::new(File::open(path)?);
        let parts = [frame(&mut input, 1000)?, frame(&mut input, 1000)?];
        end(&mut input)?;
        Ok(parts)
    }

    #[test]
    fn no_flipped_bit_and_no_cut_goes_unseen() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        let parts: [&[u8]; 2] = [b"keys keys keys", &[7, 1, 255, 3, 99, 42, 8, 0, 0, 5]];
        write(&path, &parts).expect("written");
        assert_eq!(read(&path).expect("whole"), parts.map(<[u8]>::to_vec));
        let whole = fs::read(&path).expect("readable");
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).expect("written");
            assert!(read(&path).is_err(), "cut after {length} bytes");
        }
        let mut unseen = 0;
        for bit in 0..whole.len() * 8 {
            let mut damaged = whole.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            fs::write(&path, &damaged).expect("written");
            if let Ok(read) = read(&path) {
                // A bit that means nothing may flip: what is read must be what was written.
                assert_eq!(read, parts.map(<[u8]>::to_vec), "bit {bit}");
                unseen += 1;
            }
        }
        assert!(unseen <= 4, "{unseen} bits mean nothing");
    }

    #[test]
    fn a_frame_that_claims_too_much_is_damaged() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        write(&path, &[&[0; 5000]]).expect("written");
        let mut input = BufReader::new(File::open(&path).expect("there"));
        assert!(frame(&mut input, 4999).is_err());
    }

    #[test]
    fn nothing_is_left_beside_a_file() {
        let folder = tempfile::tempdir().expect("a folder");
        write(&folder.path().join("file"), &[b"a"]).expect("written");
        write(&folder.path().join("file"), &[b"b"]).expect("written anew");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
    }
}
