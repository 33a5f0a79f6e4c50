//! Extend: the files that a configuration file builds on, read along the chain.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::error::{Mistake, listed, meant};

use super::discover::{self, Found};
use super::{Keys, Policy, Written};

/// Files that may extend each other in a row.
const DEEPEST: usize = 50;

/// Everything that `found` and the files which it extends say, and every mistake in any of them.
pub(super) fn read(top: Keys, found: Found) -> (Policy, Vec<Mistake>) {
    let mut reader = Reader {
        top,
        ..Reader::default()
    };
    let hidden = found.hidden.clone();
    let mut policy = reader.file(found);
    policy.hidden = hidden;
    if policy.files.len() > 1 {
        policy.layers = reader.layers;
    }
    let mut mistakes = reader.mistakes;
    mistakes.extend(policy.absences(top));
    let mistakes = policy.in_order(mistakes);
    (policy, mistakes)
}

/// The chain of files as far as it is read.
#[derive(Default)]
struct Reader {
    /// The keys at the top of each file.
    top: Keys,
    /// The files from the nearest to the one that is being read: its name, and where it truly is.
    chain: Vec<(String, PathBuf)>,
    /// What a file says with everything beneath it, by where it is named.
    known: BTreeMap<PathBuf, Policy>,
    layers: Vec<Policy>,
    mistakes: Vec<Mistake>,
}

impl Reader {
    /// What a file says with everything that it extends.
    fn file(&mut self, found: Found) -> Policy {
        let (policy, mistakes) = Policy::alone(self.top, &found.file, &found.folder, &found.text);
        self.mistakes.extend(mistakes);
        self.layers.push(policy.clone());
        self.chain.push((found.file, resolve(&found.path)));
        let mut beneath = Policy::default();
        for written in &policy.extend {
            match self.base(&policy, written) {
                Ok(base) => beneath = base.over(beneath),
                Err(mistake) => {
                    self.mistakes.push(written.mistake(mistake));
                    beneath.unread = true;
                }
            }
        }
        self.chain.pop();
        policy.over(beneath)
    }

    /// What the file that `written` names says with everything beneath it.
    fn base(&mut self, policy: &Policy, written: &Written<String>) -> Result<Policy, Mistake> {
        let path = tidy_up(policy.path(written));
        let file = path.display().to_string();
        let truly = resolve(&path);
        if let Some(at) = self.chain.iter().position(|(_, known)| *known == truly) {
            return Err(self.circle(at));
        }
        let place = place(&path);
        if let Some(known) = self.known.get(&place) {
            return Ok(known.clone());
        }
        if self.chain.len() >= DEEPEST {
            return Err(
                Mistake::new(format!("more than {DEEPEST} files extend each other"))
                    .with_help("let this file extend fewer, or say here what they say"),
            );
        }
        let text = discover::read(&path).map_err(|error| cannot_read(&path, &error))?;
        if let Some(lacking) = discover::lacks_ours(&file, &path, &text) {
            return Err(lacking);
        }
        let read = self.file(Found {
            folder: path.parent().unwrap_or(Path::new("")).to_owned(),
            file,
            path,
            text,
            hidden: Vec::new(),
        });
        self.known.insert(place, read.clone());
        Ok(read)
    }

    /// The mistake of extending the file that stands `at` in the chain.
    fn circle(&self, at: usize) -> Mistake {
        let names: Vec<&str> = self.chain[at..]
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        match &names[..] {
            [first, rest @ ..] if !rest.is_empty() => {
                Mistake::new("these files extend each other in a circle").with_help(format!(
                    "{first} extends {}, which extends {first}: remove one of these lines",
                    rest.join(", which extends ")
                ))
            }
            _ => Mistake::new("this file extends itself")
                .with_help("name another file, or remove this line"),
        }
    }
}

/// Where a file truly is, links followed; what isn't there stands where it is said to be.
fn resolve(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// `path` without `..` in its middle, where it names the same file then: behind a link it may not.
fn tidy_up(path: PathBuf) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        let inside = matches!(tidy.components().next_back(), Some(Component::Normal(_)));
        match part {
            Component::CurDir => {}
            Component::ParentDir if inside => {
                tidy.pop();
            }
            other => tidy.push(other),
        }
    }
    if place(&tidy) == place(&path) {
        tidy
    } else {
        path
    }
}

/// Where a file is named: the same words in it mean the same paths, which isn't so of a link and its target.
fn place(path: &Path) -> PathBuf {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => resolve(folder),
        _ => resolve(Path::new(".")),
    };
    folder.join(path.file_name().unwrap_or_default())
}

/// The mistake of extending a file that can't be read.
fn cannot_read(path: &Path, error: &io::Error) -> Mistake {
    let file = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => {
            Mistake::new(format!("there is no file {file}")).with_help(alike(path))
        }
        _ if path.is_dir() => discover::is_folder(path),
        io::ErrorKind::InvalidData => {
            Mistake::new(format!("{file} isn't UTF-8")).with_help("save it as UTF-8")
        }
        _ => Mistake::new(format!("cannot read {file}: {error}"))
            .with_help("check that it is a file which may be read"),
    }
}

/// What else the folder holds in which a file was looked for.
fn alike(path: &Path) -> String {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let relative = "a path is relative to the file that says it";
    let Ok(entries) = fs::read_dir(folder) else {
        return format!("there is no folder {} either; {relative}", folder.display());
    };
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "toml"))
        .collect();
    names.sort();
    // The ending is like that of all others.
    let stem = |name: &str| name.strip_suffix(".toml").unwrap_or(name).to_owned();
    let stems: Vec<String> = names.iter().map(|name| stem(name)).collect();
    let wanted = path.file_stem().unwrap_or_default().to_string_lossy();
    match meant(&wanted, stems.iter().map(String::as_str)) {
        Some(name) => {
            let meant = path.with_file_name(format!("{name}.toml"));
            format!("did you mean `{}`?", meant.display())
        }
        None if names.is_empty() => relative.to_owned(),
        None => format!(
            "{relative}; in {} there is {}",
            folder.display(),
            listed(names.iter().map(String::as_str))
        ),
    }
}
