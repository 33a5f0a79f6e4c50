//! Parquet and Arrow files of every type are read, and no damaged one does more than end its run with an error
//! that names it. A seeded script makes them.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::Value;

/// Damaged files.
const DAMAGED: usize = 1_000;
/// No run on one of them takes longer.
const PATIENCE: Duration = Duration::from_secs(30);

/// The folder of what the script makes; nothing where its Python isn't set up.
fn make() -> Option<tempfile::TempDir> {
    let Some(python) = env::var_os("TRUELINE_TEST_PYTHON") else {
        assert!(
            env::var_os("CI").is_none(),
            "TRUELINE_TEST_PYTHON is not set: run the tests with `make test`"
        );
        println!("not run: TRUELINE_TEST_PYTHON is not set; `make test` sets it");
        return None;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let done = Command::new(Path::new(&python).join("bin/python"))
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/columnar/make.py"
        ))
        .arg(folder.path())
        .arg(DAMAGED.to_string())
        // Other draws than usual, for who looks for more.
        .args(env::var_os("TRUELINE_TEST_SEED"))
        .output()
        .expect("python runs");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    Some(folder)
}

fn check(path: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trueline"))
        .arg("check")
        .arg(path)
        .args([
            "--label",
            "label",
            "--text",
            "text",
            "--isolated",
            "--no-cache",
            "--no-probes",
        ])
        .args(["--select", "rare-class", "--output-format", "json"])
        .output()
        .expect("trueline runs")
}

/// The files of a folder, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("made");
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// What is wrong with a run on each of `files`, as `judge` says, with the file's name in front.
fn complain(
    files: &[PathBuf],
    judge: impl Fn(&Path, &Output) -> Result<(), String> + Sync,
) -> Vec<String> {
    let complaints = Mutex::new(Vec::new());
    let (judge, told) = (&judge, &complaints);
    std::thread::scope(|scope| {
        for half in files.chunks(files.len().div_ceil(2).max(1)) {
            scope.spawn(move || {
                for file in half {
                    let started = Instant::now();
                    let mut judged = judge(file, &check(file));
                    if started.elapsed() > PATIENCE {
                        judged = Err(format!("took {:?}", started.elapsed()));
                    }
                    if let Err(complaint) = judged {
                        told.lock()
                            .expect("no panic")
                            .push(format!("{}: {complaint}", file.display()));
                    }
                }
            });
        }
    });
    complaints.into_inner().expect("no panic")
}

/// A run that ends with 2 names the file.
fn judge_refusal(path: &Path, output: &Output) -> Result<(), String> {
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    let said: String = said
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '│')
        .collect();
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    if output.status.code() != Some(2) {
        return Err(format!("ended with {:?}", output.status.code()));
    }
    if said.contains("brokeonanerrorofitsown") || !said.contains(&name) {
        return Err(said.chars().take(300).collect());
    }
    Ok(())
}

#[test]
fn every_type_is_read_and_every_damage_is_told() {
    let Some(folder) = make() else { return };
    let valid = folder.path().join("valid");
    let kinds = fs::read_to_string(valid.join("kinds.json")).expect("made");
    let kinds: Value = serde_json::from_str(&kinds).expect("JSON");
    let kinds = kinds.as_object().expect("an object");
    let paths: Vec<PathBuf> = kinds.keys().map(|name| valid.join(name)).collect();
    let unread = complain(&paths, |path, output| {
        let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let dataset = &report["datasets"][0];
        if output.status.code() != Some(0) || dataset["rows"] != 200 {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let columns = dataset["columns"].as_array();
        let x = columns.and_then(|columns| columns.iter().find(|column| column["name"] == "x"));
        match (x, kinds[name.as_ref()].as_str()) {
            (Some(x), Some(kind)) if x["kind"] != kind => {
                Err(format!("{} is no {kind}", x["kind"]))
            }
            (None, Some(kind)) if columns.is_some() => Err(format!("no {kind} was read")),
            _ => Ok(()),
        }
    });
    println!(
        "{} of {} valid files are read",
        paths.len() - unread.len(),
        paths.len()
    );
    assert!(unread.is_empty(), "{unread:#?}");

    let damaged = files(&folder.path().join("damaged"));
    let sound = Mutex::new(0);
    let wrong = complain(&damaged, |path, output| {
        if matches!(output.status.code(), Some(0 | 1)) {
            // A bit that flips in a value, or in what nobody reads, leaves a table.
            *sound.lock().expect("no panic") += 1;
            return Ok(());
        }
        judge_refusal(path, output)
    });
    let sound = sound.into_inner().expect("no panic");
    println!(
        "of {} damaged files {} are refused by name, {sound} hold a table all the same, {} end otherwise",
        damaged.len(),
        damaged.len() - sound - wrong.len(),
        wrong.len()
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(
        sound < damaged.len() / 2,
        "most of what is damaged isn't told"
    );

    let bombs = files(&folder.path().join("bombs"));
    let wrong = complain(&bombs, judge_refusal);
    println!(
        "{} of {} bombs are refused by name",
        bombs.len() - wrong.len(),
        bombs.len()
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}
