//! The audit's neural networks on a table written as sentences, beside those of scikit-learn.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use trueline::testing::{Score, Zoo, score};

use crate::data;

/// The family that is compared.
const NETWORK: &str = "multilayer perceptron";
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

/// The audit's zoo on the rows of California, a table written as sentences.
fn california(file: &Path) -> Zoo {
    let file = file.display().to_string();
    let roles = ["--label=PINCP", "--domain=STATE=CA", "--exclude=index"];
    Zoo::of(&[&[file.as_str(), "--profile=audit"][..], &roles].concat())
}

/// The same on a column of natural text.
fn texts(file: &str, label: &str, text: &str) -> Zoo {
    let args = [file, "--profile=audit", "--label", label, "--text", text];
    Zoo::of(&args)
}

/// Leaves some of the audit's networks alone: the narrower ones, up to 20 epochs.
fn leave_networks(zoo: &mut Zoo) {
    zoo.retain(|entry| {
        let epochs = entry["written_epochs"].as_f64();
        entry["family"] != NETWORK || entry["width"] == 64 && epochs.is_some_and(|all| all < 50.0)
    });
}

/// Ours on the arm at this place, seed by seed.
fn train_ours(zoo: &Zoo, arm: usize) -> Vec<Vec<Score>> {
    let answers = |&seed| zoo.answer(arm, NETWORK, seed);
    SEEDS
        .iter()
        .map(answers)
        .map(|said| scores(zoo, &said))
        .collect()
}

/// How good the answers of each network are in-domain.
fn scores(zoo: &Zoo, said: &[Vec<u16>]) -> Vec<Score> {
    let score = |said: &Vec<u16>| score(&zoo.truth[0], said, zoo.classes.len());
    said.iter().map(score).collect()
}

/// The answers of scikit-learn's networks, arm by arm and seed by seed.
fn train_theirs(python: &Path, zoo: &Zoo, networks: &[Value]) -> Value {
    let folder = tempfile::tempdir().expect("a sandbox");
    let mut arms = serde_json::Map::new();
    for arm in &zoo.arms[..2] {
        arms.insert(arm.name.to_owned(), json!(arm.train.ncols()));
        for (part, rows) in [("train", &arm.train), ("test", &arm.test_sets[0])] {
            let bytes: Vec<u8> = rows
                .iter()
                .flat_map(|&value| (value as f32).to_le_bytes())
                .collect();
            let file = folder.path().join(format!("{}-{part}.f32", arm.name));
            fs::write(file, bytes).expect("the sandbox can be written");
        }
    }
    let entries: Vec<Value> = networks
        .iter()
        .map(|entry| {
            let epochs = entry["epochs"].as_f64().expect("a network has epochs");
            let mut entry = entry.clone();
            entry["steps"] = json!((epochs * zoo.trainable as f64 / BATCH).round());
            entry
        })
        .collect();
    let data = json!({
        "arms": arms,
        "labels": zoo.labels,
        "grid": entries,
        "batch": BATCH as usize,
        "seeds": SEEDS,
    });
    fs::write(folder.path().join("data.json"), data.to_string())
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
fn share(seeds: &[Vec<Score>]) -> f64 {
    let all: Vec<&Score> = seeds.iter().flatten().collect();
    all.iter().filter(|score| score.collapsed).count() as f64 / all.len() as f64
}

/// The mean distance between the accuracies of two seeds of one configuration.
fn apart<'a>(pairs: impl Iterator<Item = (&'a Score, &'a Score)>) -> f64 {
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
    let mut zoo = california(&file);
    zoo.retain(|entry| entry["family"] == NETWORK);
    leave_networks(&mut zoo);
    let networks = zoo.configurations();
    let reference = train_theirs(&python, &zoo, &networks);
    for (place, name) in ["raw", "embedded"].into_iter().enumerate() {
        let ours = train_ours(&zoo, place);
        let said: Vec<Vec<Vec<u16>>> =
            serde_json::from_value(reference[name].clone()).expect("classes");
        let theirs: Vec<Vec<Score>> = said.iter().map(|said| scores(&zoo, said)).collect();
        let between = |a: &[Score], b: &[Score]| apart(a.iter().zip(b));
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
            "{name}: {} networks on {} seeds; collapsed {:.3}, scikit-learn's {:.3}; accuracies {both:.4} apart, \
             {seeds:.4} between two of its own seeds",
            networks.len(),
            SEEDS.len(),
            share(&ours),
            share(&theirs),
        );
        for (nth, entry) in networks.iter().enumerate() {
            let row = |all: &[Vec<Score>]| -> Vec<String> {
                all.iter()
                    .map(|seed| {
                        let mark = if seed[nth].collapsed { "*" } else { " " };
                        format!("{:.3}{mark}", seed[nth].accuracy)
                    })
                    .collect()
            };
            println!("  {entry}: {:?} {:?}", row(&ours), row(&theirs));
        }
        assert!((share(&ours) - share(&theirs)).abs() <= 0.1, "{name}");
        assert!(both <= 2.0 * seeds + 0.005, "{name}: {both} and {seeds}");
    }
}

/// The shares of the networks and of CVaR-DRO regression that collapse on one split: raw, embedded, standardised.
fn collapsed_shares(name: &str, mut zoo: Zoo) -> [[f64; 3]; 2] {
    leave_networks(&mut zoo);
    [NETWORK, "CVaR-DRO regression"].map(|family| {
        let shares = [0, 1, 2].map(|arm| {
            let answers = zoo.answer(arm, family, 0);
            let grid = zoo.configurations();
            let all = grid.iter().filter(|entry| entry["family"] == family).count();
            let scores = scores(&zoo, &answers);
            let collapsed = scores.iter().filter(|score| score.collapsed);
            collapsed.count() as f64 / all as f64
        });
        println!(
            "{name}, trained on {} of {} rows: {family} collapsed raw, embedded, standardised: {shares:.3?}",
            zoo.labels.len(),
            zoo.trainable,
        );
        shares
    })
}

#[test]
fn networks_collapse_on_the_sentences_of_a_table_and_not_on_its_columns() {
    let Some(file) = acs() else { return };
    let [[raw, embedded, standardised], _] = collapsed_shares("ACS income", california(&file));
    assert!(embedded - raw >= 0.2, "{raw} and {embedded}");
    assert!(standardised - raw < 0.1, "{raw} and {standardised}");
}

#[test]
fn networks_and_cvar_are_silent_on_natural_text() {
    let Some(data) = data::folder() else { return };
    let comments = texts(&data::youtube(&data)[0], "label", "CONTENT");
    for [raw, embedded, _] in collapsed_shares("youtube-spam", comments) {
        assert!(embedded - raw < 0.1, "{raw} and {embedded}");
    }
}
