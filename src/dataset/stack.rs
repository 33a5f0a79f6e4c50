//! Stack: the files of one dataset read one after the other, their columns put under each other by name.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::Path;

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

use super::cells::Cells;
use super::decimals::find_parts;
use super::format::shown;
use super::read::{LeftColumn, ReadTable, Why};
use super::{Column, DataFile, Portion, Shards, Source, read};
use crate::error::{ReadError, meant, visible};

/// What the files of one dataset hold.
pub(super) struct Stack {
    /// The files in the order of their rows; at least one.
    pub(super) files: Vec<DataFile>,
    /// The tables that they make; at least one.
    pub(super) portions: Vec<Portion>,
    /// Every column; at least one.
    pub(super) columns: Vec<Column>,
    /// Columns of some file that aren't among them.
    pub(super) left: Vec<LeftColumn>,
}

impl Stack {
    /// Reads every file of `source`.
    ///
    /// # Errors
    /// When files can't be read (each is named), or one hasn't the columns of the first.
    pub(super) fn read(source: &Source) -> Result<Self, ReadError> {
        let mut growing = Growing::default();
        let mut unreadable = Vec::new();
        let shifted = source.shifted.iter().map(|path| (path, true));
        for (path, shifted) in source.paths.iter().map(|path| (path, false)).chain(shifted) {
            match read::read(source.location(path), source) {
                Ok(read) if unreadable.is_empty() => growing.add(source, path, shifted, read)?,
                Ok(_) => {}
                Err(error) => unreadable.push(error),
            }
        }
        if let Some(error) = ReadError::join(unreadable) {
            return Err(error);
        }
        if source.paths.is_empty() {
            return Err(ReadError::NoFile {
                name: source.name.clone(),
            });
        }
        // What one file lacks is no column of the dataset.
        let lacking: HashSet<&str> = growing
            .left
            .iter()
            .filter(|left| left.why != Why::Second)
            .map(|left| left.name.as_str())
            .collect();
        growing
            .stacked
            .retain(|(name, _)| !lacking.contains(name.as_str()));
        let parts = find_parts(&mut growing.files, &growing.stacked, source.dialect.decimal);
        let columns = growing
            .stacked
            .into_par_iter()
            .zip(parts)
            .map(|((name, cells), parts)| {
                let asked = source.columns.get(&name).copied();
                Column::of_parts(name, Cells::stacked(cells), &parts, asked)
            })
            .collect();
        Ok(Self {
            files: growing.files,
            portions: growing.portions,
            columns,
            left: growing.left,
        })
    }
}

/// A stack to which files are still added.
#[derive(Default)]
struct Growing {
    files: Vec<DataFile>,
    portions: Vec<Portion>,
    stacked: Vec<(String, Vec<Cells>)>,
    left: Vec<LeftColumn>,
    /// The shards that the last file is one of.
    shards: Option<usize>,
}

impl Growing {
    /// Adds what was `read` of the file at `path`.
    fn add(
        &mut self,
        source: &Source,
        path: &Path,
        shifted: bool,
        read: ReadTable,
    ) -> Result<(), ReadError> {
        let ReadTable {
            table,
            written,
            decisions,
            left,
        } = read;
        let start = self.files.last().map_or(0, |file| file.rows.end);
        let rows = start..start + table.rows;
        let own = |shards: &Shards| {
            shards
                .files
                .binary_search_by(|file| file.as_path().cmp(path))
                .is_ok()
        };
        let shards = source.shards.iter().position(own);
        let folder = shards.map(|at| source.shards[at].path.as_path());
        let is_test =
            shards.is_some_and(|at| source.shards[at].test.iter().any(|file| file == path));
        let mut columns: Vec<(String, Cells)> = table.names.into_iter().zip(table.cells).collect();
        let is_other = shards.is_none() || shards != self.shards;
        if shifted || is_test || (is_other && source.shifts_by_file()) {
            columns.extend(without_label(source, &self.stacked, &columns, table.rows));
        }
        self.stack(columns, left, (path, folder))?;
        match self.portions.last_mut() {
            Some(last) if shards.is_some() && shards == self.shards && last.shifted == shifted => {
                last.rows.end = rows.end;
            }
            _ => {
                let portion = portion(source, shards, path, rows.clone(), shifted);
                self.portions.push(portion);
            }
        }
        self.shards = shards;
        self.files.push(DataFile {
            path: shown(path),
            rows,
            shifted,
            is_test,
            written,
            decisions,
            lines: table.lines,
        });
        Ok(())
    }

    /// Puts the columns of the file at `path` under those of the files before it.
    fn stack(
        &mut self,
        columns: Vec<(String, Cells)>,
        left: Vec<LeftColumn>,
        (path, folder): (&Path, Option<&Path>),
    ) -> Result<(), ReadError> {
        if let Some(first) = self.files.first() {
            agree(
                (&self.stacked, &self.left),
                (&columns, &left),
                &first.path,
                (path, folder),
            )?;
        } else {
            let empty = |(name, _): &(String, Cells)| (name.clone(), Vec::new());
            self.stacked = columns.iter().map(empty).collect();
        }
        let names = self.stacked.iter().map(|(name, _)| name.clone());
        let places: HashMap<String, usize> = names.zip(0..).collect();
        for (name, cells) in columns {
            if let Some(&at) = places.get(&name) {
                self.stacked[at].1.push(cells);
            }
        }
        for left in left {
            if !self.left.contains(&left) {
                self.left.push(left);
            }
        }
        Ok(())
    }
}

/// The table that begins with the file at `path`, by itself or as one of the shards at `shards`.
fn portion(
    source: &Source,
    shards: Option<usize>,
    path: &Path,
    rows: Range<usize>,
    shifted: bool,
) -> Portion {
    let location = shards.map_or(path, |at| source.shards[at].path.as_path());
    Portion {
        path: shown(location),
        rows,
        shifted,
        location: location.to_owned(),
    }
}

/// The label column of a file whose rows are tested on and that lacks this column alone: its cells are missing. A file
/// with another column in its place mostly spells the name otherwise.
fn without_label(
    source: &Source,
    stacked: &[(String, Vec<Cells>)],
    columns: &[(String, Cells)],
    rows: usize,
) -> Option<(String, Cells)> {
    let label = source.roles.label.as_ref()?;
    let is_label = |name: &String| name == label;
    let known = |name: &String| stacked.iter().any(|(known, _)| known == name);
    let lacks = known(label) && !columns.iter().any(|(name, _)| is_label(name));
    let others = columns.iter().all(|(name, _)| known(name));
    (lacks && others).then(|| (label.clone(), Cells::missing(rows)))
}

/// Whether the file at `path` has the columns of the first one, in any order. `folder` is the folder or
/// the pattern that it was found by.
fn agree(
    (stacked, left): (&[(String, Vec<Cells>)], &[LeftColumn]),
    (columns, left_here): (&[(String, Cells)], &[LeftColumn]),
    first: &str,
    (path, folder): (&Path, Option<&Path>),
) -> Result<(), ReadError> {
    // What is left out is there all the same.
    let stacked = stacked.iter().map(|(name, _)| name.as_str());
    let stacked: Vec<&str> = stacked
        .chain(left.iter().map(|left| left.name.as_str()))
        .collect();
    let names = columns.iter().map(|(name, _)| name.as_str());
    let names: Vec<&str> = names
        .chain(left_here.iter().map(|left| left.name.as_str()))
        .collect();
    let lacks = |these: &[&str], those: &[&str]| {
        those
            .iter()
            .find(|name| !these.contains(name))
            .copied()
            .map(str::to_owned)
    };
    let shown = shown(path);
    let (column, with, without, others) = match (lacks(&names, &stacked), lacks(&stacked, &names)) {
        (Some(column), _) => (column, first.to_owned(), shown, &names),
        (None, Some(column)) => (column, shown, first.to_owned(), &stacked),
        (None, None) => return Ok(()),
    };
    let help = match (folder, meant(&column, others.iter().copied())) {
        (Some(folder), _) => format!(
            "the files of {} would be read as one dataset; name those that are one, or let `trueline init {0}` \
             declare each",
            folder.display()
        ),
        (None, Some(other)) => format!(
            "{without} has a column `{}`: give both the same name; files of one dataset share their columns",
            visible(other)
        ),
        (None, None) => "files of one dataset share their columns, in any order: add it there, or leave it out here".to_owned(),
    };
    Err(ReadError::UnevenFiles {
        column: visible(&column),
        with,
        without,
        help,
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Folder, labelled};
    use super::super::{Dataset, Kind};
    use super::*;

    fn load(files: &[(&str, &str)]) -> Result<Dataset, String> {
        let folder = Folder::new();
        let mut source = labelled(Path::new(""), "label");
        source.paths = files
            .iter()
            .map(|(name, text)| folder.write(name, text))
            .collect();
        Dataset::load(&source).map_err(|error| {
            error
                .to_string()
                .replace(&format!("{}/", folder.path().display()), "")
        })
    }

    #[test]
    fn columns_meet_by_name_in_any_order() {
        let dataset = load(&[("a.csv", "x,label\n1,0\n"), ("b.csv", "label,x\n1,2\n")]).unwrap();
        assert_eq!(dataset.columns[0].text(1), Some("2"));
        assert_eq!(dataset.labels.of, [Some(0), Some(1)]);
    }

    #[test]
    fn a_column_is_judged_over_all_files() {
        let dataset = load(&[
            ("a.csv", "x,label\n1,0\n"),
            ("b.csv", "x,label\nlow,1.0\n3,0.0\n"),
        ])
        .unwrap();
        assert_eq!(dataset.columns[0].kind, Kind::Text);
        assert_eq!(dataset.labels.classes, ["0", "1"]);
    }

    #[test]
    fn formats_may_meet() {
        let dataset = load(&[
            ("a.csv", "x,label\n1,a\n"),
            ("b.jsonl", "{\"label\": \"b\", \"x\": 2.5}\n"),
        ])
        .unwrap();
        assert_eq!(
            (dataset.columns[0].kind, dataset.columns[0].number(1)),
            (Kind::Number, Some(2.5))
        );
    }

    #[test]
    fn a_column_that_one_file_lacks_names_both_files() {
        let lacking = [("a.csv", "x,label\n1,0\n"), ("b.csv", "label\n1\n")];
        assert_eq!(
            load(&lacking).unwrap_err(),
            "the column `x` is in a.csv and not in b.csv"
        );
        let [first, second] = lacking;
        assert_eq!(
            load(&[second, first]).unwrap_err(),
            "the column `x` is in a.csv and not in b.csv"
        );
    }

    #[test]
    fn a_file_that_is_tested_on_may_lack_the_label() {
        let dataset = load(&[("a.csv", "x,label\n1,0\n2,1\n"), ("b.csv", "x\n3\n")]).unwrap();
        assert_eq!(dataset.labels.of, [Some(0), Some(1), None]);
        assert_eq!(dataset.unlabelled.len(), 1);
        assert_eq!(
            load(&[
                ("a.csv", "x,label\n1,0\n2,1\n"),
                ("b.csv", "x,Label\n3,1\n")
            ])
            .unwrap_err(),
            "the column `label` is in a.csv and not in b.csv"
        );
    }

    #[test]
    fn a_dataset_without_files_is_an_error() {
        assert_eq!(load(&[]).unwrap_err(), "the dataset test names no file");
    }
}
