//! Short rows from templates and a vocabulary, with known near copies among them.

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

const TEMPLATES: usize = 50;
const WORDS: usize = 5_000;
/// One row in so many is a near copy of an earlier one.
const PLANTED: usize = 50;

/// Rows, and for each near copy the row that it was made from.
pub(crate) struct Rows {
    /// The rows' texts.
    pub(crate) texts: Vec<String>,
    /// Near copies: the row, and its original.
    pub(crate) planted: Vec<(usize, usize)>,
}

/// A word in place of another, or a slot to fill.
enum Part {
    Word(usize),
    Slot,
}

impl Rows {
    /// `count` rows, the same in every run.
    pub(crate) fn make(count: usize) -> Self {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(7);
        let vocabulary: Vec<String> = (0..WORDS).map(|_| word(&mut random)).collect();
        let templates: Vec<Vec<Part>> = (0..TEMPLATES).map(|_| template(&mut random)).collect();
        let mut rows = Self {
            texts: Vec::with_capacity(count),
            planted: Vec::new(),
        };
        for row in 0..count {
            if row % PLANTED == PLANTED - 1 {
                let original = random.gen_range(0..row);
                let copy = edited(&rows.texts[original], &vocabulary, &mut random);
                rows.planted.push((row, original));
                rows.texts.push(copy);
                continue;
            }
            let words: Vec<&str> = templates[random.gen_range(0..TEMPLATES)]
                .iter()
                .map(|part| {
                    let at = match part {
                        Part::Word(at) => *at,
                        Part::Slot => random.gen_range(0..WORDS),
                    };
                    vocabulary[at].as_str()
                })
                .collect();
            rows.texts.push(words.join(" "));
        }
        rows
    }
}

fn word(random: &mut Xoshiro256PlusPlus) -> String {
    let letters = random.gen_range(3..10);
    (0..letters)
        .map(|_| char::from(random.gen_range(b'a'..=b'z')))
        .collect()
}

/// Twelve to eighteen words, six of them slots.
fn template(random: &mut Xoshiro256PlusPlus) -> Vec<Part> {
    let fixed = random.gen_range(6..13);
    let mut parts: Vec<Part> = (0..6).map(|_| Part::Slot).collect();
    parts.extend((0..fixed).map(|_| Part::Word(random.gen_range(0..WORDS))));
    parts.shuffle(random);
    parts
}

/// The text with one small change: a character, a word more or less, another word, or an ending.
fn edited(text: &str, vocabulary: &[String], random: &mut Xoshiro256PlusPlus) -> String {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let at = random.gen_range(0..words.len());
    match random.gen_range(0..5) {
        0 => words[at].push('x'),
        1 => {
            words.remove(at);
        }
        2 => words.insert(at, vocabulary[random.gen_range(0..WORDS)].clone()),
        3 => words[at].clone_from(&vocabulary[random.gen_range(0..WORDS)]),
        _ => words.push("!!!".to_owned()),
    }
    words.join(" ")
}
