//! Group: the files that are one dataset, and how they stand to each other.

use std::path::{Path, PathBuf};

use crate::dataset::{Encoding, Input, Look, Shards, Source, look};
use crate::error::ReadError;

/// Files whose columns agree.
#[derive(Debug)]
pub(super) struct Group {
    /// The files, by name; those that train first where that is known.
    pub(super) files: Vec<PathBuf>,
    looks: Vec<Look>,
    /// What is said of how they are written.
    said: Source,
    /// What stands for all of them, where they are one table.
    pub(super) shards: Option<Shards>,
}

/// The groups that `files` make, of which `asked` are the paths that were given; in the order of their
/// first files. `said` is what is said of how they are written. A file that can't be read is in none of them: its error comes beside.
pub(super) fn groups(
    files: Vec<PathBuf>,
    asked: &[PathBuf],
    said: &Source,
) -> (Vec<Group>, Vec<ReadError>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut errors = Vec::new();
    for file in files {
        let seen = match look(&file, said) {
            Ok(seen) => seen,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        match groups.iter_mut().find(|group| group.agrees(&seen)) {
            Some(group) => {
                group.files.push(file);
                group.looks.push(seen);
            }
            None => groups.push(Group {
                files: vec![file],
                looks: vec![seen],
                said: said.clone(),
                shards: None,
            }),
        }
    }
    for group in &mut groups {
        group.shards = group.as_one(asked);
        if group.shards.is_none() {
            // Of several domains the first is trained on.
            let trains = |path: &Path| !stem(path).to_lowercase().contains("train");
            let files = group.files.drain(..).zip(group.looks.drain(..));
            let mut files: Vec<(PathBuf, Look)> = files.collect();
            files.sort_by_key(|(path, _)| trains(path));
            (group.files, group.looks) = files.into_iter().unzip();
        }
    }
    (groups, errors)
}

impl Group {
    fn agrees(&self, seen: &Look) -> bool {
        let sorted = |names: &[String]| {
            let mut names = names.to_vec();
            names.sort();
            names
        };
        self.looks.first().is_some_and(|first| {
            first.header.map(|header| header.is) == seen.header.map(|header| header.is)
                && sorted(&first.names) == sorted(&seen.names)
        }) && self.looks.iter().all(|look| {
            // One dataset has one encoding.
            look.is_ascii || seen.is_ascii || look.encoding == seen.encoding
        })
    }

    /// The folder or pattern that means just these files, where they are shards of one table: by their
    /// numbers, or because their names say train and test.
    fn as_one(&self, asked: &[PathBuf]) -> Option<Shards> {
        if self.files.len() < 2 {
            return None;
        }
        let own = Path::new(&self.files[0]).parent().unwrap_or(Path::new(""));
        let patterns = [
            own.join(self.pattern()),
            own.join(format!("*{}", ending(&self.files[0]))),
        ];
        let mut candidates = asked
            .iter()
            .filter(|path| !path.is_file())
            .cloned()
            .chain(patterns);
        let shards = candidates.find_map(|path| match Input::of(&path) {
            Ok(Input::Shards(shards)) if shards.files == self.files => Some(shards),
            _ => None,
        })?;
        (!shards.test.is_empty() || self.counts()).then_some(shards)
    }

    /// The name that all files share, with `*` for their numbers.
    fn pattern(&self) -> String {
        let stem = stem(&self.files[0]);
        let mut pattern = String::new();
        for c in stem.chars() {
            match c {
                '0'..='9' if pattern.ends_with('*') => {}
                '0'..='9' => pattern.push('*'),
                '*' | '?' | '[' => pattern.push('?'),
                _ => pattern.push(c),
            }
        }
        pattern + &ending(&self.files[0])
    }

    /// Whether the files' names differ in a number only, which counts up from 0 or 1.
    fn counts(&self) -> bool {
        let parts = |path: &PathBuf| -> (Vec<String>, Vec<u64>) {
            let stem = stem(path);
            let words = stem
                .split(|c: char| c.is_ascii_digit())
                .filter(|word| !word.is_empty());
            let numbers = stem
                .split(|c: char| !c.is_ascii_digit())
                .filter_map(|number| number.parse().ok());
            (words.map(str::to_owned).collect(), numbers.collect())
        };
        let all: Vec<(Vec<String>, Vec<u64>)> = self.files.iter().map(parts).collect();
        let (words, first) = &all[0];
        let alike = all
            .iter()
            .all(|(own, numbers)| own == words && numbers.len() == first.len());
        alike
            && (0..first.len()).any(|at| {
                let mut numbers: Vec<u64> = all.iter().map(|(_, numbers)| numbers[at]).collect();
                numbers.sort_unstable();
                numbers[0] <= 1 && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
            })
    }

    /// The data as it is read before columns have roles.
    pub(super) fn source(&self) -> Source {
        let shards = self.all();
        Source {
            name: self.name(),
            paths: self.files.clone(),
            shards: vec![shards],
            header: self.has_header(),
            encoding: Some(self.encoding()),
            ..self.said.clone()
        }
    }

    /// All files as one table: to look at them, it doesn't matter what they are to each other.
    fn all(&self) -> Shards {
        let mut files = self.files.clone();
        files.sort();
        Shards {
            path: self.files[0].clone(),
            files,
            test: Vec::new(),
        }
    }

    /// Whether the files are domains.
    pub(super) fn is_several(&self) -> bool {
        self.files.len() > 1 && self.shards.is_none()
    }

    pub(super) fn has_header(&self) -> bool {
        self.looks[0].header.is_none_or(|header| header.is)
    }

    /// The encoding of all files: of those that aren't UTF-8, the first one's.
    pub(super) fn encoding(&self) -> Encoding {
        let mut encodings = self.looks.iter().map(|look| look.encoding);
        encodings
            .find(|encoding| *encoding != Encoding::Utf8)
            .unwrap_or(Encoding::Utf8)
    }

    /// What the dataset may be called: by its folder or its file.
    pub(super) fn name(&self) -> String {
        let of_folder = |path: &Path| {
            path.file_name()
                .map(|name| name.to_string_lossy().into_owned())
        };
        let name = match &self.shards {
            Some(shards) if shards.path.is_dir() => of_folder(&shards.path),
            Some(shards) => Some(
                stem(&shards.path)
                    .split(|c: char| !c.is_alphanumeric() && c != '_')
                    .find(|part| !part.is_empty())
                    .map_or_else(|| "data".to_owned(), str::to_owned),
            ),
            None if self.files.len() > 1 => self.files[0].parent().and_then(of_folder),
            None => Some(stem(&self.files[0])),
        };
        name.filter(|name| !name.is_empty())
            .unwrap_or_else(|| "data".to_owned())
    }

    pub(super) fn header_reason(&self) -> String {
        match self.looks[0].header {
            _ if !self.said.header => String::new(),
            Some(header) if !header.is => "The first line looks like the rows below it, so columns go by their places: \
                column_1, column_2, ..."
                .to_owned(),
            Some(header) if header.votes < 1.0 => {
                "The first line is taken for the names of columns, though little tells it from the rows. If it is \
                 a row: header = false"
                    .to_owned()
            }
            _ => String::new(),
        }
    }

    pub(super) fn encoding_reason(&self) -> String {
        let found = self
            .files
            .iter()
            .zip(&self.looks)
            .find_map(|(file, look)| Some((file, look.not_utf8?)));
        found.map_or(String::new(), |(file, line)| {
            format!(
                "Line {line} of {} isn't UTF-8. {} is a guess: see that accents and letters are right.",
                file.display(),
                self.encoding().word()
            )
        })
    }

    pub(super) fn path_reason(&self) -> String {
        match &self.shards {
            Some(shards) if !shards.test.is_empty() => format!(
                "{} files of one dataset: by their names, {} of them test and the others train. If the test data \
                 comes from elsewhere, name it as shifted = \"FILE\" instead.",
                self.files.len(),
                shards.test.len()
            ),
            Some(_) => format!(
                "{} files that are read as one table, by the numbers in their names. If each is a place of its \
                 own that rows come from, list them: path = [\"FILE\", \"FILE\"]",
                self.files.len()
            ),
            None if self.files.len() > 1 => format!(
                "{} files with the same columns: the first is trained on, and each other one is a shift. If \
                 they are parts of one table, write a pattern: path = \"{}\"",
                self.files.len(),
                self.files[0]
                    .with_file_name(format!("*{}", ending(&self.files[0])))
                    .display()
            ),
            None => String::new(),
        }
    }
}

/// The name of a file without its endings.
fn stem(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ending = ending(path);
    name.strip_suffix(&ending).unwrap_or(&name).to_owned()
}

/// The endings that say format and packing: `.csv`, `.csv.gz`.
fn ending(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let bare = [".gz", ".zst"]
        .into_iter()
        .find_map(|packing| name.strip_suffix(packing))
        .unwrap_or(&name);
    let start = bare.rfind('.').filter(|&at| at > 0).unwrap_or(bare.len());
    name[start..].to_owned()
}
