//! Confident learning against cleanlab: the same probabilities through both, the rows each names.
//!
//! ```text
//! cargo bench --bench cleanlab -- [FILE.csv --label COL [--text COL] [--exclude COL,COL]]
//! ```
//!
//! `make bench` sets up cleanlab and runs it on ACS income, beside simulated cases.
//!
//! Prints for each case how many rows both name, the overlap (Jaccard), whether the order is the same,
//! and the seconds on both sides.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use ndarray::Array2;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde_json::{Value, json};
use trueline::testing::{Suspects, doubt_labels, find_suspects};

/// Probabilities and the labels they are held against.
struct Case {
    name: &'static str,
    probabilities: Array2<f64>,
    labels: Vec<u16>,
}

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    let mut cases = vec![
        simulated("simulated-2", 20_000, 2, 0.0),
        simulated("simulated-6", 5_000, 6, 0.05),
        simulated("simulated-20", 20_000, 20, 0.1),
        simulated("simulated-few", 150, 12, 0.2),
    ];
    if let Some(file) = args.first().filter(|arg| !arg.starts_with('-')) {
        cases.push(measured(file, &args));
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("target/cleanlab/bin/python");
    if !python.exists() {
        println!("no target/cleanlab, so nothing was compared; make bench sets it up");
        return;
    }
    let folder = root.join("target/cleanlab-bench");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("target can be written");
    for case in &cases {
        write(&folder, case);
    }
    let theirs = cleanlab(&python, &folder);
    for case in &cases {
        compare(case, &theirs[case.name]);
    }
}

/// Random probabilities, labels drawn from them, and a share of labels turned.
fn simulated(name: &'static str, rows: usize, classes: usize, turned: f64) -> Case {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(rows as u64 + classes as u64);
    let mut probabilities = Array2::from_shape_fn((rows, classes), |(_, class)| {
        // Later classes are rarer, down to a few rows.
        (8.0 * rng.r#gen::<f64>() - 6.0 * class as f64 / classes as f64).exp()
    });
    let mut labels = Vec::new();
    for mut row in probabilities.rows_mut() {
        row /= row.sum();
        let mut left = rng.r#gen::<f64>();
        let mut label = classes - 1;
        for (class, share) in row.iter().enumerate() {
            left -= share;
            if left < 0.0 {
                label = class;
                break;
            }
        }
        if rng.r#gen::<f64>() < turned {
            label = rng.gen_range(0..classes);
        }
        labels.push(label as u16);
    }
    Case {
        name,
        probabilities,
        labels,
    }
}

/// The probabilities that the rule itself goes by.
fn measured(file: &str, args: &[String]) -> Case {
    let flag = |name: &str| {
        let at = args.iter().position(|arg| arg == name)?;
        args.get(at + 1).cloned()
    };
    let mut line = vec![file.to_owned()];
    for name in ["--label", "--text", "--exclude"] {
        line.extend(
            flag(name)
                .into_iter()
                .flat_map(|value| [name.to_owned(), value]),
        );
    }
    let line: Vec<&str> = line.iter().map(String::as_str).collect();
    let started = Instant::now();
    let Suspects {
        probabilities,
        labels,
    } = find_suspects(&line);
    println!(
        "{:14} {} rows read, embedded and cross-validated in {:.2} s",
        "file",
        labels.len(),
        started.elapsed().as_secs_f64()
    );
    Case {
        name: "file",
        probabilities,
        labels,
    }
}

/// Writes the probabilities as a plain little-endian matrix, and the labels as JSON.
fn write(folder: &Path, case: &Case) {
    let values = case.probabilities.iter();
    let bytes: Vec<u8> = values.flat_map(|value| value.to_le_bytes()).collect();
    fs::write(folder.join(case.name).with_extension("f64"), bytes).expect("target can be written");
    let labels = json!({ "labels": case.labels }).to_string();
    fs::write(folder.join(case.name).with_extension("json"), labels)
        .expect("target can be written");
}

fn cleanlab(python: &PathBuf, folder: &Path) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/cleanlab/cleanlab_issues.py");
    let done = Command::new(python)
        .arg(script)
        .arg(folder)
        .output()
        .expect("target/cleanlab holds Python");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    serde_json::from_slice(&done.stdout).expect("the script prints JSON")
}

fn compare(case: &Case, theirs: &Value) {
    let started = Instant::now();
    let ours = doubt_labels(&case.probabilities, &case.labels);
    let seconds = started.elapsed().as_secs_f64();
    let list = |key: &str| -> Vec<usize> {
        let rows = theirs[key].as_array().expect("rows are a list").iter();
        rows.filter_map(Value::as_u64)
            .map(|row| row as usize)
            .collect()
    };
    let other = list("rows");
    let (mine, yours): (BTreeSet<_>, BTreeSet<_>) = (ours.iter().collect(), other.iter().collect());
    let both = mine.intersection(&yours).count();
    let either = mine.union(&yours).count();
    println!(
        "{:14} {} rows, {} classes: trueline names {}, cleanlab {}, both {both}; Jaccard {:.4}, {}; {seconds:.4} s to {:.4} s",
        case.name,
        case.labels.len(),
        case.probabilities.ncols(),
        ours.len(),
        other.len(),
        both as f64 / either.max(1) as f64,
        if ours == other {
            "the same order"
        } else if ours == list("settled") {
            "the same order once its sort of equal counts is stable"
        } else {
            "another order"
        },
        theirs["seconds"].as_f64().unwrap_or(f64::NAN)
    );
}
