//! Where curated data is written: nothing is overwritten, folders stay folders, and a manifest that doesn't fit says so.

use std::fs;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Instant;

use super::program::trueline;
use super::{fix, read_manifest, run};

const BEFORE: &str = "text,label\none thing,a\nanother thing,b\none thing,a\n";
const AFTER: &str = "text,label\none thing,a\nanother thing,b\n";
const ROLES: [&str; 4] = ["--label", "label", "--text", "text"];

#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.csv"), BEFORE).expect("written");
    fs::write(folder.path().join("there.csv"), "mine").expect("written");
    let args = [&["a.csv", "--output", "there.csv"], &ROLES[..]].concat();
    let done = fix(folder.path(), &args);
    assert_eq!(done.exit, 2);
    assert!(
        done.stderr.contains("there.csv is there already"),
        "{}",
        done.stderr
    );
    let there = fs::read_to_string(folder.path().join("there.csv")).expect("there");
    assert_eq!(there, "mine");
    assert!(!folder.path().join("there.csv.manifest").exists());
}

#[test]
fn in_place_the_files_change_and_their_manifest_grows() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.csv");
    fs::write(&path, BEFORE).expect("written");
    let args = [&["a.csv", "--in-place"], &ROLES[..]].concat();
    assert_eq!(fix(folder.path(), &args).exit, 0);
    assert_eq!(fs::read_to_string(&path).expect("there"), AFTER);
    let manifest = folder.path().join("a.csv.manifest");
    let once = fs::read_to_string(&manifest).expect("there");
    // Twice is once: nothing is written.
    assert_eq!(fix(folder.path(), &args).exit, 0);
    assert_eq!(fs::read_to_string(&manifest).expect("there"), once);
    fs::write(&path, format!("{AFTER}another thing,b\n")).expect("written");
    assert_eq!(fix(folder.path(), &args).exit, 0);
    let twice = fs::read_to_string(&manifest).expect("there");
    assert!(twice.starts_with(&once) && twice.lines().count() == 4);
    // Somebody added a row between the two runs.
    let done = run(folder.path(), &["fix", "--verify", "a.csv.manifest"]);
    assert_eq!(done.exit, 1);
    assert!(
        done.stdout
            .contains("was changed by something else between two runs"),
        "{}",
        done.stdout
    );
}

#[test]
fn a_run_that_was_stopped_before_it_wrote_may_be_done_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let args = [&["a.csv", "--in-place"], &ROLES[..]].concat();
    for _ in 0..2 {
        // The manifest was written, and the file wasn't.
        fs::write(folder.path().join("a.csv"), BEFORE).expect("written");
        assert_eq!(fix(folder.path(), &args).exit, 0);
    }
    let done = run(folder.path(), &["fix", "--verify", "a.csv.manifest"]);
    assert_eq!(done.exit, 0, "{}", done.stdout);
}

#[cfg(unix)]
#[test]
fn in_place_links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("real.csv");
    symlink("real.csv", folder.path().join("a.csv")).expect("linked");
    // One that is narrower than any new file's, and one that is wider.
    for mode in [0o640, 0o664] {
        fs::write(&path, BEFORE).expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("ours");
        let args = [&["a.csv", "--in-place"], &ROLES[..]].concat();
        assert_eq!(fix(folder.path(), &args).exit, 0);
        assert_eq!(fs::read_to_string(&path).expect("there"), AFTER);
        let link = fs::symlink_metadata(folder.path().join("a.csv")).expect("there");
        assert!(link.is_symlink());
        let left = fs::metadata(&path).expect("there").permissions().mode();
        assert_eq!(left & 0o777, mode);
    }
}

#[test]
fn in_place_what_is_no_manifest_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.csv"), BEFORE).expect("written");
    let manifest = folder.path().join("a.csv.manifest");
    let args = [&["a.csv", "--in-place"], &ROLES[..]].concat();
    for bytes in [&b"mine\n"[..], b"caf\xE9\n", b"{\"schema\":\"other/1\"}\n"] {
        fs::write(&manifest, bytes).expect("written");
        let done = fix(folder.path(), &args);
        assert_eq!(done.exit, 2, "{}", done.stdout);
        assert!(done.stderr.contains("a.csv.manifest"), "{}", done.stderr);
        assert_eq!(fs::read(&manifest).expect("there"), bytes);
        let left = fs::read_to_string(folder.path().join("a.csv")).expect("there");
        assert_eq!(left, BEFORE);
    }
}

#[test]
fn shards_stay_shards() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    fs::create_dir(&data).expect("made");
    fs::write(data.join("part-1.csv"), BEFORE).expect("written");
    let second = "text,label\none thing,a\na third thing,b\n";
    fs::write(data.join("part-2.csv"), second).expect("written");
    let args = [&["data", "--output", "out"], &ROLES[..]].concat();
    let done = fix(folder.path(), &args);
    assert_eq!(done.exit, 0, "{}{}", done.stdout, done.stderr);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("written");
    assert_eq!(read("out/part-1.csv"), AFTER);
    assert_eq!(read("out/part-2.csv"), "text,label\na third thing,b\n");
    let (head, rows) = read_manifest(&folder.path().join("out.manifest"));
    assert_eq!(head["files"].as_array().map(Vec::len), Some(2));
    assert_eq!(rows[1]["kept"]["file"], "data/part-1.csv");
    assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 3);
}

#[test]
fn a_folder_of_one_shard_stays_a_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    fs::create_dir(&data).expect("made");
    fs::write(data.join("part-1.csv"), BEFORE).expect("written");
    let args = [&["data", "--output", "out"], &ROLES[..]].concat();
    let done = fix(folder.path(), &args);
    assert_eq!(done.exit, 0, "{}{}", done.stdout, done.stderr);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("written");
    assert_eq!(read("out/part-1.csv"), AFTER);
}

#[test]
fn a_shard_of_copies_alone_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    fs::create_dir(&data).expect("made");
    fs::write(data.join("part-1.csv"), AFTER).expect("written");
    fs::write(data.join("part-2.csv"), AFTER).expect("written");
    let args = [&["data", "--output", "out"], &ROLES[..]].concat();
    let done = fix(folder.path(), &args);
    assert_eq!(done.exit, 2, "{}", done.stdout);
    assert!(
        done.stderr
            .contains("every row of data/part-2.csv would go"),
        "{}",
        done.stderr
    );
    assert!(!folder.path().join("out").exists());
}

#[test]
fn a_diff_shows_what_would_change() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.csv"), BEFORE).expect("written");
    let args = [&["a.csv", "--diff"], &ROLES[..]].concat();
    let done = fix(folder.path(), &args);
    assert_eq!(done.exit, 1);
    assert_eq!(
        done.stdout,
        "--- a.csv\n+++ a.csv\n@@ -1,4 +1,3 @@\n text,label\n one thing,a\n another thing,b\n-one thing,a\n"
    );
    assert!(
        done.stderr
            .contains("duplicate-rows: 1 row would be dropped"),
        "{}",
        done.stderr
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("a.csv")).expect("there"),
        BEFORE
    );
    fs::write(folder.path().join("a.csv"), AFTER).expect("written");
    let done = fix(folder.path(), &args);
    assert_eq!((done.exit, done.stdout.as_str()), (0, ""));
}

#[test]
fn a_manifest_that_does_not_fit_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.csv"), BEFORE).expect("written");
    let args = [&["a.csv", "--output", "out.csv"], &ROLES[..]].concat();
    assert_eq!(fix(folder.path(), &args).exit, 0);
    let verify = || run(folder.path(), &["fix", "--verify", "out.csv.manifest"]);
    assert_eq!(verify().exit, 0);
    let manifest = folder.path().join("out.csv.manifest");
    let text = fs::read_to_string(&manifest).expect("there");
    fs::write(
        &manifest,
        text.replace("\"lines\":[4,4]", "\"lines\":[3,3]"),
    )
    .expect("written");
    let done = verify();
    assert_eq!(done.exit, 1);
    assert!(
        done.stdout
            .contains("line 3 of a.csv isn't the row that the manifest tells of"),
        "{}",
        done.stdout
    );
    fs::write(&manifest, &text).expect("written");
    fs::write(folder.path().join("out.csv"), BEFORE).expect("written");
    let done = verify();
    assert_eq!(done.exit, 1);
    assert!(
        done.stdout.contains("out.csv was changed since"),
        "{}",
        done.stdout
    );
    fs::write(&manifest, "no manifest").expect("written");
    assert_eq!(verify().exit, 2);
}

#[test]
fn one_output_takes_one_dataset() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a", "b"] {
        fs::write(folder.path().join(format!("{name}.csv")), BEFORE).expect("written");
    }
    let dataset = |name: &str| {
        format!("[dataset.{name}]\npath = \"{name}.csv\"\nlabel = \"label\"\ntext = [\"text\"]\n")
    };
    let text = dataset("a") + &dataset("b");
    fs::write(folder.path().join("trueline.toml"), text).expect("written");
    let done = run(folder.path(), &["fix", "--output", "out.csv"]);
    assert_eq!(done.exit, 2);
    assert!(
        done.stderr
            .contains("--output takes one dataset, and there are 2"),
        "{}",
        done.stderr
    );
    assert_eq!(run(folder.path(), &["fix", "--in-place"]).exit, 0);
    for name in ["a.csv", "b.csv"] {
        assert_eq!(
            fs::read_to_string(folder.path().join(name)).expect("there"),
            AFTER
        );
    }
}

#[test]
fn killed_at_any_moment_a_file_is_the_old_one_or_the_new_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.csv");
    let rows = |copies: bool| {
        let mut text = "text,label\n".to_owned();
        for row in 0..4_000 {
            text.push_str(&format!("the row of number {row},{}\n", row % 2));
            if copies && row % 10 == 0 {
                text.push_str(&format!("the row of number {row},{}\n", row % 2));
            }
        }
        text
    };
    let (before, after) = (rows(true), rows(false));
    let args = [
        &[
            "fix",
            "--isolated",
            "a.csv",
            "--in-place",
            "--select",
            "duplicate-rows",
        ],
        &ROLES[..],
    ]
    .concat();
    fs::write(&path, &before).expect("written");
    // Who reads the old file while the new one takes its place, reads all of it.
    #[cfg(unix)]
    let mut old = fs::File::open(&path).expect("there");
    let started = Instant::now();
    assert_eq!(run(folder.path(), &args).exit, 0);
    let whole = started.elapsed();
    assert_eq!(fs::read_to_string(&path).expect("there"), after);
    #[cfg(unix)]
    {
        let mut read = String::new();
        std::io::Read::read_to_string(&mut old, &mut read).expect("it can be read still");
        assert!(read == before, "the old file itself was written to");
    }
    for nth in 0..16 {
        fs::write(&path, &before).expect("written");
        let mut child = trueline(folder.path(), &args)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("trueline starts");
        sleep(whole.mul_f64(f64::from(nth) / 14.0));
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().expect("the child is ours");
        let left = fs::read_to_string(&path).expect("there");
        assert!(left == before || left == after, "after {nth}/14 of a run");
    }
}
