//! Request: what the command line asks of a check, as written.

use std::path::PathBuf;

/// The arguments of `trueline check`. What is absent or empty leaves the word to trueline.toml.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line by itself"
)]
pub struct Request {
    /// The files of the dataset, or folders and patterns that stand for files; empty checks the datasets of trueline.toml.
    pub paths: Vec<PathBuf>,
    /// `--changed`: the files are what changed, not one dataset
    pub changed: bool,
    /// `--label`
    pub label: Option<String>,
    /// `--text`, once for each column
    pub text: Vec<String>,
    /// `--template`
    pub template: Option<String>,
    /// `--domain COLUMN` or `--domain COLUMN=VALUE,VALUE`
    pub domain: Option<String>,
    /// `--shifted`
    pub shifted: Vec<PathBuf>,
    /// `--split`
    pub split: Option<String>,
    /// `--group`
    pub group: Option<String>,
    /// `--exclude`, each a list with commas
    pub exclude: Vec<String>,
    /// `--embedding`
    pub embedding: Option<String>,
    /// `--no-header`
    pub no_header: bool,
    /// `--encoding`
    pub encoding: Option<String>,
    /// `--input-format`
    pub input_format: Option<String>,
    /// `--model`
    pub model: Option<String>,
    /// `--profile`
    pub profile: Option<String>,
    /// `--select`
    pub select: Vec<String>,
    /// `--ignore`
    pub ignore: Vec<String>,
    /// `--train-rows`
    pub train_rows: Option<usize>,
    /// `--no-probes`
    pub no_probes: bool,
    /// `--seed`
    pub seed: Option<u64>,
    /// `--output-format FORMAT` or `--output-format FORMAT=PATH`, in order
    pub formats: Vec<String>,
    /// `--fail-on`
    pub fail_on: Option<String>,
    /// `--strict`
    pub strict: bool,
    /// `--offline`
    pub offline: bool,
    /// `--cache-dir`
    pub cache_dir: Option<PathBuf>,
    /// `--no-cache`
    pub no_cache: bool,
    /// `--baseline`
    pub baseline: Option<PathBuf>,
    /// `--write-baseline`
    pub write_baseline: bool,
    /// Whether the datasets are only embedded: no rule judges, so none asks for a label.
    pub only_embeds: bool,
    /// `--show-settings`: nothing is checked, so there may be nothing to check
    pub shows_settings: bool,
}
