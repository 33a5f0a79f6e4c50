//! Tokens: how many tokens each row has, and how much of it the model can't read.
//!
//! Rows are taken in random order until all are counted, or so much has been read that a rule
//! may not take longer; the rows counted by then are a sample.

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use crate::dataset::Dataset;
use crate::embed::{Embedder, UNKNOWN_LETTERS, is_beyond_ascii};
use crate::measure::interval::Proportion;
use crate::measure::ratio::Ratio;
use crate::probe::Profile;

use super::language::Language;
use super::words::{COUNTED, Counted, Words};
use crate::evidence::vectors::REFERENCE;
use crate::evidence::{Evidence, Unavailable};

/// Bytes of rows that are gathered before their new words are read together.
const BLOCK: usize = 1 << 18;
/// Rows whose texts are made at a time.
const AHEAD: usize = 512;
/// Fewest rows of a sample.
const FEWEST: usize = 400;
/// How much may be read before the rest of the rows is left out.
#[derive(Debug, Clone, Copy)]
pub(in crate::evidence) struct Budget {
    /// Bytes of words that the tokenizer reads.
    words: usize,
    /// Bytes of all texts.
    texts: usize,
}

impl Evidence<'_> {
    /// How many tokens the rows have, and how much of them the model can't read.
    ///
    /// # Errors
    /// Skipped when the vectors came with the data or no row has any text; failed when the model can't be opened or run.
    pub(crate) fn tokens(&self) -> Result<&Tokens, Unavailable> {
        self.answers.tokens.get(|| {
            if self.dataset.roles.embedding.is_some() {
                return Err(Unavailable::Skipped(
                    "the vectors came with the data: no model reads its text".to_owned(),
                ));
            }
            let budget = match self.settings.profile {
                Profile::Audit => Budget::ALL,
                Profile::Quick | Profile::Standard => Budget::SHORT,
            };
            let model = self.model.open().map_err(Unavailable::Failed)?;
            Tokens::of(self.dataset, model, self.settings.seed, budget)
        })
    }
}

/// What was counted, the most frequent first.
fn most_first<T>(counts: BTreeMap<T, usize>) -> Vec<(T, usize)> {
    let mut counts: Vec<(T, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    counts
}

/// Counts the Latin letters beyond those of English in a text of which words are lost to some.
fn count_letters(reading: &Counted, text: &str, letters: &mut BTreeMap<char, usize>) {
    let mut unread = reading.unread.iter();
    if unread.any(|&(what, _)| what == UNKNOWN_LETTERS) {
        for letter in text.chars().filter(|&c| is_beyond_ascii(c)) {
            *letters.entry(letter).or_default() += 1;
        }
    }
}

impl Budget {
    /// A second or two of one core.
    pub(in crate::evidence) const SHORT: Self = Self {
        words: 1 << 21,
        texts: 1 << 25,
    };
    /// Whatever it takes.
    pub(in crate::evidence) const ALL: Self = Self {
        words: usize::MAX,
        texts: usize::MAX,
    };
}

/// What is known of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RowTokens {
    /// The row.
    pub(crate) row: usize,
    /// Its tokens, without those that the model adds.
    pub(crate) tokens: usize,
    /// Those that the model knows.
    pub(crate) known: usize,
    /// Its characters that aren't white space.
    pub(crate) characters: usize,
    /// Those that the model can't read.
    pub(crate) unread: usize,
    /// What most of these are: a script's name, or words.
    pub(crate) what: Option<&'static str>,
}

impl RowTokens {
    fn of(row: usize, counted: &Counted) -> Self {
        let most = counted.unread.iter().max_by_key(|(_, count)| *count);
        Self {
            row,
            tokens: counted.tokens,
            known: counted.known,
            characters: counted.characters,
            unread: counted.unread_and_all().0,
            what: most.map(|&(what, _)| what),
        }
    }

    /// The share of its characters that the model can't read, in \[0, 1\].
    pub(crate) fn unread_share(&self) -> f64 {
        self.unread as f64 / self.characters.max(1) as f64
    }
}

/// The tokens of a dataset's rows.
#[derive(Debug, Clone)]
pub(crate) struct Tokens {
    /// The rows counted, ascending.
    pub(crate) rows: Vec<RowTokens>,
    /// Rows of the dataset.
    pub(crate) of: usize,
    /// Characters that the model can't read, by what they are, most first.
    pub(crate) unread: Vec<(&'static str, usize)>,
    /// Latin letters that the model doesn't know, the most frequent first, where words are lost to them.
    pub(crate) letters: Vec<char>,
    /// The share of the characters of natural text (English) that it can't read.
    pub(crate) natural: f64,
    /// The running words of free text, beside those of natural text; absent where there are too few.
    pub(crate) language: Option<Language>,
}

impl Tokens {
    pub(in crate::evidence) fn of(
        dataset: &Dataset,
        model: &dyn Embedder,
        seed: u64,
        budget: Budget,
    ) -> Result<Self, Unavailable> {
        let mut order: Vec<usize> = (0..dataset.rows()).collect();
        order.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
        let mut words = Words::new(model);
        let mut unread: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut letters: BTreeMap<char, usize> = BTreeMap::new();
        let mut rows = Vec::new();
        let mut texts: Vec<String> = Vec::new();
        let mut waiting = 0;
        let mut read = 0;
        let text = |rows: &[usize]| -> Vec<String> {
            rows.par_iter().map(|&row| dataset.text(row)).collect()
        };
        for text in order.chunks(AHEAD).flat_map(text) {
            waiting += text.len().min(COUNTED);
            texts.push(text);
            let last = rows.len() + texts.len() == order.len();
            if waiting < BLOCK && !last {
                continue;
            }
            for (reading, text) in words.count(&texts)?.iter().zip(&texts) {
                count_letters(reading, text, &mut letters);
                for &(what, count) in &reading.unread {
                    *unread.entry(what).or_default() += count;
                }
                rows.push(RowTokens::of(order[rows.len()], reading));
            }
            read += waiting;
            waiting = 0;
            texts.clear();
            let spent = words.spent > budget.words || read > budget.texts;
            if spent && rows.len() >= FEWEST {
                break;
            }
        }
        if rows.iter().all(|row: &RowTokens| row.characters == 0) {
            return Err(Unavailable::Skipped("no row has any text".to_owned()));
        }
        rows.sort_unstable_by_key(|row| row.row);
        let letters: Vec<char> = most_first(letters)
            .into_iter()
            .map(|(letter, _)| letter)
            .collect();
        Ok(Self {
            rows,
            of: order.len(),
            unread: most_first(unread),
            letters: words.unknown_letters(&letters)?,
            natural: natural(&mut words)?,
            language: Language::of(dataset, &mut words, &order)?,
        })
    }

    /// Whether the rows are a sample.
    pub(crate) fn are_sampled(&self) -> bool {
        self.rows.len() < self.of
    }

    /// Rows with any text.
    pub(crate) fn with_text(&self) -> usize {
        self.rows.iter().filter(|row| row.characters > 0).count()
    }

    /// The share of all characters that the model can't read.
    pub(crate) fn unread_share(&self) -> Ratio {
        self.ratio(|row| (row.unread, row.characters))
    }

    /// The share of what natural text leaves readable that isn't read here.
    pub(crate) fn beyond_natural(&self) -> Ratio {
        let natural = self.natural.min(0.99);
        let beyond = |share: f64| ((share - natural) / (1.0 - natural)).clamp(0.0, 1.0);
        let measured = self.unread_share();
        Ratio {
            value: beyond(measured.value),
            interval: measured
                .interval
                .map(|(low, high)| (beyond(low), beyond(high))),
        }
    }

    /// A part of a whole, summed over the rows.
    pub(in crate::evidence) fn ratio(&self, of: impl Fn(&RowTokens) -> (usize, usize)) -> Ratio {
        let rows: Vec<(f64, f64)> = self
            .rows
            .iter()
            .map(|row| {
                let (part, whole) = of(row);
                (part as f64, whole as f64)
            })
            .collect();
        Ratio::of(&rows, self.of)
    }

    /// The share of the rows with text for which `is` holds; with an interval (Wilson, 95 %) when
    /// the rows are a sample.
    pub(crate) fn share_of_rows(&self, is: impl Fn(&RowTokens) -> bool) -> Ratio {
        let hits = self.rows.iter().filter(|row| row.characters > 0 && is(row));
        let share = Proportion::new(hits.count(), self.with_text());
        Ratio {
            value: share.share(),
            interval: self.are_sampled().then(|| share.wilson(0.95)),
        }
    }
}

/// The share of the reference's characters that the model can't read.
fn natural(words: &mut Words) -> Result<f64, Unavailable> {
    let sentences: Vec<String> = REFERENCE.lines().map(str::to_owned).collect();
    let (unread, characters) = words
        .count(&sentences)?
        .iter()
        .map(Counted::unread_and_all)
        .fold((0, 0), |(u, c), (unread, all)| (u + unread, c + all));
    Ok(unread as f64 / characters.max(1) as f64)
}
