//! Which trueline.toml a run obeys: the one named, or else the nearest above the working directory.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{ConfigError, Mistake};

/// The names looked for in each folder; the first wins.
pub const NAMES: [&str; 2] = [".trueline.toml", "trueline.toml"];

/// A configuration file that was found and read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The file as reports call it.
    pub file: String,
    /// The folder that its relative paths start from; empty for the working directory.
    pub folder: PathBuf,
    /// Its text.
    pub text: String,
}

/// Finds the file to obey, from the folder `here` upwards unless `named`.
///
/// # Errors
/// A file that was named and isn't there, or one that can't be read.
pub fn find(named: Option<&Path>, here: &Path) -> Result<Option<Found>, ConfigError> {
    if let Some(path) = named {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        return read(path, path.display().to_string(), folder).map(Some);
    }
    for (above, folder) in here.ancestors().enumerate() {
        for name in NAMES {
            let path = folder.join(name);
            if !path.is_file() {
                continue;
            }
            // In the working directory itself, names and paths stay as short as the user's own.
            let found = if above == 0 {
                read(&path, name.to_owned(), PathBuf::new())
            } else {
                read(&path, path.display().to_string(), folder.to_owned())
            };
            return found.map(Some);
        }
    }
    Ok(None)
}

fn read(path: &Path, file: String, folder: PathBuf) -> Result<Found, ConfigError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Found { file, folder, text }),
        Err(error) => {
            let help = match error.kind() {
                io::ErrorKind::NotFound => {
                    "check the path, or use --isolated to run without a configuration file"
                }
                io::ErrorKind::InvalidData => "save it as UTF-8",
                _ => "check that it is a file which may be read",
            };
            Err(Mistake::new(format!(
                "cannot read the configuration file {file}: {error}"
            ))
            .with_help(help)
            .into())
        }
    }
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
