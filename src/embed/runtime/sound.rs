//! Sound: whether a file can be handed to the system's loader without harm.
//!
//! The loader maps a file by what its header says. Text is refused politely; a library that was cut
//! short in a download is not: touching its missing pages ends the process.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// Refuses what is no shared library of this platform, and an ELF file that was cut short.
///
/// # Errors
/// One plain clause that says what the file is instead.
pub(super) fn check(path: &Path) -> Result<(), String> {
    if !path.exists() {
        return Err("it is not there".to_owned());
    }
    let mut file = File::open(path).map_err(|cause| cause.to_string())?;
    let meta = file.metadata().map_err(|cause| cause.to_string())?;
    if !meta.is_file() {
        return Err("it is not a file".to_owned());
    }
    let mut head = Vec::new();
    Read::by_ref(&mut file)
        .take(64)
        .read_to_end(&mut head)
        .map_err(|cause| cause.to_string())?;
    if !has_magic(&head) {
        return Err("it is not a shared library".to_owned());
    }
    let end = if cfg!(all(target_os = "linux", target_pointer_width = "64")) {
        end_of_elf(&head, &mut file).ok_or("its header is damaged")?
    } else {
        0
    };
    if meta.len() < end {
        return Err(format!(
            "it is cut short: {} bytes of {end}; fetch it again",
            meta.len()
        ));
    }
    Ok(())
}

/// The first bytes of this platform's shared libraries.
fn has_magic(head: &[u8]) -> bool {
    if cfg!(windows) {
        return head.starts_with(b"MZ");
    }
    if cfg!(target_vendor = "apple") {
        // Thin 64-bit, and the universal form that holds several.
        return head.starts_with(&[0xcf, 0xfa, 0xed, 0xfe])
            || head.starts_with(&[0xca, 0xfe, 0xba, 0xbe]);
    }
    head.starts_with(b"\x7fELF")
}

/// Where the last segment of a 64-bit ELF file ends, from its program headers.
///
/// Source: System V ABI, "ELF Header" and "Program Header" (`e_phoff` at 32, `e_phentsize` at 54,
/// `e_phnum` at 56; in an entry `p_offset` at 8 and `p_filesz` at 32).
fn end_of_elf(head: &[u8], file: &mut File) -> Option<u64> {
    let start = number(head, 32, 8)?;
    let size = number(head, 54, 2)?;
    let count = number(head, 56, 2)?;
    let mut table = Vec::new();
    file.seek(SeekFrom::Start(start)).ok()?;
    file.take(size * count).read_to_end(&mut table).ok()?;
    let mut end = start.checked_add(size * count)?;
    for entry in table.chunks_exact(usize::try_from(size).ok()?.max(40)) {
        let segment = number(entry, 8, 8)?.checked_add(number(entry, 32, 8)?)?;
        end = end.max(segment);
    }
    Some(end)
}

/// A little-endian number of `width` bytes at `at`.
fn number(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let bytes = bytes.get(at..at + width)?;
    Some(
        bytes
            .iter()
            .rev()
            .fold(0, |sum, &byte| sum << 8 | u64::from(byte)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(bytes: &[u8]) -> Result<(), String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("library");
        std::fs::write(&path, bytes).expect("a file");
        check(&path)
    }

    /// A real library or program of this platform: the test itself.
    fn real() -> Vec<u8> {
        std::fs::read(std::env::current_exe().expect("a path")).expect("readable")
    }

    #[test]
    fn text_an_empty_file_and_a_folder_are_no_library() {
        assert!(verdict(b"").is_err());
        assert!(verdict(b"<html>404</html>").is_err());
        let folder = tempfile::tempdir().expect("a folder");
        assert!(check(folder.path()).is_err());
        assert!(check(&folder.path().join("nothing")).is_err());
    }

    #[test]
    fn a_whole_binary_passes() {
        assert_eq!(verdict(&real()), Ok(()));
    }

    #[cfg(all(target_os = "linux", target_pointer_width = "64"))]
    #[test]
    fn a_binary_that_is_cut_short_is_refused() {
        let real = real();
        for keep in [4, 40, 64, 200, 4096, real.len() / 2] {
            assert!(verdict(&real[..keep]).is_err(), "{keep} bytes");
        }
    }

    #[cfg(all(target_os = "linux", target_pointer_width = "64"))]
    #[test]
    fn a_header_with_mad_numbers_is_refused() {
        let mut mad = real();
        mad[32..40].copy_from_slice(&u64::MAX.to_le_bytes());
        assert!(verdict(&mad).is_err());
    }
}
