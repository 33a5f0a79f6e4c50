//! Draft: the files of a dataset while they are being fixed, each row as it was, changed or gone.

use std::fs;
use std::path::{Path, PathBuf};

use super::digest::digest_file;
use super::edit::{Change, Edit};
use crate::dataset::{DataFile, Dataset, NewCell, Source, TextFile, is_stdin};
use crate::error::{Error, FixError, ReadError};
use crate::unfinished::Folder;

/// The files of one dataset, and a copy of each as it is now.
#[derive(Debug)]
pub(super) struct Draft {
    source: Source,
    /// In the order of the dataset's rows.
    pub(super) files: Vec<DraftFile>,
    folder: Folder,
}

/// One file.
#[derive(Debug)]
pub(super) struct DraftFile {
    /// Where it is.
    pub(super) path: PathBuf,
    /// The same as the user wrote it.
    pub(super) shown: String,
    /// As it was.
    pub(super) text: TextFile,
    /// The hash of the file as it lies on the disk.
    pub(super) digest: String,
    /// What became of each of its rows.
    pub(super) states: Vec<State>,
    /// The rows that are left, as the file had them.
    left: Vec<usize>,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    /// It is as it was.
    Untouched,
    /// It reads so.
    Changed(Vec<u8>),
    /// It is gone.
    Dropped,
}

/// A row of a file, from 0, as the file had it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Which of the files.
    pub(super) file: usize,
    /// Which of its rows.
    pub(super) row: usize,
}

/// One edit that was done.
#[derive(Debug, Clone)]
pub(super) struct Record {
    /// The row.
    pub(super) place: Place,
    /// What was done with it, and why.
    pub(super) edit: Edit,
    /// The columns in which something else stands now.
    pub(super) columns: Vec<String>,
    /// The row that stayed for it.
    pub(super) kept: Option<Place>,
}

/// The hash of each file of `source`; none where it can't be read.
pub(super) fn digest_inputs(source: &Source) -> Vec<Option<String>> {
    let paths = source.paths.iter().chain(&source.shifted);
    let digests = paths.map(|path| {
        let path = Some(path).filter(|path| !is_stdin(path))?;
        digest_file(path).ok()
    });
    digests.collect()
}

impl Draft {
    /// The files of `source`, of which `dataset` was read; `digests` were taken before.
    ///
    /// # Errors
    /// Files that can't be read or have changed, and those whose rows can't be taken out.
    pub(super) fn open(
        source: &Source,
        dataset: &Dataset,
        digests: &[Option<String>],
    ) -> Result<Self, Error> {
        let paths = source.paths.iter().chain(&source.shifted);
        let files = paths
            .zip(&dataset.files)
            .zip(digests)
            .map(|((path, file), before)| DraftFile::open(path, source, file, before.as_ref()))
            .collect::<Result<Vec<_>, Error>>()?;
        let folder = Folder::new(None).map_err(|cause| FixError::File {
            path: "a temporary folder".to_owned(),
            cause,
        })?;
        Ok(Self {
            source: source.clone(),
            files,
            folder,
        })
    }

    /// Does `edits` to the rows of `dataset`, which was read of the draft as it is; those that were done.
    pub(super) fn apply(&mut self, dataset: &Dataset, edits: Vec<Edit>) -> Vec<Record> {
        let place = |row: usize| {
            let file = dataset.file_at(row);
            let row = row - dataset.files[file].rows.start;
            Place {
                file,
                row: self.files[file].left[row],
            }
        };
        let records: Vec<Record> = edits
            .into_iter()
            .map(|edit| Record {
                place: place(edit.row),
                kept: edit.kept.map(place),
                columns: match &edit.change {
                    Change::Drop => Vec::new(),
                    Change::Cells(cells) => {
                        let columns = cells
                            .iter()
                            .map(|(at, _)| dataset.columns[*at].name.clone());
                        columns.collect()
                    }
                },
                edit,
            })
            .collect();
        let done = records
            .into_iter()
            .filter(|record| self.files[record.place.file].change(dataset, record))
            .collect();
        for file in &mut self.files {
            let states = &file.states;
            file.left.retain(|&row| states[row] != State::Dropped);
        }
        done
    }

    /// Reads what is left, as though it stood in the files.
    ///
    /// # Errors
    /// Copies that can't be written, and what is left where it can't be read or reads otherwise.
    pub(super) fn reload(&mut self) -> Result<Dataset, Error> {
        if let Some(file) = self.files.iter().find(|file| file.left.is_empty()) {
            let path = file.shown.clone();
            return Err(Error::Fix(FixError::Emptied { path }));
        }
        for (nth, file) in self
            .files
            .iter()
            .enumerate()
            .filter(|(_, file)| file.is_edited())
        {
            let copy = self.copy_path(nth, &file.path);
            write_copy(file, &copy).map_err(|cause| FixError::File {
                path: copy.display().to_string(),
                cause,
            })?;
            self.source.stand_ins.insert(file.path.clone(), copy);
        }
        let dataset = Dataset::load(&self.source).map_err(|error| self.describe(&error))?;
        for (file, read) in self.files.iter().zip(&dataset.files) {
            if file.left.len() != read.rows.len() {
                return Err(Error::Fix(FixError::Reread {
                    path: file.shown.clone(),
                    expected: file.left.len(),
                    found: read.rows.len(),
                }));
            }
        }
        Ok(dataset)
    }

    /// The file of the name of `path`, by which its format is known, in a folder of its own.
    fn copy_path(&self, nth: usize, path: &Path) -> PathBuf {
        let folder = self.folder.path().join(nth.to_string());
        folder.join(path.file_name().unwrap_or_default())
    }

    /// Why what is left can't be read, by the names of the files themselves.
    fn describe(&self, error: &ReadError) -> Error {
        let mut cause = error.to_string();
        for (path, copy) in &self.source.stand_ins {
            cause = cause.replace(&copy.display().to_string(), &path.display().to_string());
        }
        Error::Fix(FixError::Left {
            name: self.source.name.clone(),
            cause,
        })
    }
}

impl DraftFile {
    /// The file at `path`, which was read as `file` says and had the hash `before`.
    fn open(
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

    /// Does what `record` says; whether that could be done.
    fn change(&mut self, dataset: &Dataset, record: &Record) -> bool {
        let state = &mut self.states[record.place.row];
        *state = match &record.edit.change {
            Change::Drop => State::Dropped,
            Change::Cells(cells) => {
                let cells = cells
                    .iter()
                    .zip(&record.columns)
                    .map(|((at, new), column)| {
                        let old = dataset.columns[*at].text(record.edit.row);
                        let old = old.unwrap_or_default();
                        NewCell { column, old, new }
                    });
                let cells: Vec<NewCell> = cells.collect();
                let bytes = match state {
                    State::Changed(bytes) => bytes,
                    _ => &self.text.bytes[self.text.rows[record.place.row].clone()],
                };
                match self.text.rewrite(bytes, &cells) {
                    // A row that reads as before would be found again for ever.
                    Some(new) if new != bytes => State::Changed(new),
                    _ => return false,
                }
            }
        };
        true
    }

    /// Whether any of its rows was dropped or changed.
    pub(super) fn is_edited(&self) -> bool {
        self.states.iter().any(|state| *state != State::Untouched)
    }

    /// The bytes of the file as it is now, packed as it was; every byte that belongs to no edited row stays.
    ///
    /// # Errors
    /// What the packer says.
    pub(super) fn render(&self) -> std::io::Result<Vec<u8>> {
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

fn write_copy(file: &DraftFile, copy: &Path) -> std::io::Result<()> {
    if let Some(folder) = copy.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(copy, file.render()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::RoleNames;
    use crate::rules::words::Safety;

    /// A table of two rows in a folder of its own.
    fn table() -> (tempfile::TempDir, Source) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        fs::write(&path, "text,label\nfirst,a\nsecond,b\n").expect("written");
        let source = Source {
            name: "a".to_owned(),
            paths: vec![path],
            header: true,
            roles: RoleNames {
                label: Some("label".to_owned()),
                ..RoleNames::default()
            },
            ..Source::default()
        };
        (folder, source)
    }

    #[test]
    fn a_change_that_changes_nothing_is_not_done() {
        let (_folder, source) = table();
        let digests = digest_inputs(&source);
        let dataset = Dataset::load(&source).expect("a dataset");
        let mut draft = Draft::open(&source, &dataset, &digests).expect("a draft");
        for (new, done) in [("first", 0), ("other", 1)] {
            let edit = Edit::change(0, vec![(0, new.to_owned())], Safety::Unsafe, "");
            assert_eq!(draft.apply(&dataset, vec![edit]).len(), done, "{new}");
        }
    }

    #[test]
    fn a_file_that_changed_while_it_was_read_is_refused() {
        let (_folder, source) = table();
        let digests = digest_inputs(&source);
        let dataset = Dataset::load(&source).expect("a dataset");
        fs::write(&source.paths[0], "text,label\nfirst,a\nchanged,b\n").expect("written");
        let opened = Draft::open(&source, &dataset, &digests);
        assert!(matches!(opened, Err(Error::Fix(FixError::Changed { .. }))));
    }
}
