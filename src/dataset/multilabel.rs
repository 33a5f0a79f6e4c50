//! Multilabel: rows with more than one label: joined in a cell, or in a column of 0 and 1 for each.

use std::collections::{BTreeMap, BTreeSet};

use super::prose::is_prose;
use super::roles::Text;
use super::{Column, Dataset, Kind, Labels};
use crate::error::visible;
use crate::wording::{format_count, list_some, plural};

/// What stands between labels in one cell.
const BETWEEN: [char; 4] = [';', '|', ',', '/'];
/// The share of the joined labels that stand in another class, too: parts of a name hardly do (`Paris, France`).
const KNOWN: f64 = 0.8;
/// The share of the labelled rows that are lists where labels are lists.
const LISTS: f64 = 0.5;
/// Columns that a sentence names before it says how many more.
const NAMED: usize = 4;
/// What to do about it.
const ADVICE: &str = "make a column of 0 and 1 for each label, and check one at a time (--label), the others left out (--exclude)";

impl Dataset {
    /// That rows have several labels each, where they seem to, and what to do about it.
    pub(crate) fn describe_several_labels(&self) -> Option<String> {
        let label = &self.columns[self.roles.label?];
        let name = visible(&label.name);
        if let Some((rows, how)) = find_joined(&self.labels) {
            let labelled = self.labels.of.iter().flatten().count();
            return Some(format!(
                "label {name}: {} of {} hold several labels, {how}; each combination is taken for a class of its own: \
                 {ADVICE}",
                format_count(rows),
                plural(labelled, "cell", "cells")
            ));
        }
        let others = self.find_siblings(label);
        (!others.is_empty()).then(|| {
            format!(
                "label {name}: beside the text, {} {} 0 and 1, too; if these are labels of the same text, check one \
                 at a time: --label for each",
                list_some(&others, NAMED),
                if others.len() == 1 { "holds" } else { "hold" },
            )
        })
    }

    /// The names of at least two columns of 0 and 1 beside free text, where the label is such a column. In a table,
    /// such columns are features.
    fn find_siblings(&self, label: &Column) -> Vec<String> {
        let Text::Columns(texts) = &self.roles.text else {
            return Vec::new();
        };
        if !is_zero_or_one(label) || !texts.iter().any(|&at| is_prose(&self.columns[at])) {
            return Vec::new();
        }
        let roles = &self.roles;
        let taken = [
            roles.label,
            roles.domain,
            roles.split,
            roles.group,
            roles.entity,
        ];
        let free = |at: &usize| !taken.contains(&Some(*at)) && !roles.exclude.contains(at);
        let others: Vec<String> = (0..self.columns.len())
            .filter(|at| free(at) && is_zero_or_one(&self.columns[*at]))
            .map(|at| visible(&self.columns[at].name))
            .collect();
        if others.len() < 2 { Vec::new() } else { others }
    }
}

fn is_zero_or_one(column: &Column) -> bool {
    let mut values = (0..column.len()).filter_map(|row| column.number(row));
    let is_either = |value: f64| value == 0.0 || value == 1.0;
    column.kind == Kind::Number && values.all(is_either)
}

/// The rows whose label joins several, and how.
fn find_joined(labels: &Labels) -> Option<(usize, String)> {
    let counts = labels.counts(0..labels.of.len());
    let rows_of = |classes: &[usize]| classes.iter().map(|&class| counts[class]).sum::<usize>();
    let all = || labels.classes.iter().enumerate();
    let lists: Vec<usize> = all()
        .filter(|(_, name)| is_list(name))
        .map(|(at, _)| at)
        .collect();
    let several: Vec<usize> = lists
        .iter()
        .copied()
        .filter(|&class| labels.classes[class].contains(','))
        .collect();
    let labelled = counts.iter().sum::<usize>() as f64;
    if !several.is_empty() && rows_of(&lists) as f64 >= LISTS * labelled {
        return Some((rows_of(&several), "in a list".to_owned()));
    }
    BETWEEN.into_iter().find_map(|between| {
        let parts: Vec<BTreeSet<&str>> = all().map(|(_, name)| split(name, between)).collect();
        let joined: Vec<usize> = (0..parts.len()).filter(|&at| parts[at].len() > 1).collect();
        let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
        for part in parts.iter().flatten() {
            *classes.entry(part).or_default() += 1;
        }
        let each = || joined.iter().flat_map(|&at| &parts[at]);
        let known = each().filter(|part| classes[**part] > 1).count();
        let is_joined = !joined.is_empty() && known as f64 >= KNOWN * each().count() as f64;
        is_joined.then(|| (rows_of(&joined), format!("joined by `{between}`")))
    })
}

/// Whether a label is written as a list: `["a", "b"]`, `['a']`, `[0, 1, 1]`.
fn is_list(name: &str) -> bool {
    name.starts_with('[') && name.ends_with(']')
}

/// The labels in `name`; itself alone where one of them would be empty.
fn split(name: &str, between: char) -> BTreeSet<&str> {
    let parts: BTreeSet<&str> = name.split(between).map(str::trim).collect();
    if parts.contains("") {
        BTreeSet::from([name])
    } else {
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(classes: &[&str]) -> Option<(usize, String)> {
        let labels = Labels {
            classes: classes.iter().map(|&class| class.to_owned()).collect(),
            of: (0..classes.len() as u32).map(Some).collect(),
            missing: 0,
        };
        find_joined(&labels)
    }

    #[test]
    fn labels_that_also_stand_elsewhere_are_joined() {
        let by = |mark: char| Some((1, format!("joined by `{mark}`")));
        assert_eq!(joined(&["money", "sport", "money;sport"]), by(';'));
        assert_eq!(joined(&["a", "a | b", "b"]), by('|'));
        assert_eq!(
            joined(&["a, b", "b, c", "a, c"]).map(|(rows, _)| rows),
            Some(3)
        );
        let in_lists = Some((2, "in a list".to_owned()));
        assert_eq!(joined(&["['a', 'b']", "['a']", "[0, 1]"]), in_lists);
    }

    #[test]
    fn a_name_of_several_parts_is_one_label() {
        for classes in [
            &["Paris, France", "Lyon, France", "Rome, Italy"][..],
            &["and/or", "not"],
            &["n/a", "yes", "no"],
            &["1,5", "2,5"],
            &["a;", "a", "b"],
            &["spam", "ham"],
        ] {
            assert_eq!(joined(classes), None, "{classes:?}");
        }
    }
}
