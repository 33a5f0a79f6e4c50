//! File: one file of a draft: its rows as they were, changed or gone.

use std::path::{Path, PathBuf};

use crate::dataset::{DataFile, NewCell, Obstacle, Source, TextFile, is_stdin};
use crate::error::{Error, FixError};
use crate::fix::digest::digest_file;

/// One file.
#[derive(Debug)]
pub(in crate::fix) struct DraftFile {
    /// Where it is.
    pub(in crate::fix) path: PathBuf,
    /// The same as the user wrote it.
    pub(in crate::fix) shown: String,
    /// As it was.
    pub(in crate::fix) text: TextFile,
    /// The hash of the file as it lies on the disk.
    pub(in crate::fix) digest: String,
    /// What became of each of its rows.
    pub(in crate::fix) states: Vec<State>,
    /// The rows that are left, as the file had them.
    pub(in crate::fix) left: Vec<usize>,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::fix) enum State {
    /// It is as it was.
    Untouched,
    /// It reads so.
    Changed(Vec<u8>),
    /// It is gone.
    Dropped,
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
        let text = TextFile::open(path, source, file)?;
        let text = text.filter(|text| text.rows.len() == rows);
        let digest = digest_file(path)?;
        let path_shown = || file.path.clone();
        if before != Some(&digest) {
            return Err(Error::Fix(FixError::Changed { path: path_shown() }));
        }
        Ok(Self {
            path: path.to_owned(),
            shown: path_shown(),
            text: text.ok_or_else(|| FixError::Format { path: path_shown() })?,
            digest,
            states: vec![State::Untouched; rows],
            left: (0..rows).collect(),
        })
    }

    /// Takes a row out.
    pub(super) fn drop_row(&mut self, row: usize) {
        self.states[row] = State::Dropped;
    }

    /// Forgets the rows that were taken out, as reading the file anew does.
    pub(super) fn forget_dropped(&mut self) {
        let states = &self.states;
        self.left.retain(|&row| states[row] != State::Dropped);
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
        let bytes = match &self.states[row] {
            State::Changed(bytes) => bytes,
            _ => &self.text.bytes[self.text.rows[row].clone()],
        };
        let cell = NewCell { column, old, new };
        self.states[row] = State::Changed(self.text.rewrite(bytes, &cell)?);
        Ok(())
    }

    /// Whether any of its rows was dropped or changed.
    pub(in crate::fix) fn is_edited(&self) -> bool {
        self.states.iter().any(|state| *state != State::Untouched)
    }

    /// The bytes of the file as it is now, packed as it was; every byte that belongs to no edited row stays.
    ///
    /// # Errors
    /// What the packer says.
    pub(in crate::fix) fn render(&self) -> std::io::Result<Vec<u8>> {
        let bytes = &self.text.bytes;
        let mut out = Vec::with_capacity(bytes.len());
        let mut reached = 0;
        for (range, state) in self.text.rows.iter().zip(&self.states) {
            out.extend_from_slice(&bytes[reached..range.start]);
            match state {
                State::Untouched => out.extend_from_slice(&bytes[range.clone()]),
                State::Changed(new) => out.extend_from_slice(new),
                State::Dropped => {}
            }
            reached = range.end;
        }
        out.extend_from_slice(&bytes[reached..]);
        self.text.pack(&out)
    }
}
