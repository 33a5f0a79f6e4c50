//! `trueline embed --output`: vectors for training, the transform beside them, and rows that come later.

#[path = "../support/program.rs"]
mod program;
mod python;
mod refusals;
mod table;

use std::fs;
use std::path::Path;

use program::trueline;
use table::{Table, read};

/// Forty rows of a table, of which every fourth tests and one has no label.
fn rows() -> String {
    let mut text = String::from("staff_id,age,hours,part,pay\n");
    for row in 0..40 {
        let part = if row % 4 == 3 { "test" } else { "train" };
        let pay = match row {
            5 => "",
            _ if row % 3 == 0 => "high",
            _ => "low",
        };
        text.push_str(&format!(
            "s{row},{},{},{part},{pay}\n",
            20 + row * 7 % 41,
            10 + row * 11 % 37
        ));
    }
    text
}

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let args = [&["embed"], args, &["--isolated"]].concat();
    let done = trueline(folder, &args).output().expect("trueline runs");
    let said = [done.stdout, done.stderr].concat();
    (done.status.code(), String::from_utf8(said).expect("UTF-8"))
}

/// Embeds `data` in `folder` with the roles of [`rows`].
fn embed(folder: &Path, data: &str, more: &[&str]) -> String {
    let roles = [
        data,
        "--label",
        "pay",
        "--split",
        "part",
        "--exclude",
        "staff_id",
    ];
    let (code, said) = run(folder, &[&roles, more].concat());
    assert_eq!(code, Some(0), "{said}");
    said
}

fn written(more: &[&str]) -> (tempfile::TempDir, Table, String) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("staff.csv"), rows()).expect("written");
    let said = embed(
        folder.path(),
        "staff.csv",
        &[more, &["--output", "vectors.parquet"]].concat(),
    );
    let table = read(&folder.path().join("vectors.parquet"));
    (folder, table, said)
}

#[test]
fn each_row_has_its_key_label_split_and_vector() {
    let (_folder, table, said) = written(&[]);
    assert_eq!(
        said,
        "staff.csv · 40 rows · vectors of 256 numbers, as they come\n  \
         wrote vectors.parquet (keys from staff_id)\n  \
         wrote vectors.transform.safetensors: with --transform-from, new rows are treated alike\n"
    );
    assert_eq!(table.rows(), 40);
    assert_eq!(table.text("key")[7], Some("s7".to_owned()));
    assert_eq!(table.text("file")[7], Some("staff.csv".to_owned()));
    assert_eq!(table.numbers("row")[7], 8);
    let labels = table.text("label");
    assert_eq!(
        labels[3..6],
        [Some("high".to_owned()), Some("low".to_owned()), None]
    );
    let split = table.text("split");
    assert_eq!(
        split[2..4],
        [Some("train".to_owned()), Some("test".to_owned())]
    );
    assert_eq!(table.text("domain"), vec![None; 40]);
    assert!(table.vectors().iter().all(|vector| vector.len() == 256));
    let says = |key: &str| table.metadata.get(key).map(String::as_str);
    assert_eq!(says("trueline.transform"), Some("none"));
    assert_eq!(says("trueline.model"), Some("builtin"));
    let text = "The age is 20. The hours is 10.";
    let hash = trueline::testing::hash_row(text).to_be_bytes();
    assert_eq!(table.hashes()[0], Some(hash.to_vec()));
}

#[test]
fn the_key_that_is_asked_for_wins_and_without_any_rows_are_numbered() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = "id,code,review,label\n1,a,good film,1\n1,b,bad film,0\n2,c,fine,1\n";
    fs::write(folder.path().join("a.csv"), data).expect("written");
    let keys = |more: &[&str]| {
        let args = [
            "a.csv",
            "--label",
            "label",
            "--text",
            "review",
            "--output",
            "v.parquet",
        ];
        let (code, said) = run(folder.path(), &[&args, more].concat());
        assert_eq!(code, Some(0), "{said}");
        let keys = read(&folder.path().join("v.parquet")).text("key");
        keys.into_iter().flatten().collect::<Vec<_>>()
    };
    assert_eq!(keys(&[]), ["1", "2", "3"]);
    assert_eq!(keys(&["--key", "code"]), ["a", "b", "c"]);
}

/// The mean and the standard deviation of each dimension over some vectors.
fn moments(vectors: &[&Vec<f32>]) -> Vec<(f64, f64)> {
    let n = vectors.len() as f64;
    (0..vectors[0].len())
        .map(|dim| {
            let values = vectors.iter().map(|vector| f64::from(vector[dim]));
            let mean = values.clone().sum::<f64>() / n;
            let variance = values.map(|value| (value - mean).powi(2)).sum::<f64>() / n;
            (mean, variance.sqrt())
        })
        .collect()
}

#[test]
fn a_transform_is_fitted_on_labelled_train_rows_alone() {
    let (folder, table, said) = written(&["--transform", "standardise"]);
    assert!(said.contains("standardised on 29 train rows"), "{said}");
    assert_eq!(table.metadata["trueline.transform"], "standardise");
    let all = table.vectors();
    let (labels, split) = (table.text("label"), table.text("split"));
    let train: Vec<&Vec<f32>> = (0..40)
        .filter(|&row| labels[row].is_some() && split[row].as_deref() == Some("train"))
        .map(|row| &all[row])
        .collect();
    assert_eq!(train.len(), 29);
    for (mean, std) in moments(&train) {
        assert!(
            mean.abs() < 1e-5 && (std - 1.0).abs() < 1e-4,
            "{mean} {std}"
        );
    }
    // Other test rows change nothing of it.
    let parameters = folder.path().join("vectors.transform.safetensors");
    let before = fs::read(&parameters).expect("written");
    let other = rows().replace("s3,41,43,test", "s3,99,99,test");
    assert_ne!(other, rows());
    fs::write(folder.path().join("staff.csv"), other).expect("written");
    let again = ["--transform", "standardise", "--output", "vectors.parquet"];
    embed(folder.path(), "staff.csv", &again);
    assert_eq!(fs::read(&parameters).expect("written"), before);
}

#[test]
fn rows_that_come_later_are_treated_by_the_same_numbers() {
    for steps in ["standardise", "centre,unit", "whiten", "unit,whiten"] {
        let (folder, table, _) = written(&["--transform", steps]);
        // The same rows without label and split, in another order.
        let mut lines: Vec<String> = rows()
            .lines()
            .map(|line| line.split(',').take(3).collect::<Vec<_>>().join(","))
            .collect();
        lines[1..].reverse();
        fs::write(folder.path().join("new.csv"), lines.join("\n")).expect("written");
        let args = [
            "new.csv",
            "--exclude",
            "staff_id",
            "--output",
            "new.parquet",
            "--transform-from",
            "vectors.transform.safetensors",
        ];
        let (code, said) = run(folder.path(), &args);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("by vectors.transform.safetensors"), "{said}");
        let new = read(&folder.path().join("new.parquet"));
        assert_eq!(new.metadata["trueline.transform"], steps);
        assert_eq!(new.text("split"), vec![None; 40], "new rows have no part");
        let mut vectors = new.vectors();
        vectors.reverse();
        assert_eq!(vectors, table.vectors(), "{steps}");
        let [first, copy] = ["vectors", "new"].map(|name| {
            fs::read(folder.path().join(format!("{name}.transform.safetensors"))).expect("written")
        });
        assert_eq!(first, copy, "{steps}");
    }
}

#[test]
fn the_same_rows_make_the_same_bytes() {
    let bytes = || {
        let (folder, _, _) = written(&["--transform", "whiten"]);
        ["vectors.parquet", "vectors.transform.safetensors"]
            .map(|name| fs::read(folder.path().join(name)).expect("written"))
    };
    assert_eq!(bytes(), bytes());
}

#[test]
fn shifted_rows_are_told_apart_and_vectors_of_the_data_are_taken_as_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut lines = String::new();
    for row in 0..20 {
        let vector = match row {
            4 => "null".to_owned(),
            9 => "[0, 0]".to_owned(),
            _ => format!("[{}, {}]", row + 1, row * row % 7),
        };
        let site = if row < 12 { "north" } else { "south" };
        lines.push_str(&format!(
            "{{\"v\": {vector}, \"site\": \"{site}\", \"y\": {}}}\n",
            row % 2
        ));
    }
    fs::write(folder.path().join("a.jsonl"), lines).expect("written");
    let args = [
        "a.jsonl",
        "--label",
        "y",
        "--domain",
        "site=north",
        "--embedding",
        "v",
        "--output",
        "v.parquet",
        "--transform",
        "centre",
    ];
    let (code, said) = run(folder.path(), &args);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("2 rows are left out"), "{said}");
    assert!(said.contains("centred on 10 train rows"), "{said}");
    let table = read(&folder.path().join("v.parquet"));
    assert_eq!(table.rows(), 18);
    let split = table.text("split");
    assert_eq!(
        split[9..11],
        [Some("train".to_owned()), Some("shifted".to_owned())]
    );
    assert_eq!(table.text("domain")[10], Some("south".to_owned()));
    assert_eq!(table.hashes(), vec![None; 18]);
    let vectors = table.vectors();
    assert_eq!(vectors[1][0] - vectors[0][0], 1.0);
    let train: Vec<&Vec<f32>> = vectors[..10].iter().collect();
    assert!(moments(&train).iter().all(|(mean, _)| mean.abs() < 1e-5));
}

#[test]
fn one_row_one_class_and_no_label_at_all_are_embedded_too() {
    let (folder, table, _) = written(&["--transform", "standardise"]);
    let all = rows();
    let lines: Vec<&str> = all.lines().collect();
    let of_one_class: Vec<&str> = lines[1..]
        .iter()
        .copied()
        .filter(|line| line.ends_with(",high"))
        .collect();
    for (rows, first) in [(&lines[1..2], 0), (&of_one_class[..], 0), (&lines[6..7], 5)] {
        let text = [&lines[..1], rows].concat().join("\n");
        fs::write(folder.path().join("few.csv"), text).expect("written");
        let args = [
            "few.csv",
            "--label",
            "pay",
            "--exclude",
            "staff_id,part",
            "--output",
            "few.parquet",
            "--transform-from",
            "vectors.transform.safetensors",
        ];
        let (code, said) = run(folder.path(), &args);
        assert_eq!(code, Some(0), "{said}");
        let few = read(&folder.path().join("few.parquet"));
        assert_eq!(few.rows(), rows.len());
        assert_eq!(few.vectors()[0], table.vectors()[first]);
        assert_eq!(few.text("label")[0], table.text("label")[first]);
    }
}

#[test]
fn of_many_rows_each_has_the_vector_of_its_own_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut text = String::from("review,y\n");
    for row in 0..9_000 {
        text.push_str(&format!("film number {} is fine,{}\n", row % 50, row % 2));
    }
    fs::write(folder.path().join("many.csv"), text).expect("written");
    let args = [
        "many.csv",
        "--label",
        "y",
        "--text",
        "review",
        "--transform",
        "standardise",
        "--output",
        "v.parquet",
    ];
    let (code, said) = run(folder.path(), &args);
    assert_eq!(code, Some(0), "{said}");
    let table = read(&folder.path().join("v.parquet"));
    assert_eq!(table.numbers("row"), (1..=9_000).collect::<Vec<u64>>());
    let vectors = table.vectors();
    assert!((0..9_000).all(|row| vectors[row] == vectors[row % 50]));
    assert_ne!(vectors[0], vectors[1]);
}

#[test]
fn vectors_of_which_none_can_be_used_are_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "{\"v\": [0, 0], \"y\": 1}\n{\"v\": [0, 0], \"y\": 0}\n";
    fs::write(folder.path().join("zeros.jsonl"), text).expect("written");
    let args = [
        "zeros.jsonl",
        "--label",
        "y",
        "--embedding",
        "v",
        "--output",
        "v.parquet",
    ];
    let (code, said) = run(folder.path(), &args);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("no row has a vector"), "{said}");
    assert!(!folder.path().join("v.parquet").exists());
}
