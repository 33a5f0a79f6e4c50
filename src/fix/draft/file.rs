//! File: one file of a draft: its rows as they were, changed or gone.

use std::path::{Path, PathBuf};

use crate::dataset::{DataFile, NewCell, Obstacle, RowFile, RowState, Source, is_stdin};
use crate::error::{Error, FixError, ReadError};
use crate::fix::digest::digest_file;

/// One file.
#[derive(Debug)]
pub(in crate::fix) struct DraftFile {
    /// Where it is.
    pub(in crate::fix) path: PathBuf,
    /// The same as the user wrote it.
    pub(in crate::fix) shown: String,
    /// As it was.
    pub(in crate::fix) data: RowFile,
    /// The hash of the file as it lies on the disk.
    pub(in crate::fix) digest: String,
    /// What became of each of its rows.
    pub(in crate::fix) states: Vec<RowState>,
    /// The rows that are left, as the file had them.
    pub(in crate::fix) left: Vec<usize>,
}

impl DraftFile {
    /// The file at `path`, which was read as `file` says and had the hash `before`.
    pub(super) fn open(
        path: &Path,
        source: &Source,
        file: &DataFile,
        before: Option<&String>,
    ) -> Result<Self, Error> {
        if is_stdin(path) {
            return Err(Error::Fix(FixError::Stdin));
        }
        let rows = file.rows.len();
        let data = RowFile::open(path, source, file)?;
        let digest = digest_file(path)?;
        let path_shown = || file.path.clone();
        if before != Some(&digest) {
            return Err(Error::Fix(FixError::Changed { path: path_shown() }));
        }
        Ok(Self {
            path: path.to_owned(),
            shown: path_shown(),
            data: data.ok_or_else(|| FixError::Format { path: path_shown() })?,
            digest,
            states: vec![RowState::Untouched; rows],
            left: (0..rows).collect(),
        })
    }

    /// Takes a row out.
    pub(super) fn drop_row(&mut self, row: usize) {
        self.states[row] = RowState::Dropped;
    }

    /// Forgets the rows that were taken out, as reading the file anew does.
    pub(super) fn forget_dropped(&mut self) {
        let states = &self.states;
        self.left.retain(|&row| states[row] != RowState::Dropped);
    }

    /// Writes `new` in the place of `old` in this column of a row.
    ///
    /// # Errors
    /// Why the cell stays as it is: one that reads as before would be found again for ever.
    pub(super) fn change(
        &mut self,
        row: usize,
        (column, old, new): (&str, &str, &str),
    ) -> Result<(), Obstacle> {
        let cell = NewCell { column, old, new };
        let new = self.data.rewrite(row, &self.states[row], &cell)?;
        self.states[row] = RowState::Changed(new);
        Ok(())
    }

    /// Whether any of its rows was dropped or changed.
    pub(in crate::fix) fn is_edited(&self) -> bool {
        self.states
            .iter()
            .any(|state| *state != RowState::Untouched)
    }

    /// The bytes of the file as it is now, packed as it was.
    ///
    /// # Errors
    /// What can't be read, or packed.
    pub(in crate::fix) fn render(&self) -> Result<Vec<u8>, ReadError> {
        self.data.render(&self.states)
    }

    /// Where a row stands: `line 12 of a.csv`, or `row 11 of a.parquet`.
    pub(in crate::fix) fn locate(&self, row: usize) -> String {
        match self.data.lines(row) {
            Some((line, _)) => format!("line {line} of {}", self.shown),
            None => format!("row {} of {}", row + 1, self.shown),
        }
    }
}
