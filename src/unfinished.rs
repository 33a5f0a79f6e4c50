//! Unfinished: files that are being written, whole or not at all, and gone when a signal stops the run.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{Builder, TempDir};

mod place;

pub(crate) use place::Place;

/// The files that are being written at the moment.
static PATHS: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn paths() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    PATHS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has `fill` write a file beside `path`, as `builder` makes it, and puts it in the place of whatever was
/// there.
///
/// # Errors
/// When the file can't be made, written or put in its place; nothing of it is left then.
pub(crate) fn write(
    path: &Path,
    builder: &Builder,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let mut known = paths();
    let mut file = builder.tempfile_in(parent_of(path))?;
    let own = file.path().to_owned();
    known.insert(own.clone());
    drop(known);
    let filled = fill(file.as_file_mut());
    let done = filled.and_then(|()| file.persist(path).map(drop).map_err(|failed| failed.error));
    paths().remove(&own);
    done
}

/// The folder that `path` is in.
pub(crate) fn parent_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// A folder for what is made meanwhile; it goes with this value, or when a signal stops the run.
#[derive(Debug)]
pub(crate) struct Folder(TempDir);

impl Folder {
    /// A new folder in `parent`, or where the system keeps such things.
    ///
    /// # Errors
    /// When it can't be made.
    pub(crate) fn new(parent: Option<&Path>) -> io::Result<Self> {
        let mut known = paths();
        let mut builder = Builder::new();
        let builder = builder.prefix(".trueline-");
        let folder = if let Some(parent) = parent {
            builder.tempdir_in(parent)?
        } else {
            // What is made of somebody's data is nobody else's to read.
            #[cfg(unix)]
            builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
            builder.tempdir()?
        };
        known.insert(folder.path().to_owned());
        Ok(Self(folder))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Puts it, whole, where nothing is yet.
    ///
    /// # Errors
    /// What keeps it from there.
    pub(crate) fn persist(self, path: &Path) -> io::Result<()> {
        std::fs::rename(self.path(), path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        paths().remove(self.0.path());
    }
}

/// Removes what is being written, and lets nothing more be begun while the answer is held.
#[cfg(unix)]
pub(crate) fn remove() -> impl Sized {
    let known = paths();
    for path in known.iter() {
        // What was put in its place meanwhile has gone from here.
        let _ = std::fs::remove_file(path).or_else(|_| std::fs::remove_dir_all(path));
    }
    known
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;

    use super::*;

    #[test]
    fn what_fails_leaves_what_was_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report");
        write(&path, &Builder::new(), |file| file.write_all(b"first")).expect("written");
        let failed = write(&path, &Builder::new(), |file| {
            file.write_all(b"sec")?;
            Err(io::Error::other("full"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read(&path).expect("there"), b"first");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
        assert!(!paths().iter().any(|known| known.starts_with(folder.path())));
    }

    #[cfg(unix)]
    #[test]
    fn a_temporary_folder_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Folder::new(None).expect("a folder");
        let mode = fs::metadata(folder.path()).expect("there").permissions();
        assert_eq!(mode.mode() & 0o777, 0o700);
    }
}
