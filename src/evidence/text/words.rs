//! Words: what a model's tokenizer makes of the words of texts, each word read once.
//!
//! A tokenizer reads word by word, and most words of a dataset stand in it many times.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::embed::{Embedder, Reading};
use crate::error::Error;

use crate::evidence::Unavailable;

/// Bytes of a text that are counted; the rest is taken to be like them.
pub(in crate::evidence) const COUNTED: usize = 16_384;
/// Bytes of words that are kept in memory.
const KEPT: usize = 1 << 25;

/// What the words of one text come to.
#[derive(Debug, Clone, Default)]
pub(in crate::evidence) struct Counted {
    pub(in crate::evidence) tokens: usize,
    pub(in crate::evidence) known: usize,
    pub(in crate::evidence) characters: usize,
    pub(in crate::evidence) unread: Vec<(&'static str, usize)>,
}

impl Counted {
    /// Characters that aren't read, and all of them.
    pub(in crate::evidence) fn unread_and_all(&self) -> (usize, usize) {
        let unread = self.unread.iter().map(|(_, count)| count).sum();
        (unread, self.characters)
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
pub(in crate::evidence) struct Words<'a> {
    model: &'a dyn Embedder,
    read: HashMap<String, Reading>,
    kept: usize,
    /// Bytes of all words that the tokenizer has read.
    pub(in crate::evidence) spent: usize,
}

impl<'a> Words<'a> {
    pub(in crate::evidence) fn new(model: &'a dyn Embedder) -> Self {
        Self {
            model,
            read: HashMap::new(),
            kept: 0,
            spent: 0,
        }
    }

    /// What each of `texts` comes to.
    pub(in crate::evidence) fn count(
        &mut self,
        texts: &[String],
    ) -> Result<Vec<Counted>, Unavailable> {
        let beginnings: Vec<&str> = texts.iter().map(|text| beginning(text)).collect();
        if self.kept > KEPT {
            self.read.clear();
            self.kept = 0;
        }
        self.learn(&beginnings)?;
        let counted = beginnings.par_iter().zip(texts).map(|(beginning, text)| {
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

    /// The tokens of a word that was learnt.
    pub(super) fn tokens_of(&self, word: &str) -> usize {
        self.read.get(word).map_or(0, |reading| reading.tokens)
    }

    /// Which of `letters` the model doesn't know inside a word, in their order.
    pub(super) fn unknown_letters(&mut self, letters: &[char]) -> Result<Vec<char>, Unavailable> {
        // Behind a letter that every model knows: some know a letter at the beginning of a word alone.
        let inside: Vec<String> = letters.iter().map(|letter| format!("a{letter}")).collect();
        let texts: Vec<&str> = inside.iter().map(String::as_str).collect();
        self.learn(&texts)?;
        let is_unread = |word: &String| {
            let reading = self.read.get(word);
            reading.is_some_and(|reading| !reading.unread.is_empty())
        };
        let each = letters.iter().zip(&inside);
        let unknown = each.filter(|(_, word)| is_unread(word));
        Ok(unknown.map(|(&letter, _)| letter).collect())
    }

    /// Reads the words of `texts` that are new, in the order in which they come.
    pub(super) fn learn(&mut self, texts: &[&str]) -> Result<(), Unavailable> {
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
