//! What docs/embeddings.md shows of pandas and scikit-learn: its lines are run as they stand.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::run;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The lines that the page shows.
fn lines() -> String {
    let page = fs::read_to_string(root().join("docs/embeddings.md")).expect("the page is there");
    let code = page
        .split("```python\n")
        .nth(1)
        .expect("it shows a program");
    code.split("```").next().expect("it ends").to_owned()
}

/// The tests' Python; none says so, and isn't allowed in CI.
fn python() -> Option<PathBuf> {
    if let Some(python) = env::var_os("TRUELINE_TEST_PYTHON") {
        return Some(Path::new(&python).join("bin/python"));
    }
    assert!(
        env::var_os("CI").is_none(),
        "TRUELINE_TEST_PYTHON is not set: run the tests with `make test`"
    );
    println!("not run: TRUELINE_TEST_PYTHON is not set; `make test` sets it");
    None
}

/// What `program` prints in `folder`.
fn print(python: &Path, folder: &Path, program: &str) -> String {
    let done = Command::new(python)
        .args(["-c", program])
        .current_dir(folder)
        .output()
        .expect("python runs");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
    String::from_utf8(done.stdout).expect("UTF-8")
}

/// A folder with vectors of the table that is written as sentences.
fn embed(more: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let data = root().join("fixtures/serialised-table/data.csv");
    fs::copy(data, folder.path().join("data.csv")).expect("copied");
    let args = [
        "data.csv",
        "--label",
        "high_pay",
        "--domain",
        "region=north",
        "--output",
        "vectors.parquet",
    ];
    let (code, said) = run(folder.path(), &[&args, more].concat());
    assert_eq!(code, Some(0), "{said}");
    folder
}

#[test]
fn a_probe_that_collapses_on_plain_vectors_does_not_on_standardised_ones() {
    let Some(python) = python() else { return };
    let commonest = |more: &[&str]| -> f64 {
        let folder = embed(more);
        let printed = print(&python, folder.path(), &lines());
        printed.trim().parse().expect("a share")
    };
    let plain = commonest(&[]);
    let done = commonest(&["--transform", "standardise"]);
    println!("plain {plain}, standardised {done}");
    assert_eq!(plain, 1.0, "one class for every row, as the page says");
    assert!((done - 0.62).abs() < 0.02, "{done}");
}

/// scikit-learn's own transforms, and the arithmetic that the page tells of.
const ARITHMETIC: &str = r#"
import numpy as np, pandas as pd
from safetensors.numpy import load_file
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

plain, done = pd.read_parquet("plain.parquet"), pd.read_parquet("vectors.parquet")
x, y = np.stack(plain.vector).astype(float), np.stack(done.vector)
train = (plain.split == "train").to_numpy()
p = load_file("vectors.transform.safetensors")
if "step1.directions" in p:
    by_hand = ((x - p["step1.mean"]) @ p["step1.directions"]) * p["step1.scale"]
    kept = by_hand.shape[1]
    assert (y[:, kept:] == 0).all()
    y = y[:, :kept]
    # The first ones: those that hardly vary hang on rounding.
    theirs = PCA(n_components=20, whiten=True, svd_solver="full").fit(x[train]).transform(x) * np.sqrt(train.sum() / (train.sum() - 1))
    signs = np.sign((theirs[train] * y[train][:, :20]).sum(axis=0))
    assert np.abs(theirs * signs - y[:, :20]).max() < 1e-3
else:
    by_hand = (x - p["step1.mean"]) * p["step1.scale"]
    theirs = StandardScaler().fit(x[train]).transform(x)
    assert np.abs(theirs - y).max() < 1e-3
assert np.abs(by_hand - y).max() < 1e-3
"#;

#[test]
fn other_programs_reckon_the_same() {
    let Some(python) = python() else { return };
    for step in ["standardise", "whiten"] {
        let folder = embed(&[]);
        fs::rename(
            folder.path().join("vectors.parquet"),
            folder.path().join("plain.parquet"),
        )
        .expect("renamed");
        let args = [
            "data.csv",
            "--label",
            "high_pay",
            "--domain",
            "region=north",
            "--output",
            "vectors.parquet",
            "--transform",
            step,
        ];
        assert_eq!(run(folder.path(), &args).0, Some(0));
        print(&python, folder.path(), ARITHMETIC);
    }
}
