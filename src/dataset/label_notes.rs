//! Label notes: classes whose name is what people write where no label is known, and spellings of one number.

use std::collections::{BTreeMap, BTreeSet};

use super::{DataFile, Dataset, Kind};
use crate::error::visible;
use crate::wording::{format_count, list_some, quote};

/// Marks that a sentence names before it says how many more.
const NAMED: usize = 3;
/// What stands for a label that isn't known, in small letters. `none`, `unknown` and `-1` are classes as often.
const MARKS: [&str; 15] = [
    "?", "??", "???", "-", "--", "n/a", "na", "n.a.", "#n/a", "<na>", "nan", "null", "(null)",
    "missing", "-100",
];

impl Dataset {
    /// The classes that may stand for no label, and what to do about them.
    pub(super) fn describe_label_marks(&self) -> Option<String> {
        let label = &self.columns[self.roles.label?];
        let labels = &self.labels;
        let counts = labels.counts(0..labels.of.len());
        let is_mark = |name: &str| MARKS.contains(&name.to_lowercase().as_str());
        let marks: Vec<(&String, usize)> = labels
            .classes
            .iter()
            .zip(counts)
            .filter(|(name, _)| is_mark(name))
            .collect();
        let (_, rows) = marks.first()?;
        let said: Vec<String> = marks
            .iter()
            .map(|(name, rows)| format!("`{}` in {}", visible(name), format_count(*rows)))
            .collect();
        let flags: Vec<String> = marks
            .iter()
            .map(|(name, _)| format!("--na {}", quote(name)))
            .collect();
        let (are, cells) = match (marks.len(), rows) {
            (1, 1) => ("is a class", "row"),
            (1, _) => ("is a class", "rows"),
            _ => ("are classes", "rows"),
        };
        Some(format!(
            "label {}: {} {cells} {are} as any other; where no label is known there, say so: {}",
            visible(&label.name),
            list_some(&said, NAMED),
            flags.join(" ")
        ))
    }

    /// The classes that are one number in several spellings, and so one class.
    pub(super) fn describe_label_numbers(&self) -> Option<String> {
        let label = &self.columns[self.roles.label?];
        if label.kind != Kind::Number {
            return None;
        }
        let mut spellings: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
        for (row, class) in self.labels.of.iter().enumerate() {
            if let (Some(class), Some(written)) = (class, label.written(row)) {
                let known = spellings.entry(*class).or_default();
                if known.len() <= NAMED {
                    known.insert(written);
                }
            }
        }
        let several: Vec<String> = spellings
            .values()
            .filter(|written| written.len() > 1)
            .map(|written| {
                let written: Vec<String> = written
                    .iter()
                    .map(|written| format!("`{}`", visible(written)))
                    .collect();
                list_some(&written, NAMED)
            })
            .collect();
        (!several.is_empty()).then(|| {
            format!(
                "label {}: {} are one number, and one class",
                visible(&label.name),
                several[0]
            )
        })
    }

    /// Two files of one table of which each has classes of its own, and several.
    pub(super) fn describe_label_files(&self) -> Option<String> {
        let label = &self.columns[self.roles.label?];
        if self.files.len() < 2 || self.domains.is_some() {
            return None;
        }
        let labels = &self.labels;
        let classes = |file: &DataFile| -> BTreeSet<u32> {
            labels.of[file.rows.clone()]
                .iter()
                .flatten()
                .copied()
                .collect()
        };
        let (first, own) = (&self.files[0], classes(&self.files[0]));
        let others = self.files[1..].iter().map(|file| (file, classes(file)));
        let (file, other) = others
            .into_iter()
            .find(|(_, other)| other.len() > 1 && other.is_disjoint(&own))
            .filter(|_| own.len() > 1)?;
        let list = |classes: &BTreeSet<u32>| {
            let names = classes.iter().map(|&class| &labels.classes[class as usize]);
            let names: Vec<String> = names.map(|name| format!("`{}`", visible(name))).collect();
            list_some(&names, NAMED)
        };
        Some(format!(
            "label {}: {} in {} and {} in {}: the two files have no class in common",
            visible(&label.name),
            list(&own),
            first.path,
            list(&other),
            file.path
        ))
    }
}
