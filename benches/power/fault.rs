//! Fault: what is planted into a made dataset, and the rule that is made to find it.

use std::fs;
use std::path::Path;

use rand::seq::index;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde_json::{Value, json};

use crate::sound::{Kind, Sound};

/// A fault, in what it is planted, and how much of it.
pub(crate) struct Fault {
    /// What a reader calls it.
    pub(crate) name: &'static str,
    /// The rule that has to speak.
    pub(crate) rule: &'static str,
    /// What the dataset consists of.
    kind: Kind,
    /// Sources of its rows; those of the second are a shift.
    domains: usize,
    /// Rows of the datasets.
    pub(crate) rows: &'static [usize],
    /// Shares that are planted; of a collapse, what the vectors are multiplied by.
    pub(crate) shares: &'static [f64],
    plant: fn(&mut [Value], f64, &mut Xoshiro256PlusPlus),
}

/// Every fault. A share of 0 (of a collapse, a scale of 1) is the dataset as it was, in which the rule has nothing to
/// find.
pub(crate) const FAULTS: [Fault; 6] = [
    Fault {
        name: "vectors of a small scale",
        rule: "collapsed-probes",
        kind: Kind::Clouds,
        domains: 1,
        rows: &[300, 1_000, 3_000],
        shares: &[1.0, 0.1, 0.03, 0.01, 0.003],
        plant: shrink_vectors,
    },
    Fault {
        name: "flipped labels",
        rule: "suspect-labels",
        kind: Kind::Texts,
        domains: 1,
        rows: &[500, 2_000, 8_000],
        shares: &[0.0, 0.01, 0.02, 0.05, 0.1],
        plant: flip_labels,
    },
    Fault {
        name: "a site whose labels are inverted",
        rule: "flipped-concept",
        kind: Kind::Clouds,
        domains: 2,
        rows: &[500, 2_000],
        shares: &[0.0, 0.05, 0.1, 0.25],
        plant: invert_site,
    },
    Fault {
        name: "copies of train rows in the shift",
        rule: "split-leak",
        kind: Kind::Texts,
        domains: 2,
        rows: &[500, 2_000],
        shares: &[0.0, 0.005, 0.01, 0.05],
        plant: leak_rows,
    },
    Fault {
        name: "copies of rows",
        rule: "duplicate-rows",
        kind: Kind::Texts,
        domains: 1,
        rows: &[500, 2_000],
        shares: &[0.0, 0.001, 0.005, 0.02],
        plant: copy_rows,
    },
    Fault {
        name: "copies with a word exchanged",
        rule: "near-duplicate-rows",
        kind: Kind::Texts,
        domains: 1,
        rows: &[500, 2_000],
        shares: &[0.0, 0.01, 0.05, 0.1],
        plant: copy_rows_nearly,
    },
];

impl Fault {
    /// Writes a dataset of `rows` rows with `share` of the fault into `folder`; the arguments that name it.
    pub(crate) fn write(&self, rows: usize, share: f64, seed: u64, folder: &Path) -> Vec<String> {
        let sound = Sound {
            kind: self.kind,
            rows,
            classes: 2,
            imbalance: 1.5,
            domains: self.domains,
            seed,
        };
        let args = sound.write(folder);
        let text = fs::read_to_string(&args[0]).expect("it was written");
        let mut rows: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).expect("a row"))
            .collect();
        (self.plant)(
            &mut rows,
            share,
            &mut Xoshiro256PlusPlus::seed_from_u64(seed),
        );
        let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
        fs::write(&args[0], lines.join("\n") + "\n").expect("the sandbox can be written");
        args
    }
}

/// `share` of `n` places.
fn choose(n: usize, share: f64, rng: &mut Xoshiro256PlusPlus) -> Vec<usize> {
    index::sample(rng, n, (share * n as f64).round() as usize).into_vec()
}

fn flip(row: &mut Value) {
    let other = if row["label"] == "class 0" {
        "class 1"
    } else {
        "class 0"
    };
    row["label"] = json!(other);
}

fn flip_labels(rows: &mut [Value], share: f64, rng: &mut Xoshiro256PlusPlus) {
    for at in choose(rows.len(), share, rng) {
        flip(&mut rows[at]);
    }
}

fn shrink_vectors(rows: &mut [Value], scale: f64, _: &mut Xoshiro256PlusPlus) {
    for row in rows {
        for number in row["vector"].as_array_mut().into_iter().flatten() {
            *number = json!(number.as_f64().expect("a number") * scale);
        }
    }
}

/// The site is the second source, and has that share of the rows; with none, a quarter that is as the others.
fn invert_site(rows: &mut [Value], share: f64, rng: &mut Xoshiro256PlusPlus) {
    let inverted = share > 0.0;
    let share = if inverted { share } else { 0.25 };
    for row in rows.iter_mut() {
        row["source"] = json!("source 0");
    }
    for at in choose(rows.len(), share, rng) {
        rows[at]["source"] = json!("source 1");
        if inverted {
            flip(&mut rows[at]);
        }
    }
}

/// Puts a train row in the place of that share of the shift's rows.
fn leak_rows(rows: &mut [Value], share: f64, rng: &mut Xoshiro256PlusPlus) {
    let of = |source: &str, rows: &[Value]| -> Vec<usize> {
        (0..rows.len())
            .filter(|&at| rows[at]["source"] == source)
            .collect()
    };
    let (train, shifted) = (of("source 0", rows), of("source 1", rows));
    for nth in choose(shifted.len(), share, rng) {
        let from = train[rng.gen_range(0..train.len())];
        for key in ["text", "label"] {
            rows[shifted[nth]][key] = rows[from][key].clone();
        }
    }
}

/// Puts another row in the place of that share of the rows.
fn copy_rows(rows: &mut [Value], share: f64, rng: &mut Xoshiro256PlusPlus) {
    let (chosen, kept) = part(rows.len(), share, rng);
    for at in chosen {
        rows[at] = rows[kept[rng.gen_range(0..kept.len())]].clone();
    }
}

/// The same, with one word of the copy exchanged.
fn copy_rows_nearly(rows: &mut [Value], share: f64, rng: &mut Xoshiro256PlusPlus) {
    let (chosen, kept) = part(rows.len(), share, rng);
    for at in chosen {
        rows[at] = rows[kept[rng.gen_range(0..kept.len())]].clone();
        let text = rows[at]["text"].as_str().expect("a text").to_owned();
        let mut words: Vec<&str> = text.split(' ').collect();
        let place = rng.gen_range(0..words.len());
        words[place] = "elsewhere";
        rows[at]["text"] = json!(words.join(" "));
    }
}

/// `share` of `n` places, and the others.
fn part(n: usize, share: f64, rng: &mut Xoshiro256PlusPlus) -> (Vec<usize>, Vec<usize>) {
    let chosen = choose(n, share, rng);
    let kept = (0..n).filter(|at| !chosen.contains(at)).collect();
    (chosen, kept)
}
