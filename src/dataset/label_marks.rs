//! Label marks: classes whose name is what people and programs write where no label is known.

use super::Dataset;
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
}
