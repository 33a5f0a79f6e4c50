//! Place: where a file is to be written: behind links, with the permissions of what was there.

use std::fs::{self, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::Builder;

use super::parent_of;

/// Links that lead from one to the next: no system follows more.
const LINKS: usize = 40;

/// Where a file is to be written.
#[derive(Debug)]
pub(crate) struct Place {
    /// As the user wrote it.
    path: PathBuf,
    target: Target,
}

/// What a path leads to.
#[derive(Debug)]
enum Target {
    /// A pipe, a device, a folder: what can't be replaced.
    Stream,
    /// A file, or none yet.
    File {
        path: PathBuf,
        there: Option<Metadata>,
    },
}

impl Place {
    /// Where `path` leads, through links.
    ///
    /// # Errors
    /// Links in a circle, and folders that can't be looked into.
    pub(crate) fn find(path: &Path) -> io::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            target: Target::find(path)?,
        })
    }

    /// The same path, of which nothing is left of an earlier run.
    ///
    /// # Errors
    /// As [`Self::find`]; and a file that can't be removed.
    pub(crate) fn clear(path: &Path) -> io::Result<Self> {
        let place = Self::find(path)?;
        if let Target::File {
            path,
            there: Some(_),
        } = &place.target
        {
            fs::remove_file(path)?;
        }
        Ok(place)
    }

    /// The path as the user wrote it.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The file that is replaced; none where a pipe or a device is written to.
    pub(crate) fn file(&self) -> Option<&Path> {
        match &self.target {
            Target::Stream => None,
            Target::File { path, .. } => Some(path),
        }
    }

    /// Writes `bytes` there, whole or not at all; a pipe or a device takes them as they come.
    ///
    /// # Errors
    /// What the operating system says; nothing of the file is left then.
    pub(crate) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let Target::File { path, there } = &self.target else {
            return fs::write(&self.path, bytes);
        };
        let mut builder = Builder::new();
        // A temporary file is its owner's alone; what is new is as open as any new file.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        super::write(path, &builder, |file| {
            if let Some(there) = there {
                take_after(file, there)?;
            }
            file.write_all(bytes)
        })
    }
}

impl Target {
    fn find(path: &Path) -> io::Result<Self> {
        let mut path = path.to_owned();
        for _ in 0..LINKS {
            if is_of_the_system(&path) {
                return Ok(Self::Stream);
            }
            match fs::symlink_metadata(&path) {
                Ok(there) if there.is_symlink() => {
                    path = parent_of(&path).join(fs::read_link(&path)?);
                }
                Ok(there) if there.is_file() => {
                    let there = Some(there);
                    return Ok(Self::File { path, there });
                }
                Ok(_) => return Ok(Self::Stream),
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                    return Ok(Self::File { path, there: None });
                }
                Err(cause) => return Err(cause),
            }
        }
        Err(io::Error::other("its links lead in a circle"))
    }
}

/// Whether a path is a device or an open file of a process, as /dev/stdout is: its link names no file to replace.
fn is_of_the_system(path: &Path) -> bool {
    path.starts_with("/proc") || path.starts_with("/dev") && !path.starts_with("/dev/shm")
}

/// Gives `file` the permissions of what it takes the place of; its owner and group, too, where that may be.
#[cfg(unix)]
fn take_after(file: &fs::File, there: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let own = file.metadata()?;
    if (own.uid(), own.gid()) != (there.uid(), there.gid()) {
        // Only root may give a file away.
        let _ = fchown(file, Some(there.uid()), Some(there.gid()));
    }
    file.set_permissions(there.permissions())
}

#[cfg(not(unix))]
fn take_after(_: &fs::File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("there").permissions().mode() & 0o777
    }

    #[test]
    fn links_stay_and_so_do_permissions() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("inner")).expect("made");
        fs::write(at("inner/real"), "old").expect("written");
        fs::set_permissions(at("inner/real"), fs::Permissions::from_mode(0o640)).expect("set");
        symlink("inner/real", at("middle")).expect("linked");
        symlink("middle", at("link")).expect("linked");
        symlink("inner/new", at("dangling")).expect("linked");
        for (link, real) in [("link", "inner/real"), ("dangling", "inner/new")] {
            for place in [Place::find(&at(link)), Place::clear(&at(link))] {
                let place = place.expect("found");
                place.write(b"new").expect("written");
                assert!(fs::symlink_metadata(at(link)).expect("there").is_symlink());
                assert_eq!(fs::read(at(real)).expect("there"), b"new");
            }
        }
        assert_eq!(mode(&at("inner/real")), 0o640);
        assert_eq!(fs::read_dir(at("inner")).expect("listed").count(), 2);
    }

    #[test]
    fn what_is_cleared_is_gone_until_it_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report");
        fs::write(&path, "old").expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o604)).expect("set");
        let place = Place::clear(&path).expect("cleared");
        assert!(!path.exists());
        place.write(b"new").expect("written");
        assert_eq!(mode(&path), 0o604);
    }

    #[test]
    fn circles_are_refused_and_devices_are_written_as_they_are() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        symlink("b", at("a")).expect("linked");
        symlink("a", at("b")).expect("linked");
        assert!(Place::find(&at("a")).is_err());
        symlink("/dev/null", at("null")).expect("linked");
        let place = Place::clear(&at("null")).expect("found");
        assert!(place.file().is_none());
        place.write(b"x").expect("written");
        assert!(
            fs::symlink_metadata(at("null"))
                .expect("there")
                .is_symlink()
        );
    }
}
