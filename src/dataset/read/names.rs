//! Names: those of the columns of a delimited text.

use std::collections::{HashMap, HashSet};

use crate::error::visible;

/// Words from which on a cell is no name, on average.
const SENTENCE: usize = 5;

/// The names in the header, and which of them stand there more than once. A column without a name is named by its
/// place; of columns with one name, the second is `NAME (2)`.
pub(super) fn name_columns(header: &[&str]) -> (Vec<String>, Vec<String>) {
    let own: HashSet<&str> = header.iter().map(|name| name.trim()).collect();
    let mut taken: HashSet<String> = HashSet::new();
    // The number that the next column of a name tries first: those before it are taken.
    let mut next: HashMap<String, usize> = HashMap::new();
    let mut twins = Vec::new();
    let mut names = Vec::with_capacity(header.len());
    for (at, name) in header.iter().enumerate() {
        let name = match name.trim() {
            "" => format!("column_{}", at + 1),
            name => name.to_owned(),
        };
        let is_free = |candidate: &String| {
            !taken.contains(candidate) && (*candidate == name || !own.contains(candidate.as_str()))
        };
        let mut free = name.clone();
        let mut nth = next.get(&name).copied().unwrap_or(2);
        while !is_free(&free) {
            free = format!("{name} ({nth})");
            nth += 1;
        }
        if free != name {
            next.insert(name, nth);
            twins.push(format!("{} is `{}`", nth_column(at), visible(&free)));
        }
        taken.insert(free.clone());
        names.push(free);
    }
    (names, twins)
}

fn nth_column(at: usize) -> String {
    format!("column {}", at + 1)
}

/// The first name of `header` that another column has, too, with the places of both (from 1).
pub(super) fn twin<'h>(names: &[String], header: &[&'h str]) -> Option<(&'h str, usize, usize)> {
    let renamed = |at: &usize| !header[*at].trim().is_empty() && names[*at] != header[*at].trim();
    let second = (0..header.len()).find(renamed)?;
    let name = header[second].trim();
    let first = header.iter().position(|other| other.trim() == name)?;
    Some((name, first + 1, second + 1))
}

/// Whether the first cells of rows are names of them: each another, and no measurement.
pub(super) fn are_row_names(rows: &[&Vec<String>]) -> bool {
    let names: HashSet<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    let words: usize = names
        .iter()
        .map(|name| name.split_whitespace().count())
        .sum();
    // Sentences are no names: a delimiter without quotes stands in them.
    words < SENTENCE * names.len()
        && rows.len() > 1
        && names.len() == rows.len()
        && names.iter().all(|name| {
            !name.is_empty() && !name.contains('.') || name.contains(char::is_alphabetic)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_are_told_apart_by_their_places() {
        let (names, twins) = name_columns(&["a", "b", " a", "a (2)", "a", ""]);
        assert_eq!(names, ["a", "b", "a (3)", "a (2)", "a (4)", "column_6"]);
        assert_eq!(twins, ["column 3 is `a (3)`", "column 5 is `a (4)`"]);
    }

    #[test]
    fn many_columns_of_one_name_are_numbered_on() {
        let header = vec!["x"; 50_000];
        let started = std::time::Instant::now();
        let (names, twins) = name_columns(&header);
        assert_eq!((names[49_999].as_str(), twins.len()), ("x (50000)", 49_999));
        // Trying every number again for each takes minutes.
        assert!(started.elapsed().as_secs() < 10);
    }
}
