//! Harm: damage, full disks, missing permissions and kills stop no run and leave nothing wrong.

use std::env;
use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use trueline::testing::Vectors;

use crate::sandbox::{CHECK, Sandbox, computed, stderr, stdout};

/// Set in the process that [`a_writer_that_is_killed_leaves_nothing_wrong`] kills.
const WRITES_INTO: &str = "TRUELINE_TEST_WRITES_INTO";

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
        let cache = Vectors::at(folder.as_ref());
        for nth in 0..u128::MAX {
            let (keys, values) = round(nth % 50);
            cache.add(&keys, &values, 16);
            cache.keep_verdict(nth % 50, &values);
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut found = 0;
    for nth in 0..40_u64 {
        let mut writer = Command::new(env::current_exe().expect("the test has a path"))
            .args([
                "harm::a_writer_that_is_killed_leaves_nothing_wrong",
                "--exact",
            ])
            .env(WRITES_INTO, folder.path())
            .stdout(Stdio::null())
            .spawn()
            .expect("the test can run itself");
        // Delays that fall anywhere in the writing, the same in each run of the test.
        sleep(Duration::from_micros(20_000 + nth * 7_919 % 61_000));
        // SIGKILL on Unix.
        writer.kill().expect("it runs");
        writer.wait().expect("it ends");
        let cache = Vectors::at(folder.path());
        for nth in 0..50 {
            let (keys, values) = round(nth);
            for (at, known) in cache.find(&keys, 16).into_iter().enumerate() {
                if let Some(known) = known {
                    assert_eq!(known, values[at * 16..(at + 1) * 16]);
                    found += 1;
                }
            }
            let verdict = cache.recall_verdict(nth);
            assert!(verdict.is_none_or(|verdict| verdict == values));
        }
        assert_eq!(cache.warnings(), Vec::<String>::new());
    }
    assert!(found > 0, "the writer wrote something");
}
