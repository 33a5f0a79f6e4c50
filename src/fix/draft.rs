//! Draft: the files of a dataset while they are being fixed, each row as it was, changed or gone.

mod file;
mod record;

use std::fs;
use std::path::{Path, PathBuf};

pub(super) use file::DraftFile;
pub(super) use record::{Record, Refusal, count_done, merge};

use super::digest::digest_file;
use super::edit::{Change, Edit};
use crate::dataset::{Dataset, Source, is_stdin};
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

/// A row of a file, from 0, as the file had it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Place {
    /// Which of the files.
    pub(super) file: usize,
    /// Which of its rows.
    pub(super) row: usize,
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

    /// Does `edits` to the rows of `dataset`, which was read of the draft as it is: those that were done, and what
    /// couldn't be.
    pub(super) fn apply(
        &mut self,
        dataset: &Dataset,
        edits: Vec<Edit>,
    ) -> (Vec<Record>, Vec<Refusal>) {
        let place = |row: usize| {
            let file = dataset.file_at(row);
            let row = row - dataset.files[file].rows.start;
            Place {
                file,
                row: self.files[file].left[row],
            }
        };
        let placed: Vec<(Place, Option<Place>, Edit)> = edits
            .into_iter()
            .map(|edit| (place(edit.row), edit.kept.map(place), edit))
            .collect();
        let (mut done, mut refused) = (Vec::new(), Vec::new());
        for (place, kept, edit) in placed {
            let file = &mut self.files[place.file];
            let mut columns = Vec::new();
            match &edit.change {
                Change::Drop => file.drop_row(place.row),
                Change::Cells(cells) => {
                    for (at, new) in cells {
                        let column = &dataset.columns[*at];
                        let old = column.text(edit.row).unwrap_or_default();
                        match file.change(place.row, (&column.name, old, new)) {
                            Ok(()) => columns.push(column.name.clone()),
                            Err(obstacle) => refused.push(Refusal {
                                place,
                                rule: edit.rule,
                                column: column.name.clone(),
                                obstacle,
                            }),
                        }
                    }
                }
            }
            if edit.change == Change::Drop || !columns.is_empty() {
                done.push(Record {
                    place,
                    edit,
                    columns,
                    kept,
                });
            }
        }
        for file in &mut self.files {
            file.forget_dropped();
        }
        (done, refused)
    }

    /// Does the edits of the first of `turns` of which any can be done, with what couldn't be up to there.
    pub(super) fn apply_first(
        &mut self,
        dataset: &Dataset,
        turns: Vec<Vec<Edit>>,
    ) -> (Vec<Record>, Vec<Refusal>) {
        let mut refused = Vec::new();
        for edits in turns {
            let (done, not_done) = self.apply(dataset, edits);
            refused.extend(not_done);
            if !done.is_empty() {
                return (done, refused);
            }
        }
        (Vec::new(), refused)
    }

    /// Where a row stands: `line 12 of a.csv`.
    pub(super) fn locate(&self, place: Place) -> String {
        self.files[place.file].locate(place.row)
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
            let bytes = file.render()?;
            write_copy(&bytes, &copy).map_err(|cause| FixError::File {
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

fn write_copy(bytes: &[u8], copy: &Path) -> std::io::Result<()> {
    if let Some(folder) = copy.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(copy, bytes)
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
            let (applied, refused) = draft.apply(&dataset, vec![edit]);
            assert_eq!((applied.len(), refused.len()), (done, 1 - done), "{new}");
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
