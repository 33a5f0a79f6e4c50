//! Policy: the configuration as written, every value with the source span that set it.
//!
//! Here the form of the files is judged (their syntax, keys and types). What their words mean (which
//! rules there are, which levels) is for the plan to say.

mod discover;
mod extend;
pub mod keys;
mod layers;
mod limit;
mod page;
mod pyproject;
mod schema;
mod waiver;
mod written;

use std::path::{Path, PathBuf};

use crate::error::{ConfigError, Mistake, visible};

use discover::find;
pub use discover::{NAMES, inside};
pub(crate) use limit::limits;
pub use limit::{Limit, LimitTable, ReadLimits};
pub(crate) use page::{Page, Section};
pub use waiver::WaiverPolicy;
pub use written::{Span, Written};

/// A configuration file that is obeyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFile {
    /// The file as reports and sentences call it.
    pub name: String,
    /// The folder that its relative paths start from; empty for the working directory.
    pub folder: PathBuf,
}

impl PolicyFile {
    /// Where it is, as seen from the working directory.
    pub fn path(&self) -> PathBuf {
        let name = Path::new(&self.name).file_name().unwrap_or_default();
        self.folder.join(name)
    }
}

/// Everything that the configuration says; absent is what it doesn't.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policy {
    /// The files, the nearest first: what one says wins over those behind it.
    pub files: Vec<PolicyFile>,
    /// Files beside the nearest that hold settings, too, and are not read.
    pub hidden: Vec<String>,
    /// What each file says by itself, where there are several.
    pub layers: Vec<Policy>,
    /// Whether a file that is extended couldn't be read: what is absent may be said there.
    pub unread: bool,
    /// `extend`: files that this one builds on, of several the later wins.
    pub extend: Vec<Written<String>>,
    /// `profile`
    pub profile: Option<Written<String>>,
    /// `seed`
    pub seed: Option<Written<u64>>,
    /// `fail-on`
    pub fail_on: Option<Written<String>>,
    /// `strict`
    pub strict: Option<Written<bool>>,
    /// `offline`
    pub offline: Option<Written<bool>>,
    /// `cache-dir`
    pub cache_dir: Option<Written<String>>,
    /// `cache-max-gb`: gigabytes, of 10^9 bytes.
    pub cache_max_gb: Option<Written<u64>>,
    /// `select`: absent selects every rule.
    pub select: Option<Vec<Written<String>>>,
    /// `ignore`: absent ignores none.
    pub ignore: Option<Vec<Written<String>>>,
    /// `baseline`: the file of known findings.
    pub baseline: Option<Written<String>>,
    /// `[embed] model`
    pub model: Option<Written<String>>,
    /// `[dataset.NAME]`, in the order of the file.
    pub datasets: Vec<DatasetPolicy>,
    /// `[rules.NAME]`, in the order of the file.
    pub rules: Vec<RulePolicy>,
    /// `[[waive]]`, in the order of the file.
    pub waivers: Vec<WaiverPolicy>,
}

impl Policy {
    /// What a run obeys: the file `named`, or else the nearest from the folder `here` upwards, with
    /// every file that it extends; nothing where there is none. What could be read comes with every
    /// mistake in it, so that the plan can add its own before any is reported.
    ///
    /// # Errors
    /// A file that was named and can't be read, or the nearest one that can't.
    pub fn obeyed(named: Option<&Path>, here: &Path) -> Result<(Self, Vec<Mistake>), ConfigError> {
        Ok(find(named, here)?.map_or_else(|| (Self::default(), Vec::new()), extend::read))
    }

    /// A path that the configuration names, as seen from the working directory: each is relative to
    /// the file that says it.
    pub fn path(&self, written: &Written<String>) -> PathBuf {
        let file = written.span.as_ref().map(|span| &*span.file);
        let said_by = self.files.iter().find(|known| Some(&*known.name) == file);
        said_by.map_or_else(
            || PathBuf::from(&written.value),
            |file| file.folder.join(&written.value),
        )
    }

    /// Which files are obeyed, and which are there and aren't, as words that follow "obeyed: ".
    pub fn files_in_words(&self) -> String {
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
    pub fn place_of(&self, table: &str) -> String {
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
    pub fn in_order(&self, mut mistakes: Vec<Mistake>) -> Vec<Mistake> {
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
    fn absences(&self) -> Vec<Mistake> {
        if self.unread {
            return Vec::new();
        }
        let pathless = self.datasets.iter().filter(|dataset| !dataset.says_path);
        pathless
            .map(|dataset| {
                dataset.name.mistake(
                    Mistake::new(format!("the dataset `{}` has no path", dataset.name.value))
                        .with_help("add `path = \"FILE\"`; it is relative to this file"),
                )
            })
            .collect()
    }
}

/// One `[dataset.NAME]` table.
#[derive(Debug, Clone, PartialEq)]
pub struct DatasetPolicy {
    /// NAME
    pub name: Written<String>,
    /// `path`: one or several files, folders or patterns.
    pub paths: Vec<Written<String>>,
    /// Whether `path` stands there, even with a value of the wrong type.
    pub says_path: bool,
    /// Whether `label` stands there, even with a value of the wrong type.
    pub says_label: bool,
    /// Whether `label = false` stands there: the dataset has none.
    pub unlabelled: bool,
    /// `label`
    pub label: Option<Written<String>>,
    /// `text`
    pub text: Option<TextPolicy>,
    /// `domain`
    pub domain: Option<DomainPolicy>,
    /// `shifted`: files that test under a shift.
    pub shifted: Option<Vec<Written<String>>>,
    /// `split`
    pub split: Option<Written<String>>,
    /// `group`
    pub group: Option<Written<String>>,
    /// `exclude`
    pub exclude: Option<Vec<Written<String>>>,
    /// `header`
    pub header: Option<Written<bool>>,
    /// `input-format`: how the files are written, whatever their names say.
    pub format: Option<Written<String>>,
    /// `encoding`
    pub encoding: Option<Written<String>>,
    /// `embedding`: a column of vectors.
    pub embedding: Option<Written<String>>,
}

/// The `text` of a dataset.
#[derive(Debug, Clone, PartialEq)]
pub enum TextPolicy {
    /// `text = "review"` or `text = ["title", "review"]`
    Columns(Vec<Written<String>>),
    /// `text = { template = "{title}: {review}" }`
    Template(Written<String>),
}

/// The `domain` of a dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct DomainPolicy {
    /// The column whose values are domains.
    pub column: Written<String>,
    /// The values whose rows are trained on.
    pub train: Vec<Written<String>>,
}

/// One `[rules.NAME]` table.
#[derive(Debug, Clone, PartialEq)]
pub struct RulePolicy {
    /// NAME
    pub name: Written<String>,
    /// `level`
    pub level: Option<Written<String>>,
    /// Every other key: the key, and its number.
    pub limits: Vec<(Written<String>, Written<f64>)>,
}
