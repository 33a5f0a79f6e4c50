//! Source: what the user says about one dataset: its files, how they are written, and the roles of columns.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{KindAsked, RoleLists, RoleNames, Shards};

/// The path that means standard input.
const STDIN: &str = "-";

/// How a text file turns bytes into characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub(crate) enum Encoding {
    /// UTF-8; anything else is an error.
    #[default]
    Utf8,
    /// Windows-1252, of which latin-1 (ISO 8859-1) is what is left without curly quotes and dashes.
    Latin1,
}

/// How data files are written, where the user says so and their names don't count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum FileFormat {
    /// Comma-separated values; semicolons where the header holds no comma.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// An array of objects.
    Json,
    /// One object a line.
    JsonLines,
    /// Apache Parquet.
    Parquet,
    /// Apache Arrow's file format, which is also Feather's second version.
    Arrow,
}

impl FileFormat {
    /// The word for each.
    pub(crate) const WORDS: [(&'static str, Self); 6] = [
        ("csv", Self::Csv),
        ("tsv", Self::Tsv),
        ("json", Self::Json),
        ("jsonl", Self::JsonLines),
        ("parquet", Self::Parquet),
        ("arrow", Self::Arrow),
    ];
}

/// What the user says about one dataset.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Source {
    /// The dataset's name in reports.
    pub(crate) name: String,
    /// The files, in the order of their rows; `-` is standard input.
    pub(crate) paths: Vec<PathBuf>,
    /// Files whose rows are shifted: each is a domain of its own that never trains.
    pub(crate) shifted: Vec<PathBuf>,
    /// The tables that are written over several of these files; any other file is a table by itself.
    pub(crate) shards: Vec<Shards>,
    /// How the files are written; absent leaves it to their names.
    pub(crate) format: Option<FileFormat>,
    /// Whether delimited files begin with a header line.
    pub(crate) header: bool,
    /// How text files are encoded.
    pub(crate) encoding: Encoding,
    /// What columns are to be taken for, by name, whatever their cells look like.
    pub(crate) columns: BTreeMap<String, KindAsked>,
    /// What the columns are for.
    pub(crate) roles: RoleNames,
    /// Lists of the command line that say the same of some roles, and that only the columns can take apart.
    pub(crate) lists: RoleLists,
}

impl Source {
    /// Whether standard input is one of the files.
    pub(crate) fn reads_stdin(&self) -> bool {
        let mut files = self.paths.iter().chain(&self.shifted);
        files.any(|path| is_stdin(path))
    }
}

/// Whether `path` means standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path == Path::new(STDIN)
}
