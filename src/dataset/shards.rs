//! Shards: the files that a path means: itself, the data files of a folder, or those that a pattern matches.

mod saved;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};
use serde::Serialize;

use super::format::{format_word, is_stdin, named_as_data};
use crate::error::{Mistake, listed};
use crate::recognise::side::{names_test, names_train};
use crate::unfinished::parent_of;

/// Where several files match: letters as they are, no folder between `*`, no hidden file.
const MATCHING: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// A table that is written over several files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Shards {
    /// The folder or the pattern.
    pub(crate) path: PathBuf,
    /// The files, by name.
    pub(crate) files: Vec<PathBuf>,
    /// Those of them whose names say that their rows are test rows (`test`, `validation`, ...), where the others'
    /// say that theirs train (`train`); else empty.
    pub(crate) test: Vec<PathBuf>,
}

impl Shards {
    /// Whether a file at `path` would be one of them, or stand among them, when they are read again.
    pub(crate) fn would_hold(&self, path: &Path) -> bool {
        let whole = |path: &Path| fs::canonicalize(path).ok();
        if self.path.is_dir() {
            let parent = whole(parent_of(path));
            return parent.is_some() && parent == whole(&self.path);
        }
        let pattern = self.path.to_str().and_then(|path| Pattern::new(path).ok());
        pattern.is_some_and(|pattern| pattern.matches_path_with(path, MATCHING))
    }
}

/// What a path means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    /// A file, or what isn't there: reading it tells.
    File(PathBuf),
    /// Files that are one table: several, or those of a folder.
    Shards(Shards),
}

impl Input {
    /// The files that `path` means: those of the splits that `save_to_disk` wrote into a folder, those of a folder that
    /// are named as data (hidden ones and those whose names begin with an underscore left out, and .json files beside
    /// data of another format), those that a pattern with `*`, `?` or `[...]` matches, else itself.
    ///
    /// # Errors
    /// A folder without data files, or with files of several formats; a pattern that is none or matches
    /// nothing; `train` and `test` among files that say neither.
    pub(crate) fn of(path: &Path) -> Result<Self, Mistake> {
        if is_stdin(path) {
            return Ok(Self::File(path.to_owned()));
        }
        if path.is_dir() {
            return of_folder(path);
        }
        match path.to_str() {
            Some(pattern) if fs::symlink_metadata(path).is_err() && is_pattern(pattern) => {
                of_pattern(pattern)
            }
            _ => Ok(Self::File(path.to_owned())),
        }
    }

    /// Its files.
    pub(crate) fn files(&self) -> &[PathBuf] {
        match self {
            Self::File(path) => std::slice::from_ref(path),
            Self::Shards(shards) => &shards.files,
        }
    }

    fn together(path: &Path, base: &Path, mut files: Vec<PathBuf>) -> Result<Self, Mistake> {
        // A folder stays a folder, so that what is written for it is one, too.
        if files.len() == 1 && !path.is_dir() {
            return Ok(Self::File(files.swap_remove(0)));
        }
        Ok(Self::Shards(Shards {
            path: path.to_owned(),
            test: test(path, base, &files)?,
            files,
        }))
    }
}

/// Whether `path` is written as a pattern.
fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?', '['])
}

/// The data files right inside `folder`, by name.
///
/// # Errors
/// When the folder can't be listed.
pub(crate) fn data_files(folder: &Path) -> Result<Vec<PathBuf>, Mistake> {
    let refused = |cause: std::io::Error| {
        Mistake::new(format!(
            "cannot list the folder {}: {cause}",
            folder.display()
        ))
        .with_help("check who may read it")
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(refused)? {
        let path = entry.map_err(refused)?.path();
        if !is_aside(&path) && path.is_file() && named_as_data(&path) {
            files.push(path);
        }
    }
    files.sort();
    // What lies beside tables as .json tells of them, as a rule.
    let plain = |path: &PathBuf| format_word(path) == "json";
    if !files.iter().all(plain) {
        files.retain(|path| !plain(path));
    }
    Ok(files.into_iter().map(|path| without_dot(&path)).collect())
}

/// `./a.csv` as `a.csv`.
fn without_dot(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}

/// Hidden files, and those that tools write beside shards (`_SUCCESS`, `_metadata`).
fn is_aside(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with(['.', '_'])
}

fn of_folder(folder: &Path) -> Result<Input, Mistake> {
    if let Some(files) = saved::saved_files(folder) {
        return Input::together(folder, folder, files?);
    }
    let files = data_files(folder)?;
    let shown = folder.display();
    if files.is_empty() {
        return Err(Mistake::new(format!("the folder {shown} holds no data file")).with_help(
            match inner(folder) {
                Some(inner) => format!(
                    "its folder {inner} does: name that, or a pattern in quotes: '{}'",
                    folder.join("*/*").display()
                ),
                None => format!(
                    "data files end in .csv, .tsv, .json, .jsonl, .parquet or .arrow (also .gz and .zst); for \
                     others name a pattern in quotes: '{}'",
                    folder.join("*.txt").display()
                ),
            },
        ));
    }
    let formats: BTreeSet<&str> = files.iter().map(|path| format_word(path)).collect();
    if formats.len() > 1 {
        let first = formats.first().copied().unwrap_or_default();
        return Err(Mistake::new(format!(
            "the folder {shown} holds data of several formats: {}",
            listed(formats.iter().copied())
        ))
        .with_help(format!(
            "name the files that are one dataset, for example with a pattern in quotes: '{}'",
            folder.join(format!("*.{first}*")).display()
        )));
    }
    Input::together(folder, folder, files)
}

/// The first folder inside `folder` that holds data.
fn inner(folder: &Path) -> Option<String> {
    let entries = fs::read_dir(folder).ok()?.flatten();
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.is_dir() && !is_aside(path))
        .collect();
    folders.sort();
    let holds = |path: &&PathBuf| data_files(path).is_ok_and(|files| !files.is_empty());
    folders
        .iter()
        .find(holds)
        .map(|path| path.display().to_string())
}

fn of_pattern(pattern: &str) -> Result<Input, Mistake> {
    let paths = glob::glob_with(pattern, MATCHING).map_err(|error| {
        Mistake::new(format!("`{pattern}` is no pattern: {}", error.msg))
            .with_help("* stands for any text, ? for one character, [ab] for one of these; a bracket itself is [[]")
    })?;
    let own = Path::new(pattern);
    let asks = is_aside(own);
    let mut files: Vec<PathBuf> = paths
        .flatten()
        .filter(|path| path.is_file() && (asks || !is_aside(path)))
        .collect();
    files.sort();
    let base: PathBuf = own
        .components()
        .take_while(|part| !part.as_os_str().to_str().is_none_or(is_pattern))
        .collect();
    if files.is_empty() {
        let help = if base.as_os_str().is_empty() || base.is_dir() {
            "* stands for any text in a name, and ** for folders in any depth".to_owned()
        } else {
            format!("there is no folder {}", base.display())
        };
        return Err(Mistake::new(format!("no file matches `{pattern}`")).with_help(help));
    }
    Input::together(own, &base, files)
}

/// Which of `files` test, by the words in their names or in those of their folders below `base`.
fn test(path: &Path, base: &Path, files: &[PathBuf]) -> Result<Vec<PathBuf>, Mistake> {
    let said: Vec<Option<bool>> = files.iter().map(|file| says(base, file)).collect();
    let says = |what: bool| said.contains(&Some(what));
    if !says(true) || !says(false) {
        return Ok(Vec::new());
    }
    if let Some(at) = said.iter().position(Option::is_none) {
        return Err(Mistake::new(format!(
            "{} holds files to train on and files to test on, and {}, which says neither",
            path.display(),
            files[at].display()
        ))
        .with_help("name the files that are one dataset, or declare them in trueline.toml: `trueline init` writes one"));
    }
    let test = files.iter().zip(said);
    Ok(test
        .filter(|(_, said)| *said == Some(true))
        .map(|(file, _)| file.clone())
        .collect())
}

/// Whether the name of `file` says that its rows are test rows, or that they train; nothing when it says neither
/// or both.
fn says(base: &Path, file: &Path) -> Option<bool> {
    let below = file.strip_prefix(base).unwrap_or(file);
    below.components().rev().find_map(|part| {
        let name = part.as_os_str().to_string_lossy();
        match (names_train(&name), names_test(&name)) {
            (true, false) => Some(false),
            (false, true) => Some(true),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Folder;
    use super::*;

    const ROWS: &str = "a,b\n1,2\n";

    fn folder(names: &[&str]) -> Folder {
        let folder = Folder::new();
        for name in names {
            folder.write(name, ROWS);
        }
        folder
    }

    /// The names of the files that `path` in `folder` means, those that test with a mark.
    fn meant(folder: &Folder, path: &str) -> Result<Vec<String>, String> {
        let here = format!("{}/", folder.path().display());
        let input = Input::of(&folder.path().join(path))
            .map_err(|mistake| mistake.message.replace(&here, ""))?;
        let test = match &input {
            Input::Shards(shards) => shards.test.clone(),
            Input::File(_) => Vec::new(),
        };
        let name = |file: &PathBuf| {
            let mark = if test.contains(file) { "?" } else { "" };
            file.display().to_string().replace(&here, "") + mark
        };
        Ok(input.files().iter().map(name).collect())
    }

    #[test]
    fn a_folder_means_its_data_files_by_name() {
        let folder = folder(&[
            "s/b.csv",
            "s/a.csv.gz",
            "s/.hidden.csv",
            "s/_SUCCESS",
            "s/_x.csv",
            "s/notes.md",
            "s/info.json",
        ]);
        assert_eq!(meant(&folder, "s").unwrap(), ["s/a.csv.gz", "s/b.csv"]);
        assert!(
            meant(&folder, "")
                .unwrap_err()
                .ends_with(" holds no data file")
        );
    }

    #[test]
    fn formats_that_meet_in_a_folder_are_a_mistake() {
        let folder = folder(&["s/a.csv", "s/a.parquet"]);
        assert_eq!(
            meant(&folder, "s").unwrap_err(),
            format!(
                "the folder {}/s holds data of several formats: csv and parquet",
                folder.path().display()
            )
            .replace(&format!("{}/", folder.path().display()), "")
        );
    }

    #[test]
    fn a_pattern_means_what_it_matches_and_something_at_least() {
        let folder = folder(&["s/b1.txt", "s/a1.txt", "s/c.csv", "t/a.txt", "[x].csv"]);
        assert_eq!(
            meant(&folder, "s/*1.txt").unwrap(),
            ["s/a1.txt", "s/b1.txt"]
        );
        assert_eq!(meant(&folder, "*/a*.txt").unwrap(), ["s/a1.txt", "t/a.txt"]);
        assert_eq!(
            meant(&folder, "[x].csv").unwrap(),
            ["[x].csv"],
            "a file of that name"
        );
        assert_eq!(
            meant(&folder, "s/*.tsv").unwrap_err(),
            "no file matches `s/*.tsv`"
        );
        assert!(
            meant(&folder, "s/[.csv")
                .unwrap_err()
                .starts_with("`s/[.csv` is no pattern")
        );
    }

    #[test]
    fn names_say_which_files_examine_where_others_teach() {
        let split = folder(&["s/train-0.csv", "s/test-0.csv", "s/my_validation.csv"]);
        assert_eq!(
            meant(&split, "s").unwrap(),
            ["s/my_validation.csv?", "s/test-0.csv?", "s/train-0.csv"]
        );
        let nested = folder(&["s/train/0.csv", "s/test/0.csv"]);
        assert_eq!(
            meant(&nested, "s/*/*.csv").unwrap(),
            ["s/test/0.csv?", "s/train/0.csv"]
        );
        // A word inside a word says nothing, nor does the path to the folder, nor one side alone.
        let plain = folder(&["test/latest.csv", "test/trainer.csv"]);
        assert_eq!(
            meant(&plain, "test").unwrap(),
            ["test/latest.csv", "test/trainer.csv"]
        );
        let one = folder(&["s/train-0.csv", "s/more.csv"]);
        assert_eq!(meant(&one, "s").unwrap(), ["s/more.csv", "s/train-0.csv"]);
        let odd = folder(&["s/train.csv", "s/test.csv", "s/extra.csv"]);
        assert!(
            meant(&odd, "s")
                .unwrap_err()
                .ends_with("extra.csv, which says neither")
        );
    }
}
