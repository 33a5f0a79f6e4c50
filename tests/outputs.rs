//! Files that trueline writes: whole or not at all, where links lead, in the place of nothing that it reads, and never
//! older than the run.
#![cfg(unix)]

#[path = "support/program.rs"]
mod program;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output};

use program::trueline;

/// Rows of two classes, two of them alike.
fn data() -> String {
    let rows = (0..40).map(|row| format!("row number {row},{}\n", row % 2));
    let rows: String = rows.collect();
    format!("text,label\n{rows}row number 4,0\n")
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("data.csv"), data()).expect("written");
    folder
}

fn run(folder: &Path, args: &[&str]) -> Output {
    trueline(folder, args).output().expect("trueline runs")
}

/// A check that ends at once, with these arguments besides.
fn check(folder: &Path, more: &[&str]) -> Output {
    let args = [
        "check",
        "data.csv",
        "--label",
        "label",
        "--select",
        "duplicate-rows",
        "--no-cache",
    ];
    run(folder, &[&args, more].concat())
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("there").permissions().mode() & 0o777
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("listed");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("listed")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn a_link_stays_a_link_and_permissions_stay() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    for (name, args) in [
        ("report.json", vec!["--output-format", "json=link"]),
        ("known.json", vec!["--write-baseline", "--baseline", "link"]),
    ] {
        fs::create_dir_all(at("inner")).expect("made");
        let real = at("inner").join(name);
        fs::write(&real, "").expect("written");
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("set");
        symlink(Path::new("inner").join(name), at("link")).expect("linked");
        let done = check(folder.path(), &args);
        assert_eq!(done.status.code(), Some(0), "{}", said(&done));
        assert!(
            fs::symlink_metadata(at("link"))
                .expect("there")
                .is_symlink()
        );
        assert!(
            fs::read_to_string(&real)
                .expect("there")
                .contains("trueline")
        );
        assert_eq!(mode(&real), 0o640, "{name}");
        fs::remove_file(at("link")).expect("removed");
    }
    assert_eq!(names(&at("inner")), ["known.json", "report.json"]);
}

#[test]
fn no_report_outlives_a_run_that_fails() {
    let folder = folder();
    let report = folder.path().join("report.json");
    let json = ["--output-format", "json=report.json"];
    let early = "{\"schema\": \"trueline/1\", \"of\": \"an earlier run\"}";
    // A mistake on the command line, and one in the configuration.
    fs::write(folder.path().join("wrong.toml"), "sed = 3\n").expect("written");
    for more in [["--select", "no-such-rule"], ["--config", "wrong.toml"]] {
        fs::write(&report, early).expect("written");
        let done = check(folder.path(), &[&json[..], &more].concat());
        assert_eq!(done.status.code(), Some(2));
        assert!(!report.exists(), "{more:?}");
    }
    // Data that can't be read is what the new report tells.
    fs::write(&report, early).expect("written");
    let done = run(
        folder.path(),
        &[&["check", "none.csv", "--label", "y"], &json[..]].concat(),
    );
    assert_eq!(done.status.code(), Some(2));
    let text = fs::read_to_string(&report).expect("there");
    assert!(
        text.contains("none.csv") && !text.contains("earlier"),
        "{text}"
    );
    // A table of results without the columns that are named.
    for command in [
        vec!["line", "data.csv", "--id", "a", "--shifted", "b"],
        vec!["look", "data.csv", "--config", "wrong.toml"],
    ] {
        fs::write(&report, early).expect("written");
        let done = run(folder.path(), &[&command[..], &json[..]].concat());
        assert_eq!(done.status.code(), Some(2), "{}", said(&done));
        assert!(!report.exists(), "{command:?}");
    }
}

#[test]
fn a_file_that_may_not_grow_leaves_nothing_and_harms_nothing() {
    let folder = folder();
    let out = folder.path().join("out");
    fs::create_dir(&out).expect("made");
    let known = "{\"schema\": \"trueline-baseline/1\", \"findings\": []}";
    fs::write(folder.path().join("known.json"), known).expect("written");
    symlink("../known.json", out.join("link")).expect("linked");
    fs::write(out.join("report.html"), "of trueline's earlier run").expect("written");
    for (args, what) in [
        (
            "--output-format html=report.html",
            "cannot write report.html",
        ),
        (
            "--write-baseline --baseline link",
            "cannot write the baseline link",
        ),
    ] {
        let line = format!(
            "ulimit -f 0; exec '{}' check ../data.csv --label label --select duplicate-rows --no-cache {args}",
            env!("CARGO_BIN_EXE_trueline")
        );
        let done = Command::new("sh")
            .args(["-c", &line])
            .current_dir(&out)
            .output()
            .expect("sh runs");
        assert_eq!(done.status.code(), Some(2), "{}", said(&done));
        assert!(said(&done).contains(what), "{}", said(&done));
    }
    // The earlier report went when the run began; the baseline and its link are as they were.
    assert_eq!(names(&out), ["link"]);
    assert_eq!(fs::read_to_string(out.join("link")).expect("there"), known);
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_full_device_does_not_take_is_an_error() {
    let folder = folder();
    for args in [
        vec!["--help"],
        vec!["check", "--help"],
        vec!["--version"],
        vec!["rules"],
        vec!["init", "data.csv", "--output", "-"],
        vec!["completions", "bash"],
    ] {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("a full device");
        let done = trueline(folder.path(), &args)
            .stdout(full)
            .output()
            .expect("trueline runs");
        assert_eq!(done.status.code(), Some(2), "{args:?}");
        assert!(
            said(&done).contains("cannot write standard output"),
            "{args:?}: {}",
            said(&done)
        );
    }
}

#[test]
fn nothing_that_is_read_is_written_and_nothing_twice() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    symlink("data.csv", at("link.csv")).expect("linked");
    fs::write(at("trueline.toml"), "seed = 3\n").expect("written");
    fs::write(
        at("known.json"),
        "{\"schema\": \"trueline-baseline/1\", \"findings\": []}",
    )
    .expect("written");
    fs::write(at("runs.csv"), "id,ood\n0.5,0.4\n0.7,0.6\n").expect("written");
    let kept = ["data.csv", "trueline.toml", "known.json", "runs.csv"];
    let before = kept.map(|name| fs::read(at(name)).expect("there"));
    let taken = "would take the place of";
    for (args, what) in [
        (vec!["--output-format", "json=data.csv"], taken),
        (vec!["--output-format", "html=./data.csv"], taken),
        (vec!["--output-format", "json=link.csv"], taken),
        (vec!["--output-format", "json=trueline.toml"], taken),
        (
            vec![
                "--baseline",
                "known.json",
                "--output-format",
                "json=known.json",
            ],
            taken,
        ),
        (
            vec!["--write-baseline", "--baseline", "data.csv"],
            "data.csv",
        ),
        (
            vec![
                "--output-format",
                "json=new",
                "--output-format",
                "sarif=./new",
            ],
            "two reports would be written to",
        ),
    ] {
        let done = check(folder.path(), &args);
        assert_eq!(done.status.code(), Some(2), "{args:?}");
        assert!(said(&done).contains(what), "{args:?}: {}", said(&done));
    }
    for args in [
        vec!["look", "data.csv", "--output-format", "json=link.csv"],
        vec![
            "line",
            "runs.csv",
            "--id",
            "id",
            "--shifted",
            "ood",
            "--output-format",
            "json=runs.csv",
        ],
        vec!["init", "data.csv", "--force", "--output", "data.csv"],
    ] {
        let done = run(folder.path(), &args);
        assert_eq!(done.status.code(), Some(2), "{args:?}");
    }
    assert_eq!(kept.map(|name| fs::read(at(name)).expect("there")), before);
    // What merely looks alike is written.
    let done = check(
        folder.path(),
        &[
            "--output-format",
            "json=data.json",
            "--output-format",
            "sarif=data.sarif",
        ],
    );
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
}
