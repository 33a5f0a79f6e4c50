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
use trueline::dataset::{Dataset, DomainRole, Encoding, RoleNames, Source, TextSource};
use trueline::embed;
use trueline::evidence::{Evidence, Probes, Settings};
use trueline::probe::{Arm, Configuration, Profile, Setting, TrainTest, families, for_rows, grid};

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    let Some(file) = args.first().filter(|arg| !arg.starts_with('-')) else {
        println!("no data file given, so nothing was measured; see the top of benches/zoo/main.rs");
        return;
    };
    let flag = |name: &str| {
        args.iter()
            .position(|arg| arg == name)
            .and_then(|at| args.get(at + 1))
            .cloned()
    };
    let source = source(file, flag);
    let dataset = Dataset::load(&source).expect("the data can be read");
    let model = embed::open("builtin", true).expect("the built-in model opens");
    let settings = Settings {
        profile: Profile::Standard,
        seed: 0,
        train_rows: None,
    };
    let evidence = Evidence::new(&dataset, settings, &model, &());
    let split = evidence.split().expect("a label is named");
    let (raw, embedded, truth) = evidence
        .train_test(split)
        .expect("the rows can be embedded");
    let train_test = [raw, embedded.clone(), embedded.standardised()];
    let grid = for_rows(grid(Profile::Standard), split.trainable);

    let started = Instant::now();
    let classes = dataset.labels.classes.clone();
    let ours = Probes::train(
        grid.clone(),
        &families(&grid),
        classes,
        truth.clone(),
        (&train_test[0], &train_test[1]),
        0,
        &|| (),
    );
    let seconds = started.elapsed().as_secs_f64();
    let alone = alone(&grid, &dataset.labels.classes, &truth, &train_test);

    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/zoo-bench");
    write(&folder, &grid, &train_test, &truth[0]);
    println!(
        "{} configurations on 3 arms, {} classes, {} rows train, {} test",
        grid.len(),
        dataset.labels.classes.len(),
        train_test[0].train.nrows(),
        test_rows(&train_test[0])
    );
    let theirs = scikit_learn(&folder);
    for (family, seconds) in families(&grid).into_iter().zip(alone) {
        let work = theirs["families"][family.name()]
            .as_f64()
            .unwrap_or(f64::NAN);
        println!(
            "{:22} trueline {seconds:8.2} s alone on two cores, scikit-learn {work:8.2} s of work",
            family.name()
        );
    }
    let other = theirs["seconds"].as_f64().unwrap_or(f64::NAN);
    println!("trueline               {seconds:8.2} s on two cores");
    println!("scikit-learn           {other:8.2} s on two processes");
    println!("ratio                  {:8.1}", other / seconds);
    compare(&ours, &theirs);
}

/// Seconds that each family takes by itself, on every arm.
fn alone(
    grid: &[Configuration],
    classes: &[String],
    truth: &[Vec<u16>],
    train_test: &[TrainTest],
) -> Vec<f64> {
    let seconds = |family| {
        let started = Instant::now();
        Probes::train(
            grid.to_vec(),
            &[family],
            classes.to_vec(),
            truth.to_vec(),
            (&train_test[0], &train_test[1]),
            0,
            &|| (),
        );
        started.elapsed().as_secs_f64()
    };
    families(grid).into_iter().map(seconds).collect()
}

fn source(file: &str, flag: impl Fn(&str) -> Option<String>) -> Source {
    let domain = flag("--domain").map(|written| {
        let (column, train) = written
            .split_once('=')
            .map_or((written.as_str(), ""), |(column, values)| (column, values));
        DomainRole {
            column: column.to_owned(),
            train: train
                .split(',')
                .filter(|value| !value.is_empty())
                .map(str::to_owned)
                .collect(),
        }
    });
    Source {
        name: "bench".to_owned(),
        paths: vec![file.into()],
        shifted: Vec::new(),
        header: true,
        encoding: Encoding::Utf8,
        roles: RoleNames {
            label: flag("--label"),
            text: flag("--text")
                .map_or(TextSource::Row, |column| TextSource::Columns(vec![column])),
            domain,
            split: None,
            group: None,
            exclude: flag("--exclude")
                .into_iter()
                .flat_map(|names| names.split(',').map(str::to_owned).collect::<Vec<_>>())
                .collect(),
            embedding: None,
        },
        ..Source::default()
    }
}

fn test_rows(data: &TrainTest) -> usize {
    data.test_sets.iter().map(ndarray::Array2::nrows).sum()
}

/// Writes the training data as plain little-endian matrices, and all else as JSON.
fn write(folder: &Path, grid: &[Configuration], train_test: &[TrainTest], truth: &[u16]) {
    fs::create_dir_all(folder).expect("target can be written");
    let mut arms = serde_json::Map::new();
    for (arm, data) in Arm::ALL.into_iter().zip(train_test) {
        arms.insert(arm.word().to_owned(), json!(data.train.ncols()));
        for (nth, part) in std::iter::once(&data.train)
            .chain(&data.test_sets)
            .enumerate()
        {
            let bytes: Vec<u8> = part.iter().flat_map(|value| value.to_le_bytes()).collect();
            fs::write(folder.join(format!("{}-{nth}.f64", arm.word())), bytes)
                .expect("target can be written");
        }
    }
    let entries: Vec<Value> = grid.iter().map(entry).collect();
    let data = json!({
        "arms": arms,
        "parts": train_test[0].test_sets.len() + 1,
        "labels": train_test[0].labels,
        "truth": truth,
        "match_factor": train_test[0].match_factor,
        "grid": entries,
    });
    fs::write(folder.join("training data.json"), data.to_string()).expect("target can be written");
}

fn entry(configuration: &Configuration) -> Value {
    let family = configuration.family.name();
    match configuration.setting {
        Setting::Strength { c } => json!({"family": family, "c": c}),
        Setting::Tree { depth, leaf } => json!({"family": family, "depth": depth, "leaf": leaf}),
        Setting::Forest { trees, depth, leaf } => {
            json!({"family": family, "trees": trees, "depth": depth, "leaf": leaf})
        }
        Setting::Boosting {
            rate,
            depth,
            rounds,
        } => json!({"family": family, "rate": rate, "depth": depth, "rounds": rounds}),
        Setting::Smoothing { share } => json!({"family": family, "share": share}),
        Setting::Neighbours { k } => json!({"family": family, "k": k}),
        // The audit's alone, which this bench doesn't train.
        Setting::Mlp { .. } | Setting::Cvar { .. } => json!({"family": family}),
    }
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
fn compare(ours: &Probes, theirs: &Value) {
    for family in families(&ours.grid) {
        let mut apart = Vec::new();
        for arm in Arm::ALL {
            for nth in ours.of_family(family) {
                let other = theirs["accuracy"][arm.word()][nth].as_f64();
                if let (Some(test_sets), Some(other)) = (ours.confusions(arm, nth), other) {
                    apart.push((test_sets[0].accuracy() - other).abs());
                }
            }
        }
        let mean = apart.iter().sum::<f64>() / apart.len().max(1) as f64;
        let most = apart.iter().copied().fold(0.0, f64::max);
        println!(
            "{:22} accuracies lie {mean:.3} apart on average, {most:.3} at most",
            family.name()
        );
    }
}
