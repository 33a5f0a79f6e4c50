//! Surprisal: how many bits a text holds, for a model of the words that its dataset is made of.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Words of all texts that the model is fitted on, at most.
const FITTED: usize = 2_000_000;
/// Words of one text that are read.
const READ: usize = 256;
/// How often a context must have been seen elsewhere to be believed.
const SEEN: u32 = 5;

/// How often each word follows the two words before it, the one before it, or stands at all.
#[derive(Debug, Default)]
pub struct Surprisal {
    /// By order (0, 1 or 2 words before) the contexts, and the words after them.
    contexts: [HashMap<u64, u32>; 3],
    words: [HashMap<u64, u32>; 3],
}

impl Surprisal {
    /// Fits the model on different texts, until they hold enough words.
    pub fn fit(texts: impl Iterator<Item = String>) -> Self {
        let mut model = Self::default();
        let mut read = 0;
        for text in texts {
            let words = hashed(&text);
            read += words.len();
            for at in 0..words.len() {
                for order in 0..3 {
                    let (context, word) = keys(&words, at, order);
                    *model.contexts[order].entry(context).or_default() += 1;
                    *model.words[order].entry(word).or_default() += 1;
                }
            }
            if read >= FITTED {
                break;
            }
        }
        model
    }

    /// The text's surprisal in bits: the sum over its words of -log2 of their probability after the
    /// words before them.
    ///
    /// A word's probability is its share after the longest context seen at least five times, the text
    /// itself left out; a word that is new there counts as if it came next. New words are rarer than
    /// that, so that the sum is more often too small than too large.
    ///
    /// Source: Shannon, Prediction and entropy of printed English (1951), for n-grams; Katz,
    /// Estimation of probabilities from sparse data (1987), for falling back to shorter contexts.
    pub fn bits(&self, text: &str) -> f64 {
        let words = hashed(text);
        (0..words.len())
            .map(|at| {
                let order = (1..3).rev().find(|&order| {
                    let (context, _) = keys(&words, at, order);
                    self.contexts[order]
                        .get(&context)
                        .is_some_and(|&count| count > SEEN)
                });
                let (context, word) = keys(&words, at, order.unwrap_or(0));
                let order = order.unwrap_or(0);
                let elsewhere = |map: &HashMap<u64, u32>, key| {
                    f64::from(map.get(key).copied().unwrap_or(0).saturating_sub(1))
                };
                let seen = elsewhere(&self.contexts[order], &context);
                let followed = elsewhere(&self.words[order], &word).max(1.0);
                ((seen + 1.0) / followed).log2().max(0.0)
            })
            .sum()
    }
}

/// The words of a text: runs of letters and digits, and each character of a script without blanks.
fn hashed(text: &str) -> Vec<u64> {
    let unspaced = |c: char| {
        c.is_alphabetic() && matches!(u32::from(c), 0x0e00..=0x0eff | 0x1780..=0x17ff | 0x2e80..)
    };
    let mut words = Vec::new();
    for run in text.split_whitespace() {
        if words.len() >= READ {
            break;
        }
        if run.contains(unspaced) {
            let characters = run.chars().take(READ);
            words.extend(characters.map(|c| xxh3_64_with_seed(&u32::from(c).to_le_bytes(), 0)));
        } else {
            words.push(xxh3_64_with_seed(run.as_bytes(), 0));
        }
    }
    words.truncate(READ);
    words
}

/// The keys of the context of `order` words before the word at `at`, and of both together.
fn keys(words: &[u64], at: usize, order: usize) -> (u64, u64) {
    let mut context = order as u64;
    for before in 1..=order {
        let word = at.checked_sub(before).map_or(0, |at| words[at]);
        context = context.rotate_left(21).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ word;
    }
    (
        context,
        context.rotate_left(21).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ words[at],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_holds_no_more_than_what_fills_it() {
        let row = |nth: usize| {
            format!(
                "the size of the box is {} and its colour is {}.",
                nth % 8,
                nth % 4
            )
        };
        let model = Surprisal::fit((0..400).map(row));
        // 3 bits of size and 2 of colour.
        let bits = model.bits(&row(3));
        assert!((4.5..5.5).contains(&bits), "{bits}");
    }

    #[test]
    fn new_words_say_more_than_known_ones() {
        let known = (0..500).map(|nth| format!("word{} word{}", nth % 10, nth % 7));
        let model = Surprisal::fit(known);
        let new = model.bits("six words that were never seen");
        assert!(new > 40.0 && model.bits("word3 word3") < 10.0, "{new}");
    }

    #[test]
    fn scripts_without_blanks_are_read_by_character() {
        assert_eq!(hashed("日本語 text").len(), 4);
        assert_eq!(hashed("").len(), 0);
    }
}
