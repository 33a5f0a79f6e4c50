//! Sentinels: values among numbers that stand for something else than a measurement, such as `-999`.

use std::cmp::Reverse;

use rustc_hash::FxHashSet;

use crate::dataset::{Column, Kind};
use crate::recognise::sentinel::{Sentinel, read_sentinel};

/// Different values of the shape of a sentinel that a column has at most: more are its usual values.
const MOST: usize = 8;
/// Cells that hold a sentinel at least.
const FEWEST: usize = 3;
const FEWEST_SHORT: usize = 5;
/// How far a sentinel of two digits lies from all other values, in multiples of their range: `99` beside 1 to 5, and not
/// beside ages. Longer ones lie as far as the range is wide.
const FAR_SHORT: f64 = 3.0;
/// The share of the other values whose last digit is a nine, from which on they are prices.
const PRICES: f64 = 1.0 / 3.0;

/// A value of one column that lies far from all others, is repeated, and is written as programs write what is missing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SentinelCells {
    /// As most of its cells write it.
    pub(crate) written: String,
    /// The cells that hold it.
    pub(crate) cells: usize,
}

/// The sentinels of a column of numbers, the most frequent first.
pub(crate) fn find_sentinels(column: &Column) -> Vec<SentinelCells> {
    let candidates = count_candidates(column);
    if candidates.is_empty() {
        return Vec::new();
    }
    let Some(others) = Others::of(column, &candidates) else {
        return Vec::new();
    };
    let mut found: Vec<SentinelCells> = candidates
        .iter()
        .filter(|candidate| others.is_far(candidate))
        .map(|candidate| SentinelCells {
            written: column.written(candidate.row).unwrap_or_default().to_owned(),
            cells: candidate.cells,
        })
        .collect();
    found.sort_by_key(|found| Reverse(found.cells));
    found
}

/// A value that may be a sentinel.
struct Candidate {
    number: f64,
    shape: Sentinel,
    /// The first row that holds it.
    row: usize,
    cells: usize,
}

/// The values of a column that are written as sentinels are, and repeated.
fn count_candidates(column: &Column) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    if column.kind != Kind::Number {
        return found;
    }
    for row in 0..column.len() {
        let Some((number, shape)) = column
            .number(row)
            .and_then(|number| Some((number, read_sentinel(number)?)))
        else {
            continue;
        };
        if let Some(known) = found.iter_mut().find(|known| known.number == number) {
            known.cells += 1;
            continue;
        }
        if found.len() == MOST {
            return Vec::new();
        }
        found.push(Candidate {
            number,
            shape,
            row,
            cells: 1,
        });
    }
    found.retain(|found| {
        let fewest = match found.shape {
            Sentinel::Short => FEWEST_SHORT,
            Sentinel::Long => FEWEST,
        };
        found.cells >= fewest
    });
    found
}

/// What the other values of a column are like.
struct Others {
    least: f64,
    most: f64,
}

impl Others {
    /// Nothing where there is one value at most, or where they are prices.
    fn of(column: &Column, candidates: &[Candidate]) -> Option<Self> {
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut known: FxHashSet<u64> = FxHashSet::default();
        let mut nines = 0_usize;
        for row in 0..column.len() {
            let Some(number) = column.number(row) else {
                continue;
            };
            let is_candidate = candidates.iter().any(|known| known.number == number);
            if is_candidate || !known.insert((number + 0.0).to_bits()) {
                continue;
            }
            least = least.min(number);
            most = most.max(number);
            nines += usize::from(number.to_string().ends_with('9'));
        }
        let are_prices = nines > 1 && nines as f64 >= PRICES * known.len() as f64;
        (known.len() > 1 && !are_prices).then_some(Self { least, most })
    }

    fn is_far(&self, candidate: &Candidate) -> bool {
        let gap = (self.least - candidate.number).max(candidate.number - self.most);
        let far = match candidate.shape {
            Sentinel::Short => FAR_SHORT,
            Sentinel::Long => 1.0,
        };
        gap >= far * (self.most - self.least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Dataset, Source};

    /// The sentinels in a column of `cells`.
    fn find(cells: impl IntoIterator<Item = String>) -> Vec<(String, usize)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let rows: String = cells
            .into_iter()
            .map(|cell| format!("{cell};x\n"))
            .collect();
        std::fs::write(&path, format!("n;t\n{rows}")).unwrap();
        let source = Source {
            name: "a".to_owned(),
            paths: vec![path],
            header: true,
            ..Source::default()
        };
        let dataset = Dataset::load(&source).unwrap();
        let found = find_sentinels(&dataset.columns[0]).into_iter();
        found.map(|found| (found.written, found.cells)).collect()
    }

    /// 200 cells, every fortieth of them `other`.
    fn among(other: &str, value: impl Fn(usize) -> String) -> Vec<(String, usize)> {
        let cell = |row: usize| match row % 40 {
            7 => other.to_owned(),
            _ => value(row),
        };
        find((0..200).map(cell))
    }

    #[test]
    fn what_programs_write_for_nothing_is_found_far_from_all_else() {
        let temperature = |row: usize| format!("{:.1}", (row * 37 % 400) as f64 / 10.0 - 8.0);
        for mark in ["-999", "-9999.0", "999.9", "1e20", "-32768", "-999.25"] {
            assert_eq!(among(mark, temperature), [(mark.to_owned(), 5)], "{mark}");
        }
        let years = |row: usize| (1950 + row * 7 % 75).to_string();
        assert_eq!(among("9999", years), [("9999".to_owned(), 5)]);
        let ratings = |row: usize| (row % 5 + 1).to_string();
        assert_eq!(among("99", ratings), [("99".to_owned(), 5)]);
        // It may stand more often than all else, and beside another.
        let days = find((0..300).map(|row| match row % 3 {
            0 => (row % 28).to_string(),
            1 => "999".to_owned(),
            _ => ["999", "-999"][row / 3 % 2].to_owned(),
        }));
        assert_eq!(days, [("999".to_owned(), 150), ("-999".to_owned(), 50)]);
    }

    #[test]
    fn what_may_be_measured_is_none() {
        let none: [(String, usize); 0] = [];
        // Years, counts up to a thousand, ages, and prices.
        assert_eq!(among("1999", |row| (1900 + row % 120).to_string()), none);
        assert_eq!(among("999", |row| (row * 31 % 1_100).to_string()), none);
        assert_eq!(among("999", |row| (row * row / 60).to_string()), none);
        assert_eq!(among("99", |row| (18 + row * 13 % 70).to_string()), none);
        let price = |row: usize| format!("{}9.99", row % 12 + 1);
        assert_eq!(among("999.99", price), none);
        assert_eq!(
            among("999", |row| ["49", "99", "149", "5"][row % 4].to_owned()),
            none
        );
        // One value beside it is a flag; a value that stands once or twice may be an outlier.
        assert_eq!(among("999", |_| "0".to_owned()), none);
        let once = |mark: &str| {
            find((0..200).map(|row| match row {
                3 | 90 => mark.to_owned(),
                _ => (row % 50).to_string(),
            }))
        };
        assert_eq!(once("-999"), none);
        // Of texts nothing is said.
        assert_eq!(among("-999", |row| format!("w{row}")), none);
    }
}
