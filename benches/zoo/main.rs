//! The zoo against scikit-learn: the same rows and configurations, in one run, as a ratio.
//!
//! ```text
//! cargo bench --bench zoo -- FILE.csv --label COL [--text COL] [--domain COL=V] [--exclude COL,COL]
//! ```
//!
//! `make bench` sets up scikit-learn and runs it on ACS income.
//!
//! Prints each family's seconds, those of the whole zoo on both sides, the ratio, and how far the
//! accuracies of the two implementations lie apart. Without scikit-learn, only our own seconds.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde_json::{Value, json};
use trueline::testing::Zoo;

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    if args.first().is_none_or(|arg| arg.starts_with('-')) {
        println!("no data file given, so nothing was measured; see the top of benches/zoo/main.rs");
        return;
    }
    let zoo = Zoo::of(&args.iter().map(String::as_str).collect::<Vec<_>>());
    let families = zoo.families();

    let started = Instant::now();
    let ours = zoo.train(&families);
    let seconds = started.elapsed().as_secs_f64();
    let alone: Vec<f64> = families
        .iter()
        .map(|&family| {
            let started = Instant::now();
            zoo.train(&[family]);
            started.elapsed().as_secs_f64()
        })
        .collect();

    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/zoo-bench");
    write(&folder, &zoo);
    let raw = &zoo.arms[0];
    println!(
        "{} configurations on 3 arms, {} classes, {} rows train, {} test",
        zoo.configurations().len(),
        zoo.classes.len(),
        raw.train.nrows(),
        raw.test_sets
            .iter()
            .map(ndarray::Array2::nrows)
            .sum::<usize>()
    );
    let theirs = scikit_learn(&folder);
    for (family, seconds) in families.iter().zip(alone) {
        let work = theirs["families"][family].as_f64().unwrap_or(f64::NAN);
        println!(
            "{family:22} trueline {seconds:8.2} s alone on two cores, scikit-learn {work:8.2} s of work"
        );
    }
    let other = theirs["seconds"].as_f64().unwrap_or(f64::NAN);
    println!("trueline               {seconds:8.2} s on two cores");
    println!("scikit-learn           {other:8.2} s on two processes");
    println!("ratio                  {:8.1}", other / seconds);
    compare(&zoo, &ours, &theirs);
}

/// Writes the training data as plain little-endian matrices, and all else as JSON.
fn write(folder: &Path, zoo: &Zoo) {
    fs::create_dir_all(folder).expect("target can be written");
    let mut arms = serde_json::Map::new();
    for arm in &zoo.arms {
        arms.insert(arm.name.to_owned(), json!(arm.train.ncols()));
        for (nth, part) in std::iter::once(&arm.train)
            .chain(&arm.test_sets)
            .enumerate()
        {
            let bytes: Vec<u8> = part.iter().flat_map(|value| value.to_le_bytes()).collect();
            fs::write(folder.join(format!("{}-{nth}.f64", arm.name)), bytes)
                .expect("target can be written");
        }
    }
    let data = json!({
        "arms": arms,
        "parts": zoo.truth.len() + 1,
        "labels": zoo.labels,
        "truth": zoo.truth[0],
        "match_factor": zoo.match_factor,
        "grid": zoo.configurations(),
    });
    fs::write(folder.join("data.json"), data.to_string()).expect("target can be written");
}

fn scikit_learn(folder: &Path) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = std::env::var("TRUELINE_TEST_PYTHON")
        .map_or_else(|_| root.join("target/python"), PathBuf::from);
    let python = python.join("bin/python");
    if !python.exists() {
        println!("no scikit-learn in {}", python.display());
        return Value::Null;
    }
    let done = Command::new(python)
        .arg(root.join("benches/zoo/sklearn_zoo.py"))
        .arg(folder)
        .output()
        .expect("target/python holds scikit-learn");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    serde_json::from_slice(&done.stdout).expect("the script prints JSON")
}

/// The mean and the largest distance between the two sides' in-domain accuracies, family by family.
fn compare(zoo: &Zoo, ours: &[Vec<Option<f64>>], theirs: &Value) {
    let grid = zoo.configurations();
    for family in zoo.families() {
        let mut apart = Vec::new();
        for (arm, accuracies) in zoo.arms.iter().zip(ours) {
            for (nth, entry) in grid.iter().enumerate() {
                let other = theirs["accuracy"][arm.name][nth].as_f64();
                if let (Some(accuracy), Some(other)) = (accuracies[nth], other)
                    && entry["family"] == family
                {
                    apart.push((accuracy - other).abs());
                }
            }
        }
        let mean = apart.iter().sum::<f64>() / apart.len().max(1) as f64;
        let most = apart.iter().copied().fold(0.0, f64::max);
        println!("{family:22} accuracies lie {mean:.3} apart on average, {most:.3} at most");
    }
}
