//! A folder with data in it, in which `trueline check` is called.

use std::fs;
use std::io::Write;
use std::process::{Output, Stdio};

use crate::program::trueline;

pub(crate) struct Folder(pub(crate) tempfile::TempDir);

impl Folder {
    pub(crate) fn of(files: &[(&str, &[u8])]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder can be made"));
        for (name, content) in files {
            let path = folder.0.path().join(name);
            fs::create_dir_all(path.parent().expect("a file has a folder"))
                .expect("a folder can be made");
            fs::write(path, content).expect("a file can be written");
        }
        folder
    }

    pub(crate) fn run(&self, args: &[&str], input: &[u8]) -> Output {
        let mut child = trueline(self.0.path(), &[&["check"], args].concat())
            .env("TRUELINE_NO_CACHE", "1")
            .env("COLUMNS", "200")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("trueline runs");
        let mut stdin = child.stdin.take().expect("it is piped");
        // A run that stops early doesn't read it.
        let _ = stdin.write_all(input);
        drop(stdin);
        child.wait_with_output().expect("it ends")
    }

    /// The report as JSON, of the rules that count copies.
    pub(crate) fn report(&self, args: &[&str], input: &[u8]) -> serde_json::Value {
        let rules = [
            "--select",
            "duplicate-rows,split-leak",
            "--output-format",
            "json",
        ];
        let done = self.run(&[args, &rules].concat(), input);
        assert!(
            done.stderr.is_empty(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        serde_json::from_slice(&done.stdout).expect("JSON")
    }

    /// What is said of an error, in one line.
    pub(crate) fn refused(&self, args: &[&str]) -> String {
        let done = self.run(args, b"");
        assert_eq!(
            done.status.code(),
            Some(2),
            "{}",
            String::from_utf8_lossy(&done.stdout)
        );
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

pub(crate) const A: &[u8] = b"text,label\nblue and green,0\nred,1\nblue and green,0\n";
pub(crate) const B: &[u8] = b"label,text\n1,grey\n0,blue and green\n";
pub(crate) const LABEL: [&str; 4] = ["--label", "label", "--text", "text"];

pub(crate) fn with<'a>(args: &[&'a str]) -> Vec<&'a str> {
    [args, &LABEL].concat()
}
