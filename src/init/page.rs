//! Page: the guesses written as a trueline.toml, each with its reason in comments above it.

use std::path::{Path, PathBuf};

use toml::Value;

use super::group::Group;
use super::{Guess, said};
use crate::dataset::Encoding;
use crate::error::visible;
use crate::plan::settings::dataset::{ENCODING, HEADER};
use crate::policy::literal;
use crate::policy::{Key, Statements};

/// Characters of a line of comment.
const WIDTH: usize = 98;

/// Why each line says what it says; empty says nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Reasons {
    pub(super) path: String,
    pub(super) header: String,
    pub(super) encoding: String,
    pub(super) label: String,
    /// A command that stands below the label's reason, on a line of its own.
    pub(super) command: String,
    pub(super) text: String,
    pub(super) domain: String,
    pub(super) split: String,
    pub(super) group: String,
    pub(super) exclude: String,
    pub(super) embedding: String,
}

/// The whole page.
pub(super) fn whole(sections: &[String], guesses: &[Guess]) -> String {
    let datasets = match guesses.len() {
        1 => "one dataset".to_owned(),
        several => format!("{several} datasets"),
    };
    let mut page = comment(&format!(
        "What `trueline init` {} guessed of {datasets}, from names, values and places of columns. Read it before you \
         believe a verdict; `trueline check` obeys it. All keys: docs/configuration.md in the repository. \
         Levels and limits of a rule: `trueline explain RULE`.",
        env!("CARGO_PKG_VERSION")
    ));
    for section in sections {
        page.push('\n');
        page.push_str(section);
    }
    page
}

/// One `[dataset.NAME]` table. Paths are written as seen from `folder`, where the page will stand.
pub(super) fn section(
    guess: &Guess,
    reasons: &Reasons,
    (group, said): (&Group, &Statements),
    folder: &Path,
) -> String {
    let mut section = Section(format!("[dataset.{}]\n", literal::key(&guess.name)));
    section.0.push_str(&comment(&format!(
        "{} {}, {} {}.",
        guess.rows,
        if guess.rows == 1 { "row" } else { "rows" },
        guess.columns,
        if guess.columns == 1 {
            "column"
        } else {
            "columns"
        },
    )));
    let paths: Vec<PathBuf> = match &group.shards {
        Some(shards) => vec![shards.path.clone()],
        None => group.files.clone(),
    };
    let paths: Vec<String> = paths.iter().map(|path| seen_from(folder, path)).collect();
    section.add("path", Some(one_or_list(&paths)), &reasons.path, "");
    section.add_reading(reasons, group, said);
    let label = guess.label.as_deref().map_or(Value::Boolean(false), text);
    section.add("label", Some(label), &reasons.label, &reasons.command);
    let of_text = (!guess.text.is_empty()).then(|| one_or_list(&guess.text));
    section.add("text", of_text, &reasons.text, "");
    let domain = guess.domain.as_ref().map(|role| {
        let mut table = toml::Table::new();
        table.insert("column".to_owned(), text(&role.column));
        table.insert("train".to_owned(), list(&role.train));
        Value::Table(table)
    });
    section.add("domain", domain, &reasons.domain, "");
    section.add(
        "split",
        guess.split.as_deref().map(text),
        &reasons.split,
        "",
    );
    section.add(
        "group",
        guess.group.as_deref().map(text),
        &reasons.group,
        "",
    );
    let exclude = (!guess.exclude.is_empty()).then(|| list(&guess.exclude));
    section.add("exclude", exclude, &reasons.exclude, "");
    section.add(
        "embedding",
        guess.embedding.as_deref().map(text),
        &reasons.embedding,
        "",
    );
    section.0
}

struct Section(String);

impl Section {
    /// How the files are written: what was said of it, and what was guessed beside.
    fn add_reading(&mut self, reasons: &Reasons, group: &Group, said: &Statements) {
        let mut entries = said::entries(said);
        let mut add_guess = |key: &'static Key, value: Value| {
            if !said.has(key) {
                entries.push((key, value));
            }
        };
        if !group.has_header() {
            add_guess(&HEADER.key, Value::Boolean(false));
        }
        if group.encoding() != Encoding::Utf8 {
            add_guess(&ENCODING.key, text(group.encoding().word()));
        }
        for key in said::READING {
            let reason = match key.name {
                name if name == HEADER.key.name => &reasons.header,
                name if name == ENCODING.key.name => &reasons.encoding,
                _ => "",
            };
            let value = entries.iter().find(|(known, _)| known == key);
            self.add(key.name, value.map(|(_, value)| value.clone()), reason, "");
        }
    }

    /// A key with its reason above it; a reason without a value stands by itself.
    fn add(&mut self, key: &str, value: Option<Value>, reason: &str, command: &str) {
        if !reason.is_empty() {
            self.0.push('\n');
            self.0.push_str(&comment(reason));
        }
        if !command.is_empty() {
            self.0.push_str(&format!("#   {}\n", visible(command)));
        }
        if let Some(value) = value {
            self.0
                .push_str(&format!("{key} = {}\n", literal::write(&value)));
        }
    }
}

/// A paragraph of comment.
fn comment(words: &str) -> String {
    let words = visible(words);
    textwrap::wrap(&words, WIDTH)
        .iter()
        .map(|line| format!("# {line}\n"))
        .collect()
}

fn text(words: impl Into<String>) -> Value {
    Value::String(words.into())
}

fn list(words: &[String]) -> Value {
    Value::Array(words.iter().map(text).collect())
}

fn one_or_list(words: &[String]) -> Value {
    match words {
        [one] => text(one),
        several => list(several),
    }
}

/// `path` as a file in `folder` names it: below the folder by the way down, else by the way from the root.
fn seen_from(folder: &Path, path: &Path) -> String {
    if folder.as_os_str().is_empty() || path.is_absolute() {
        return path.display().to_string();
    }
    let below = path.strip_prefix(folder).map(Path::to_owned);
    below
        .or_else(|_| std::path::absolute(path))
        .unwrap_or_else(|_| path.to_owned())
        .display()
        .to_string()
}
