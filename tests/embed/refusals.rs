//! What `trueline embed --output` refuses: each says why, writes nothing and harms nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{rows, run};

/// Every file in `folder` with its bytes, but for the cache.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("listed").flatten();
    let files = entries.filter(|entry| entry.path().is_file());
    files
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).expect("readable"))
        })
        .collect()
}

const FIT: [&str; 9] = [
    "staff.csv",
    "--label",
    "pay",
    "--split",
    "part",
    "--exclude",
    "staff_id",
    "--output",
    "vectors.parquet",
];
const FROM: [&str; 2] = ["--transform-from", "vectors.transform.safetensors"];

/// A folder with data, and vectors that were standardised.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("staff.csv"), rows()).expect("written");
    fs::create_dir(folder.path().join("shards")).expect("made");
    for name in ["shards/a.csv", "shards/b.csv"] {
        fs::write(folder.path().join(name), rows()).expect("written");
    }
    let wider = "v,pay\n\"[1, 2, 3]\",high\n\"[2, 1, 5]\",low\n\"[0, 1, 1]\",high\n";
    fs::write(folder.path().join("own.csv"), wider).expect("written");
    fs::write(folder.path().join("precious.parquet"), "mine").expect("written");
    fs::write(folder.path().join("taken.transform.safetensors"), "mine").expect("written");
    let (code, said) = run(
        folder.path(),
        &[&FIT[..], &["--transform", "standardise"]].concat(),
    );
    assert_eq!(code, Some(0), "{said}");
    folder
}

/// The output is refused with these words.
fn refuses(folder: &Path, args: &[&str], why: &str) {
    let before = files(folder);
    let (code, said) = run(folder, args);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = said.replace("│ ", "");
    assert_eq!(code, Some(2), "{args:?}: {said}");
    assert!(said.contains(why), "{args:?}: {said}");
    assert_eq!(files(folder), before, "{args:?}");
}

#[test]
fn an_output_that_would_harm_is_refused() {
    let folder = folder();
    let folder = folder.path();
    let data = ["staff.csv", "--label", "pay", "--output"];
    for (output, why) in [
        ("vectors.csv", "vectors.csv doesn't end in .parquet"),
        ("vectors", "vectors doesn't end in .parquet"),
        (
            "precious.parquet",
            "it holds no vectors that trueline wrote",
        ),
        (
            "taken.parquet",
            "taken.transform.safetensors is there already",
        ),
    ] {
        refuses(folder, &[&data[..], &[output]].concat(), why);
    }
    let again = [
        "vectors.parquet",
        "--label",
        "label",
        "--embedding",
        "vector",
        "--output",
    ];
    for output in ["vectors.parquet", "./shards/../vectors.parquet"] {
        let args = [&again[..], &[output]].concat();
        refuses(folder, &args, "is one of the files that are read");
    }
    let shards = ["shards", "--label", "pay", "--output", "shards/v.parquet"];
    refuses(folder, &shards, "would stand among the files of shards");
    let pattern = ["shards/*", "--label", "pay", "--output", "shards/v.parquet"];
    refuses(folder, &pattern, "would stand among the files of shards/*");
}

#[test]
fn a_key_that_names_no_row_is_refused() {
    let folder = folder();
    for (key, why) in [
        ("staff", "did you mean staff_id?"),
        (
            "hours",
            "row 1 of staff.csv and row 38 of staff.csv have the same",
        ),
    ] {
        refuses(folder.path(), &[&FIT[..], &["--key", key]].concat(), why);
    }
    fs::write(folder.path().join("holes.csv"), "id,pay\n1,high\n,low\n").expect("written");
    let holes = ["holes.csv", "--label", "pay", "--output", "vectors.parquet"];
    refuses(
        folder.path(),
        &[&holes[..], &["--key", "id"]].concat(),
        "row 2 of holes.csv has none",
    );
}

#[test]
fn a_transform_that_does_not_fit_is_refused() {
    let folder = folder();
    let folder = folder.path();
    let new = ["staff.csv", "--output", "new.parquet", "--exclude"];
    let roles = "staff_id,part,pay";
    for (more, why) in [
        (
            &["staff_id,pay"][..],
            "the text of these rows tells of part, too",
        ),
        (
            &["staff_id,part,pay,age"],
            "the text of these rows lacks age",
        ),
        (
            &[roles, "--text", "hours"],
            "and these rows are texts of hours",
        ),
        (
            &[roles, "--transform", "unit"],
            "it does standardise, and unit is declared",
        ),
    ] {
        refuses(folder, &[&new[..], more, &FROM].concat(), why);
    }
    let own = [
        "own.csv",
        "--label",
        "pay",
        "--embedding",
        "v",
        "--output",
        "new.parquet",
    ];
    refuses(
        folder,
        &[&own[..], &FROM].concat(),
        "it was fitted on vectors of builtin",
    );
    let same = [&new[..], &[roles, "--transform-from"]].concat();
    let refuse = |file: &str, why: &str| refuses(folder, &[&same[..], &[file]].concat(), why);
    refuse(
        "staff.csv",
        "staff.csv holds no transform that trueline wrote",
    );
    refuse("nowhere", "nowhere holds no transform that trueline wrote");
}

#[test]
fn vectors_of_another_length_are_refused() {
    let folder = folder();
    let folder = folder.path();
    let embed = [
        "--label",
        "pay",
        "--embedding",
        "v",
        "--output",
        "own.parquet",
    ];
    let fit = [&["own.csv"], &embed[..], &["--transform", "centre"]].concat();
    assert_eq!(run(folder, &fit).0, Some(0));
    let longer = "v,pay\n\"[1, 2, 3, 4]\",high\n\"[2, 1, 5, 0]\",low\n";
    fs::write(folder.join("longer.csv"), longer).expect("written");
    let from = ["--transform-from", "own.transform.safetensors"];
    let embed = [
        "--label",
        "pay",
        "--embedding",
        "v",
        "--output",
        "longer.parquet",
    ];
    refuses(
        folder,
        &[&["longer.csv"], &embed[..], &from].concat(),
        "it was fitted on vectors of 3 numbers, and these have 4",
    );
}

#[test]
fn a_damaged_transform_is_refused_wherever_it_is_cut() {
    let folder = folder();
    let folder = folder.path();
    let whole = fs::read(folder.join("vectors.transform.safetensors")).expect("written");
    for length in [0, 7, 8, 100, whole.len() - 1] {
        fs::write(folder.join("cut"), &whole[..length]).expect("written");
        let args = [
            "staff.csv",
            "--exclude",
            "staff_id,part,pay",
            "--output",
            "new.parquet",
            "--transform-from",
            "cut",
        ];
        refuses(folder, &args, "cut holds no transform that trueline wrote");
    }
}

#[test]
fn flags_that_need_an_output_say_so() {
    let folder = folder();
    for flag in [["--key", "staff_id"], FROM] {
        let args = [&["staff.csv", "--label", "pay"][..], &flag].concat();
        refuses(folder.path(), &args, "--output <FILE>");
    }
}

#[test]
fn several_datasets_are_refused_and_nothing_to_fit_on() {
    let folder = folder();
    let two = "[dataset.a]\npath = \"staff.csv\"\nlabel = \"pay\"\n\n[dataset.b]\npath = \"own.csv\"\nlabel = \"pay\"\n";
    fs::write(folder.path().join("two.toml"), two).expect("written");
    let done = super::trueline(
        folder.path(),
        &["embed", "--config", "two.toml", "--output", "new.parquet"],
    )
    .output()
    .expect("trueline runs");
    assert_eq!(done.status.code(), Some(2));
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(said.contains("there are 2: a and b"), "{said}");
}
