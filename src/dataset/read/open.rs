//! Open: a file's bytes, unpacked, and their text in the encoding that the user names.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use encoding_rs::WINDOWS_1252;
use flate2::bufread::MultiGzDecoder;

use super::super::Encoding;
use super::{Packing, is_stdin, line_of, shown};
use crate::error::{Excerpt, ReadError, meant};

const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";
/// Bytes of one run that a message shows.
const BYTES_SHOWN: usize = 8;

/// The bytes of `path` as they lie on the disk, or those of standard input.
pub(super) fn packed(path: &Path) -> Result<Vec<u8>, ReadError> {
    let bytes = if is_stdin(path) {
        let mut bytes = Vec::new();
        let read = io::stdin().lock().read_to_end(&mut bytes);
        read.map_err(|cause| refused(path, cause))?;
        bytes
    } else {
        let found = fs::metadata(path).map_err(|cause| refused(path, cause))?;
        if found.is_dir() {
            return Err(ReadError::Folder { path: shown(path) });
        }
        fs::read(path).map_err(|cause| refused(path, cause))?
    };
    // A pointer to a packed file isn't packed itself.
    if bytes.starts_with(LFS_POINTER) {
        return Err(ReadError::LfsPointer { path: shown(path) });
    }
    Ok(bytes)
}

/// `packed` without its packing; some of them at least are no white space.
pub(super) fn unpacked(
    path: &Path,
    packed: Vec<u8>,
    packing: Packing,
) -> Result<Vec<u8>, ReadError> {
    let bytes = match packing {
        Packing::None => packed,
        Packing::Gzip => whole(path, "gzip", &mut MultiGzDecoder::new(packed.as_slice()))?,
        Packing::Zstd => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(packed.as_slice())
                .map_err(|cause| damaged(path, "zstd", cause))?;
            whole(path, "zstd", &mut decoder)?
        }
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty { path: shown(path) });
    }
    Ok(bytes)
}

/// A reader of the same unpacked bytes, for who needs only a few of them.
pub(super) fn reader(path: &Path, packing: Packing) -> io::Result<Box<dyn io::BufRead>> {
    let file = io::BufReader::new(fs::File::open(path)?);
    Ok(match packing {
        Packing::None => Box::new(file),
        Packing::Gzip => Box::new(io::BufReader::new(MultiGzDecoder::new(file))),
        Packing::Zstd => Box::new(io::BufReader::new(
            zstd::stream::read::Decoder::with_buffer(file)?,
        )),
    })
}

/// `bytes` as text, without a byte order mark.
pub(super) fn text(
    path: &Path,
    mut bytes: Vec<u8>,
    encoding: Encoding,
) -> Result<String, ReadError> {
    if let Some(encoding) = wide(&bytes) {
        return Err(ReadError::Wide {
            path: shown(path),
            encoding,
        });
    }
    if bytes.contains(&0) {
        let offset = bytes.iter().position(|&byte| byte == 0).unwrap_or_default();
        let line = line_of(&bytes, offset);
        return Err(ReadError::Nul {
            path: shown(path),
            line,
            offset,
        });
    }
    if encoding == Encoding::Latin1 {
        return Ok(latin1(&bytes));
    }
    if let Err(error) = std::str::from_utf8(&bytes) {
        return Err(not_utf8(path, &bytes, error.valid_up_to()));
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    Ok(String::from_utf8(bytes).unwrap_or_default())
}

/// `bytes` as Windows-1252, which the WHATWG Encoding Standard means by `latin1`: it agrees with
/// ISO 8859-1 but for 0x80 to 0x9F, control characters there and curly quotes and dashes here. No
/// byte is invalid.
pub(super) fn latin1(bytes: &[u8]) -> String {
    WINDOWS_1252
        .decode_without_bom_handling(bytes)
        .0
        .into_owned()
}

fn wide(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("UTF-16"),
        _ => None,
    }
}

fn not_utf8(path: &Path, bytes: &[u8], offset: usize) -> ReadError {
    let run: Vec<u8> = bytes[offset..]
        .iter()
        .copied()
        .take_while(|&byte| byte >= 0x80)
        .take(BYTES_SHOWN)
        .collect();
    let escaped = run.escape_ascii().to_string();
    let line_start = bytes[..offset]
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |at| at + 1);
    let line_end = bytes[offset..]
        .iter()
        .position(|&byte| byte == b'\n')
        .map_or(bytes.len(), |at| offset + at);
    let mut shown_line = String::from_utf8_lossy(&bytes[line_start..offset]).into_owned();
    let start = shown_line.len();
    shown_line.push_str(&escaped);
    shown_line.push_str(&String::from_utf8_lossy(
        &bytes[(offset + run.len()).min(line_end)..line_end],
    ));
    let line = line_of(bytes, offset);
    let excerpt = Excerpt::around(
        &shown(path),
        &shown_line,
        start..start + escaped.len(),
        line,
    );
    ReadError::NotUtf8 {
        path: shown(path),
        line,
        offset,
        bytes: escaped,
        at: excerpt.at(),
        excerpt: Arc::new(excerpt),
    }
}

fn whole(path: &Path, packing: &'static str, decoder: &mut dyn Read) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    decoder
        .read_to_end(&mut bytes)
        .map_err(|cause| damaged(path, packing, cause))?;
    Ok(bytes)
}

fn damaged(path: &Path, packing: &'static str, cause: io::Error) -> ReadError {
    ReadError::Packed {
        path: shown(path),
        packing,
        cause,
    }
}

/// What the operating system's refusal means.
fn refused(path: &Path, cause: io::Error) -> ReadError {
    let path_shown = shown(path);
    match cause.kind() {
        io::ErrorKind::NotFound => match fs::read_link(path) {
            Ok(target) => ReadError::Dangling {
                path: path_shown,
                target: target.display().to_string(),
            },
            Err(_) => ReadError::Missing {
                help: instead(path),
                path: path_shown,
            },
        },
        io::ErrorKind::PermissionDenied => ReadError::Denied { path: path_shown },
        io::ErrorKind::NotADirectory => ReadError::Missing {
            help: "a part of the path is a file, not a folder".to_owned(),
            path: path_shown,
        },
        _ => ReadError::Unreadable {
            path: path_shown,
            cause,
        },
    }
}

/// A sibling of a similar name, or what to check.
fn instead(path: &Path) -> String {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let Ok(entries) = fs::read_dir(folder) else {
        return format!("the folder {} doesn't exist either", folder.display());
    };
    let mut siblings: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    siblings.sort();
    match meant(&name, siblings.iter().map(String::as_str)) {
        Some(sibling) => format!("did you mean {}?", path.with_file_name(sibling).display()),
        None => "check the path; it is looked up from the folder where trueline runs".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf8(bytes: &[u8]) -> Result<String, ReadError> {
        text(Path::new("a.csv"), bytes.to_vec(), Encoding::Utf8)
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(utf8(b"\xEF\xBB\xBFa,b\n").unwrap(), "a,b\n");
    }

    #[test]
    fn other_marks_name_the_encoding() {
        assert!(matches!(
            utf8(b"\xFF\xFEa\0"),
            Err(ReadError::Wide {
                encoding: "UTF-16",
                ..
            })
        ));
        assert!(matches!(
            utf8(b"\xFF\xFE\0\0a\0\0\0"),
            Err(ReadError::Wide {
                encoding: "UTF-32",
                ..
            })
        ));
    }

    #[test]
    fn a_nul_byte_is_named_with_its_line() {
        let error = utf8(b"a,b\n1,\0\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "a.csv holds a NUL byte in line 2 (byte 6)"
        );
    }

    #[test]
    fn bytes_that_are_not_utf8_are_named_with_their_place() {
        let error = utf8(b"text\nol\xE9 ol\xE9\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "a.csv is not UTF-8: \\xe9 in line 2 (byte 7)"
        );
        // The byte counts from the start of the file, its mark included.
        let error = utf8(b"\xEF\xBB\xBFx\xFF").unwrap_err();
        assert!(error.to_string().ends_with("line 1 (byte 4)"));
    }

    #[test]
    fn latin_1_reads_every_byte() {
        let every: Vec<u8> = (1..=255).collect();
        let read = text(Path::new("a.csv"), every, Encoding::Latin1).unwrap();
        assert_eq!(read.chars().count(), 255);
        assert!(read.contains('é') && read.contains('€') && read.contains('“'));
    }

    #[test]
    fn a_refusal_is_told_from_a_missing_file() {
        let refusal = |kind| refused(Path::new("no/such/a.csv"), io::Error::from(kind)).to_string();
        assert_eq!(
            refusal(io::ErrorKind::PermissionDenied),
            "no permission to read no/such/a.csv"
        );
        assert_eq!(
            refusal(io::ErrorKind::NotFound),
            "no such file: no/such/a.csv"
        );
    }
}
