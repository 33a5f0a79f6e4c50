//! SIGINT and SIGTERM end a run at once, by the signal, and nothing half-written stays behind.
#![cfg(unix)]

#[path = "support/program.rs"]
mod program;

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use program::trueline;

/// Moments at which each kind of run is stopped.
const MOMENTS: usize = 20;
/// Runs of these that must not have ended before: how long one takes depends on what else the machine does.
const FEWEST: usize = 5;
/// How long an end may take on a busy machine.
const AT_ONCE: Duration = Duration::from_secs(3);
const SIGINT: i32 = 2;
const SIGTERM: i32 = 15;

fn start(folder: &Path, args: &[&str]) -> Child {
    trueline(folder, args)
        .env(
            "VIRTUAL_ENV",
            std::env::var_os("TRUELINE_TEST_PYTHON").unwrap_or_default(),
        )
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("trueline starts")
}

fn send(child: &Child, signal: i32) {
    let sent = Command::new("kill")
        .arg(format!("-{signal}"))
        .arg(child.id().to_string())
        .status();
    assert!(sent.is_ok());
}

/// Stops a run after `wait`; how it ended, and how long that took.
fn stopped(mut child: Child, wait: Duration, signal: i32) -> (ExitStatus, Duration) {
    sleep(wait);
    if let Some(status) = child.try_wait().expect("the child is ours") {
        return (status, Duration::ZERO);
    }
    let sent = Instant::now();
    send(&child, signal);
    let status = child.wait().expect("the child is ours");
    (status, sent.elapsed())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// Nothing but whole files: the data, reports that can be read, and what the cache calls its own.
fn assert_tidy(folder: &Path) {
    for path in files(folder) {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        assert!(
            !name.starts_with(".tmp") && !name.starts_with(".unfinished"),
            "{}",
            path.display()
        );
        if name == "report.json" {
            let text = fs::read_to_string(&path).expect("readable");
            serde_json::from_str::<serde_json::Value>(&text).expect("a whole report");
        }
    }
}

/// Stops the run of `args` twenty times at random; how often it was stopped before it had ended.
fn stop_often(folder: &Path, args: &[&str], from: f64, seed: u64) -> usize {
    let began = Instant::now();
    assert!(
        start(folder, args)
            .wait()
            .expect("it ends")
            .code()
            .is_some_and(|code| code < 2)
    );
    let whole = began.elapsed();
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut stops = 0;
    for moment in 0..MOMENTS {
        let _ = fs::remove_dir_all(folder.join("cache"));
        let _ = fs::remove_file(folder.join("report.json"));
        let signal = if moment % 4 == 3 { SIGTERM } else { SIGINT };
        let wait = whole.mul_f64(random.gen_range(from..1.0));
        let (status, took) = stopped(start(folder, args), wait, signal);
        match status.signal() {
            Some(by) => {
                assert_eq!(by, signal);
                stops += 1;
            }
            None => assert!(status.code().is_some_and(|code| code < 2), "{status}"),
        }
        assert!(took < AT_ONCE, "{took:?} after {wait:?} of {whole:?}");
        assert_tidy(folder);
    }
    // What it left is no hindrance.
    assert!(
        start(folder, args)
            .wait()
            .expect("it ends")
            .code()
            .is_some_and(|code| code < 2)
    );
    assert_tidy(folder);
    stops
}

fn rows(count: usize, seed: u64) -> String {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut table = "text,y\n".to_owned();
    for _ in 0..count {
        let words: Vec<String> = (0..12)
            .map(|_| format!("w{}", random.gen_range(0..2_000)))
            .collect();
        table += &format!("{},{}\n", words.join(" "), random.gen_range(0..2));
    }
    table
}

#[test]
fn a_run_is_stopped_while_it_trains() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("data.csv"), rows(1_500, 1)).expect("written");
    let args = [
        "check",
        "data.csv",
        "--isolated",
        "--label",
        "y",
        "--text",
        "text",
        "--profile",
        "quick",
        "--select",
        "collapsed-probes",
        "--output-format",
        "json=report.json",
    ];
    let stops = stop_often(folder.path(), &args, 0.02, 1);
    assert!(stops >= FEWEST, "{stops}");
}

/// A report of many rows, which is also kept in the cache: most of the run is writing.
#[test]
fn a_run_is_stopped_while_it_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut table = "text,y\n".to_owned();
    for row in 0..120_000 {
        table += &format!("text {} that is repeated,{}\n", row % 9, row % 2);
    }
    fs::write(folder.path().join("data.csv"), table).expect("written");
    let args = [
        "check",
        "data.csv",
        "--isolated",
        "--label",
        "y",
        "--text",
        "text",
        "--fail-on",
        "never",
        "--select",
        "duplicate-rows",
        "--output-format",
        "json=report.json",
    ];
    let stops = stop_often(folder.path(), &args, 0.3, 2);
    assert!(stops >= FEWEST, "{stops}");
}

#[test]
fn a_run_is_stopped_while_it_embeds() {
    let Ok(model) = std::env::var("TRUELINE_TEST_MINILM") else {
        eprintln!("TRUELINE_TEST_MINILM is not set: the test is left out");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("data.csv"), rows(600, 3)).expect("written");
    let args = [
        "embed",
        "data.csv",
        "--isolated",
        "--text",
        "text",
        "--model",
        &model,
    ];
    let stops = stop_often(folder.path(), &args, 0.02, 3);
    assert!(stops >= FEWEST, "{stops}");
}

/// What Python's pty module sees of a run on a terminal that is stopped as soon as the bar is there.
const ON_A_TERMINAL: &str = r#"
import os, pty, signal, sys, time
stop = sys.argv[1] == "stop"
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
seen, sent = b"", False
while True:
    try:
        chunk = os.read(fd, 65536)
    except OSError:
        break
    if not chunk:
        break
    seen += chunk
    if stop and not sent and b"training probes" in seen:
        os.kill(pid, signal.SIGINT)
        sent = True
status = os.waitpid(pid, 0)[1]
sys.stdout.buffer.write(b"%d\n" % (os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0))
sys.stdout.buffer.write(seen)
"#;

/// The signal that ended a run on a terminal, and all that it wrote there.
fn on_a_terminal(folder: &Path, stop: bool, args: &[&str]) -> Option<(i32, String)> {
    let python = std::env::var("TRUELINE_TEST_PYTHON")
        .map_or("python3".to_owned(), |home| format!("{home}/bin/python"));
    let done = Command::new(python)
        .args([
            "-c",
            ON_A_TERMINAL,
            if stop { "stop" } else { "wait" },
            env!("CARGO_BIN_EXE_trueline"),
        ])
        .args(args)
        .current_dir(folder)
        .env("TERM", "xterm")
        .env("COLUMNS", "100")
        .env("TRUELINE_NO_CACHE", "1")
        .output();
    let Ok(done) = done else {
        eprintln!("Python isn't there: no terminal to look at");
        return None;
    };
    let told = String::from_utf8_lossy(&done.stdout).into_owned();
    let (signal, seen) = told.split_once('\n')?;
    Some((signal.parse().expect("a number"), seen.to_owned()))
}

const LONG: [&str; 8] = [
    "check",
    "data.csv",
    "--isolated",
    "--label",
    "y",
    "--text",
    "text",
    "--select=collapsed-probes",
];

#[test]
fn a_terminal_is_left_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("data.csv"), rows(6_000, 4)).expect("written");
    let Some((signal, seen)) = on_a_terminal(folder.path(), true, &LONG) else {
        return;
    };
    assert_eq!(signal, SIGINT, "{seen:?}");
    assert!(seen.contains("training probes"), "{seen:?}");
    // The bar's line is cleared last, and a hidden cursor would have come back.
    assert!(
        seen.trim_end_matches('\r').ends_with("\u{1b}[2K"),
        "{seen:?}"
    );
    assert_eq!(
        seen.matches("\u{1b}[?25l").count(),
        seen.matches("\u{1b}[?25h").count()
    );
}

#[test]
fn a_long_run_says_how_fast_it_is_and_a_short_one_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("data.csv"), rows(6_000, 5)).expect("written");
    let Some((signal, seen)) = on_a_terminal(folder.path(), false, &LONG) else {
        return;
    };
    assert_eq!(signal, 0);
    assert!(seen.contains("training probes"), "{seen:?}");
    let paced =
        regex::Regex::new(r"/\d+ · [\d.,]+ fits/s · \d+ (second|minute)s? left").expect("sound");
    assert!(paced.is_match(&seen), "{seen:?}");
    let short = [
        "check",
        "data.csv",
        "--isolated",
        "--label",
        "y",
        "--text",
        "text",
        "--select=rare-class",
    ];
    let (_, seen) = on_a_terminal(folder.path(), false, &short).expect("as before");
    assert!(
        !seen.contains("reading") && !seen.contains("\u{1b}[2K"),
        "{seen:?}"
    );
    let quiet = [&LONG[..], &["-q", "--profile=quick"]].concat();
    let (_, seen) = on_a_terminal(folder.path(), false, &quiet).expect("as before");
    assert!(!seen.contains("training"), "{seen:?}");
}
