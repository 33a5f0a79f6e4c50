//! Sketch: what rows without a like say, cell by cell and word by word, so that it can be compared fast.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::rest::Rest;
use super::table::Table;
use crate::dataset::{is_prose, normalised};

/// Rows that the frequencies of cells are counted on, evenly spread.
const SAMPLE: usize = 100_000;
/// Cells of a row that are rarer than its others, by each of which it is looked up.
const RAREST: usize = 4;
/// Buckets by a random half of the columns. Two rows that differ in d cells meet in one of them with probability
/// 1 - (1 - 2^-d)^32: 0.9999 for 2, 0.986 for 3.
const HALVES: u64 = 32;
/// Buckets by the smallest hash of two words that follow each other (MinHash, Broder 1997): texts of resemblance J meet
/// in one of them with probability 1 - (1 - J)^12.
const WORDS: u64 = 12;
/// Rows from which on a quarter of these buckets must do.
const MANY: usize = 250_000;
/// Probability at which some pair of unrelated rows may be taken for one row and its edit.
const BY_CHANCE: f64 = 0.01;
/// Words of a text that are compared.
const LONGEST: usize = 128;

/// What rows meet by.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bucket {
    /// All cells, white space and case aside.
    Normalised,
    /// The rarest cells.
    Rarest,
    /// All cells but that of one column.
    Without(usize),
    /// Cells of about half of the columns.
    Half(u64),
    /// Two words of a text.
    Words(u64),
}

/// What a row says.
#[derive(Debug, Default)]
struct Said {
    /// The hash of each cell, that of the label last.
    cells: Vec<u64>,
    /// The hashes of the rarest cells.
    rarest: Vec<u64>,
    /// The words of each column of text, sorted.
    words: Vec<Vec<u32>>,
    /// The hashes that it meets others by in its text.
    signature: Vec<u64>,
    /// All cells, white space and case aside.
    normalised: u64,
}

/// What all rows without a like say.
pub(super) struct Sketch {
    base: FxHashMap<u32, Said>,
    candidate: FxHashMap<u32, Said>,
    /// The columns that hold text, by their place among those that are compared.
    prose: Vec<usize>,
    columns: usize,
    /// How many bits a cell of each column tells, where it isn't rare beyond counting.
    bits: Vec<FxHashMap<u64, f64>>,
    /// How many bits a word of each column of text tells.
    word_bits: Vec<FxHashMap<u32, f64>>,
    /// What a cell or a word tells that was never seen.
    rare: f64,
}

impl Sketch {
    /// What the rows of the `rest` say.
    pub(super) fn new(tables: [&Table; 2], rest: &Rest) -> Self {
        let [base, candidate] = tables;
        let columns = base.columns.len();
        let holds_prose = |nth: &usize| {
            tables
                .iter()
                .any(|table| is_prose(&table.dataset.columns[table.columns[*nth].at]))
        };
        let prose: Vec<usize> = (0..columns).filter(holds_prose).collect();
        let read = |table: &Table, rows: &[u32]| {
            let said = rows
                .par_iter()
                .map(|&row| (row, Said::of(table, row as usize, &prose)));
            said.collect::<Vec<_>>().into_iter().collect()
        };
        let sample = sample(base);
        let bits = count_bits(base, &sample);
        let word_bits = count_word_bits(base, &prose, &sample);
        let mut sketch = Self {
            base: read(base, &rest.base),
            candidate: read(candidate, &rest.candidate),
            prose,
            columns,
            bits,
            word_bits,
            rare: (sample.len() as f64 + 1.0).log2(),
        };
        sketch.find_rarest();
        sketch
    }

    /// Finds the rarest cells of each row, missing ones aside.
    fn find_rarest(&mut self) {
        let Self {
            bits,
            rare,
            columns,
            ..
        } = self;
        for said in self.base.values_mut().chain(self.candidate.values_mut()) {
            let cells = said.cells[..*columns].iter().zip(&*bits);
            let mut weighed: Vec<(f64, u64)> = cells
                .filter(|(cell, _)| **cell != 0)
                .map(|(cell, bits)| (bits.get(cell).copied().unwrap_or(*rare), *cell))
                .collect();
            weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let rarest = weighed.into_iter().take(RAREST);
            said.rarest = rarest.map(|(_, cell)| cell).collect();
        }
    }

    /// The buckets to look in, one after the other.
    pub(super) fn buckets(&self) -> Vec<Bucket> {
        let rows = self.base.len().min(self.candidate.len());
        let share = if rows < MANY { 1 } else { 4 };
        let mut buckets = vec![Bucket::Normalised, Bucket::Rarest];
        if self.columns > 1 {
            buckets.extend((0..self.columns).map(Bucket::Without));
        }
        if self.columns > 3 {
            buckets.extend((0..HALVES / share).map(Bucket::Half));
        }
        if !self.prose.is_empty() {
            buckets.extend((0..WORDS / share).map(Bucket::Words));
        }
        buckets
    }

    /// Rows of the base by what they are in `bucket`.
    pub(super) fn sort_base(&self, bucket: Bucket, rows: &[u32]) -> Vec<(u64, u32)> {
        self.sort(&self.base, bucket, rows)
    }

    /// Rows of the candidate by what they are in `bucket`.
    pub(super) fn sort_candidate(&self, bucket: Bucket, rows: &[u32]) -> Vec<(u64, u32)> {
        self.sort(&self.candidate, bucket, rows)
    }

    fn sort(&self, said: &FxHashMap<u32, Said>, bucket: Bucket, rows: &[u32]) -> Vec<(u64, u32)> {
        let keys = rows.par_iter().flat_map_iter(|row| {
            let keys = said.get(row).map(|said| self.keys(said, bucket));
            keys.into_iter().flatten().map(|key| (key, *row))
        });
        let mut keys: Vec<(u64, u32)> = keys.collect();
        keys.par_sort_unstable();
        keys
    }

    fn keys(&self, said: &Said, bucket: Bucket) -> Vec<u64> {
        let sum = |keeps: &dyn Fn(usize) -> bool| {
            let cells = said.cells[..self.columns].iter().enumerate();
            let kept = cells.filter(|(nth, _)| keeps(*nth));
            kept.fold(0_u64, |sum, (_, cell)| sum.wrapping_add(*cell))
        };
        let key = match bucket {
            Bucket::Rarest => return said.rarest.clone(),
            Bucket::Normalised => said.normalised,
            Bucket::Without(column) => sum(&|nth| nth != column),
            Bucket::Half(half) => {
                sum(&|nth| xxh3_64_with_seed(&nth.to_le_bytes(), half).is_multiple_of(2))
            }
            Bucket::Words(nth) => {
                let hash = said.signature.get(nth as usize);
                return hash.copied().into_iter().collect();
            }
        };
        vec![key]
    }

    /// The share of what the row of the base says, in bits, that the other one says, too, for each pair. Pairs that
    /// agree in fewer bits than `chance` are left out.
    pub(super) fn measure(&self, pairs: &[(u32, u32)], chance: f64) -> Vec<(f64, (u32, u32))> {
        let measured = pairs.par_iter().filter_map(|pair| {
            let (old, new) = (self.base.get(&pair.0)?, self.candidate.get(&pair.1)?);
            let (likeness, agreed) = self.likeness(old, new);
            (agreed >= chance).then_some((likeness, *pair))
        });
        measured.collect()
    }

    /// The bits in which no pair of unrelated rows agrees, there being so many pairs, but with probability [`BY_CHANCE`]:
    /// two rows agree in b bits with probability 2^-b (Fellegi and Sunter, Journal of the American Statistical
    /// Association 64, 1969).
    pub(super) fn chance(&self) -> f64 {
        let pairs = self.base.len() as f64 * self.candidate.len() as f64;
        (pairs.max(1.0) / BY_CHANCE).log2()
    }

    /// The share of what `old` says that `new` says, too, and the bits in which they agree.
    fn likeness(&self, old: &Said, new: &Said) -> (f64, f64) {
        if old.normalised == new.normalised {
            return (1.0, f64::INFINITY);
        }
        let (mut both, mut all, mut agreed) = (0.0, 0.0, 0.0);
        for (nth, (from, to)) in old.cells.iter().zip(&new.cells).enumerate() {
            let weight = self.bits[nth].get(from).copied().unwrap_or(self.rare);
            let (share, told) = match self.prose.iter().position(|&column| column == nth) {
                Some(text) => self.compare_texts(text, &old.words[text], &new.words[text]),
                None => (0.0, 0.0),
            };
            let share = if from == to { 1.0 } else { share };
            all += weight;
            both += weight * share;
            // By a text that stands once, more is told than which of so many rows it is.
            agreed += weight.max(told) * share;
        }
        (if all > 0.0 { both / all } else { 0.0 }, agreed)
    }

    /// The share of words of two texts that agree, and how many bits the words of the first tell.
    fn compare_texts(&self, text: usize, old: &[u32], new: &[u32]) -> (f64, f64) {
        let known = &self.word_bits[text];
        let bits = |word: u32| known.get(&word).copied().unwrap_or(self.rare);
        let told = old.iter().map(|&word| bits(word)).sum();
        (overlap(old, new, bits), told)
    }
}

impl Said {
    fn of(table: &Table, row: usize, prose: &[usize]) -> Self {
        let columns = 0..table.columns.len();
        let mut cells: Vec<u64> = columns.map(|nth| table.hash_cell(nth, row)).collect();
        let label = table.class(row);
        cells.push(label.map_or(0, |label| xxh3_64(label.as_bytes())));
        let texts: Vec<String> = prose
            .iter()
            .map(|&nth| {
                let cell = table.cell(table.columns[nth], row);
                normalised(&cell.unwrap_or_default())
            })
            .collect();
        let all = table.columns.iter().zip(&cells).map(|(&column, hash)| {
            // A vector has no case; nothing is written in its place.
            table
                .cell(column, row)
                .map_or_else(|| hash.to_string(), |cell| normalised(&cell))
        });
        // A separator that no text holds.
        let all: String = all.map(|cell| cell + "\u{0}").collect();
        Self {
            cells,
            normalised: xxh3_64(all.as_bytes()),
            rarest: Vec::new(),
            signature: sign(&texts),
            words: texts.iter().map(|text| sort_words(text)).collect(),
        }
    }
}

/// The words of a text, sorted, by their hashes.
fn sort_words(text: &str) -> Vec<u32> {
    let words = text.split(' ').filter(|word| !word.is_empty());
    let hashes = words.map(|word| xxh3_64(word.as_bytes()) as u32);
    let mut words: Vec<u32> = hashes.take(LONGEST).collect();
    words.sort_unstable();
    words
}

/// The smallest hash of two words that follow each other, under each of some hash functions.
fn sign(texts: &[String]) -> Vec<u64> {
    let mut pairs: Vec<u64> = Vec::new();
    for text in texts {
        let words: Vec<&str> = text.split(' ').take(LONGEST).collect();
        let two = words
            .windows(2)
            .map(|two| xxh3_64(two.join(" ").as_bytes()));
        pairs.extend(two);
        if let [only] = words.as_slice() {
            pairs.push(xxh3_64(only.as_bytes()));
        }
    }
    let smallest = |seed: u64| {
        let hashes = pairs.iter();
        hashes
            .map(|pair| xxh3_64_with_seed(&pair.to_le_bytes(), seed))
            .min()
    };
    (0..WORDS).filter_map(smallest).collect()
}

/// The share of words that two texts have in common (Dice, Ecology 26, 1945), repeated words counted, each weighing
/// what it tells: words that every text has make no two alike.
fn overlap(a: &[u32], b: &[u32], bits: impl Fn(u32) -> f64) -> f64 {
    let (mut at, mut to, mut both) = (0, 0, 0.0);
    while let (Some(old), Some(new)) = (a.get(at), b.get(to)) {
        match old.cmp(new) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => to += 1,
            std::cmp::Ordering::Equal => {
                both += bits(*old);
                at += 1;
                to += 1;
            }
        }
    }
    let all: f64 = a.iter().chain(b).map(|&word| bits(word)).sum();
    if all > 0.0 { 2.0 * both / all } else { 0.0 }
}

/// Rows that frequencies are counted on.
fn sample(table: &Table) -> Vec<usize> {
    let step = table.rows().div_ceil(SAMPLE).max(1);
    (0..table.rows()).step_by(step).collect()
}

/// How many bits each cell of each column tells: the rarer it is, the more (Shannon 1948). The label is the last.
fn count_bits(table: &Table, sample: &[usize]) -> Vec<FxHashMap<u64, f64>> {
    let bits = (0..=table.columns.len()).into_par_iter().map(|nth| {
        let cell = |&row: &usize| {
            if nth < table.columns.len() {
                table.hash_cell(nth, row)
            } else {
                let label = table.class(row);
                label.map_or(0, |label| xxh3_64(label.as_bytes()))
            }
        };
        weigh(sample.iter().map(cell), sample.len())
    });
    bits.collect()
}

/// The same of the words of each column of text at `prose`: the fewer texts hold one, the more (Spärck Jones, Journal of
/// Documentation 28, 1972).
fn count_word_bits(table: &Table, prose: &[usize], sample: &[usize]) -> Vec<FxHashMap<u32, f64>> {
    let bits = prose.par_iter().map(|&nth| {
        let words = sample.iter().flat_map(|&row| {
            let cell = table.cell(table.columns[nth], row);
            let mut words = sort_words(&normalised(&cell.unwrap_or_default()));
            words.dedup();
            words
        });
        weigh(words, sample.len())
    });
    bits.collect()
}

/// The bits that each of `seen` tells, where there are so many rows.
fn weigh<T: Eq + std::hash::Hash>(seen: impl Iterator<Item = T>, rows: usize) -> FxHashMap<T, f64> {
    let mut counts: FxHashMap<T, f64> = FxHashMap::default();
    for one in seen {
        *counts.entry(one).or_default() += 1.0;
    }
    for count in counts.values_mut() {
        *count = (rows as f64 / *count).log2();
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_common_are_counted_as_often_as_they_stand() {
        let share = |a: &str, b: &str| overlap(&sort_words(a), &sort_words(b), |_| 1.0);
        assert_eq!(share("a b c d", "d c b a"), 1.0);
        assert_eq!(share("a a b", "a b b"), 2.0 / 3.0);
        assert_eq!(share("a", "b"), 0.0);
        assert_eq!(share("", ""), 0.0);
    }

    #[test]
    fn words_that_every_text_has_make_no_two_alike() {
        let (old, new) = (
            sort_words("the text of row 1"),
            sort_words("the text of row 2"),
        );
        let rows = [&old, &new];
        let bits = weigh(rows.into_iter().flatten().copied(), 2);
        assert_eq!(overlap(&old, &new, |word| bits[&word]), 0.0);
    }
}
