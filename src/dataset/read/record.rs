//! Record: one row's own text, read again from its file for those who want to show it.

use std::io::{BufRead, Read};
use std::path::Path;

use super::super::Encoding;
use super::{Format, open};

/// Most characters of a record that are shown.
const SHOWN: usize = 2_000;
/// No character takes more bytes than this.
const WIDEST: usize = 4;

/// The text from the beginning of line `line` to that of `next` (the end of the file without one), cut
/// after 2,000 characters; `None` when the file is gone or has become shorter.
pub(in super::super) fn excerpt(
    path: &Path,
    encoding: Encoding,
    line: u64,
    next: Option<u64>,
) -> Option<String> {
    let (format, packing) = Format::of(path);
    let mut reader = open::reader(path, packing).ok()?;
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
    let text = match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(&bytes).into_owned(),
        Encoding::Latin1 => open::latin1(&bytes),
    };
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
    Some(match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    })
}
