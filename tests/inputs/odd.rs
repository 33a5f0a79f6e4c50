//! Pipes, devices, links that lead nowhere, files that hold too much, and files that change while they are read.

use std::fs;
#[cfg(unix)]
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

#[cfg(unix)]
use crate::folder::A;
use crate::folder::{Folder, with};
use crate::parquet::write_parquet;
use crate::program::trueline;

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_no_slip_of_itself() {
    let folder = Folder::of(&[]);
    std::os::unix::fs::symlink("gone.csv", folder.0.path().join("link.csv"))
        .expect("a link can be made");
    let said = folder.refused(&with(&["link.csv"]));
    assert!(
        said.contains("link.csv is a link to gone.csv, which isn't there"),
        "{said}"
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_once_and_init_refuses_it() {
    let folder = Folder::of(&[]);
    let pipe = folder.0.path().join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo runs").success());
    let said = with(&["pipe"]);
    let report = thread::scope(|scope| {
        // It waits for who reads.
        scope.spawn(|| fs::write(&pipe, A).expect("somebody reads"));
        folder.report(&said, b"")
    });
    assert_eq!(report["datasets"][0]["rows"], 3);
    let init = trueline(folder.0.path(), &["init", "pipe"]).output();
    let init = init.expect("trueline runs");
    assert_eq!(init.status.code(), Some(2));
    let said = String::from_utf8_lossy(&init.stderr);
    assert!(said.contains("pipe can be read only once"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_is_no_data() {
    let folder = Folder::of(&[]);
    let said = folder.refused(&with(&["/dev/zero"]));
    assert!(said.contains("/dev/zero is a device"), "{said}");
}

#[test]
fn what_is_too_much_names_the_key_that_lets_it() {
    let text = [&b"text,label\n"[..], &vec![b'x'; 1_500_000], b",0\nb,1\n"].concat();
    let folder = Folder::of(&[("a.csv", &text), ("trueline.toml", b"")]);
    let configured = |key: &str| {
        let config = format!("[dataset.a]\npath = \"a.csv\"\nlabel = \"label\"\n{key}\n");
        fs::write(folder.0.path().join("trueline.toml"), config).expect("it can be written");
        folder.refused(&[])
    };
    for (key, what, raised) in [
        (
            "max-file-rows = 1",
            "a.csv has more than 1 row",
            "max-file-rows = 10 ",
        ),
        (
            "max-line-mb = 1",
            "the row in line 2 of a.csv holds more than 1 MB",
            "max-line-mb = 2 ",
        ),
        (
            "max-cell-mb = 1",
            "the cell of `text` in line 2 of a.csv holds more than 1 MB",
            "max-cell-mb = 2 ",
        ),
        ("max-columns = 1", "a.csv has 2 columns", "max-columns = 2 "),
    ] {
        let said = configured(key);
        assert!(said.contains(what) && said.contains(raised), "{said}");
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_ends_its_run_well() {
    let rows = (0..20_000).map(|row| format!("a sentence of row {row},{}\n", row % 2));
    let csv = format!("text,label\n{}", rows.collect::<String>()).into_bytes();
    let rows =
        (0..20_000).map(|row| format!("{{\"text\": \"row {row}\", \"label\": {}}}\n", row % 2));
    let json = rows.collect::<String>().into_bytes();
    let texts: Vec<String> = (0..20_000).map(|row| format!("row {row}")).collect();
    let labels = (0..20_000).map(|row| ["a", "b"][row % 2].to_owned());
    let parquet = write_parquet(&[("text", texts), ("label", labels.collect())]);
    for (name, whole) in [("a.csv", csv), ("a.jsonl", json), ("a.parquet", parquet)] {
        let folder = Folder::of(&[(name, &whole)]);
        let path = folder.0.path().join(name);
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    let file = fs::OpenOptions::new().write(true).open(&path);
                    let shrunk = file.and_then(|file| file.set_len(whole.len() as u64 / 2));
                    shrunk
                        .and_then(|()| fs::write(&path, &whole))
                        .expect("it can be written");
                }
            });
            for _ in 0..8 {
                let args = [with(&[name]), vec!["--select", "duplicate-rows"]].concat();
                let done = folder.run(&args, b"");
                let is_told = done.status.code() == Some(2) && !done.stderr.is_empty();
                let said = String::from_utf8_lossy(&done.stderr);
                let is_judged = matches!(done.status.code(), Some(0 | 1));
                assert!(is_told || is_judged, "{name}: {said}");
                assert!(!said.contains("panicked"), "{name}: {said}");
            }
            is_over.store(true, Ordering::Relaxed);
        });
    }
}
