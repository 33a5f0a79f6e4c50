//! Desk: the folder in which a reader of a page works, with what the page takes for granted in it.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) struct Desk {
    outer: tempfile::TempDir,
    cache: tempfile::TempDir,
    /// The program's own folder before all others.
    path: OsString,
}

impl Desk {
    /// With `files` copied: (from under `root`, to under the reader's folder).
    pub(crate) fn new(root: &Path, files: &[(&str, &str)]) -> Self {
        let program = Path::new(env!("CARGO_BIN_EXE_trueline"));
        let before = std::env::var_os("PATH").unwrap_or_default();
        let folders = program
            .parent()
            .map(Path::to_path_buf)
            .into_iter()
            .chain(std::env::split_paths(&before));
        let made = Self {
            outer: tempfile::tempdir().expect("a folder can be made"),
            cache: tempfile::tempdir().expect("a folder can be made"),
            path: std::env::join_paths(folders).expect("PATH can be joined"),
        };
        fs::create_dir(made.folder()).expect("a folder can be made");
        for (from, to) in files {
            copy(&root.join(from), &made.folder().join(to));
        }
        made
    }

    /// Where the reader stands; a page may write beside it (`../shared`).
    fn folder(&self) -> PathBuf {
        self.outer.path().join("project")
    }

    /// Saves a file that the page shows.
    pub(crate) fn save(&self, name: &str, text: &str) {
        let path = self.folder().join(name);
        make_parent(&path);
        fs::write(&path, text).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
    }

    /// What `command` prints, on both streams, and how it ends.
    pub(crate) fn run(&self, command: &str) -> (String, Option<i32>) {
        let done = Command::new("bash")
            .args(["-c", &format!("exec 2>&1\n{command}")])
            .current_dir(self.folder())
            .env("PATH", &self.path)
            // Reports say less in CI.
            .env_remove("CI")
            .env_remove("GITHUB_ACTIONS")
            .env_remove("TF_BUILD")
            .env_remove("JENKINS_URL")
            .env_remove("TEAMCITY_VERSION")
            .env_remove("TRUELINE_NO_CACHE")
            .env("TRUELINE_CACHE_DIR", self.cache.path())
            .env("NO_COLOR", "1")
            .env("COLUMNS", "100")
            // The day on which the pages were written: their waivers end on a later one.
            .env("SOURCE_DATE_EPOCH", "1795000000")
            .output()
            .expect("bash runs");
        let printed = String::from_utf8_lossy(&done.stdout).into_owned();
        (printed, done.status.code())
    }
}

fn make_parent(path: &Path) {
    let folder = path.parent().expect("a file has a folder");
    fs::create_dir_all(folder).expect("a folder can be made");
}

/// Copies a file, or a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        for entry in fs::read_dir(from)
            .expect("a folder can be listed")
            .flatten()
        {
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        make_parent(to);
        fs::copy(from, to).unwrap_or_else(|cause| panic!("{}: {cause}", from.display()));
    }
}
