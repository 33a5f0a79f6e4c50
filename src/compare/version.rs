//! Version: what a user names as one of two versions: files, or a revision of a Git repository and a path in it.

use std::env;
use std::path::{Path, PathBuf};

use super::repository::{Checkout, check_out};
use crate::dataset::is_stdin;
use crate::error::CompareError;

/// How a version begins that is a revision.
const GIT: &str = "git:";
/// How a path begins that counts from the current folder, behind a revision.
const HERE: [&str; 2] = ["./", "../"];
/// How the name of a DVC pointer ends.
const DVC: &str = "dvc";

/// One of two versions, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Version {
    /// A file, a folder or a pattern.
    Files(PathBuf),
    /// `git:REVISION`, or `git:REVISION:PATH`.
    Revision {
        /// A commit, a branch, a tag, `HEAD~1`, ...
        revision: String,
        /// The path, from the top of the repository, or from the current folder where it begins with `./`.
        path: Option<String>,
    },
}

/// A version that can be read.
#[derive(Debug)]
pub(super) struct Located {
    /// Where it is read.
    pub(super) path: PathBuf,
    /// Where the same stands in the working tree of a repository, whether it is there or not; absent for files that
    /// are read where they stand.
    pub(super) working: Option<PathBuf>,
    /// The files that were written out, for as long as they are needed; absent for files that are there.
    checkout: Option<Checkout>,
}

impl Version {
    /// What `written` means.
    ///
    /// # Errors
    /// When it is a revision without a name.
    pub(super) fn parse(written: &Path) -> Result<Self, CompareError> {
        let Some(revision) = written.to_str().and_then(|text| text.strip_prefix(GIT)) else {
            return Ok(Self::Files(written.to_owned()));
        };
        // No name of a revision holds a colon.
        let (revision, path) = match revision.split_once(':') {
            Some((revision, path)) => (revision, Some(path.to_owned())),
            None => (revision, None),
        };
        if revision.is_empty() {
            return Err(CompareError::NoRevisionNamed {
                written: written.display().to_string(),
            });
        }
        Ok(Self::Revision {
            revision: revision.to_owned(),
            path: path.filter(|path| !path.is_empty()),
        })
    }

    /// Brings this version to where it can be read, `into` a folder of its own if it is a revision. The `other` version says
    /// which path is meant where this one doesn't.
    ///
    /// # Errors
    /// When it is no data, or not in the repository.
    pub(super) fn locate(&self, other: &Self, into: &Path) -> Result<Located, CompareError> {
        let (revision, path) = match self {
            Self::Files(path) => {
                check_for_pointer(path)?;
                return Ok(Located {
                    path: path.clone(),
                    working: None,
                    checkout: None,
                });
            }
            Self::Revision { revision, path } => (revision, path),
        };
        let (named, from_here) = match (path, other) {
            (Some(path), _)
            | (
                None,
                Self::Revision {
                    path: Some(path), ..
                },
            ) => {
                let path = Path::new(path);
                (path, HERE.iter().any(|begin| path.starts_with(begin)))
            }
            (None, Self::Files(path)) if !is_stdin(path) => (path.as_path(), true),
            (None, _) => return Err(CompareError::NoPath),
        };
        let checkout = check_out(revision, named, from_here, into)?;
        Ok(Located {
            path: checkout.path.clone(),
            working: Some(checkout.working.clone()),
            checkout: Some(checkout),
        })
    }
}

impl Located {
    /// How the file at `path`, one of this version's, is called in reports.
    pub(super) fn name(&self, path: &Path) -> PathBuf {
        let checkout = self.checkout.as_ref();
        checkout.map_or_else(|| path.to_owned(), |checkout| checkout.name(path))
    }

    /// Whether its files were written out of a repository.
    pub(super) fn is_checkout(&self) -> bool {
        self.checkout.is_some()
    }
}

/// Refuses a file that only says where DVC keeps the data.
fn check_for_pointer(path: &Path) -> Result<(), CompareError> {
    let is_pointer = path.extension().is_some_and(|end| end == DVC);
    let beside = env::current_dir().unwrap_or_default().join(path);
    let mut pointer = beside.clone().into_os_string();
    pointer.push(".dvc");
    let shown = path.display();
    if is_pointer {
        return Err(CompareError::DvcPointer {
            path: shown.to_string(),
            help: "name the data file itself; dvc pull brings it".to_owned(),
        });
    }
    if !beside.exists() && Path::new(&pointer).is_file() {
        return Err(CompareError::DvcPointer {
            path: format!("{shown}.{DVC}"),
            help: format!("bring {shown} itself: dvc pull {shown}.{DVC}"),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_files_or_a_revision() {
        let parse = |written: &str| Version::parse(Path::new(written)).unwrap();
        let revision = |revision: &str, path: Option<&str>| Version::Revision {
            revision: revision.to_owned(),
            path: path.map(str::to_owned),
        };
        assert_eq!(parse("git:HEAD~1"), revision("HEAD~1", None));
        assert_eq!(parse("git:v1:a/b:c.csv"), revision("v1", Some("a/b:c.csv")));
        assert_eq!(parse("git:v1:"), revision("v1", None));
        let files = |path: &str| Version::Files(PathBuf::from(path));
        assert_eq!(parse("./git:x"), files("./git:x"));
        assert_eq!(parse("data"), files("data"));
        assert!(Version::parse(Path::new("git:")).is_err());
        assert!(Version::parse(Path::new("git::a.csv")).is_err());
    }
}
