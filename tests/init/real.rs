//! The first attempt on real data, where it is there.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::folder::{Folder, said};
use crate::real_data;

/// A fresh folder with copies of these files.
fn fresh(name: &str, ends: &str) -> Option<Folder> {
    let folder = Folder::new();
    for entry in fs::read_dir(real_data::find(name)?)
        .expect("it can be listed")
        .flatten()
    {
        let file = entry.file_name().to_string_lossy().into_owned();
        if file.ends_with(ends) {
            folder.write(&file, fs::read(entry.path()).expect("it can be read"));
        }
    }
    Some(folder)
}

#[test]
fn the_first_attempt_works_on_acs_income() {
    let Some(folder) = fresh("acs-income", "8-states.csv") else {
        return;
    };
    let lines = folder.init(&["acs-income-8-states.csv"]);
    for line in [
        "label = \"PINCP\"",
        "domain = { column = \"STATE\", train = [\"CA\"] }",
        "exclude = [\"index\"]",
    ] {
        assert!(lines.contains(line), "{line}:\n{lines}");
    }
    folder.checked(&["--profile", "quick"]);
}

#[test]
fn the_first_attempt_works_on_adult() {
    let Some(folder) = fresh("adult", "train.csv") else {
        return;
    };
    let lines = folder.init(&["adult-train.csv"]);
    assert!(
        lines.ends_with("header = false\nlabel = \"column_15\""),
        "{lines}"
    );
    folder.checked(&["--profile", "quick"]);
}

#[test]
fn the_first_attempt_works_on_youtube_spam() {
    let Some(folder) = fresh("youtube-spam", ".csv") else {
        return;
    };
    let lines = folder.init(&[]);
    assert!(
        lines.contains("\"Youtube01-Psy.csv\", \"Youtube02-KatyPerry.csv\""),
        "{lines}"
    );
    assert!(
        lines.contains("label = \"label\"\ntext = \"CONTENT\""),
        "{lines}"
    );
    folder.checked(&["--profile", "quick"]);
}

#[test]
fn the_first_attempt_explains_trec_and_the_command_makes_a_table_of_it() {
    let Some(folder) = fresh("trec", "train.txt") else {
        return;
    };
    let lines = folder.init(&["train.txt"]);
    assert!(
        lines.ends_with(
            "header = false\nencoding = \"windows-1252\"\nlabel = false\ntext = \"column_1\""
        ),
        "{lines}"
    );
    folder.checked(&["--profile", "quick"]);
    let page = folder.page();
    let command = page
        .lines()
        .find_map(|line| line.strip_prefix("#   "))
        .unwrap_or_else(|| panic!("no command:\n{page}"));
    assert!(
        command.contains("trueline init train.tsv --force"),
        "{command}"
    );
    if cfg!(unix) {
        let trueline = Path::new(env!("CARGO_BIN_EXE_trueline"));
        let found = std::env::join_paths(trueline.parent().map(Path::to_owned).into_iter().chain(
            std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()),
        ));
        let done = Command::new("sh")
            .args(["-c", command])
            .current_dir(folder.path())
            .env("PATH", found.expect("folders without a colon"))
            .output()
            .expect("a shell runs");
        assert!(done.status.success(), "{}", said(&done));
        let page = folder.page();
        for line in [
            "path = \"train.tsv\"",
            "header = false",
            "label = \"column_1\"",
            "text = \"column_2\"",
        ] {
            assert!(page.contains(line), "{line}:\n{page}");
        }
        folder.checked(&["--no-probes"]);
    }
}
