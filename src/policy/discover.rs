//! Which configuration file a run goes by: the one named, or else the nearest above the working directory.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{ConfigError, Mistake};

use super::pyproject;

/// The names looked for in each folder; the first wins.
pub(crate) const NAMES: [&str; 3] = [".trueline.toml", "trueline.toml", "pyproject.toml"];

/// The mark that some editors put before a text in UTF-8.
const MARK: char = '\u{feff}';

/// A configuration file that was found and read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// The file as reports call it.
    pub(crate) file: String,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// The folder that its relative paths start from; empty for the working directory.
    pub(crate) folder: PathBuf,
    /// Its text.
    pub(crate) text: String,
    /// Files beside it that hold settings, too, and are not read.
    pub(crate) hidden: Vec<String>,
}

/// Finds the file to go by, from the folder `here` upwards unless `named`.
///
/// # Errors
/// A file that was named and isn't there, or one that can't be read.
pub(crate) fn find(named: Option<&Path>, here: &Path) -> Result<Option<Found>, ConfigError> {
    if let Some(path) = named {
        return Ok(Some(at_name(path)?));
    }
    for (above, folder) in here.ancestors().enumerate() {
        let mut settings = NAMES.iter().filter(|name| is_ours(&folder.join(name)));
        let Some(name) = settings.next() else {
            continue;
        };
        let path = folder.join(name);
        // In the working directory itself, names and paths stay as short as the user's own.
        let called = |name: &str| match above {
            0 => name.to_owned(),
            _ => folder.join(name).display().to_string(),
        };
        let text = read(&path).map_err(|error| unreadable(&called(name), &error))?;
        return Ok(Some(Found {
            file: called(name),
            folder: if above == 0 {
                PathBuf::new()
            } else {
                folder.to_owned()
            },
            path,
            text,
            hidden: settings.map(|name| called(name)).collect(),
        }));
    }
    Ok(None)
}

/// The file that a run in `folder` would go by, if any.
pub(crate) fn inside(folder: &Path) -> Option<PathBuf> {
    NAMES
        .iter()
        .map(|name| folder.join(name))
        .find(|path| is_ours(path))
}

/// Whether there is a file whose settings are ours. A link that leads nowhere is one, and so is a
/// pyproject.toml that can't be read: reading it says what is wrong.
fn is_ours(path: &Path) -> bool {
    let there = path.is_file() || (path.is_symlink() && !path.exists());
    there && (!pyproject::is(path) || read(path).map_or(true, |text| pyproject::has_ours(&text)))
}

/// The file that the command line names.
fn at_name(path: &Path) -> Result<Found, ConfigError> {
    let file = path.display().to_string();
    if path.is_dir() {
        return Err(is_folder(path).into());
    }
    let text = read(path).map_err(|error| unreadable(&file, &error))?;
    if let Some(lacking) = lacks_ours(&file, path, &text) {
        return Err(lacking.into());
    }
    Ok(Found {
        folder: path.parent().unwrap_or(Path::new("")).to_owned(),
        path: path.to_owned(),
        file,
        text,
        hidden: Vec::new(),
    })
}

/// The mistake of naming a pyproject.toml without a table of ours; one whose syntax is broken is read
/// for its own mistakes.
pub(super) fn lacks_ours(file: &str, path: &Path, text: &str) -> Option<Mistake> {
    let lacks = pyproject::is(path)
        && !pyproject::has_ours(text)
        && super::Page::parse(file, text).0.into_mistakes().is_empty();
    lacks.then(|| {
        Mistake::new(format!("{file} has no [tool.trueline]"))
            .with_help("add that table, or name a file that holds settings of trueline")
    })
}

/// The text of a file, without the mark that may stand before it.
///
/// # Errors
/// What the operating system says.
pub(super) fn read(path: &Path) -> io::Result<String> {
    let text = fs::read_to_string(path)?;
    Ok(text.strip_prefix(MARK).unwrap_or(&text).to_owned())
}

/// The mistake of naming a folder, with the file in it that was probably meant.
pub(super) fn is_folder(path: &Path) -> Mistake {
    let help = match inside(path) {
        Some(inside) => format!("name the file in it: {}", inside.display()),
        None => "name a file; there is no configuration of trueline in it".to_owned(),
    };
    Mistake::new(format!("{} is a folder", path.display())).with_help(help)
}

fn unreadable(file: &str, error: &io::Error) -> ConfigError {
    let help = match error.kind() {
        io::ErrorKind::NotFound => {
            "check the path, or use --isolated to run without a configuration file"
        }
        io::ErrorKind::InvalidData => "save it as UTF-8",
        _ => "check that it is a file which may be read",
    };
    Mistake::new(format!(
        "cannot read the configuration file {file}: {error}"
    ))
    .with_help(help)
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_file_wins_and_the_hidden_name_before_the_plain_one() {
        let root = tempfile::tempdir().expect("a folder");
        let inner = root.path().join("a/b");
        fs::create_dir_all(&inner).expect("folders");
        fs::write(root.path().join("trueline.toml"), "seed = 1").expect("written");
        let above = find(None, &inner).expect("readable").expect("found");
        assert_eq!(
            (above.text.as_str(), above.folder.as_path()),
            ("seed = 1", root.path())
        );
        fs::write(inner.join("trueline.toml"), "seed = 2").expect("written");
        fs::write(inner.join(".trueline.toml"), "seed = 3").expect("written");
        let here = find(None, &inner).expect("readable").expect("found");
        assert_eq!(
            (here.text.as_str(), here.file.as_str()),
            ("seed = 3", ".trueline.toml")
        );
        assert_eq!(here.folder, Path::new(""));
    }

    #[test]
    fn a_named_file_is_read_or_is_a_mistake() {
        let root = tempfile::tempdir().expect("a folder");
        let path = root.path().join("own.toml");
        let error = find(Some(&path), root.path()).expect_err("it isn't there");
        let message = &error.mistakes[0].message;
        assert!(message.contains("own.toml"), "{message}");
        fs::write(&path, "").expect("written");
        assert_eq!(
            find(Some(&path), root.path())
                .expect("readable")
                .expect("found")
                .folder,
            root.path()
        );
    }
}
