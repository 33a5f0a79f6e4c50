//! Prefixed: lines of text that begin with their label, which is no table yet, and the command that makes one.

use std::collections::BTreeMap;

use super::Guess;
use super::group::Group;
use super::page::Reasons;
use super::profile::MOST_VALUES;
use crate::dataset::{Dataset, Encoding, Kind};
use crate::wording::quote;

/// What may part a label from its text, with its name.
const BETWEEN: [(char, &str); 4] = [
    (':', "a colon"),
    ('|', "a bar"),
    (';', "a semicolon"),
    (' ', "a blank"),
];
/// The share of lines that must begin with a label.
const MOST: f64 = 0.98;
/// Lines that each label has on average at least.
const LINES_EACH: usize = 10;
/// Characters of a label.
const LONGEST: usize = 40;
/// How fastText marks a label, which a blank ends.
const MARKED: &str = "__label__";

/// Says of a file with one column that its lines begin with labels, and how to make two columns of it.
pub(super) fn explain(dataset: &Dataset, group: &Group, guess: &mut Guess, reasons: &mut Reasons) {
    let [column] = &dataset.columns[..] else {
        return;
    };
    if column.kind != Kind::Text {
        return;
    }
    let lines = (0..column.len()).filter_map(|row| column.text(row));
    let all = lines.clone().count();
    let found = BETWEEN.into_iter().find_map(|(between, name)| {
        let mut labels: BTreeMap<&str, usize> = BTreeMap::new();
        for line in lines.clone() {
            if let Some(label) = label(line, between) {
                *labels.entry(label).or_default() += 1;
            }
            if labels.len() > MOST_VALUES {
                return None;
            }
        }
        let labelled: usize = labels.values().sum();
        let enough = labels.len() >= 2
            && labelled as f64 >= MOST * all as f64
            && labelled >= LINES_EACH * labels.len();
        enough.then_some((between, name, labels))
    });
    let Some((between, name, labels)) = found else {
        return;
    };
    let shown: Vec<&str> = labels.keys().copied().take(6).collect();
    let command = command(group, between);
    reasons.label = format!(
        "This is no table yet: nearly every line begins with one of {} labels ({}{}) and {name}. Until it has two \
         columns, the lines are judged as texts, by the rules that need no label. To make a table of it, and then \
         a trueline.toml with its label:",
        labels.len(),
        shown.join(", "),
        if labels.len() > shown.len() {
            ", ..."
        } else {
            ""
        },
    );
    reasons.command.clone_from(&command);
    guess.unsure.clear();
    guess.remedy = Some(command);
}

/// The label that `line` begins with.
fn label(line: &str, between: char) -> Option<&str> {
    let (label, text) = line.split_once(between)?;
    let marked = between != ' ' || label.starts_with(MARKED);
    let is = marked
        && !label.is_empty()
        && label.len() <= LONGEST
        && !label.contains(char::is_whitespace)
        && !text.trim().is_empty();
    is.then_some(label)
}

/// Puts a tab in the place of the first `between` of each line, in UTF-8, and looks at the table.
fn command(group: &Group, between: char) -> String {
    let Some(path) = group.files.first() else {
        return String::new();
    };
    let table = path.with_extension("tsv");
    let (file, table) = (
        quote(&path.display().to_string()),
        quote(&table.display().to_string()),
    );
    let tab = format!("sed \"s/{between}/$(printf '\\t')/\"");
    let make = match group.encoding() {
        Encoding::Utf8 => format!("{tab} {file} > {table}"),
        other => {
            let from = other.word().to_uppercase();
            format!("iconv -f {from} -t UTF-8 {file} | {tab} > {table}")
        }
    };
    format!("{make} && trueline init {table} --force")
}
