//! A folder with data in it, in which `trueline init` and `trueline check` are called.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::program::trueline;

pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder can be made"))
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a file has a folder"))
            .expect("a folder can be made");
        fs::write(path, content).expect("a file can be written");
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        trueline(self.0.path(), args)
            .env("TRUELINE_NO_CACHE", "1")
            .output()
            .expect("trueline runs")
    }

    /// What `trueline init` with `args` writes, as one line a key, the comments left out.
    pub(crate) fn init(&self, args: &[&str]) -> String {
        let done = self.run(&[&["init"], args].concat());
        assert_eq!(done.status.code(), Some(0), "{}", said(&done));
        let page = self.page();
        toml::from_str::<toml::Table>(&page).unwrap_or_else(|error| panic!("{error}\n{page}"));
        let lines = page
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.collect::<Vec<_>>().join("\n")
    }

    pub(crate) fn page(&self) -> String {
        fs::read_to_string(self.0.path().join("trueline.toml")).expect("it was written")
    }

    /// That `trueline check` obeys what was written, without an error.
    pub(crate) fn checked(&self, args: &[&str]) {
        let done = self.run(&[&["check"], args].concat());
        let code = done.status.code();
        assert!(
            code == Some(0) || code == Some(1),
            "{}\n{}",
            said(&done),
            self.page()
        );
        assert!(done.stderr.is_empty(), "{}", said(&done));
    }
}

/// All that a call printed, with how it ended.
pub(crate) fn said(done: &Output) -> String {
    format!(
        "exit {:?}\n{}{}",
        done.status.code(),
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    )
}
