//! Decimals: what stands before the decimals of numbers in each file, where the cells of a column leave it open.

use std::collections::BTreeMap;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::DataFile;
use super::cells::Cells;
use super::conventions::{are_amounts, are_numbers, find_decimal, values};
use super::dialect::{Decimal, Decision, Delimiter};
use super::marks::is_mark;
use super::number::number;
use super::part::Part;
use super::strings::Strings;
use crate::error::visible;
use crate::wording::list_some;

/// The share of the cells of a column that need not be numbers.
const OTHERS: f64 = 0.05;
/// Columns that are named one by one.
const NAMED: usize = 3;

/// The parts of each column in `stacked`, one for each of the `files`, where users `said` what stands before decimals
/// or leave it open. What was decided for a file joins its decisions.
pub(super) fn find_parts(
    files: &mut [DataFile],
    stacked: &[(String, Vec<Cells>)],
    said: Option<Decimal>,
) -> Vec<Vec<Part>> {
    let known: Vec<FileMarks> = files.iter().map(FileMarks::of).collect();
    let open: Vec<Vec<Option<Decimal>>> = stacked
        .into_par_iter()
        .map(|(_, parts)| {
            let parts = parts.iter().zip(&known);
            parts.map(|(cells, file)| find_open(cells, file)).collect()
        })
        .collect();
    let votes: Vec<Option<Decimal>> = (0..files.len())
        .map(|file| {
            let is_asked = said.is_none() && open.iter().any(|column| column[file].is_some());
            is_asked.then(|| find_vote(file, &known[file], stacked, &open))?
        })
        .collect();
    let mut told = vec![Told::default(); files.len()];
    let mut columns = Vec::new();
    for ((name, cells), open) in stacked.iter().zip(&open) {
        let mut parts = Vec::new();
        for (at, file) in files.iter().enumerate() {
            let mut part = Part {
                rows: file.rows.clone(),
                decimal: said.filter(|_| known[at].is_delimited || open[at].is_some()),
                is_typed: !known[at].is_delimited,
            };
            if let (Some(mark), None) = (open[at], said) {
                let other = || find_other(at, cells, &known, open);
                let decided = decide_open(mark, &known[at], votes[at], other);
                part.decimal = decided.map(|(decimal, _)| decimal);
                // Measurements may have three decimals, amounts of money have two.
                let doubtful = mark == Decimal::Comma
                    || known[at].cut == Some(Decimal::Comma)
                    || matches!(&cells[at], Cells::Text(text) if are_amounts(&values(text)));
                if decided.is_some() || doubtful {
                    told[at].add(mark, decided, name);
                }
            }
            parts.push(part);
        }
        columns.push(parts);
    }
    for (file, told) in files.iter_mut().zip(told) {
        file.decisions.extend(told.decisions());
    }
    columns
}

/// What the format of a file says of its numbers.
struct FileMarks {
    /// Whether its cells are text cut by something.
    is_delimited: bool,
    /// The mark that goes with what its cells are cut by: who writes decimals with a comma cuts by `;`.
    cut: Option<Decimal>,
}

impl FileMarks {
    fn of(file: &DataFile) -> Self {
        let mut decisions = file.decisions.iter();
        let cut = decisions.find(|decision| decision.about == "delimiter");
        let is = |byte| cut.is_some_and(|cut| cut.value == Delimiter::Byte(byte).shown());
        Self {
            is_delimited: cut.is_some(),
            cut: match (is(b';'), is(b',')) {
                (true, _) => Some(Decimal::Comma),
                (_, true) => Some(Decimal::Point),
                _ => None,
            },
        }
    }
}

/// The mark in `cells` of which nothing says whether decimals or three more digits of a whole number follow it, as in
/// `1,234`; none where cells say it, or where there is no mark.
fn find_open(cells: &Cells, file: &FileMarks) -> Option<Decimal> {
    let Cells::Text(text) = cells else {
        return None;
    };
    let most = OTHERS * (text.len() - text.count_missing()) as f64;
    let (mut points, mut commas, mut others) = (0_usize, 0_usize, 0_usize);
    for cell in text.texts() {
        match shape(cell) {
            Shape::Whole => {}
            // What knows numbers writes a point before their decimals; about a currency or a unit it says nothing.
            Shape::Open(Decimal::Point) if !file.is_delimited && number(cell).is_some() => {
                return None;
            }
            Shape::Open(Decimal::Point) => points += 1,
            Shape::Open(Decimal::Comma) => commas += 1,
            Shape::Other if is_mark(cell) => {}
            Shape::Other => {
                others += 1;
                // Most columns show it in a few cells.
                if others as f64 > most {
                    return None;
                }
            }
        }
    }
    let mark = match (points, commas) {
        (0, 1..) => Decimal::Comma,
        (1.., 0) => Decimal::Point,
        _ => return None,
    };
    // The few others may decide, and what stands about digits may make them none: `[1,234]` is a list.
    let values = values(text);
    let is_open = find_decimal(&values, !file.is_delimited).is_none() && are_numbers(&values, mark);
    is_open.then_some(mark)
}

enum Shape {
    /// Digits without a mark.
    Whole,
    /// One to three digits, this mark, three digits.
    Open(Decimal),
    Other,
}

fn shape(cell: &str) -> Shape {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits(cell) {
        return Shape::Whole;
    }
    let digit = |c: char| c.is_ascii_digit();
    let (Some(start), Some(end)) = (cell.find(digit), cell.rfind(digit)) else {
        return Shape::Other;
    };
    let core = &cell[start..=end];
    for mark in [Decimal::Point, Decimal::Comma] {
        if let Some((whole, part)) = core.split_once(mark.mark()) {
            let fits = whole.len() <= 3 && !whole.starts_with('0') && part.len() == 3;
            let fits = fits && is_digits(whole) && is_digits(part);
            return if fits {
                Shape::Open(mark)
            } else {
                Shape::Other
            };
        }
    }
    if is_digits(core) {
        Shape::Whole
    } else {
        Shape::Other
    }
}

/// The mark before decimals that the cells leave no doubt about.
fn decide(text: &Strings, file: &FileMarks) -> Option<Decimal> {
    find_decimal(&values(text), !file.is_delimited)
}

/// What decides an open `mark` of a column: what the other columns of the file say, its delimiter, and last what
/// `other` files say.
fn decide_open(
    mark: Decimal,
    file: &FileMarks,
    vote: Option<Decimal>,
    other: impl Fn() -> Option<Decimal>,
) -> Option<(Decimal, Reason)> {
    // Programs write points whatever they cut by; people who cut by `;` write commas.
    let cut = file
        .cut
        .filter(|cut| *cut == mark || *cut == Decimal::Point);
    match (vote, cut) {
        (Some(vote), _) => Some((vote, Reason::Columns)),
        (None, Some(cut)) => Some((cut, Reason::Cut)),
        (None, None) => other().map(|other| (other, Reason::Files)),
    }
}

/// The mark that all columns of the file at `at` have whose cells leave no doubt.
fn find_vote(
    at: usize,
    file: &FileMarks,
    stacked: &[(String, Vec<Cells>)],
    open: &[Vec<Option<Decimal>>],
) -> Option<Decimal> {
    let columns = stacked.iter().zip(open);
    let closed: Vec<&Cells> = columns
        .filter(|(_, open)| open[at].is_none())
        .map(|((_, parts), _)| &parts[at])
        .collect();
    let marks: Vec<Decimal> = closed
        .into_par_iter()
        .filter_map(|cells| match cells {
            Cells::Text(text) => decide(text, file),
            Cells::Vectors(_) => None,
        })
        .collect();
    agree(&marks)
}

/// The mark that the column has in all other files whose cells leave no doubt.
fn find_other(
    at: usize,
    parts: &[Cells],
    files: &[FileMarks],
    open: &[Option<Decimal>],
) -> Option<Decimal> {
    let others = parts.iter().zip(files).zip(open).enumerate();
    let closed = others.filter(|(other, (_, open))| *other != at && open.is_none());
    let marks = closed.filter_map(|(_, ((cells, file), _))| match cells {
        Cells::Text(text) => decide(text, file),
        Cells::Vectors(_) => None,
    });
    agree(&marks.collect::<Vec<_>>())
}

fn agree(marks: &[Decimal]) -> Option<Decimal> {
    let first = *marks.first()?;
    marks.iter().all(|mark| *mark == first).then_some(first)
}

/// Why a mark was taken for the one before decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    Columns,
    Cut,
    Files,
}

/// What a reader should know of the columns of one file: those with an open mark, by what was made of it.
#[derive(Debug, Clone, Default)]
struct Told {
    columns: BTreeMap<Case, Vec<String>>,
}

/// The open mark, and what was made of it, where anything was.
type Case = (char, Option<(char, Reason)>);

impl Told {
    fn add(&mut self, mark: Decimal, decided: Option<(Decimal, Reason)>, name: &str) {
        let decided = decided.map(|(decimal, reason)| (decimal.mark(), reason));
        let columns = self.columns.entry((mark.mark(), decided)).or_default();
        columns.push(format!("`{}`", visible(name)));
    }

    fn decisions(self) -> impl Iterator<Item = Decision> {
        self.columns.into_iter().map(|((mark, decided), names)| {
            let names = list_some(&names, NAMED);
            let Some((decimal, reason)) = decided else {
                let (taken, other) = match mark {
                    ',' => ("1234", "1.234"),
                    _ => ("1.234", "1234"),
                };
                return Decision::unusual(
                    "decimal mark",
                    format!("cells such as `1{mark}234` in {names} are read as {taken}"),
                    format!("no cell decides; with --decimal , they are read as {other}"),
                );
            };
            let why = match reason {
                Reason::Columns => "the other columns of the file have it",
                Reason::Cut => "it goes with the delimiter",
                Reason::Files => "other files have it in this column",
            };
            let about = format!("cells such as `1{mark}234` in {names} leave it open: {why}");
            Decision::usual("decimal mark", format!("`{decimal}`"), about)
        })
    }
}

#[cfg(test)]
mod tests;
