//! Surprisal: how many bits a text holds, for a model of the words that its dataset is made of.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Words of all texts that the model is fitted on, at most.
const FITTED: usize = 2_000_000;
/// Texts that are read at a time.
const BLOCK: usize = 1_024;
/// Parts that the model is counted in, each by one thread.
const PARTS: u64 = 4;
/// Words of one text that are read.
const READ: usize = 256;
/// How often a context must have been seen elsewhere to be believed.
const SEEN: u32 = 5;

/// The places before a word that make its contexts: none, the word before, the one before that, and
/// both.
const CONTEXTS: [&[usize]; 4] = [&[], &[1], &[2], &[1, 2]];

/// How often each word stands at all, and after the words before it.
#[derive(Debug, Default)]
pub(crate) struct Surprisal {
    /// How often each context was seen, and each word in it; by the part that the key belongs to.
    seen: Vec<FxHashMap<u64, u32>>,
}

impl Surprisal {
    /// Fits the model on `count` different texts in their order, until they hold enough words.
    pub(crate) fn fit(count: usize, text: &(dyn Fn(usize) -> String + Sync)) -> Self {
        let mut texts: Vec<Vec<u64>> = Vec::new();
        let mut read = 0;
        while texts.len() < count && read < FITTED {
            let block = texts.len()..count.min(texts.len() + BLOCK);
            let words: Vec<Vec<u64>> = block.into_par_iter().map(|at| hashed(&text(at))).collect();
            for words in words {
                if read < FITTED {
                    read += words.len();
                    texts.push(words);
                }
            }
        }
        let seen = (0..PARTS).into_par_iter().map(|part| {
            let mut seen = FxHashMap::default();
            for words in &texts {
                for at in 0..words.len() {
                    for context in CONTEXTS {
                        for key in keys(words, at, context) {
                            if part_of(key) == part {
                                *seen.entry(key).or_default() += 1;
                            }
                        }
                    }
                }
            }
            seen
        });
        Self {
            seen: seen.collect(),
        }
    }

    fn count(&self, key: u64) -> u32 {
        let part = self.seen.get(part_of(key) as usize);
        part.and_then(|seen| seen.get(&key)).copied().unwrap_or(0)
    }

    /// The text's surprisal in bits: the sum over its words of -log2 of their probability after the
    /// words before them.
    ///
    /// A word's probability is its largest share after any of its contexts that was seen at least five
    /// times elsewhere, the text itself left out; a word that is new there counts as if it came next.
    /// New words are rarer than that, and the largest share is the surest guess, so that the sum is more
    /// often too small than too large.
    ///
    /// Source: Shannon, Prediction and entropy of printed English (1951), for words predicted by those
    /// before them.
    pub(crate) fn bits(&self, text: &str) -> f64 {
        let words = hashed(text);
        let elsewhere = |key: u64| self.count(key).saturating_sub(1);
        (0..words.len())
            .map(|at| {
                let likeliest = CONTEXTS
                    .into_iter()
                    .map(|context| (context.len(), keys(&words, at, context)))
                    .map(|(before, [context, word])| (before, elsewhere(context), elsewhere(word)))
                    .filter(|&(before, seen, _)| before == 0 || seen >= SEEN)
                    .map(|(_, seen, followed)| f64::from(followed.max(1)) / (f64::from(seen) + 1.0))
                    .fold(0.0, f64::max);
                -likeliest.min(1.0).log2()
            })
            .sum()
    }
}

/// The part of the model that counts `key`.
fn part_of(key: u64) -> u64 {
    key >> 32 & (PARTS - 1)
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

/// The keys of a context of the word at `at`, and of the word in it.
fn keys(words: &[u64], at: usize, context: &[usize]) -> [u64; 2] {
    let with =
        |key: u64, word: u64| (key.rotate_left(21) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let before = context.iter().fold(context.len() as u64, |key, &back| {
        let word = at.checked_sub(back).map_or(0, |at| words[at]);
        with(with(key, back as u64), word)
    });
    [before, with(with(before, 3), words[at])]
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
        let model = Surprisal::fit(400, &row);
        // 3 bits of size and 2 of colour.
        let bits = model.bits(&row(3));
        assert!((4.0..5.5).contains(&bits), "{bits}");
    }

    #[test]
    fn new_words_say_more_than_known_ones() {
        let known = |nth: usize| format!("word{} word{}", nth % 10, nth % 7);
        let model = Surprisal::fit(500, &known);
        let new = model.bits("six words that were never seen");
        assert!(new > 40.0 && model.bits("word3 word3") < 10.0, "{new}");
    }

    #[test]
    fn scripts_without_blanks_are_read_by_character() {
        assert_eq!(hashed("日本語 text").len(), 4);
        assert_eq!(hashed("").len(), 0);
    }
}
