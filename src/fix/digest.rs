//! Digest: SHA-256 of files and of rows, as a manifest has them.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::FixError;
use crate::wording::format_hex;

/// The hash of `parts`, one after the other, in hexadecimal digits.
pub(super) fn digest(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    format_hex(&hasher.finalize())
}

/// The hash of the file at `path`.
///
/// # Errors
/// When it can't be read.
pub(super) fn digest_file(path: &Path) -> Result<String, FixError> {
    let fail = |cause| FixError::File {
        path: path.display().to_string(),
        cause,
    };
    let mut file = File::open(path).map_err(fail)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer).map_err(fail)?;
        if read == 0 {
            return Ok(format_hex(&hasher.finalize()));
        }
        hasher.update(&buffer[..read]);
    }
}
