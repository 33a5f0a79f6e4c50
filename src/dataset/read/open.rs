//! Open: a file's bytes, unpacked.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;

use super::super::format::{Packing, is_stdin, shown};
use super::bounds::{Bounds, read_file, read_within};
use crate::error::{AccessError, ReadError, meant};

const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

/// The bytes of `path` as they lie on the disk, or those of standard input.
pub(super) fn read_packed(path: &Path, bounds: Bounds) -> Result<Vec<u8>, ReadError> {
    let read = if is_stdin(path) {
        read_within(path, &mut io::stdin().lock(), bounds.most_plain())
    } else {
        let found = fs::metadata(path).map_err(|cause| describe_refusal(path, cause))?;
        if found.is_dir() {
            return Err(AccessError::Folder { path: shown(path) }.into());
        }
        let file = fs::File::open(path).map_err(|cause| describe_refusal(path, cause))?;
        read_file(path, &file, bounds.most_plain())
    };
    let bytes = read.map_err(|cause| describe_refusal(path, cause))??;
    // A pointer to a packed file isn't packed itself.
    if bytes.starts_with(LFS_POINTER) {
        return Err(ReadError::LfsPointer { path: shown(path) });
    }
    Ok(bytes)
}

/// `packed` without its packing; some of them at least are no white space.
pub(super) fn unpack(
    path: &Path,
    packed: Vec<u8>,
    packing: Packing,
    bounds: Bounds,
) -> Result<Vec<u8>, ReadError> {
    let most = bounds.most_unpacked(packed.len() as u64);
    let bytes = match packing {
        Packing::None => packed,
        Packing::Gzip => whole(
            path,
            "gzip",
            &mut MultiGzDecoder::new(packed.as_slice()),
            most,
        )?,
        Packing::Zstd => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(packed.as_slice())
                .map_err(|cause| describe_damage(path, "zstd", cause))?;
            whole(path, "zstd", &mut decoder, most)?
        }
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty { path: shown(path) });
    }
    Ok(bytes)
}

/// `bytes` as they are packed in a file.
pub(super) fn pack(bytes: &[u8], packing: Packing) -> io::Result<Vec<u8>> {
    match packing {
        Packing::None => Ok(bytes.to_vec()),
        Packing::Gzip => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(bytes)?;
            encoder.finish()
        }
        Packing::Zstd => zstd::encode_all(bytes, zstd::DEFAULT_COMPRESSION_LEVEL),
    }
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

fn whole(
    path: &Path,
    packing: &'static str,
    decoder: &mut dyn Read,
    most: u64,
) -> Result<Vec<u8>, ReadError> {
    read_within(path, decoder, most).map_err(|cause| describe_damage(path, packing, cause))?
}

fn describe_damage(path: &Path, packing: &'static str, cause: io::Error) -> ReadError {
    ReadError::Packed {
        path: shown(path),
        packing,
        cause,
    }
}

/// What the operating system's refusal means.
fn describe_refusal(path: &Path, cause: io::Error) -> ReadError {
    let path_shown = shown(path);
    let error = match cause.kind() {
        io::ErrorKind::NotFound => match fs::read_link(path) {
            Ok(target) => AccessError::Dangling {
                path: path_shown,
                target: target.display().to_string(),
            },
            Err(_) => AccessError::Missing {
                help: instead(path),
                path: path_shown,
            },
        },
        io::ErrorKind::PermissionDenied => AccessError::Denied { path: path_shown },
        io::ErrorKind::NotADirectory => AccessError::Missing {
            help: "a part of the path is a file, not a folder".to_owned(),
            path: path_shown,
        },
        _ => AccessError::Unreadable {
            path: path_shown,
            cause,
        },
    };
    error.into()
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

    #[test]
    fn a_refusal_is_told_from_a_missing_file() {
        let refusal =
            |kind| describe_refusal(Path::new("no/such/a.csv"), io::Error::from(kind)).to_string();
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
