//! Runs of the binary: a sandbox, and every format that one run writes into it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::program::trueline;

/// Each format with the ending of its file.
pub(crate) const FORMATS: [(&str, &str); 9] = [
    ("human", "human.txt"),
    ("json", "report.json"),
    ("json-lines", "report.jsonl"),
    ("sarif", "report.sarif"),
    ("github", "github.txt"),
    ("markdown", "report.md"),
    ("junit", "report.xml"),
    ("agent", "agent.txt"),
    ("html", "report.html"),
];

/// A folder that is a repository's top, with the data that a run finds in it.
pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
}

impl Sandbox {
    pub(crate) fn new(files: &[(&str, &[u8])]) -> Self {
        let sandbox = Self {
            folder: tempfile::tempdir().expect("a sandbox can be made"),
        };
        fs::create_dir(sandbox.path(".git")).expect("the sandbox can be written");
        for (name, content) in files {
            let path = sandbox.path(name);
            fs::create_dir_all(path.parent().expect("a file has a folder"))
                .expect("the sandbox can be written");
            fs::write(path, content).expect("the sandbox can be written");
        }
        sandbox
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// `trueline check ARGS`, outside of CI unless `env` says otherwise.
    pub(crate) fn check(&self, args: &[&str], env: &[(&str, &str)]) -> Output {
        self.check_in("", args, env)
    }

    /// The same from a folder of the sandbox.
    pub(crate) fn check_in(&self, folder: &str, args: &[&str], env: &[(&str, &str)]) -> Output {
        trueline(&self.path(folder), &[&["check"], args].concat())
            .envs(env.iter().copied())
            .output()
            .expect("trueline runs")
    }

    /// Runs with every format into a file of its own, and returns the texts in the order of [`FORMATS`].
    pub(crate) fn every_format(
        &self,
        args: &[&str],
        env: &[(&str, &str)],
    ) -> Vec<(&'static str, String)> {
        let targets: Vec<String> = FORMATS
            .iter()
            .map(|(format, file)| format!("{format}={}", self.path(file).display()))
            .collect();
        let mut all = args.to_vec();
        for target in &targets {
            all.extend(["--output-format", target]);
        }
        let done = self.check(&all, env);
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.code().is_some_and(|code| code < 2), "{said}");
        FORMATS
            .iter()
            .map(|(format, file)| (*format, read(&self.path(file))))
            .collect()
    }

    /// The files of those formats that have a schema or a renderer.
    pub(crate) fn reports(&self) -> Vec<PathBuf> {
        ["report.sarif", "report.xml", "report.md"]
            .map(|file| self.path(file))
            .to_vec()
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("the report is there, in UTF-8")
}
