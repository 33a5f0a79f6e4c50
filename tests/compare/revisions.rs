//! Revisions: a version as it was in a Git repository.

use std::fs;
use std::path::Path;

use git2::{IndexAddOption, Repository, Signature};
use serde_json::json;

use crate::{compare, rows, run};

fn save(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("written");
    fs::write(path, text).expect("written");
}

/// Commits all that is in the folder of `repository`.
fn commit(repository: &Repository) {
    let mut index = repository.index().expect("an index");
    index
        .add_all(["."], IndexAddOption::DEFAULT, None)
        .expect("added");
    index.write().expect("written");
    let tree = index.write_tree().expect("a tree");
    let tree = repository.find_tree(tree).expect("the tree");
    let who = Signature::now("A tester", "tester@example.com").expect("a name");
    let head = repository.head().ok();
    let parent = head.map(|head| head.peel_to_commit().expect("a commit"));
    let parents: Vec<_> = parent.iter().collect();
    repository
        .commit(Some("HEAD"), &who, &who, "a version", &tree, &parents)
        .expect("a commit");
}

/// A table of `rows`, each with a text of its own.
fn table(rows: std::ops::Range<usize>) -> String {
    let rows: String = rows
        .map(|row| format!("the text of row {row},{}\n", ["a", "b"][row % 2]))
        .collect();
    format!("text,label\n{rows}")
}

/// A repository with three commits of `data/all.csv`: of 20 rows, of 24, and of 22.
fn repository() -> (tempfile::TempDir, Repository) {
    let folder = tempfile::tempdir().expect("a sandbox");
    let repository = Repository::init(folder.path()).expect("a repository");
    for rows in [0..20, 0..24, 2..24] {
        save(folder.path(), "data/all.csv", &table(rows));
        commit(&repository);
    }
    (folder, repository)
}

#[test]
fn a_file_is_compared_with_what_it_was() {
    let (folder, _) = repository();
    let path = folder.path();
    let counts = |args: &[&str]| rows(&compare(path, &[args, &["--label", "label"]].concat()));
    assert_eq!(counts(&["git:HEAD", "data/all.csv"]), [22, 0, 0, 0, 0, 0]);
    assert_eq!(counts(&["git:HEAD~1", "data/all.csv"]), [22, 0, 0, 0, 0, 2]);
    assert_eq!(
        counts(&["git:HEAD~2:data/all.csv", "data/all.csv"]),
        [18, 0, 0, 0, 4, 2]
    );
    assert_eq!(
        counts(&["git:HEAD~2:data/all.csv", "git:HEAD~1"]),
        [20, 0, 0, 0, 4, 0]
    );
    // What isn't committed is what is in the file.
    save(path, "data/all.csv", &table(2..30));
    assert_eq!(counts(&["git:HEAD", "data/all.csv"]), [22, 0, 0, 0, 6, 0]);
    let inside = path.join("data");
    let report = compare(&inside, &["git:HEAD", "all.csv"]);
    assert_eq!(rows(&report), [22, 0, 0, 0, 6, 0]);
    assert_eq!(report["base"]["files"], json!(["git:HEAD:data/all.csv"]));
    let report = compare(&inside, &["git:HEAD:./all.csv", "all.csv"]);
    assert_eq!(rows(&report), [22, 0, 0, 0, 6, 0]);
    let report = compare(&inside, &["git:HEAD:data/all.csv", "all.csv"]);
    assert_eq!(report["examples"][0]["candidate"]["line"], 24, "{report}");
}

#[test]
fn a_folder_is_compared_with_what_it_was() {
    let (folder, repository) = repository();
    let path = folder.path();
    save(path, "parts/train.csv", &table(0..10));
    save(path, "parts/test.csv", &table(10..16));
    save(path, "parts/README.md", "no data");
    commit(&repository);
    save(path, "parts/train.csv", &table(0..12));
    save(path, "parts/test.csv", &table(12..16));
    for base in ["git:HEAD", "git:HEAD:parts"] {
        let report = compare(path, &[base, "parts", "--label", "label"]);
        assert_eq!(rows(&report), [14, 0, 0, 2, 0, 0], "{report}");
        let files = json!(["git:HEAD:parts/test.csv", "git:HEAD:parts/train.csv"]);
        assert_eq!(report["base"]["files"], files);
    }
}

#[test]
fn trueline_toml_speaks_of_earlier_versions_too() {
    let (folder, _) = repository();
    let path = folder.path();
    save(
        path,
        "trueline.toml",
        "[dataset.all]\npath = \"data/all.csv\"\nlabel = \"label\"\nexclude = [\"text\"]\n",
    );
    let done = run(path, &["git:HEAD~1", "data/all.csv"]);
    assert_eq!(done.exit, 2, "label and text are all columns");
    save(
        path,
        "trueline.toml",
        "[dataset.all]\npath = \"data/all.csv\"\nlabel = \"label\"\nkey = \"text\"\n",
    );
    let report = compare(path, &["git:HEAD~1", "data/all.csv"]);
    assert_eq!(report["roles"]["key"], "text");
    assert_eq!(rows(&report), [22, 0, 0, 0, 0, 2]);
}

#[test]
fn what_is_no_version_is_told_with_what_to_do() {
    let (folder, repository) = repository();
    let path = folder.path();
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";
    save(path, "large.csv", pointer);
    save(path, "kept.csv.dvc", "outs:\n- md5: a\n  path: kept.csv\n");
    commit(&repository);
    save(path, "large.csv", &table(0..20));
    save(path, "kept.csv", &table(0..20));
    save(path, "new.csv", &table(0..20));
    for (args, words) in [
        (
            ["git:HEAD", "large.csv"],
            "git:HEAD:large.csv is a Git LFS pointer, not the data",
        ),
        (
            ["git:HEAD", "kept.csv"],
            "git:HEAD:kept.csv.dvc is a DVC pointer, not the data",
        ),
        (["git:HEAD", "new.csv"], "new.csv is not in `HEAD`"),
        (["git:v9", "new.csv"], "has no commit `v9`"),
        (["git:HEAD", "git:HEAD~1"], "neither version names a file"),
        (["git:", "new.csv"], "`git:` names no revision"),
        (["kept.csv.dvc", "new.csv"], "kept.csv.dvc is a DVC pointer"),
    ] {
        let done = run(path, &args);
        assert_eq!(done.exit, 2, "{args:?}");
        let said = done.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(words), "{args:?}: {said}");
    }
    save(path, "ragged.csv", "a,b\n1,2\n3\n4,5,6\n");
    commit(&repository);
    let done = run(path, &["git:HEAD:ragged.csv", "new.csv"]);
    assert_eq!(done.exit, 2);
    assert!(
        done.stderr.contains("git:HEAD:ragged.csv has"),
        "{}",
        done.stderr
    );
    fs::remove_file(path.join("kept.csv")).expect("removed");
    let done = run(path, &["new.csv", "kept.csv"]);
    assert!(
        done.stderr.contains("dvc pull kept.csv.dvc"),
        "{}",
        done.stderr
    );
}

#[test]
fn outside_of_a_repository_there_is_no_earlier_version() {
    let folder = tempfile::tempdir().expect("a sandbox");
    save(folder.path(), "a.csv", &table(0..20));
    let done = run(folder.path(), &["git:HEAD", "a.csv"]);
    assert_eq!(done.exit, 2);
    assert!(
        done.stderr.contains("is in no Git repository"),
        "{}",
        done.stderr
    );
}
