//! The tutorial's commands print what the tutorial says they print, in its order and in one folder.
//!
//! In a `console` block each line that begins with `$ ` is a command, and what follows is all that it prints; a last line
//! `...` stands for what was cut. A block of any kind whose first line is `# FILE.EXTENSION` is that file, as it is saved.
//! `BLESS=1 cargo test --release --test tutorial` writes what the commands print now; read the difference.
#![cfg(unix)]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder in which the reader works, and what belongs to it.
struct Desk {
    folder: tempfile::TempDir,
    cache: tempfile::TempDir,
    /// The program's own folder before all others.
    path: std::ffi::OsString,
}

impl Desk {
    fn new(root: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let data = root.join("fixtures/suspicious-loans/loans.csv");
        fs::copy(data, folder.path().join("loans.csv")).expect("the folder can be written");
        let program = Path::new(env!("CARGO_BIN_EXE_trueline"));
        let before = std::env::var_os("PATH").unwrap_or_default();
        let folders = program
            .parent()
            .map(Path::to_path_buf)
            .into_iter()
            .chain(std::env::split_paths(&before));
        Self {
            folder,
            cache: tempfile::tempdir().expect("a folder can be made"),
            path: std::env::join_paths(folders).expect("PATH can be joined"),
        }
    }

    /// What `command` prints, on both streams.
    fn run(&self, command: &str) -> String {
        let done = Command::new("bash")
            .args(["-c", &format!("exec 2>&1\n{command}")])
            .current_dir(self.folder.path())
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
            // The day on which the tutorial was written: its waivers end on a later one.
            .env("SOURCE_DATE_EPOCH", "1795000000")
            .output()
            .expect("bash runs");
        String::from_utf8_lossy(&done.stdout).into_owned()
    }
}

/// The text with elapsed seconds left out, which differ from run to run, and without empty lines at its ends.
fn settled(text: &str) -> String {
    let seconds = regex::Regex::new(r"\b\d+\.\d s\b").expect("the pattern is sound");
    seconds
        .replace_all(text.trim_matches('\n'), "<time> s")
        .into_owned()
}

/// What the tutorial should show of `printed`, where it shows `shown`; None when it does.
fn corrected(shown: &str, printed: &str) -> Option<String> {
    let printed = printed.trim_end_matches('\n');
    let kept = match shown.strip_suffix("\n...") {
        Some(beginning) => {
            let lines = beginning.lines().count();
            let first: Vec<&str> = printed.lines().take(lines).collect();
            // Nothing is cut where nothing follows.
            if printed.lines().count() > lines {
                format!("{}\n...", first.join("\n"))
            } else {
                printed.to_owned()
            }
        }
        None => printed.to_owned(),
    };
    (settled(shown) != settled(&kept)).then_some(kept)
}

/// The tutorial with what its commands print now, and how many of them it has; faults tell what differs.
fn replayed(tutorial: &str, desk: &Desk, faults: &mut Vec<String>) -> (String, usize) {
    let mut anew = String::new();
    let mut commands = 0;
    let mut lines = tutorial.lines().peekable();
    while let Some(line) = lines.next() {
        let _ = writeln!(anew, "{line}");
        let Some(kind) = line.strip_prefix("```") else {
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if kind == "console" {
            for part in format!("\n{}", block.join("\n")).split("\n$ ").skip(1) {
                let (command, shown) = part.split_once('\n').unwrap_or((part, ""));
                commands += 1;
                let _ = writeln!(anew, "$ {command}");
                let right = corrected(shown, &desk.run(command));
                if let Some(printed) = &right {
                    faults.push(format!("$ {command}\nshown:\n{shown}\nprinted:\n{printed}"));
                }
                let now = right.unwrap_or_else(|| shown.to_owned());
                if !now.is_empty() {
                    let _ = writeln!(anew, "{now}");
                }
            }
        } else {
            let text = block.join("\n") + "\n";
            if let Some(name) = block.first().and_then(|first| first.strip_prefix("# ")) {
                fs::write(desk.folder.path().join(name), &text).expect("the folder can be written");
            }
            anew.push_str(&text);
        }
        anew.push_str("```\n");
    }
    (anew, commands)
}

#[test]
fn every_command_prints_what_the_tutorial_shows() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let place = root.join("docs/tutorial.md");
    let tutorial = fs::read_to_string(&place).expect("the tutorial is there");
    let mut faults = Vec::new();
    let (anew, commands) = replayed(&tutorial, &Desk::new(&root), &mut faults);
    assert!(commands > 10, "only {commands} commands were found");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&place, anew).expect("the tutorial can be written");
    } else {
        assert!(
            faults.is_empty(),
            "{} of {commands} outputs differ:\n{}",
            faults.len(),
            faults.join("\n\n")
        );
    }
}
