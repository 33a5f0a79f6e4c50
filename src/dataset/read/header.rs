//! Header: whether the first record of a delimited text names the columns.

use std::collections::HashSet;

use super::super::dialect::Decision;
use super::super::number::number;

/// The share of cells that must agree for a column to count as numbers.
const MOST: f64 = 0.95;
/// Words of a cell from which on it is a text, and up to which it may be a name.
const TEXT: usize = 4;
const NAME: usize = 2;
/// Votes against a header from which on a reader has to know.
const CLEAR: f64 = -2.0;
/// Names that columns of training data often have, in any case.
const NAMES: [&str; 20] = [
    "id", "index", "label", "labels", "class", "target", "y", "text", "title", "name", "date",
    "category", "content", "comment", "sentence", "question", "answer", "split", "source", "value",
];

/// Whether a delimited file begins with a header line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct HeaderGuess {
    /// Whether it does.
    pub(crate) is: bool,
    /// How many columns speak for it, less how many speak against it, the clear ones counting double.
    pub(crate) votes: f64,
}

/// What is made of the first record, with the reason: `said` is whether it is to be a header.
pub(super) fn decide(said: bool, looks: HeaderGuess) -> Decision {
    let (is, why) = match (said, looks.is) {
        (true, true) => ("the first line", "it looks like names of columns"),
        (true, false) if looks.votes <= CLEAR => {
            let why = "it looks like a row of data; if it is one, add --no-header";
            return Decision::unusual("header", "the first line", why);
        }
        (true, false) => ("the first line", "it may be a row as well (--no-header)"),
        (false, _) => ("none", "it is said so: columns are column_1, column_2, ..."),
    };
    Decision::usual("header", is, why)
}

/// Every column votes on whether the first record is of the kind of those below it. A draw is a header.
pub(super) fn guess(records: &[Vec<String>]) -> HeaderGuess {
    let Some((first, rest)) = records.split_first() else {
        return HeaderGuess {
            is: true,
            votes: 0.0,
        };
    };
    let mut votes = 0.0;
    let different: HashSet<&str> = first.iter().map(String::as_str).collect();
    if different.len() + 1 < first.len() {
        // Names of columns differ; one of two without a name may be an index.
        votes -= 2.0;
    }
    if counts_up(first) && !rest.iter().take(3).any(|row| counts_up(row)) {
        return HeaderGuess {
            is: true,
            votes: 2.0,
        };
    }
    for (at, name) in first.iter().enumerate() {
        let below: Vec<&str> = rest
            .iter()
            .filter_map(|row| row.get(at))
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
            .collect();
        votes += vote(name, &below);
    }
    HeaderGuess {
        is: votes >= 0.0,
        votes,
    }
}

/// Whether the cells are 0, 1, 2, ...: names that tools give to columns without any.
fn counts_up(cells: &[String]) -> bool {
    cells.len() > 2
        && cells
            .iter()
            .enumerate()
            .all(|(at, cell)| *cell == at.to_string())
}

/// What one column says: whether `name` is of another kind than the cells `below` it.
fn vote(name: &str, below: &[&str]) -> f64 {
    if name.is_empty() || below.is_empty() {
        return 0.0;
    }
    let is_number = |cell: &str| number(cell).is_some() || cell.eq_ignore_ascii_case("nan");
    let share = |test: &dyn Fn(&str) -> bool| {
        below.iter().filter(|cell| test(cell)).count() as f64 / below.len() as f64
    };
    let known = if NAMES.contains(&name.to_lowercase().as_str()) {
        1.0
    } else {
        0.0
    };
    if share(&is_number) >= MOST {
        return if is_number(name) { -1.0 } else { 2.0 };
    }
    if is_number(name) {
        return -0.5;
    }
    let values: HashSet<&str> = below.iter().copied().collect();
    let repeat = below.len() >= 5 * values.len();
    if values.contains(name) {
        return if repeat { -2.0 } else { -1.0 };
    }
    if repeat {
        return 1.5 + known;
    }
    let words = |cell: &str| cell.split_whitespace().count();
    let mean = below.iter().map(|cell| words(cell)).sum::<usize>() as f64 / below.len() as f64;
    if mean >= TEXT as f64 {
        return match words(name) {
            ..=NAME => 1.0 + known,
            TEXT.. => -1.0,
            _ => known,
        };
    }
    let digits = |cell: &str| cell.contains(|c: char| c.is_ascii_digit());
    if share(&digits) >= MOST && !digits(name) {
        return 1.0 + known;
    }
    known
}

#[cfg(test)]
mod tests {
    use super::super::delimiter::first_records;
    use super::*;

    fn has_header(text: &str) -> bool {
        guess(&first_records(text, b',', None)).is
    }

    #[test]
    fn a_header_is_of_another_kind_than_what_stands_below_it() {
        assert!(has_header("age,job\n30,cook\n41,clerk\n"));
        assert!(has_header("a,b\nx,y\n"));
        assert!(has_header(
            "label,text\npos,a film that is worth its time\nneg,no film to see twice at all\n"
        ));
        assert!(has_header("day,uid\n2024-01-02,a81\n2024-01-03,b92\n"));
        assert!(
            has_header("0,1,2\n0.5,0.25,0.1\n0.3,0.2,0.9\n"),
            "names that a tool gave"
        );
        assert!(
            has_header("2019,2020,id\n1.5,2.5,a1\n2.5,3.5,a2\n"),
            "years, and a name among them"
        );
    }

    #[test]
    fn a_first_row_like_the_others_is_none() {
        assert!(!has_header("63,1,0\n41,0,1\n55,1,1\n"));
        assert!(!has_header(
            "39,State,low\n50,Private,low\n38,Private,high\n40,State,low\n"
        ));
        assert!(!has_header(
            "pos,see it with all of your friends\nneg,do not see it with any of them\npos,a fine film for a rainy day\n"
        ));
    }
}
