//! The audit's neural networks on a table written as sentences, beside those of scikit-learn.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use trueline::dataset::{Dataset, DomainRole, RoleNames, Source, TextSource};
use trueline::embed;
use trueline::evidence::{Evidence, Settings};
use trueline::measure::{Collapse, Confusion};
use trueline::probe::{Configuration, Family, Profile, Setting, TrainTest, for_rows, grid, train};

use crate::data;

/// Rows of a network's batch.
const BATCH: f64 = 200.0;
/// First weights and orders of rows are drawn from each of these.
const SEEDS: [u64; 3] = [0, 1, 2];

/// ACS income, or `None` with a notice.
fn acs() -> Option<PathBuf> {
    Some(data::folder()?.join(data::ACS))
}

/// The interpreter with scikit-learn that `make test` sets up, or `None` with a notice.
fn python() -> Option<PathBuf> {
    let Ok(folder) = std::env::var("TRUELINE_TEST_PYTHON") else {
        assert!(
            std::env::var_os("CI").is_none(),
            "CI needs scikit-learn; run make test"
        );
        eprintln!("left out: no scikit-learn; make test sets it up");
        return None;
    };
    Some(Path::new(&folder).join("bin/python"))
}

/// What trains and tests in-domain, and its true classes.
struct TrainTestRows {
    raw: TrainTest,
    embedded: TrainTest,
    truth: Vec<u16>,
    rows: usize,
}

/// The rows of California, a table written as sentences.
fn california(file: PathBuf) -> TrainTestRows {
    train_test(&Source {
        name: "acs".to_owned(),
        paths: vec![file],
        header: true,
        roles: RoleNames {
            label: Some("PINCP".to_owned()),
            text: TextSource::Row,
            domain: Some(DomainRole {
                column: "STATE".to_owned(),
                train: vec!["CA".to_owned()],
            }),
            exclude: vec!["index".to_owned()],
            ..RoleNames::default()
        },
        ..Source::default()
    })
}

/// A column of natural text.
fn texts(file: &str, label: &str, text: &str) -> TrainTestRows {
    train_test(&Source {
        name: "texts".to_owned(),
        paths: vec![file.into()],
        header: true,
        roles: RoleNames {
            label: Some(label.to_owned()),
            text: TextSource::Columns(vec![text.to_owned()]),
            ..RoleNames::default()
        },
        ..Source::default()
    })
}

fn train_test(source: &Source) -> TrainTestRows {
    let dataset = Dataset::load(source).expect("the data can be read");
    let model = embed::open("builtin", true).expect("the built-in model opens");
    let settings = Settings {
        profile: Profile::Audit,
        seed: 0,
        train_rows: None,
    };
    let evidence = Evidence::new(&dataset, settings, &model, &());
    let split = evidence.split().expect("a label is named");
    let (mut raw, mut embedded, mut truth) = evidence
        .train_test(split)
        .expect("the rows can be embedded");
    raw.test_sets.truncate(1);
    embedded.test_sets.truncate(1);
    TrainTestRows {
        raw,
        embedded,
        truth: truth.swap_remove(0),
        rows: split.trainable,
    }
}

/// Some of the audit's networks: the narrower ones, up to 20 epochs.
fn networks(rows: usize) -> Vec<Configuration> {
    let kept = |entry: &Configuration| matches!(entry.setting, Setting::Mlp { width: 64, epochs, .. } if epochs < 50.0);
    let mut networks = grid(Profile::Audit);
    networks.retain(kept);
    for_rows(networks, rows)
}

/// What a network did in-domain: its accuracy, and whether it collapsed.
#[derive(Debug, Clone, Copy)]
struct Did {
    accuracy: f64,
    collapsed: bool,
}

fn did(truth: &[u16], said: &[u16]) -> Did {
    let confusion = Confusion::new(truth, said, 2);
    Did {
        accuracy: confusion.accuracy(),
        collapsed: Collapse::of(&confusion) == Some(Collapse::Collapsed),
    }
}

/// Ours, seed by seed.
fn ours(networks: &[Configuration], data: &TrainTest, truth: &[u16]) -> Vec<Vec<Did>> {
    SEEDS
        .iter()
        .map(|&seed| {
            let zoo = train(networks, &[Family::Mlp], data, seed);
            let answers = zoo.answers.iter().flatten();
            answers
                .map(|answers| did(truth, &answers.predictions[0]))
                .collect()
        })
        .collect()
}

/// scikit-learn's, arm by arm and seed by seed.
fn theirs(python: &Path, networks: &[Configuration], train_test: &TrainTestRows) -> Value {
    let folder = tempfile::tempdir().expect("a sandbox");
    let mut arms = serde_json::Map::new();
    for (arm, data) in [("raw", &train_test.raw), ("embedded", &train_test.embedded)] {
        arms.insert(arm.to_owned(), json!(data.train.ncols()));
        for (part, rows) in [("train", &data.train), ("test set", &data.test_sets[0])] {
            let bytes: Vec<u8> = rows
                .iter()
                .flat_map(|&value| (value as f32).to_le_bytes())
                .collect();
            fs::write(folder.path().join(format!("{arm}-{part}.f32")), bytes)
                .expect("the sandbox can be written");
        }
    }
    let entries: Vec<Value> = networks
        .iter()
        .map(|entry| {
            let Setting::Mlp {
                width,
                rate,
                decay,
                epochs,
            } = entry.setting
            else {
                panic!("{entry:?} is no network")
            };
            let steps = (epochs * train_test.rows as f64 / BATCH).round();
            json!({"width": width, "rate": rate, "decay": decay, "steps": steps})
        })
        .collect();
    let data = json!({
        "arms": arms,
        "labels": train_test.raw.labels,
        "grid": entries,
        "batch": BATCH as usize,
        "seeds": SEEDS,
    });
    fs::write(folder.path().join("training data.json"), data.to_string())
        .expect("the sandbox can be written");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real/mlp_reference.py");
    let done = Command::new(python)
        .arg(script)
        .arg(folder.path())
        .output()
        .expect("scikit-learn is there");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    serde_json::from_slice(&done.stdout).expect("the script prints JSON")
}

/// The share of all networks that collapsed, over all seeds.
fn share(seeds: &[Vec<Did>]) -> f64 {
    let all: Vec<&Did> = seeds.iter().flatten().collect();
    all.iter().filter(|did| did.collapsed).count() as f64 / all.len() as f64
}

/// The mean distance between the accuracies of two seeds of one configuration.
fn apart<'a>(pairs: impl Iterator<Item = (&'a Did, &'a Did)>) -> f64 {
    let distances: Vec<f64> = pairs
        .map(|(one, other)| (one.accuracy - other.accuracy).abs())
        .collect();
    distances.iter().sum::<f64>() / distances.len() as f64
}

#[test]
fn networks_collapse_where_those_of_scikit_learn_do() {
    let (Some(file), Some(python)) = (acs(), python()) else {
        return;
    };
    let train_test = california(file);
    let networks = networks(train_test.rows);
    let reference = theirs(&python, &networks, &train_test);
    for (arm, data) in [("raw", &train_test.raw), ("embedded", &train_test.embedded)] {
        let ours = ours(&networks, data, &train_test.truth);
        let said: Vec<Vec<Vec<u16>>> =
            serde_json::from_value(reference[arm].clone()).expect("classes");
        let theirs: Vec<Vec<Did>> = said
            .iter()
            .map(|seed| {
                seed.iter()
                    .map(|said| did(&train_test.truth, said))
                    .collect()
            })
            .collect();
        let between = |a: &[Did], b: &[Did]| apart(a.iter().zip(b));
        // What first weights alone do: two seeds of scikit-learn's.
        let seeds = f64::midpoint(
            between(&theirs[0], &theirs[1]),
            between(&theirs[1], &theirs[2]),
        );
        let both = (0..SEEDS.len())
            .map(|seed| between(&ours[seed], &theirs[seed]))
            .sum::<f64>()
            / SEEDS.len() as f64;
        println!(
            "{arm}: {} networks on {} seeds; collapsed {:.3}, scikit-learn's {:.3}; accuracies {both:.4} apart, \
             {seeds:.4} between two of its own seeds",
            networks.len(),
            SEEDS.len(),
            share(&ours),
            share(&theirs),
        );
        for (nth, entry) in networks.iter().enumerate() {
            let row = |all: &[Vec<Did>]| -> Vec<String> {
                all.iter()
                    .map(|seed| {
                        let mark = if seed[nth].collapsed { "*" } else { " " };
                        format!("{:.3}{mark}", seed[nth].accuracy)
                    })
                    .collect()
            };
            println!("  {:?}: {:?} {:?}", entry.setting, row(&ours), row(&theirs));
        }
        assert!((share(&ours) - share(&theirs)).abs() <= 0.1, "{arm}");
        assert!(both <= 2.0 * seeds + 0.005, "{arm}: {both} and {seeds}");
    }
}

/// The shares of a family's configurations in the audit (of networks, the narrower ones) that collapse on one split: raw, embedded,
/// standardised.
fn shares(family: Family, train_test: &TrainTestRows) -> [f64; 3] {
    let grid: Vec<Configuration> = match family {
        Family::Mlp => networks(train_test.rows),
        _ => for_rows(grid(Profile::Audit), train_test.rows)
            .into_iter()
            .filter(|entry| entry.family == family)
            .collect(),
    };
    let standardised = train_test.embedded.standardised();
    [&train_test.raw, &train_test.embedded, &standardised].map(|data| {
        let zoo = train(&grid, &[family], data, 0);
        let collapsed = zoo.answers.iter().flatten().filter(|answers| {
            let said = &answers.predictions[0];
            let confusion = Confusion::new(&train_test.truth, said, data.classes);
            Collapse::of(&confusion) == Some(Collapse::Collapsed)
        });
        collapsed.count() as f64 / grid.len() as f64
    })
}

fn told(name: &str, train_test: &TrainTestRows) -> [[f64; 3]; 2] {
    [Family::Mlp, Family::Cvar].map(|family| {
        let shares = shares(family, train_test);
        println!(
            "{name}, {} of {} rows trained: {} collapsed raw, embedded, standardised: {shares:.3?}",
            train_test.raw.labels.len(),
            train_test.rows,
            family.name()
        );
        shares
    })
}

#[test]
fn networks_collapse_on_the_sentences_of_a_table_and_not_on_its_columns() {
    let Some(file) = acs() else { return };
    let [[raw, embedded, standardised], _] = told("ACS income", &california(file));
    assert!(embedded - raw >= 0.2, "{raw} and {embedded}");
    assert!(standardised - raw < 0.1, "{raw} and {standardised}");
}

#[test]
fn networks_and_cvar_are_silent_on_natural_text() {
    let Some(data) = data::folder() else { return };
    let comments = texts(&data::youtube(&data)[0], "label", "CONTENT");
    for [raw, embedded, _] in told("youtube-spam", &comments) {
        assert!(embedded - raw < 0.1, "{raw} and {embedded}");
    }
}
