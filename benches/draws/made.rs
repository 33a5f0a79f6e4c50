//! Made texts: three classes, the largest of 0.77 of the rows, told apart by words that are only sometimes there.

use std::fmt::Write as _;

use rand::distributions::{Distribution, WeightedIndex};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::rows::Drawn;

/// How often a word of a text is one of its class's topic.
pub(crate) const STRENGTHS: [(&str, f64); 3] = [
    ("made texts, 1 word in 20", 0.05),
    ("made texts, 1 word in 10", 0.1),
    ("made texts, 1 word in 5", 0.2),
];
/// Shares of the classes.
const SHARES: [f64; 3] = [0.77, 0.15, 0.08];
/// Words in all, and in each topic.
const WORDS: usize = 2_000;
const TOPIC: usize = 25;
/// The words and the topics are the same for all sets: sets differ in their rows alone.
const VOCABULARY_SEED: u64 = 1;

/// `size` texts of the seed.
pub(crate) fn draw(size: usize, strength: f64, seed: u64) -> Drawn {
    let mut of_words = Xoshiro256PlusPlus::seed_from_u64(VOCABULARY_SEED);
    let words: Vec<String> = (0..WORDS).map(|_| word(&mut of_words)).collect();
    let topics: Vec<Vec<&String>> = SHARES
        .iter()
        .map(|_| words.choose_multiple(&mut of_words, TOPIC).collect())
        .collect();
    let classes = WeightedIndex::new(SHARES).expect("weights above 0");
    let ranks = (0..WORDS).map(|rank| 1.0 / (rank as f64 + 8.0));
    let common = WeightedIndex::new(ranks).expect("weights above 0");
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut lines = String::new();
    for _ in 0..size {
        let class = classes.sample(&mut rng);
        let length = rng.gen_range(6..=18);
        let text: Vec<&str> = (0..length)
            .map(|_| {
                if rng.gen_bool(strength) {
                    topics[class].choose(&mut rng).expect("a topic has words")
                } else {
                    &words[common.sample(&mut rng)]
                }
                .as_str()
            })
            .collect();
        let text = text.join(" ");
        writeln!(lines, "{{\"text\":\"{text}\",\"label\":\"class {class}\"}}")
            .expect("a string can be written");
    }
    Drawn {
        extension: "jsonl",
        text: lines.into_bytes(),
    }
}

/// Two or three syllables.
fn word(rng: &mut Xoshiro256PlusPlus) -> String {
    let syllables = rng.gen_range(2..=3);
    (0..2 * syllables)
        .map(|nth| {
            let letters: &[u8] = if nth % 2 == 0 {
                b"bdfgklmnprstvz"
            } else {
                b"aeiou"
            };
            char::from(*letters.choose(rng).expect("letters"))
        })
        .collect()
}
