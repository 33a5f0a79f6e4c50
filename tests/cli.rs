//! Each folder of `tests/cli` is a case: `case.toml` says how trueline is called, `stdout.txt` and
//! `stderr.txt` what it must print. The other files are what it finds in its working directory.
//!
//! `BLESS=1 cargo test --release --test cli` writes what it prints now; read the difference.

#[path = "support/program.rs"]
mod program;

use std::fs;
use std::path::{Path, PathBuf};

use program::trueline;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// The command line, without the program.
    args: Vec<String>,
    /// The exit code.
    exit: i32,
    /// Files that are too large or too odd to stand in the folder.
    #[serde(default)]
    file: Vec<Made>,
    /// Environment variables.
    #[serde(default)]
    env: std::collections::BTreeMap<String, String>,
    /// Unix permissions taken from a file before the run.
    #[serde(default)]
    unreadable: Vec<String>,
}

/// A file made of parts, one after the other.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Made {
    name: String,
    parts: Vec<Part>,
}

/// A text, `times` over; `{n}` in it counts from 0.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    #[serde(default)]
    text: String,
    #[serde(default)]
    bytes: Vec<u8>,
    #[serde(default = "once")]
    times: usize,
}

fn once() -> usize {
    1
}

fn write(made: &Made, folder: &Path) {
    let mut content = Vec::new();
    for part in &made.parts {
        for n in 0..part.times {
            content.extend(part.text.replace("{n}", &n.to_string()).into_bytes());
            content.extend(&part.bytes);
        }
    }
    let path = folder.join(&made.name);
    fs::create_dir_all(path.parent().unwrap_or(folder)).expect("the sandbox can be written");
    fs::write(path, content).expect("the sandbox can be written");
}

/// Durations differ from run to run, and an operating system's words from system to system.
fn settled(printed: &[u8], sandbox: &Path, cache: &Path) -> String {
    let text = String::from_utf8_lossy(printed)
        .replace(&sandbox.display().to_string(), "<here>")
        .replace(&cache.display().to_string(), "<cache>");
    let seconds = regex::Regex::new(r"\d+(\.\d+)? s\b").expect("the pattern is sound");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let text = seconds
        .replace_all(&lines.join("\n"), "<time> s")
        .into_owned();
    // The page has them in a table of their own.
    let table =
        regex::Regex::new("(?s)<caption>Seconds .*?</table>").expect("the pattern is sound");
    let cell = regex::Regex::new(r">\d+\.\d+<").expect("the pattern is sound");
    table
        .replace_all(&text, |table: &regex::Captures<'_>| {
            cell.replace_all(&table[0], "><time><").into_owned()
        })
        .into_owned()
}

/// A copy of the case's files in a folder that goes with it.
fn sandbox(case: &Case, folder: &Path) -> tempfile::TempDir {
    let sandbox = tempfile::tempdir().expect("a sandbox can be made");
    for entry in fs::read_dir(folder)
        .expect("the case can be listed")
        .flatten()
    {
        let file = entry.file_name();
        if !["case.toml", "stdout.txt", "stderr.txt"].contains(&file.to_string_lossy().as_ref()) {
            fs::copy(entry.path(), sandbox.path().join(&file)).expect("the sandbox can be written");
        }
    }
    for made in &case.file {
        write(made, sandbox.path());
    }
    sandbox
}

/// Takes the permission to read `path`; false when this user reads everything all the same.
#[cfg(unix)]
fn made_unreadable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o000)).expect("the sandbox is ours");
    fs::File::open(path).is_err()
}

#[cfg(not(unix))]
fn made_unreadable(_: &Path) -> bool {
    true
}

/// How `printed` differs from what the file `path` holds; with BLESS set, that is written anew.
fn difference(printed: &str, path: &Path) -> Option<String> {
    if std::env::var_os("BLESS").is_some() {
        if printed.is_empty() {
            let _ = fs::remove_file(path);
        } else {
            fs::write(path, format!("{printed}\n")).expect("the case can be written");
        }
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    (printed.trim_end() != expected.trim_end()).then(|| {
        let stream = path.file_name().unwrap_or_default().to_string_lossy();
        format!("{stream} differs; expected:\n{expected}\nprinted:\n{printed}\n")
    })
}

fn run(folder: &Path) -> Result<(), String> {
    let name = folder
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let text =
        fs::read_to_string(folder.join("case.toml")).map_err(|error| format!("{name}: {error}"))?;
    let case: Case = toml::from_str(&text).map_err(|error| format!("{name}: {error}"))?;
    let sandbox = sandbox(&case, folder);
    for file in &case.unreadable {
        if !made_unreadable(&sandbox.path().join(file)) {
            eprintln!("{name}: this user reads everything, so the case is left out");
            return Ok(());
        }
    }
    let cache = tempfile::tempdir().expect("a folder can be made");
    let args: Vec<&str> = case.args.iter().map(String::as_str).collect();
    let done = trueline(sandbox.path(), &args)
        .env("NO_COLOR", "1")
        .env("TRUELINE_CACHE_DIR", cache.path())
        .envs(&case.env)
        .output()
        .map_err(|error| format!("{name}: {error}"))?;
    let mut faults = Vec::new();
    if done.status.code() != Some(case.exit) {
        faults.push(format!(
            "exit code {:?}, expected {}",
            done.status.code(),
            case.exit
        ));
    }
    for (stream, printed) in [("stdout.txt", &done.stdout), ("stderr.txt", &done.stderr)] {
        let printed = settled(printed, sandbox.path(), cache.path());
        faults.extend(difference(&printed, &folder.join(stream)));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(format!("{name}: {}", faults.join("\n")))
    }
}

#[test]
fn every_case_prints_what_it_should() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let mut cases: Vec<PathBuf> = fs::read_dir(root)
        .expect("tests/cli exists")
        .flatten()
        .map(|e| e.path())
        .collect();
    cases.sort();
    assert!(cases.len() > 20, "only {} cases were found", cases.len());
    let faults: Vec<String> = cases.iter().filter_map(|case| run(case).err()).collect();
    assert!(
        faults.is_empty(),
        "{} of {} cases failed:\n{}",
        faults.len(),
        cases.len(),
        faults.join("\n")
    );
}
