//! The cache as runs meet it: shared, damaged, killed, full, unreadable, and always right.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use trueline::cache::Cache;

/// Set in the process that [`a_writer_that_is_killed_leaves_nothing_wrong`] kills.
const WRITES_INTO: &str = "TRUELINE_TEST_WRITES_INTO";

/// A sandbox with a dataset of a few hundred rows, some of which repeat.
struct Sandbox(tempfile::TempDir);

impl Sandbox {
    fn new() -> Self {
        let sandbox = Self(tempfile::tempdir().expect("a sandbox"));
        sandbox.write("data.csv", &rows(300));
        sandbox
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).expect("the sandbox can be written");
    }

    /// `trueline ARGS`, with the cache in the sandbox unless the arguments say otherwise.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trueline"));
        command
            .args(args)
            .current_dir(self.0.path())
            .env_remove("TRUELINE_NO_CACHE")
            .env("TRUELINE_CACHE_DIR", self.0.path().join("cache"))
            .env("NO_COLOR", "1")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("trueline runs")
    }

    /// The files of the cache that end so.
    fn kept(&self, end: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.0.path().join("cache")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|found| found == end) {
                    found.push(path);
                }
            }
        }
        found.sort();
        found
    }
}

fn rows(count: usize) -> String {
    // 280 is a multiple of 7 and of 2: from there on, rows repeat.
    let row = |row: usize| format!("person {} works {} hours,{}\n", row % 280, row % 7, row % 2);
    let rows: String = (0..count).map(row).collect();
    format!("text,label\n{rows}")
}

const CHECK: [&str; 11] = [
    "check",
    "data.csv",
    "--label",
    "label",
    "--text",
    "text",
    "--select",
    "duplicate-rows,rare-class,template-dominated-text",
    "--output-format",
    "json",
    "--isolated",
];

fn stdout(done: &Output) -> String {
    String::from_utf8_lossy(&done.stdout).into_owned()
}

fn stderr(done: &Output) -> String {
    String::from_utf8_lossy(&done.stderr).into_owned()
}

/// What a run without any cache says, and its exit code.
fn computed(sandbox: &Sandbox, args: &[&str]) -> (String, Option<i32>) {
    let done = sandbox.run(&[args, &["--no-cache"]].concat());
    assert!(!done.stdout.is_empty(), "{}", stderr(&done));
    (stdout(&done), done.status.code())
}

#[test]
fn a_recalled_verdict_is_the_computed_one_byte_for_byte() {
    let sandbox = Sandbox::new();
    let args = [&CHECK[..], &["--fail-on", "warn"]].concat();
    let expected = computed(&sandbox, &args);
    assert_eq!(expected.1, Some(1), "the data has findings");
    assert!(
        sandbox.kept("verdict").is_empty(),
        "--no-cache keeps nothing"
    );
    for nth in 0..3 {
        let done = sandbox.run(&args);
        assert_eq!((stdout(&done), done.status.code()), expected, "run {nth}");
        assert_eq!(
            (stderr(&done), sandbox.kept("verdict").len()),
            (String::new(), 1)
        );
    }
    let told = |args: &[&str]| stdout(&sandbox.run(args)).contains("from the cache");
    let human = [&CHECK[..8], &["--isolated"]].concat();
    assert!(told(&human) && !told(&[&human[..], &["--no-cache"]].concat()));
}

#[test]
fn whatever_a_verdict_depends_on_makes_another_one() {
    let sandbox = Sandbox::new();
    let config = |limit: &str, level: &str, comment: &str| {
        let text = format!(
            "{comment}[dataset.people]\npath = \"data.csv\"\nlabel = \"label\"\ntext = \"text\"\n\n\
             [rules.duplicate-rows]\nlevel = \"{level}\"\nmax-share = {limit}\n"
        );
        sandbox.write("trueline.toml", &text);
    };
    let args = [
        "check",
        "--select",
        "duplicate-rows,rare-class",
        "--output-format",
        "json",
        "--output-format",
        "sarif=a.sarif",
    ];
    let right = |verdicts: usize, why: &str| {
        let done = sandbox.run(&args);
        let sarif = fs::read(sandbox.0.path().join("a.sarif")).expect("written");
        let expected = computed(&sandbox, &args);
        assert_eq!((stdout(&done), done.status.code()), expected, "{why}");
        assert_eq!(
            sarif,
            fs::read(sandbox.0.path().join("a.sarif")).expect("written"),
            "{why}"
        );
        assert_eq!(sandbox.kept("verdict").len(), verdicts, "{why}");
    };
    config("0.001", "warn", "");
    right(1, "first");
    config("0.001", "deny", "");
    right(1, "the level is put on a recalled verdict");
    config("0.001", "deny", "# a comment\n");
    right(1, "so is the sentence that it points at");
    config("0.5", "deny", "");
    right(2, "another limit");
    sandbox.write("data.csv", &rows(301));
    right(3, "another row");
    sandbox.write("data.csv", &rows(300));
    right(3, "the old rows again");
}

#[test]
fn processes_share_a_cache() {
    let sandbox = Sandbox::new();
    let expected = computed(&sandbox, &CHECK).0;
    for _ in 0..3 {
        fs::remove_dir_all(sandbox.0.path().join("cache")).unwrap_or_default();
        let running: Vec<_> = (0..4)
            .map(|_| {
                let mut command = sandbox.command(&CHECK);
                command.stdout(Stdio::piped()).stderr(Stdio::piped());
                command.spawn().expect("trueline runs")
            })
            .collect();
        for process in running {
            let done = process.wait_with_output().expect("it ends");
            assert_eq!(
                (stdout(&done), stderr(&done)),
                (expected.clone(), String::new())
            );
        }
        assert_eq!(sandbox.kept("verdict").len(), 1);
    }
}

#[test]
fn a_damaged_verdict_is_told_once_and_computed_anew() {
    let sandbox = Sandbox::new();
    let expected = computed(&sandbox, &CHECK).0;
    sandbox.run(&CHECK);
    let whole = fs::read(&sandbox.kept("verdict")[0]).expect("readable");
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 0x40;
    for damaged in [&whole[..whole.len() / 2], &[], &flipped, b"garbage"] {
        fs::write(&sandbox.kept("verdict")[0], damaged).expect("written");
        let done = sandbox.run(&CHECK);
        let told = stderr(&done);
        assert_eq!(stdout(&done), expected);
        assert!(told.contains("damaged") && told.contains("anew"), "{told}");
        let again = sandbox.run(&CHECK);
        assert_eq!(
            (stdout(&again), stderr(&again)),
            (expected.clone(), String::new())
        );
    }
}

#[test]
fn a_cache_that_cannot_be_written_or_read_stops_no_run() {
    let sandbox = Sandbox::new();
    let expected = computed(&sandbox, &CHECK);
    sandbox.write("file", "not a folder");
    for folder in ["file", "file/inside", "/proc/nowhere"] {
        let done = sandbox.run(&[&CHECK[..], &["--cache-dir", folder]].concat());
        assert_eq!((stdout(&done), done.status.code()), expected, "{folder}");
        assert!(
            stderr(&done).contains("the cache"),
            "{folder}: {}",
            stderr(&done)
        );
    }
    let file = fs::read_to_string(sandbox.0.path().join("file"));
    assert_eq!(file.expect("still there"), "not a folder");
}

/// A full disk as a process sees it: no file may grow.
#[cfg(unix)]
#[test]
fn a_full_disk_stops_no_run_and_leaves_nothing_half_written() {
    let sandbox = Sandbox::new();
    let expected = computed(&sandbox, &CHECK).0;
    let full = |args: &[&str]| {
        let inside = sandbox.command(args);
        let mut shell = Command::new("sh");
        shell
            .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$@\"", "sh"])
            .arg(inside.get_program())
            .args(inside.get_args())
            .current_dir(sandbox.0.path())
            .env_remove("TRUELINE_NO_CACHE")
            .env("TRUELINE_CACHE_DIR", sandbox.0.path().join("cache"))
            .env("NO_COLOR", "1");
        shell.output().expect("there is a shell")
    };
    let done = full(&CHECK);
    assert_eq!(stdout(&done), expected, "{}", stderr(&done));
    assert!(
        stderr(&done).contains("can't be written"),
        "{}",
        stderr(&done)
    );
    assert!(sandbox.kept("verdict").is_empty());
    sandbox.run(&CHECK);
    let recalled = full(&CHECK);
    assert_eq!(
        (stdout(&recalled), stderr(&recalled)),
        (expected, String::new())
    );
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_stops_no_run() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new();
    let expected = computed(&sandbox, &CHECK).0;
    let folder = sandbox.0.path().join("cache");
    fs::create_dir(&folder).expect("made");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).expect("ours");
    if fs::write(folder.join("probe"), "").is_ok() {
        eprintln!("not tested: this user may write everywhere");
        return;
    }
    let done = sandbox.run(&CHECK);
    assert_eq!(stdout(&done), expected);
    assert!(
        stderr(&done).contains("can't be written"),
        "{}",
        stderr(&done)
    );
}

/// The keys and vectors that the writer puts there, round after round.
fn round(nth: u128) -> (Vec<u128>, Vec<f32>) {
    let keys: Vec<u128> = (nth * 3_000..(nth + 1) * 3_000).collect();
    let values = keys.iter().flat_map(|&key| [key as f32; 16]).collect();
    (keys, values)
}

#[test]
fn a_writer_that_is_killed_leaves_nothing_wrong() {
    if let Some(folder) = env::var_os(WRITES_INTO) {
        let cache = Cache::new(folder.into(), u64::MAX);
        for nth in 0..u128::MAX {
            let (keys, values) = round(nth % 50);
            cache.vectors("test:1", "test").add(&keys, &values, 16);
            cache.keep(nth % 50, &values);
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut found = 0;
    for nth in 0..40_u64 {
        let mut writer = Command::new(env::current_exe().expect("the test has a path"))
            .args(["a_writer_that_is_killed_leaves_nothing_wrong", "--exact"])
            .env(WRITES_INTO, folder.path())
            .stdout(Stdio::null())
            .spawn()
            .expect("the test can run itself");
        // Delays that fall anywhere in the writing, the same in each run of the test.
        sleep(Duration::from_micros(20_000 + nth * 7_919 % 61_000));
        // SIGKILL on Unix.
        writer.kill().expect("it runs");
        writer.wait().expect("it ends");
        let cache = Cache::new(folder.path().to_owned(), u64::MAX);
        for nth in 0..50 {
            let (keys, values) = round(nth);
            let known = cache.vectors("test:1", "test").find(&keys);
            for (at, has) in known.has.iter().enumerate() {
                if *has {
                    assert_eq!(
                        known.values[at * 16..(at + 1) * 16],
                        values[at * 16..(at + 1) * 16]
                    );
                    found += 1;
                }
            }
            let verdict: Option<Vec<f32>> = cache.recall(nth);
            assert!(verdict.is_none_or(|verdict| verdict == values));
        }
        assert_eq!(cache.warnings(), Vec::<String>::new());
    }
    assert!(found > 0, "the writer wrote something");
}

#[test]
fn an_unchanged_dataset_is_judged_at_once() {
    let sandbox = Sandbox::new();
    sandbox.write("data.csv", &rows(10_000));
    let args = [
        "check",
        "data.csv",
        "--label",
        "label",
        "--text",
        "text",
        "--profile",
        "quick",
        "--isolated",
        "--output-format",
        "json",
    ];
    let expected = stdout(&sandbox.run(&args));
    let times: Vec<Duration> = (0..5)
        .map(|_| {
            let started = Instant::now();
            assert_eq!(stdout(&sandbox.run(&args)), expected);
            started.elapsed()
        })
        .collect();
    // Other tests run beside this one; the quickest of five is what the work takes.
    let best = times.iter().min().copied().unwrap_or_default();
    assert!(best < Duration::from_millis(300), "{times:?}");
}

#[test]
fn cleaning_leaves_an_empty_cache() {
    let sandbox = Sandbox::new();
    sandbox.run(&CHECK);
    let shown = stdout(&sandbox.run(&["cache"]));
    assert!(shown.contains("1 verdict ·"), "{shown}");
    let aged = stdout(&sandbox.run(&["cache", "clean", "--older-than", "30d"]));
    assert_eq!(aged, "removed 0 files, 0 bytes\n");
    sandbox.run(&["cache", "clean"]);
    assert!(sandbox.kept("verdict").is_empty());
    assert!(stdout(&sandbox.run(&["cache"])).contains("0 verdicts"));
}

/// What `make test` sets up for a transformer.
fn minilm() -> Option<(String, String)> {
    let found = env::var("TRUELINE_TEST_PYTHON")
        .ok()
        .zip(env::var("TRUELINE_TEST_MINILM").ok());
    if found.is_none() {
        assert!(
            env::var_os("CI").is_none(),
            "run the tests with `make test`"
        );
        eprintln!("not run: `make test` sets up the model");
    }
    found
}

#[test]
fn a_transformer_reads_only_the_row_that_changed() {
    let Some((python, model)) = minilm() else {
        return;
    };
    let sandbox = Sandbox::new();
    sandbox.write("data.csv", &rows(40));
    let run = |args: &[&str]| {
        let done = sandbox
            .command(&[args, &["--text", "text", "--model", &model, "--isolated"]].concat())
            .env("VIRTUAL_ENV", &python)
            .output()
            .expect("trueline runs");
        assert_eq!(stderr(&done), "");
        stdout(&done)
    };
    let embed = || run(&["embed", "data.csv"]);
    assert_eq!(embed(), "data.csv · 40 rows · 40 texts embedded\n");
    assert_eq!(
        embed(),
        "data.csv · 40 rows · every text was in the cache already\n"
    );
    sandbox.write(
        "data.csv",
        &rows(40).replace("person 7 works", "person 7 plays"),
    );
    assert_eq!(embed(), "data.csv · 40 rows · 1 text embedded\n");
    let check = [
        "check",
        "data.csv",
        "--select",
        "template-dominated-text",
        "--output-format",
        "json",
    ];
    let first = run(&check);
    assert_eq!(run(&check), first);
    assert_eq!(
        (sandbox.kept("verdict").len(), sandbox.kept("pack").len()),
        (1, 1)
    );
    let pack = &sandbox.kept("pack")[0];
    let half = fs::read(pack).expect("readable");
    fs::write(pack, &half[..half.len() / 2]).expect("written");
    let done = sandbox
        .command(&[
            "embed",
            "data.csv",
            "--text",
            "text",
            "--model",
            &model,
            "--isolated",
        ])
        .env("VIRTUAL_ENV", &python)
        .output()
        .expect("trueline runs");
    assert_eq!(stdout(&done), "data.csv · 40 rows · 40 texts embedded\n");
    assert!(stderr(&done).contains("damaged"), "{}", stderr(&done));
    assert_eq!(
        embed(),
        "data.csv · 40 rows · every text was in the cache already\n"
    );
}
