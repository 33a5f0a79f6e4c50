//! Places: where each row of a text file stands, to the byte, for who writes the file anew.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::super::encoding::Encoding;
use super::super::file::DataFile;
use super::super::format::{FileFormat, Format, Packing, shown};
use super::super::source::Source;
use super::bounds::Bounds;
use super::encode::{encode, find_mark};
use super::layout::Layout;
use super::objects::{Objects, join};
use super::records::Records;
use super::rewrite::{NewCell, Obstacle, Style};
use super::row_state::{NewRow, RowState};
use super::{decode, newlines, open, open_data};
use crate::error::{AccessError, ReadError};

/// More megabytes than any file has.
const BOUNDLESS_MB: u64 = 1_000_000_000;

/// The bytes of a text file, unpacked, and where its rows stand in them.
#[derive(Debug)]
pub(crate) struct TextFile {
    path: PathBuf,
    /// All of it, as it was before it was packed.
    pub(crate) bytes: Vec<u8>,
    /// The bytes of each row, with the end of its last line.
    pub(crate) rows: Vec<Range<usize>>,
    /// The lines of each row, from 1: the first and the last.
    pub(crate) lines: Vec<(u64, u64)>,
    style: Style,
    /// Whether rows are objects that don't stand one a line.
    pub(crate) is_spread: bool,
    encoding: Encoding,
    packing: Packing,
}

/// The first and the last line of each row, in the order of the rows.
type Lines = Vec<(u64, u64)>;

impl TextFile {
    /// The file at `path` of `source`, which was read as `file` and holds these unpacked bytes; `None` where its rows don't stand on lines of
    /// their own, or its lines aren't where they were.
    ///
    /// # Errors
    /// Whatever keeps the file from being read.
    pub(super) fn open(
        path: &Path,
        source: &Source,
        file: &DataFile,
        (bytes, format, packing): (Vec<u8>, Format, Packing),
    ) -> Result<Option<Self>, ReadError> {
        // Objects that share a line have none of their own.
        let begins = file.lines.as_deref();
        // What the text is read from, and the bytes that stay.
        let decoded = decode::decode(path, bytes.clone(), source.encoding)?;
        let found = match (format, begins) {
            (Format::Delimited(hint), Some(begins)) => {
                find_records(path, &decoded.text, hint, source, begins)?
            }
            (Format::JsonLines, Some(begins)) => {
                find_objects(&decoded.text, begins).map(|lines| (lines, Style::Object))
            }
            _ => None,
        };
        let starts = find_lines(&bytes, decoded.encoding);
        let on_lines = found.and_then(|(lines, style)| {
            let rows = lines.iter().map(|&(first, last)| {
                let end = starts.get(last as usize).copied();
                Some(*starts.get(first as usize - 1)?..end.unwrap_or(bytes.len()))
            });
            Some((rows.collect::<Option<Vec<_>>>()?, lines, style))
        });
        let is_json = matches!(format, Format::Json | Format::JsonLines);
        let spread = || {
            let found = Objects::find(&decoded.text, &bytes, decoded.encoding);
            found.map(|found| (found.rows, found.lines, Style::Object))
        };
        let is_spread = on_lines.is_none();
        let found = match on_lines {
            None if is_json => spread(),
            known => known,
        };
        Ok(found.map(|(rows, lines, style)| Self {
            path: path.to_owned(),
            rows,
            lines,
            style,
            is_spread,
            encoding: decoded.encoding,
            packing,
            bytes,
        }))
    }

    /// `bytes` of the file as text.
    pub(crate) fn decode(&self, bytes: &[u8]) -> String {
        decode::lossy(bytes, self.encoding)
    }

    /// `bytes`, those of a row, with another text in one of its cells.
    ///
    /// # Errors
    /// Why the cell stays as it is.
    pub(super) fn rewrite(&self, bytes: &[u8], cell: &NewCell) -> Result<Vec<u8>, Obstacle> {
        let text = self.decode(bytes);
        if encode(&text, self.encoding).is_none_or(|again| again != bytes) {
            return Err(Obstacle::Undecodable(self.encoding));
        }
        let new = self.style.rewrite(&text, cell)?;
        let new = encode(&new, self.encoding).ok_or(Obstacle::Letters(self.encoding))?;
        if new == bytes {
            return Err(Obstacle::Same);
        }
        Ok(new)
    }

    /// How its bytes become characters.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The bytes of the file with what became of each row, packed as it was.
    ///
    /// # Errors
    /// What the packer says.
    pub(super) fn render(&self, states: &[RowState]) -> Result<Vec<u8>, ReadError> {
        let out = if self.is_spread {
            join(&self.bytes, &self.rows, states)
        } else {
            self.render_lines(states)
        };
        open::pack(&out, self.packing).map_err(|cause| {
            let path = shown(&self.path);
            AccessError::Unreadable { path, cause }.into()
        })
    }
}

impl TextFile {
    fn render_lines(&self, states: &[RowState]) -> Vec<u8> {
        let bytes = &self.bytes;
        let mut out = Vec::with_capacity(bytes.len());
        let mut reached = 0;
        for (range, state) in self.rows.iter().zip(states) {
            out.extend_from_slice(&bytes[reached..range.start]);
            match state {
                RowState::Changed(NewRow::Bytes(new)) => out.extend_from_slice(new),
                RowState::Dropped => {}
                _ => out.extend_from_slice(&bytes[range.clone()]),
            }
            reached = range.end;
        }
        out.extend_from_slice(&bytes[reached..]);
        out
    }
}

/// The unpacked bytes of the text file at `path` of this encoding, and where each of its lines begins. It was read as a
/// table before, within whatever bounds.
///
/// # Errors
/// Whatever keeps the file from being read.
pub(crate) fn read_lines(
    path: &Path,
    encoding: Encoding,
) -> Result<(Vec<u8>, Vec<usize>), ReadError> {
    let bounds = Bounds {
        unpacked_mb: Some(BOUNDLESS_MB),
        ..Bounds::default()
    };
    // Which of the formats with lines it is makes no difference to them.
    let (bytes, _, _) = open_data(path, Some(FileFormat::Csv), bounds)?;
    let starts = find_lines(&bytes, encoding);
    Ok((bytes, starts))
}

/// The lines of the records that begin on the lines `begins`; the records between them are comments and the like.
fn find_records(
    path: &Path,
    text: &str,
    hint: Option<u8>,
    source: &Source,
    begins: &[u64],
) -> Result<Option<(Lines, Style)>, ReadError> {
    let layout = Layout::of(path, text, hint, &source.dialect, source.header)?;
    let mut records = Records::new(&layout.text, layout.delimiter, layout.quote);
    let mut lines = Lines::with_capacity(begins.len());
    let mut left = begins.iter().copied().peekable();
    while records.advance(path)? {
        if left.next_if_eq(&records.line).is_some() {
            let within = newlines(&layout.text.as_bytes()[records.range()]);
            lines.push((records.line, records.line + within));
        }
    }
    let style = Style::Delimited {
        columns: if source.header {
            layout.names.clone()
        } else {
            (1..=layout.fields)
                .map(|at| format!("column_{at}"))
                .collect()
        },
        delimiter: layout.delimiter,
        quote: layout.quote,
    };
    Ok(left.peek().is_none().then_some((lines, style)))
}

/// The lines of objects that stand one a line; `None` where some line is a part of an array or of an object.
fn find_objects(text: &str, begins: &[u64]) -> Option<Lines> {
    let mut filled = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    let lines: Option<Lines> = begins
        .iter()
        .map(|&line| {
            let (at, text) = filled.next()?;
            let is_whole = text.trim().starts_with('{') && text.trim().ends_with('}');
            (at as u64 + 1 == line && is_whole).then_some((line, line))
        })
        .collect();
    lines.filter(|_| filled.next().is_none())
}

/// Where each line of `bytes` begins; a mark at the beginning is no part of the first line.
fn find_lines(bytes: &[u8], encoding: Encoding) -> Vec<usize> {
    let mark = find_mark(bytes);
    let mut starts = vec![mark];
    if encoding.is_wide() {
        let newline = match encoding {
            Encoding::Utf16Be => [0, b'\n'],
            _ => [b'\n', 0],
        };
        let units = bytes[mark..].chunks_exact(2).enumerate();
        let ends = units.filter(|(_, unit)| *unit == newline);
        starts.extend(ends.map(|(nth, _)| mark + 2 * (nth + 1)));
    } else {
        let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        starts.extend(ends.map(|(at, _)| at + 1));
    }
    starts
}
