//! Bounds: how much of a file is read and what it may unpack to, so that none takes all memory.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;

use serde::Serialize;

use super::super::cells::Cells;
use super::super::format::shown;
use super::Table;
use crate::error::{AccessError, ReadError, visible};
use crate::wording::plural;

const MB: u64 = 1_000_000;
/// What may come plain, unless the user says otherwise.
const PLAIN: u64 = 8_000 * MB;
/// What packed or columnar data may unpack to, and how many times its size where that is more.
const UNPACKED: u64 = 1_000 * MB;
const TIMES: u64 = 100;
/// Columns that a file may have.
const COLUMNS: u64 = 200_000;
/// Rows that a file may have, and that any may: rows are counted in 32 bits.
const ROWS: u64 = 1_000_000_000;
const MOST_ROWS: u64 = 4_000_000_000;
/// Megabytes that the text of a row may hold, and a cell.
const LINE_MB: u64 = 1_000;
const CELL_MB: u64 = 100;
/// A beginning of nothing but zeros is no data.
const LOOKED_AT: usize = 1 << 16;

/// What one file may hold, where the user says so; absent ones are the usual ones.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(crate) struct Bounds {
    /// Megabytes that it may unpack to.
    pub(crate) unpacked_mb: Option<u64>,
    /// Columns that it may have.
    pub(crate) columns: Option<u64>,
    /// Rows that it may have.
    pub(crate) rows: Option<u64>,
    /// Megabytes that the text of a row may hold.
    pub(crate) line_mb: Option<u64>,
    /// Megabytes that a cell may hold.
    pub(crate) cell_mb: Option<u64>,
}

impl Bounds {
    /// The most rows.
    pub(super) fn rows(self) -> usize {
        self.rows.unwrap_or(ROWS).min(MOST_ROWS) as usize
    }

    /// The error about a file with more rows than it may have.
    pub(super) fn too_long(self, path: &Path) -> ReadError {
        let most = self.rows();
        ReadError::Beyond {
            what: format!(
                "{} has more than {}",
                shown(path),
                plural(most, "row", "rows")
            ),
            path: shown(path),
            key: "max-file-rows",
            raised: (10 * most as u64).min(MOST_ROWS),
        }
    }

    /// # Errors
    /// One more row than `rows`, of so many bytes, which begins on this line, where that is more than may be.
    pub(super) fn hold_row(
        self,
        path: &Path,
        rows: usize,
        line: u64,
        bytes: usize,
    ) -> Result<(), ReadError> {
        if rows >= self.rows() {
            return Err(self.too_long(path));
        }
        let what = || format!("the row in line {line} of {}", shown(path));
        self.hold_bytes(path, bytes, what)
    }

    /// # Errors
    /// One more row than `rows`, of so many bytes in a file where rows have no lines of their own, where that is more
    /// than may be.
    pub(super) fn hold_turned_row(
        self,
        path: &Path,
        rows: usize,
        bytes: usize,
    ) -> Result<(), ReadError> {
        if rows >= self.rows() {
            return Err(self.too_long(path));
        }
        let what = || format!("row {} of {}", rows + 1, shown(path));
        self.hold_bytes(path, bytes, what)
    }

    fn hold_bytes(
        self,
        path: &Path,
        bytes: usize,
        what: impl Fn() -> String,
    ) -> Result<(), ReadError> {
        let most = self.line_mb.unwrap_or(LINE_MB);
        if bytes as u64 <= most.saturating_mul(MB) {
            return Ok(());
        }
        Err(too_heavy(
            path,
            &what(),
            bytes as u64,
            ("max-line-mb", most),
        ))
    }

    /// # Errors
    /// A cell that is larger than it may be.
    pub(super) fn hold_cells(self, path: &Path, table: &Table) -> Result<(), ReadError> {
        let most = self.cell_mb.unwrap_or(CELL_MB);
        for (name, cells) in table.names.iter().zip(&table.cells) {
            let Cells::Text(text) = cells else { continue };
            if text.longest() as u64 <= most.saturating_mul(MB) {
                continue;
            }
            let bytes = text.longest();
            let row = text
                .iter()
                .position(|cell| cell.map(str::len) == Some(bytes));
            let line = row.and_then(|row| Some(*table.lines.as_ref()?.get(row)?));
            let place = match (line, row) {
                (Some(line), _) => format!(" in line {line}"),
                (None, Some(row)) => format!(" in row {}", row + 1),
                (None, None) => String::new(),
            };
            let what = format!("the cell of `{}`{place} of {}", visible(name), shown(path));
            return Err(too_heavy(path, &what, bytes as u64, ("max-cell-mb", most)));
        }
        Ok(())
    }

    /// The bytes that may come plain.
    pub(super) fn most_plain(self) -> u64 {
        self.user_bound().unwrap_or(PLAIN)
    }

    /// The bytes that `packed` bytes may unpack to.
    pub(super) fn most_unpacked(self, packed: u64) -> u64 {
        self.user_bound()
            .unwrap_or_else(|| UNPACKED.max(packed.saturating_mul(TIMES)))
    }

    /// The most columns.
    pub(super) fn columns(self) -> usize {
        self.columns.unwrap_or(COLUMNS) as usize
    }

    /// The error about a file that holds more than `most` bytes.
    pub(super) fn too_large(path: &Path, most: u64) -> ReadError {
        ReadError::TooLarge {
            path: shown(path),
            most: most / MB,
        }
    }

    /// The error about a file with so many columns.
    pub(super) fn too_wide(self, path: &Path, columns: usize) -> ReadError {
        ReadError::TooWide {
            path: shown(path),
            columns,
            most: self.columns(),
        }
    }

    /// The bytes that the user lets a file hold.
    pub(super) fn user_bound(self) -> Option<u64> {
        Some(self.unpacked_mb?.saturating_mul(MB))
    }
}

/// The error about a part of a file that holds so many bytes, more than the `most` megabytes that `key` says.
fn too_heavy(path: &Path, what: &str, bytes: u64, (key, most): (&'static str, u64)) -> ReadError {
    let megabytes = bytes.div_ceil(MB);
    ReadError::Beyond {
        what: format!("{what} holds more than {most} MB"),
        path: shown(path),
        key,
        raised: megabytes,
    }
}

/// Everything that `reader` gives, if that is no more than `most` bytes.
///
/// # Errors
/// What the reader says, or that there is more.
pub(super) fn read_within(
    path: &Path,
    reader: &mut dyn Read,
    most: u64,
) -> io::Result<Result<Vec<u8>, ReadError>> {
    let mut bytes = Vec::new();
    reader.take(LOOKED_AT as u64).read_to_end(&mut bytes)?;
    if bytes.len() == LOOKED_AT && bytes.iter().all(|&byte| byte == 0) {
        return Ok(Err(ReadError::Zeros {
            path: shown(path),
            zeros: LOOKED_AT,
        }));
    }
    let left = most.saturating_add(1).saturating_sub(bytes.len() as u64);
    reader.take(left).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Ok(Err(ReadError::TooLarge {
            path: shown(path),
            most: most / MB,
        }));
    }
    Ok(Ok(bytes))
}

/// The bytes of an open file: of one that grows while it is read, those that were there at first.
///
/// # Errors
/// As [`read_within`]; and when it is a device.
pub(super) fn read_file(
    path: &Path,
    file: &File,
    most: u64,
) -> io::Result<Result<Vec<u8>, ReadError>> {
    let found = file.metadata()?;
    if is_device(&found) {
        return Ok(Err(AccessError::Device { path: shown(path) }.into()));
    }
    // The system's own files have no length, and pipes haven't any.
    let length = match found.len() {
        length if found.is_file() && length > 0 => length,
        _ => u64::MAX,
    };
    read_grown(path, file, length, most)
}

/// The first `length` bytes of a file that may have grown since they were counted.
fn read_grown(
    path: &Path,
    file: &File,
    length: u64,
    most: u64,
) -> io::Result<Result<Vec<u8>, ReadError>> {
    read_within(path, &mut file.take(length), most)
}

#[cfg(unix)]
fn is_device(found: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    found.file_type().is_char_device() || found.file_type().is_block_device()
}

#[cfg(not(unix))]
fn is_device(_: &Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::super::super::cells::cells_of;
    use super::*;

    fn read(bytes: &[u8], most: u64) -> Result<Vec<u8>, String> {
        read_within(Path::new("a.csv"), &mut &*bytes, most)
            .unwrap()
            .map_err(|error| error.to_string())
    }

    #[test]
    fn no_more_than_the_bound_is_read() {
        assert_eq!(read(b"abc", 3), Ok(b"abc".to_vec()));
        assert_eq!(
            read(&vec![b'a'; 2_000_001], 2_000_000),
            Err("a.csv holds more than 2 MB".to_owned())
        );
        assert_eq!(
            read(&vec![0; 100_000], 200_000),
            Err("a.csv begins with 65,536 zero bytes".to_owned())
        );
    }

    #[test]
    fn what_a_small_file_unpacks_to_is_bounded_and_the_user_may_raise_it() {
        let usual = Bounds::default();
        assert_eq!(usual.most_unpacked(33_000), 1_000 * MB);
        assert_eq!(usual.most_unpacked(100 * MB), 10_000 * MB);
        let raised = Bounds {
            unpacked_mb: Some(5_000),
            ..usual
        };
        assert_eq!(raised.most_unpacked(33_000), 5_000 * MB);
    }

    #[test]
    fn a_cell_that_is_too_large_is_named_by_its_line() {
        let large = "x".repeat(1_000_001);
        let mut table = Table {
            names: vec!["t".to_owned()],
            cells: vec![cells_of(&[Some("a"), Some(&large)])],
            rows: 2,
            lines: Some(vec![2, 9]),
        };
        let hold = |table: &Table, cell_mb| {
            let bounds = Bounds {
                cell_mb,
                ..Bounds::default()
            };
            let held = bounds.hold_cells(Path::new("a.csv"), table);
            held.map_err(|error| error.to_string())
        };
        assert_eq!(hold(&table, None), Ok(()));
        let said = |place| {
            Err(format!(
                "the cell of `t` in {place} of a.csv holds more than 1 MB"
            ))
        };
        assert_eq!(hold(&table, Some(1)), said("line 9"));
        table.lines = None;
        assert_eq!(hold(&table, Some(1)), said("row 2"));
    }

    #[test]
    fn a_file_that_grows_is_read_as_it_was() {
        let mut file = tempfile::tempfile().unwrap();
        io::Write::write_all(&mut file, b"a,b\n").unwrap();
        let length = file.metadata().unwrap().len();
        io::Write::write_all(&mut file, b"1,2\n").unwrap();
        io::Seek::rewind(&mut file).unwrap();
        let bytes = read_grown(Path::new("a.csv"), &file, length, 100).unwrap();
        assert_eq!(bytes.unwrap(), b"a,b\n");
    }
}
