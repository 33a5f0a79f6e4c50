//! Record: one row's own text, read again from its file for those who want to show it.

use std::fs;
use std::io::{BufRead, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::encoding::Encoding;
use super::super::format::{Format, Packing, is_stdin};
use super::{decode, open};
use crate::recognise::personal;

/// Most characters of a record that are shown.
const SHOWN: usize = 2_000;
/// What may stand between two cells of a line.
const BETWEEN_CELLS: [char; 4] = [',', ';', '\t', '|'];
/// No character takes more bytes than this.
const WIDEST: usize = 4;

/// Where and how the rows of one file are written.
#[derive(Debug, Clone)]
pub(in super::super) struct Written {
    location: PathBuf,
    format: Format,
    packing: Packing,
    encoding: Encoding,
    /// What came by standard input or a pipe, and can't be read again.
    kept: Option<Arc<[u8]>>,
}

impl Written {
    /// The file at `path`, of which `bytes` were read and unpacked.
    pub(super) fn of(path: &Path, format: Format, packing: Packing, bytes: &[u8]) -> Self {
        let columnar = matches!(format, Format::Parquet | Format::Arrow);
        Self {
            location: path.to_owned(),
            format,
            packing,
            encoding: Encoding::Utf8,
            kept: (!columnar && !can_be_read_again(path)).then(|| bytes.into()),
        }
    }

    /// The same, its text in `encoding`.
    pub(super) fn with_encoding(self, encoding: Encoding) -> Self {
        Self { encoding, ..self }
    }

    /// The text from the beginning of line `line` to that of `next` (the end of the file without one), cut
    /// after 2,000 characters, with placeholders for what belongs to somebody (`phones`: whether a column is called so);
    /// `None` when the file is gone or has become shorter.
    pub(in super::super) fn excerpt(
        &self,
        line: u64,
        next: Option<u64>,
        phones: bool,
    ) -> Option<String> {
        let mut file: Box<dyn BufRead + '_> = match &self.kept {
            Some(kept) => Box::new(kept.as_ref()),
            None => open::reader(&self.location, self.packing).ok()?,
        };
        let mut encoding = self.encoding;
        if encoding.is_wide() {
            // A line of UTF-16 doesn't end in the byte of a new line: the whole file is read.
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).ok()?;
            file = Box::new(Cursor::new(decode::lossy(&bytes, encoding).into_bytes()));
            encoding = Encoding::Utf8;
        }
        let text = excerpt(&mut *file, self.format, encoding, (line, next))?;
        // Before the cut, which might leave half an address.
        let text = personal::hide(&text, phones);
        // Digits of the next cell are no part of a number in this one.
        let text: String = text
            .split_inclusive(BETWEEN_CELLS)
            .map(|cell| personal::hide(cell, phones))
            .collect();
        Some(match text.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        })
    }
}

/// Whether `path` gives the same bytes again: a pipe doesn't.
pub(super) fn can_be_read_again(path: &Path) -> bool {
    !is_stdin(path) && fs::metadata(path).is_ok_and(|found| found.is_file())
}

/// Whether `path` is there, and gives its bytes only once.
pub(crate) fn can_be_read_once(path: &Path) -> bool {
    !is_stdin(path) && fs::metadata(path).is_ok_and(|found| is_pipe(&found))
}

#[cfg(unix)]
fn is_pipe(found: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    found.file_type().is_fifo()
}

#[cfg(not(unix))]
fn is_pipe(_: &fs::Metadata) -> bool {
    false
}

fn excerpt(
    reader: &mut dyn BufRead,
    format: Format,
    encoding: Encoding,
    (line, next): (u64, Option<u64>),
) -> Option<String> {
    for _ in 1..line {
        if reader.skip_until(b'\n').ok()? == 0 {
            return None;
        }
    }
    let mut reader = reader.take(((SHOWN + 1) * WIDEST) as u64);
    let mut bytes = Vec::new();
    for _ in 0..next.map_or(u64::MAX, |next| next.saturating_sub(line)) {
        if reader.read_until(b'\n', &mut bytes).ok()? == 0 {
            break;
        }
    }
    let text = decode::lossy(&bytes, encoding);
    let text = text
        .trim_start_matches('\u{feff}')
        .trim_end_matches(['\n', '\r']);
    let text = match format {
        // The array's own brackets and commas are not the row's.
        Format::Json => text
            .trim_start_matches(|c| c != '{')
            .trim_end_matches(|c| c != '}'),
        _ => text,
    };
    Some(text.to_owned())
}
