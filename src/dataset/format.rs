//! Format: how a data file is written and packed, as its name or the user says.

use std::path::Path;

use serde::Serialize;

/// The path that means standard input.
const STDIN: &str = "-";

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

/// How a data file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Records on lines; with the delimiter that the name says, if it says one.
    Delimited(Option<u8>),
    /// An array of objects; objects one after the other are read too.
    Json,
    /// One object a line.
    JsonLines,
    /// Apache Parquet.
    Parquet,
    /// The file format of Arrow IPC, which is also Feather's second version.
    Arrow,
}

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    None,
    Gzip,
    Zstd,
}

impl Format {
    /// The format that the name of `path` says, and how it is packed.
    pub(super) fn of(path: &Path) -> (Self, Packing) {
        if is_stdin(path) {
            return (Self::Delimited(None), Packing::None);
        }
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        let (name, packing) = [(".gz", Packing::Gzip), (".zst", Packing::Zstd)]
            .into_iter()
            .find_map(|(end, packing)| Some((name.strip_suffix(end)?, packing)))
            .unwrap_or((&name, Packing::None));
        let format = match name.rsplit_once('.').map(|(_, extension)| extension) {
            Some("csv") => Self::Delimited(Some(b',')),
            Some("tsv" | "tab") => Self::Delimited(Some(b'\t')),
            Some("json") => Self::Json,
            Some("jsonl" | "ndjson") => Self::JsonLines,
            Some("parquet" | "pq") => Self::Parquet,
            Some("arrow" | "feather" | "ipc") => Self::Arrow,
            _ => Self::Delimited(None),
        };
        (format, packing)
    }

    /// The word that messages have for it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Delimited(Some(b'\t')) => "tsv",
            Self::Delimited(_) => "csv",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
        }
    }
}

impl From<FileFormat> for Format {
    fn from(said: FileFormat) -> Self {
        match said {
            FileFormat::Csv => Self::Delimited(Some(b',')),
            FileFormat::Tsv => Self::Delimited(Some(b'\t')),
            FileFormat::Json => Self::Json,
            FileFormat::JsonLines => Self::JsonLines,
            FileFormat::Parquet => Self::Parquet,
            FileFormat::Arrow => Self::Arrow,
        }
    }
}

/// Whether the name of `path` says a data format, packed or not.
pub(crate) fn named_as_data(path: &Path) -> bool {
    Format::of(path).0 != Format::Delimited(None)
}

/// Whether the name of `path` says Parquet, whose rows have no lines and can be told apart all the same.
pub(crate) fn named_as_parquet(path: &Path) -> bool {
    Format::of(path).0 == Format::Parquet
}

/// The word for the format that the name of `path` says: `csv`, `tsv`, `json`, `jsonl`, `parquet` or `arrow`.
pub(super) fn format_word(path: &Path) -> &'static str {
    Format::of(path).0.word()
}

/// A path as messages show it.
pub(super) fn shown(path: &Path) -> String {
    if is_stdin(path) {
        return "standard input".to_owned();
    }
    path.display().to_string()
}

/// Whether `path` means standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path == Path::new(STDIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_name_says_format_and_packing() {
        let of = |name: &str| Format::of(Path::new(name));
        assert_eq!(
            of("a/b.CSV.GZ"),
            (Format::Delimited(Some(b',')), Packing::Gzip)
        );
        assert_eq!(of("b.tsv"), (Format::Delimited(Some(b'\t')), Packing::None));
        assert_eq!(of("b.jsonl.zst"), (Format::JsonLines, Packing::Zstd));
        assert_eq!(of("b.json"), (Format::Json, Packing::None));
        assert_eq!(of("b.feather"), (Format::Arrow, Packing::None));
        assert_eq!(of("b.parquet"), (Format::Parquet, Packing::None));
        assert_eq!(
            of("processed.va.data"),
            (Format::Delimited(None), Packing::None)
        );
        assert_eq!(of("b"), (Format::Delimited(None), Packing::None));
    }
}
