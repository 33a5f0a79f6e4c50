//! Objects: where the rows of a JSON text stand that aren't one a line, to the byte, and the text without some of them.

use std::ops::Range;
use std::path::Path;

use super::super::encoding::Encoding;
use super::super::source::Source;
use super::encode::{encode, find_mark};
use super::row_state::{NewRow, RowState};
use super::{decode, json, newlines, open_data};
use crate::error::ReadError;

/// Where objects stand: their bytes, and the first and the last line of each.
pub(super) struct Objects {
    pub(super) rows: Vec<Range<usize>>,
    pub(super) lines: Vec<(u64, u64)>,
}

impl Objects {
    /// Those that the array in `text` holds, or that stand there one after the other; `bytes` are its bytes in
    /// `encoding`. `None` where there is something else.
    pub(super) fn find(text: &str, bytes: &[u8], encoding: Encoding) -> Option<Self> {
        let found = json::find_rows(text)?;
        let mut at = find_mark(bytes);
        let mut reached = 0;
        let mut advance = |to: usize| {
            at += encode(text.get(reached..to)?, encoding)?.len();
            reached = to;
            Some(at)
        };
        let mut rows = Vec::with_capacity(found.len());
        for range in &found {
            rows.push(advance(range.start)?..advance(range.end)?);
        }
        // Bytes that are no characters of the encoding don't come back.
        if advance(text.len())? != bytes.len() {
            return None;
        }
        let mut lines = Vec::with_capacity(found.len());
        let (mut line, mut reached) = (1, 0);
        for range in &found {
            line += newlines(&text.as_bytes()[reached..range.start]);
            let first = line;
            line += newlines(&text.as_bytes()[range.clone()]);
            lines.push((first, line));
            reached = range.end;
        }
        Some(Self { rows, lines })
    }
}

/// `bytes` with what became of each of `rows`; what stands between two objects goes with the first of them, or, where
/// none follows that stays, with the last.
pub(super) fn join(bytes: &[u8], rows: &[Range<usize>], states: &[RowState]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return bytes.to_vec();
    };
    out.extend_from_slice(&bytes[..first.start]);
    // What separates the object that was written last from the next one.
    let mut between: &[u8] = &[];
    for (at, (range, state)) in rows.iter().zip(states).enumerate() {
        let row = match state {
            RowState::Dropped => continue,
            RowState::Changed(NewRow::Bytes(new)) => new,
            _ => &bytes[range.clone()],
        };
        out.extend_from_slice(between);
        out.extend_from_slice(row);
        let next = rows.get(at + 1).map_or(range.end, |next| next.start);
        between = &bytes[range.end..next];
    }
    out.extend_from_slice(&bytes[last.end..]);
    out
}

/// The bytes of the objects in the file at `path` of this encoding.
///
/// # Errors
/// Whatever keeps the file from being read.
pub(super) fn read_objects(
    path: &Path,
    source: &Source,
    encoding: Encoding,
) -> Result<Vec<Vec<u8>>, ReadError> {
    let (bytes, ..) = open_data(path, source.format, source.bounds)?;
    let decoded = decode::decode(path, bytes.clone(), Some(encoding))?;
    let found = Objects::find(&decoded.text, &bytes, decoded.encoding);
    let rows = found.map_or(Vec::new(), |found| found.rows);
    Ok(rows.into_iter().map(|row| bytes[row].to_vec()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drop_rows(text: &str, dropped: &[usize]) -> Option<String> {
        let found = Objects::find(text, text.as_bytes(), Encoding::Utf8)?;
        let states = (0..found.rows.len()).map(|row| {
            if dropped.contains(&row) {
                RowState::Dropped
            } else {
                RowState::Untouched
            }
        });
        let states: Vec<RowState> = states.collect();
        String::from_utf8(join(text.as_bytes(), &found.rows, &states)).ok()
    }

    #[test]
    fn an_array_stays_one_whichever_object_goes() {
        let text = "[\n  {\"a\": \"é\"},\n  {\"a\":\n2} ,  {\"a\": NaN}\n]\n";
        for (dropped, left) in [
            (&[][..], text),
            (&[0], "[\n  {\"a\":\n2} ,  {\"a\": NaN}\n]\n"),
            (&[1], "[\n  {\"a\": \"é\"},\n  {\"a\": NaN}\n]\n"),
            (&[2], "[\n  {\"a\": \"é\"},\n  {\"a\":\n2}\n]\n"),
            (&[1, 2], "[\n  {\"a\": \"é\"}\n]\n"),
            (&[0, 2], "[\n  {\"a\":\n2}\n]\n"),
        ] {
            assert_eq!(
                drop_rows(text, dropped).as_deref(),
                Some(left),
                "{dropped:?}"
            );
        }
        let spread = "{\n\"a\": 1\n}\n{\"a\":\n2}\n{\"a\": 3}\n";
        assert_eq!(
            drop_rows(spread, &[1]).as_deref(),
            Some("{\n\"a\": 1\n}\n{\"a\": 3}\n")
        );
        for other in [
            "[[1, 2], [3, 4]]",
            "[1]",
            "{\"a\": 1} x",
            "[{}",
            "{\"a\": 1},{\"a\": 2}",
        ] {
            assert_eq!(drop_rows(other, &[]), None, "{other}");
        }
    }

    #[test]
    fn objects_have_their_lines_and_bytes_in_any_encoding() {
        let text = "[{\"a\": \"é\"},\n{\"a\":\n2}]";
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let wide = [&[0xFF, 0xFE][..], &wide].concat();
        let found = Objects::find(text, &wide, Encoding::Utf16Le).expect("objects");
        assert_eq!(found.lines, [(1, 1), (2, 3)]);
        assert_eq!(found.rows[0], 4..24);
        assert!(wide[found.rows[1].clone()].starts_with(b"{\0"));
    }
}
