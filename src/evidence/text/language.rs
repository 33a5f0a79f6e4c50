//! Language: how much of the running words of free text a model takes apart, beside natural English.
//!
//! A model has whole words for the language that it was trained on, and pieces for every other one. Names,
//! codes and numbers come in pieces in any language; running words are those without a capital and without
//! anything but letters.

use std::collections::HashSet;

use rayon::prelude::*;

use super::words::Words;
use crate::dataset::Dataset;
use crate::evidence::Unavailable;
use crate::evidence::vectors::REFERENCE;
use crate::measure::ratio::Ratio;

/// Rows that are read, drawn at random: beyond them the shares no longer move.
const ROWS: usize = 2_000;
/// Fewest running words that say something of a language.
const FEWEST: usize = 100;

/// The running words of a dataset's free text.
#[derive(Debug, Clone)]
pub(crate) struct Language {
    /// Rows that were read.
    pub(crate) rows: usize,
    /// The share of the running words that the model takes apart.
    pub(crate) split: Ratio,
    /// The share of them that stand in the English sentences, too.
    pub(crate) familiar: Ratio,
    /// Pieces that a running word comes in, on average.
    pub(crate) pieces: f64,
    /// The same of the English sentences.
    pub(crate) natural_pieces: f64,
    /// Rows of which the model takes words apart: row, words taken apart, running words.
    pub(crate) by_row: Vec<(usize, usize, usize)>,
}

/// What the running words of one text come to.
#[derive(Debug, Clone, Copy, Default)]
struct Running {
    words: usize,
    split: usize,
    pieces: usize,
    familiar: usize,
}

impl Language {
    /// The language of the free text in rows of `order`, the first ones; nothing where there are too few
    /// running words, or no column of free text.
    pub(super) fn of(
        dataset: &Dataset,
        words: &mut Words,
        order: &[usize],
    ) -> Result<Option<Self>, Unavailable> {
        let columns = dataset.prose_columns();
        let rows = &order[..order.len().min(ROWS)];
        let texts = if columns.is_empty() {
            Vec::new()
        } else {
            let cells = rows.iter().map(|&row| dataset.cells(row, &columns));
            cells.collect()
        };
        let english: Vec<String> = REFERENCE.lines().map(str::to_owned).collect();
        let known: HashSet<String> = english.iter().flat_map(|text| running(text)).collect();
        let counts = count(words, &texts, &known)?;
        if counts.iter().map(|count| count.words).sum::<usize>() < FEWEST {
            return Ok(None);
        }
        let ratio = |part: fn(&Running) -> usize| {
            let parts: Vec<(f64, f64)> = counts
                .iter()
                .map(|count| (part(count) as f64, count.words as f64))
                .collect();
            Ratio::of(&parts, order.len())
        };
        let by_row = rows.iter().zip(&counts);
        Ok(Some(Self {
            rows: rows.len(),
            split: ratio(|count| count.split),
            familiar: ratio(|count| count.familiar),
            pieces: pieces(&counts),
            natural_pieces: pieces(&count(words, &english, &known)?),
            by_row: by_row
                .filter(|(_, count)| count.split > 0)
                .map(|(&row, count)| (row, count.split, count.words))
                .collect(),
        }))
    }
}

/// What the running words of each of `texts` come to.
fn count(
    words: &mut Words,
    texts: &[String],
    known: &HashSet<String>,
) -> Result<Vec<Running>, Unavailable> {
    let texts: Vec<Vec<String>> = texts.par_iter().map(|text| running(text)).collect();
    let all: Vec<&str> = texts.iter().flatten().map(String::as_str).collect();
    words.learn(&all)?;
    let counts = texts.iter().map(|text| {
        let mut count = Running::default();
        for word in text {
            let tokens = words.tokens_of(word);
            count.words += 1;
            count.pieces += tokens;
            count.split += usize::from(tokens > 1);
            count.familiar += usize::from(known.contains(word));
        }
        count
    });
    Ok(counts.collect())
}

fn pieces(counts: &[Running]) -> f64 {
    let sum = |part: fn(&Running) -> usize| counts.iter().map(part).sum::<usize>() as f64;
    sum(|count| count.pieces) / sum(|count| count.words).max(1.0)
}

/// The running words of `text`: letters and the marks on them, the first in lower case, what stands about
/// them left out.
fn running(text: &str) -> Vec<String> {
    let is_letter = |c: char| c.is_alphabetic() || is_mark(c);
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation() || is_quote(c)))
        .filter(|word| word.starts_with(char::is_lowercase) && word.chars().all(is_letter))
        .map(str::to_owned)
        .collect()
}

/// A mark that stands above or below a letter (Combining Diacritical Marks of Unicode).
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn is_quote(c: char) -> bool {
    matches!(
        c,
        '\u{2018}'..='\u{201f}' | '«' | '»' | '…' | '–' | '—' | '¿' | '¡'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_words_are_neither_names_nor_codes() {
        let text = "The “quick” fox, A12, of NATO isn't e\u{301}tude: x-ray, 3rd über";
        assert_eq!(
            running(text),
            ["quick", "fox", "of", "e\u{301}tude", "über"]
        );
    }
}
