//! Tokens: how many tokens each row has, and how much of it the model can't read.
//!
//! A tokenizer reads word by word, and most words of a dataset stand in it many times: each is read
//! once. Rows are taken in random order until all are counted, or so much has been read that a rule
//! may not take longer; the rows counted by then are a sample.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::dataset::Dataset;
use crate::embed::{Embedder, Reading};
use crate::error::Error;
use crate::measure::interval::Proportion;
use crate::measure::ratio::Ratio;

use super::Unavailable;
use super::embedded::REFERENCE;

/// Bytes of a text that are counted; the rest is taken to be like them.
const COUNTED: usize = 16_384;
/// Bytes of rows that are gathered before their new words are read together.
const BLOCK: usize = 1 << 18;
/// Fewest rows of a sample.
const FEWEST: usize = 400;
/// Bytes of words that are kept in memory.
const KEPT: usize = 1 << 25;

/// How much may be read before the rest of the rows is left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    /// Bytes of words that the tokenizer reads.
    words: usize,
    /// Bytes of all texts.
    texts: usize,
}

impl Budget {
    /// A second or two of one core.
    pub(super) const SHORT: Self = Self {
        words: 1 << 21,
        texts: 1 << 25,
    };
    /// Whatever it takes.
    pub(super) const ALL: Self = Self {
        words: usize::MAX,
        texts: usize::MAX,
    };
}

/// What is known of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowTokens {
    /// The row.
    pub row: usize,
    /// Its tokens, without those that the model adds.
    pub tokens: usize,
    /// Those that the model knows.
    pub known: usize,
    /// Its characters that aren't white space.
    pub characters: usize,
    /// Those that the model can't read.
    pub unread: usize,
    /// What most of these are: a script's name, or words.
    pub what: Option<&'static str>,
}

impl RowTokens {
    /// The share of its characters that the model can't read, in \[0, 1\].
    pub fn unread_share(&self) -> f64 {
        self.unread as f64 / self.characters.max(1) as f64
    }
}

/// The tokens of a dataset's rows.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// The rows counted, ascending.
    pub rows: Vec<RowTokens>,
    /// Rows of the dataset.
    pub of: usize,
    /// Characters that the model can't read, by what they are, most first.
    pub unread: Vec<(&'static str, usize)>,
    /// The share of the characters of natural text (English) that it can't read.
    pub natural: f64,
}

impl Tokens {
    pub(super) fn of(
        dataset: &Dataset,
        model: &dyn Embedder,
        seed: u64,
        budget: Budget,
    ) -> Result<Self, Unavailable> {
        let mut order: Vec<usize> = (0..dataset.rows()).collect();
        order.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
        let mut words = Words::new(model);
        let mut unread: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut rows = Vec::new();
        let mut texts: Vec<String> = Vec::new();
        let mut waiting = 0;
        let mut read = 0;
        for &row in &order {
            let text = dataset.text(row);
            waiting += text.len().min(COUNTED);
            texts.push(text);
            let last = rows.len() + texts.len() == order.len();
            if waiting < BLOCK && !last {
                continue;
            }
            for reading in words.count(&texts)? {
                for &(what, count) in &reading.unread {
                    *unread.entry(what).or_default() += count;
                }
                rows.push(reading.of_row(order[rows.len()]));
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
        let mut unread: Vec<(&'static str, usize)> = unread.into_iter().collect();
        unread.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        Ok(Self {
            rows,
            of: order.len(),
            unread,
            natural: natural(&mut words)?,
        })
    }

    /// Whether the rows are a sample.
    pub fn are_sampled(&self) -> bool {
        self.rows.len() < self.of
    }

    /// Rows with any text.
    pub fn with_text(&self) -> usize {
        self.rows.iter().filter(|row| row.characters > 0).count()
    }

    /// The share of all characters that the model can't read.
    pub fn unread_share(&self) -> Ratio {
        self.ratio(|row| (row.unread, row.characters))
    }

    /// A part of a whole, summed over the rows.
    pub(super) fn ratio(&self, of: impl Fn(&RowTokens) -> (usize, usize)) -> Ratio {
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
    pub fn share_of_rows(&self, is: impl Fn(&RowTokens) -> bool) -> Ratio {
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

/// What the words of one text come to.
#[derive(Debug, Clone, Default)]
pub(super) struct Counted {
    pub(super) tokens: usize,
    known: usize,
    characters: usize,
    unread: Vec<(&'static str, usize)>,
}

impl Counted {
    fn unread_and_all(&self) -> (usize, usize) {
        let unread = self.unread.iter().map(|(_, count)| count).sum();
        (unread, self.characters)
    }

    fn of_row(&self, row: usize) -> RowTokens {
        let most = self.unread.iter().max_by_key(|(_, count)| *count);
        RowTokens {
            row,
            tokens: self.tokens,
            known: self.known,
            characters: self.characters,
            unread: self.unread_and_all().0,
            what: most.map(|&(what, _)| what),
        }
    }

    fn add(&mut self, word: &str, reading: &Reading) {
        self.tokens += reading.tokens;
        self.known += reading.known;
        self.characters += word.chars().count();
        for &(what, count) in &reading.unread {
            match self.unread.iter_mut().find(|(known, _)| *known == what) {
                Some((_, sum)) => *sum += count,
                None => self.unread.push((what, count)),
            }
        }
    }

    /// The same for a text that is `times` as long.
    fn times(&mut self, times: f64) {
        let scaled = |count: usize| (count as f64 * times).round() as usize;
        self.tokens = scaled(self.tokens);
        self.known = scaled(self.known);
        self.characters = scaled(self.characters);
        for (_, count) in &mut self.unread {
            *count = scaled(*count);
        }
    }
}

/// Words that a model has read.
pub(super) struct Words<'a> {
    model: &'a dyn Embedder,
    read: HashMap<String, Reading>,
    kept: usize,
    /// Bytes of all words that the tokenizer has read.
    spent: usize,
}

impl<'a> Words<'a> {
    pub(super) fn new(model: &'a dyn Embedder) -> Self {
        Self {
            model,
            read: HashMap::new(),
            kept: 0,
            spent: 0,
        }
    }

    /// What each of `texts` comes to.
    pub(super) fn count(&mut self, texts: &[String]) -> Result<Vec<Counted>, Unavailable> {
        let beginnings: Vec<&str> = texts.iter().map(|text| beginning(text)).collect();
        if self.kept > KEPT {
            self.read.clear();
            self.kept = 0;
        }
        self.learn(&beginnings)?;
        let counted = beginnings.iter().zip(texts).map(|(beginning, text)| {
            let mut counted = Counted::default();
            for word in beginning.split_whitespace() {
                if let Some(reading) = self.read.get(word) {
                    counted.add(word, reading);
                }
            }
            if beginning.len() < text.len() {
                counted.times(text.len() as f64 / beginning.len() as f64);
            }
            counted
        });
        Ok(counted.collect())
    }

    /// Reads the words of `texts` that are new, in the order in which they come.
    fn learn(&mut self, texts: &[&str]) -> Result<(), Unavailable> {
        let mut seen: HashSet<&str> = HashSet::new();
        let new: Vec<&str> = texts
            .iter()
            .flat_map(|text| text.split_whitespace())
            .filter(|word| !self.read.contains_key(*word) && seen.insert(word))
            .collect();
        // Behind a blank, as words stand in a text: some tokenizers tell the difference.
        let spaced: Vec<String> = new.iter().map(|word| format!(" {word}")).collect();
        let spaced: Vec<&str> = spaced.iter().map(String::as_str).collect();
        let readings = self
            .model
            .read(&spaced)
            .map_err(|error| Unavailable::Failed(Arc::new(Error::Embed(error))))?;
        let bytes: usize = new.iter().map(|word| word.len()).sum();
        self.spent += bytes;
        self.kept += bytes;
        self.read
            .extend(new.iter().map(|&word| word.to_owned()).zip(readings));
        Ok(())
    }
}

/// The bytes of a text that are counted, up to a character's end.
fn beginning(text: &str) -> &str {
    if text.len() <= COUNTED {
        return text;
    }
    let end = (0..=COUNTED).rev().find(|&at| text.is_char_boundary(at));
    &text[..end.unwrap_or(0)]
}
