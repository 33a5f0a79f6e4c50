//! Digest: SHA-256 of files and of rows, as a manifest has them.

use std::fmt::Write;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::FixError;

/// The hash of `parts`, one after the other, in hexadecimal digits.
pub(super) fn digest(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    write_digits(hasher)
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
            return Ok(write_digits(hasher));
        }
        hasher.update(&buffer[..read]);
    }
}

fn write_digits(hasher: Sha256) -> String {
    let mut digits = String::new();
    for byte in hasher.finalize() {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}
