//! Policy: trueline.toml as written, every value with the sentence that set it.
//!
//! Here the file's form is judged (its syntax, keys and types). What its words mean (which rules
//! there are, which levels) is for the plan to say.

mod discover;
mod limit;
mod page;
mod schema;

use std::path::PathBuf;

pub use discover::{Found, NAMES, find};
pub use limit::{Limit, Limits, Sentence};
pub(crate) use page::{Page, Section};

/// A value as written, with its sentence.
pub type Written<T> = Limit<T>;

/// Everything that a trueline.toml says; absent is what it doesn't.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policy {
    /// The folder that relative paths start from.
    pub folder: PathBuf,
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
    /// `ignore`
    pub ignore: Vec<Written<String>>,
    /// `[embed] model`
    pub model: Option<Written<String>>,
    /// `[dataset.NAME]`, in the order of the file.
    pub datasets: Vec<DatasetPolicy>,
    /// `[rules.NAME]`, in the order of the file.
    pub rules: Vec<RulePolicy>,
}

/// One `[dataset.NAME]` table.
#[derive(Debug, Clone, PartialEq)]
pub struct DatasetPolicy {
    /// NAME
    pub name: Written<String>,
    /// `path`: one or several files, folders or patterns.
    pub paths: Vec<Written<String>>,
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
    /// `shifted`: files that examine under a shift.
    pub shifted: Vec<Written<String>>,
    /// `split`
    pub split: Option<Written<String>>,
    /// `group`
    pub group: Option<Written<String>>,
    /// `exclude`
    pub exclude: Vec<Written<String>>,
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
    /// The values whose rows teach.
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
