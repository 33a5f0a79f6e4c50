//! Fixture: files that tests write, and the place of the real data, for the tests of this folder.

use std::fs;
use std::path::{Path, PathBuf};

use super::{RoleNames, Source};

#[path = "../../tests/support/real_data.rs"]
mod real_data;

/// A folder that goes when the test ends.
pub(super) struct Folder(tempfile::TempDir);

impl Folder {
    pub(super) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder can be made"))
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file into the folder.
    pub(super) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).expect("a folder can be made");
        }
        fs::write(&path, content).expect("a file can be written");
        path
    }
}

/// A source of one file with a header, with its label.
pub(super) fn labelled(path: &Path, label: &str) -> Source {
    Source {
        name: "test".to_owned(),
        paths: vec![path.to_owned()],
        header: true,
        roles: RoleNames {
            label: Some(label.to_owned()),
            ..RoleNames::default()
        },
        ..Source::default()
    }
}

/// The same without a header.
pub(super) fn headless(path: &Path, label: &str) -> Source {
    Source {
        header: false,
        ..labelled(path, label)
    }
}

/// A folder of the real data; `None`, with a notice, where none is named.
pub(super) fn real(name: &str) -> Option<PathBuf> {
    real_data::find(name)
}
