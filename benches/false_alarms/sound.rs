//! Sound: made-up datasets without a fault, whose features or words carry the label as noisily as real ones do.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use rand::distributions::{Distribution, WeightedIndex};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// What a dataset consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Short texts: sentences of many forms, in which words of the class's topic are more frequent.
    Texts,
    /// A table whose vectors came with it: a Gaussian cloud a class, at unit scale.
    Clouds,
    /// The same table without vectors, read as sentences. On this one, rules about the embedding
    /// rightly speak: it is what they are made for.
    Sentences,
}

/// The measures of one dataset, all drawn from its seed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sound {
    /// What it consists of.
    pub(crate) kind: Kind,
    /// Rows, even in the logarithm from 100 up.
    pub(crate) rows: usize,
    /// Classes, even in the logarithm from 2 up.
    pub(crate) classes: usize,
    /// Share of the largest class over that of the smallest, from 1 to 9.
    pub(crate) imbalance: f64,
    /// Domains, which differ in nothing; 1 for a dataset without a domain column.
    pub(crate) domains: usize,
    /// What the rows are drawn from.
    pub(crate) seed: u64,
}

/// How many sentence forms there are; each slot takes a word.
const FORMS: [&str; 12] = [
    "the _ of the _ was _ and _",
    "did you see how _ the _ _ before the _",
    "_ and _ are _ in this _",
    "I would not _ a _ _ for my _",
    "after the _ we _ to the _ with a _ _",
    "why does every _ _ its _ _",
    "nobody _ that a _ could be so _",
    "my _ has a _ _, but the _ is _",
    "there were _ _ under the _",
    "please _ the _ when the _ is _ _",
    "what a _ _ it was, as _ as any _",
    "she _ about _ until the _ _",
];

impl Sound {
    /// The dataset of `seed`, with up to `most_rows` rows (at least 100) and `most_classes` classes.
    pub(crate) fn draw(seed: u64, most_rows: usize, most_classes: usize) -> Self {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut between = |low: f64, high: f64| low * (high / low).powf(rng.r#gen::<f64>());
        let rows = between(100.0, most_rows as f64).round() as usize;
        let classes = between(2.0, most_classes as f64).round() as usize;
        let imbalance = between(1.0, 9.0);
        let domains = if rng.gen_bool(0.5) {
            1
        } else {
            rng.gen_range(2..=4)
        };
        let kind = match rng.gen_range(0..10) {
            0..=4 => Kind::Texts,
            5..=7 => Kind::Clouds,
            _ => Kind::Sentences,
        };
        Self {
            kind,
            rows,
            classes,
            imbalance,
            domains,
            seed,
        }
    }

    /// Writes the dataset into `folder`; the arguments of `trueline check` that name it and its columns.
    pub(crate) fn write(&self, folder: &Path) -> Vec<String> {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(self.seed ^ 0x5EED);
        let shares = weighted(self.shares().into_iter());
        let rows: Vec<(usize, usize)> = (0..self.rows)
            .map(|_| (shares.sample(&mut rng), self.domain(&mut rng)))
            .collect();
        let lines = match self.kind {
            Kind::Texts => self.text_lines(&rows, &mut rng),
            Kind::Clouds | Kind::Sentences => self.table_lines(&rows, &mut rng),
        };
        let path = folder.join("sound.jsonl");
        fs::write(&path, lines).expect("the sandbox can be written");
        let mut args = vec![path.display().to_string()];
        let mut add = |flag: &str, value: &str| args.extend([flag.to_owned(), value.to_owned()]);
        add("--label", "label");
        if self.kind == Kind::Texts {
            add("--text", "text");
        }
        if self.domains > 1 {
            add("--domain", "source=source 0");
        }
        if self.kind == Kind::Clouds {
            add("--embedding", "vector");
        }
        args
    }

    /// Shares of the classes, falling evenly in the logarithm from the largest to the smallest.
    fn shares(&self) -> Vec<f64> {
        let step = self.imbalance.powf(-1.0 / (self.classes - 1) as f64);
        (0..self.classes)
            .map(|class| step.powi(class as i32))
            .collect()
    }

    /// The domain of a row: half of the rows train, the others spread over the shifts.
    fn domain(&self, rng: &mut Xoshiro256PlusPlus) -> usize {
        if self.domains == 1 || rng.gen_bool(0.5) {
            0
        } else {
            rng.gen_range(1..self.domains)
        }
    }

    /// One line of JSON; `cells` are written already.
    fn line(&self, (class, domain): (usize, usize), cells: &str, lines: &mut String) {
        let _ = write!(lines, "{{{cells},\"label\":\"class {class}\"");
        if self.domains > 1 {
            let _ = write!(lines, ",\"source\":\"source {domain}\"");
        }
        lines.push_str("}\n");
    }

    fn text_lines(&self, rows: &[(usize, usize)], rng: &mut Xoshiro256PlusPlus) -> String {
        let words = vocabulary();
        let common = weighted((0..words.len()).map(|rank| 1.0 / (rank as f64 + 8.0)));
        let topics: Vec<Vec<&str>> = (0..self.classes)
            .map(|_| words.choose_multiple(rng, 25).copied().collect())
            .collect();
        // How often a word belongs to the topic: a text tells its label by three or four words.
        let strength = rng.gen_range(0.3..0.5);
        let mut seen = HashSet::new();
        let mut lines = String::new();
        for &row in rows {
            let word = |rng: &mut Xoshiro256PlusPlus| {
                if rng.gen_bool(strength) {
                    topics[row.0][rng.gen_range(0..25)]
                } else {
                    words[common.sample(rng)]
                }
            };
            let mut text = written(&word, rng);
            while !seen.insert(text.to_lowercase()) {
                text = written(&word, rng);
            }
            self.line(row, &format!("\"text\":\"{text}\""), &mut lines);
        }
        lines
    }

    fn table_lines(&self, rows: &[(usize, usize)], rng: &mut Xoshiro256PlusPlus) -> String {
        let numbers = rng.gen_range(3..=6);
        let dim = if self.kind == Kind::Clouds {
            *[16, 32, 64, 128].choose(rng).expect("there are some")
        } else {
            0
        };
        // Two classes lie this many standard deviations apart, in the columns and in the vectors.
        let (apart_here, apart_there) = (rng.gen_range(1.5..3.0), rng.gen_range(2.5..4.5));
        let mut centres = |dim: usize, apart: f64| -> Vec<Vec<f64>> {
            let reach = apart / (2.0 * dim.max(1) as f64).sqrt();
            (0..self.classes)
                .map(|_| (0..dim).map(|_| reach * normal(rng)).collect())
                .collect()
        };
        let columns = centres(numbers, apart_here);
        let clouds = centres(dim, apart_there);
        let kinds: Vec<WeightedIndex<f64>> = (0..self.classes)
            .map(|_| weighted((0..KINDS.len()).map(|_| rng.gen_range(0.5..2.0))))
            .collect();
        let mut lines = String::new();
        for &row in rows {
            let mut cells = format!("\"kind\":\"{}\"", KINDS[kinds[row.0].sample(rng)]);
            for (name, centre) in NAMES.iter().zip(&columns[row.0]) {
                let value = 50.0 + 10.0 * (centre + normal(rng));
                let _ = write!(cells, ",\"{name}\":{value:.2}");
            }
            if dim > 0 {
                let values: Vec<String> = clouds[row.0]
                    .iter()
                    .map(|centre| format!("{:.4}", centre + normal(rng)))
                    .collect();
                let _ = write!(cells, ",\"vector\":[{}]", values.join(","));
            }
            self.line(row, &cells, &mut lines);
        }
        lines
    }
}

/// Names of a table's numbers.
const NAMES: [&str; 6] = ["length", "weight", "warmth", "pressure", "delay", "volume"];
/// Values of a table's category.
const KINDS: [&str; 5] = ["oak", "steel", "glass", "clay", "wool"];

/// Words of ordinary English, in a fixed order.
fn vocabulary() -> Vec<&'static str> {
    let mut seen = HashSet::new();
    include_str!("../../models/reference.txt")
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| word.len() > 3 && word.chars().all(char::is_lowercase))
        .filter(|&word| seen.insert(word))
        .collect()
}

/// One to three sentences of words that `word` draws.
fn written(
    word: &impl Fn(&mut Xoshiro256PlusPlus) -> &'static str,
    rng: &mut Xoshiro256PlusPlus,
) -> String {
    let mut text = String::new();
    for _ in 0..rng.gen_range(1..=3) {
        let form = FORMS[rng.gen_range(0..FORMS.len())];
        let start = text.len();
        for letter in form.chars() {
            match letter {
                '_' => text.push_str(word(rng)),
                letter => text.push(letter),
            }
        }
        text[start..=start].make_ascii_uppercase();
        text.push_str(if form.starts_with("did") || form.starts_with("why") {
            "? "
        } else {
            ". "
        });
    }
    text.trim_end().to_owned()
}

/// Draws places by weight.
fn weighted(weights: impl Iterator<Item = f64>) -> WeightedIndex<f64> {
    WeightedIndex::new(weights.collect::<Vec<f64>>()).expect("weights are positive")
}

/// A standard normal number (Box and Muller, 1958).
fn normal(rng: &mut Xoshiro256PlusPlus) -> f64 {
    let (radius, angle) = (1.0 - rng.r#gen::<f64>(), rng.r#gen::<f64>());
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
}
