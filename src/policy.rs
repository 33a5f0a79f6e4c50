//! Policy: the configuration as written, every value with the source span that set it.
//!
//! Here the form of the files is judged (their syntax, keys and types). What their words mean (which
//! rules there are, which levels) is for the plan to say.

mod discover;
mod extend;
mod key;
mod layers;
mod limit;
pub(crate) mod literal;
mod page;
mod pyproject;
mod read;
mod section;
mod setting;
mod statement;
mod value;
mod waiver;
mod written;

use std::path::{Path, PathBuf};

use crate::error::{ConfigError, Mistake, visible};

use discover::find;
pub(crate) use discover::{NAMES, inside};
pub(crate) use key::Flag;
pub(crate) use key::{Fallback, Form, Key, Keys, SIGNS, Vocabulary};
pub(crate) use limit::limits;
pub(crate) use limit::{Limit, LimitTable, ReadLimits};
pub(crate) use page::Page;
pub(crate) use section::Section;
pub(crate) use setting::vocabulary;
pub(crate) use setting::{Meaning, Setting, Word};
pub(crate) use statement::{Origin, Statement, Statements};
pub(crate) use value::Value;
pub(crate) use waiver::KEYS as WAIVE;
pub(crate) use waiver::WaiverPolicy;
pub(crate) use written::{Span, Written};

/// A configuration file that a run goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PolicyFile {
    /// The file as reports and mistakes call it.
    pub(crate) name: String,
    /// The folder that its relative paths start from; empty for the working directory.
    pub(crate) folder: PathBuf,
}

impl PolicyFile {
    /// Where it is, as seen from the working directory.
    pub(crate) fn path(&self) -> PathBuf {
        let name = Path::new(&self.name).file_name().unwrap_or_default();
        self.folder.join(name)
    }
}

/// Everything that the configuration says; absent is what it doesn't.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Policy {
    /// The files, the nearest first: what one says wins over those behind it.
    pub(crate) files: Vec<PolicyFile>,
    /// Files beside the nearest that hold settings, too, and are not read.
    pub(crate) hidden: Vec<String>,
    /// What each file says by itself, where there are several.
    pub(crate) layers: Vec<Policy>,
    /// Whether a file that is extended couldn't be read: what is absent may be said there.
    pub(crate) unread: bool,
    /// `extend`: files that this one builds on, of several the later wins.
    pub(crate) extend: Vec<Written<String>>,
    /// What is said of the keys at the top and of those of `[embed]`.
    pub(crate) settings: Statements,
    /// `[dataset.NAME]`, in the order of the file.
    pub(crate) datasets: Vec<DatasetPolicy>,
    /// `[rules.NAME]`, in the order of the file.
    pub(crate) rules: Vec<RulePolicy>,
    /// `[[waive]]`, in the order of the file.
    pub(crate) waivers: Vec<WaiverPolicy>,
}

impl Policy {
    /// Finds and reads the configuration: the file `named`, or else the nearest from the folder `here`
    /// upwards, with every file that it extends; empty where there is none. What could be read comes with
    /// every mistake in it, so that the plan can add its own before any is reported. `top` are the keys at
    /// the top.
    ///
    /// # Errors
    /// A file that was named and can't be read, or the nearest one that can't.
    pub(crate) fn find(
        top: Keys,
        named: Option<&Path>,
        here: &Path,
    ) -> Result<(Self, Vec<Mistake>), ConfigError> {
        let found = find(named, here)?;
        Ok(found.map_or_else(
            || (Self::default(), Vec::new()),
            |found| extend::read(top, found),
        ))
    }

    /// A path that the configuration names, as seen from the working directory: each is relative to
    /// the file that says it.
    pub(crate) fn path(&self, written: &Written<String>) -> PathBuf {
        let file = written.span.as_ref().map(|span| &*span.file);
        let said_by = self.files.iter().find(|known| Some(&*known.name) == file);
        said_by.map_or_else(
            || PathBuf::from(&written.value),
            |file| file.folder.join(&written.value),
        )
    }

    /// Which files the run goes by, and which are there and not read, as words that follow "obeyed: ".
    pub(crate) fn files_in_words(&self) -> String {
        let names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        let mut words = match &names[..] {
            [] => "none".to_owned(),
            [only] => (*only).to_owned(),
            [nearest, bases @ ..] => format!("{nearest}, which extends {}", bases.join(", ")),
        };
        if !self.hidden.is_empty() {
            words.push_str(&format!(
                " (beside it, and not read: {})",
                self.hidden.join(", ")
            ));
        }
        words
    }

    /// Where a table of this name would be added: `[embed] in trueline.toml`.
    pub(crate) fn place_of(&self, table: &str) -> String {
        let nearest = self
            .files
            .first()
            .map_or("trueline.toml", |file| &file.name);
        let prefix = if pyproject::is(Path::new(nearest)) {
            pyproject::PREFIX
        } else {
            ""
        };
        format!("[{prefix}{table}] in {nearest}")
    }

    /// Mistakes in the order of the files and of their lines, each once; those of the command line last.
    pub(crate) fn in_order(&self, mut mistakes: Vec<Mistake>) -> Vec<Mistake> {
        let ranks: Vec<String> = self.files.iter().map(|file| visible(&file.name)).collect();
        let place = |mistake: &Mistake| {
            let file = mistake.source_code.as_ref()?.name().to_owned();
            let rank = ranks.iter().position(|known| *known == file);
            Some((rank.unwrap_or(ranks.len()), mistake.at?.offset()))
        };
        mistakes.sort_by_key(|mistake| place(mistake).unwrap_or((usize::MAX, 0)));
        mistakes.dedup_by(|later, earlier| {
            place(later).is_some()
                && place(later) == place(earlier)
                && later.message == earlier.message
        });
        mistakes
    }

    /// Mistakes about what no file says.
    fn absences(&self, top: Keys) -> Vec<Mistake> {
        if self.unread {
            return Vec::new();
        }
        let keys = top.iter().filter_map(|key| match key.form {
            Form::Datasets(keys) => Some(keys),
            _ => None,
        });
        let needed: Vec<&Key> = keys
            .flatten()
            .filter(|key| matches!(key.form, Form::Files))
            .copied()
            .collect();
        let mut mistakes = Vec::new();
        for dataset in &self.datasets {
            for key in needed.iter().filter(|key| !dataset.settings.has(key)) {
                let (name, key) = (&dataset.name.value, key.name);
                mistakes.push(dataset.name.mistake(
                    Mistake::new(format!("the dataset `{name}` has no {key}")).with_help(format!(
                        "add `{key} = \"FILE\"`; it is relative to this file"
                    )),
                ));
            }
        }
        mistakes
    }
}

/// One `[dataset.NAME]` table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DatasetPolicy {
    /// NAME
    pub(crate) name: Written<String>,
    /// What it says of its keys.
    pub(crate) settings: Statements,
}

impl DatasetPolicy {
    /// Whether it says of which files the dataset is made.
    fn names_files(&self) -> bool {
        let mut keys = self.settings.keys();
        keys.any(|key| matches!(key.form, Form::Files))
    }
}

/// One `[rules.NAME]` table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RulePolicy {
    /// NAME
    pub(crate) name: Written<String>,
    /// `level`
    pub(crate) level: Option<Written<String>>,
    /// Every other key: the key, and its number.
    pub(crate) limits: Vec<(Written<String>, Written<f64>)>,
}
