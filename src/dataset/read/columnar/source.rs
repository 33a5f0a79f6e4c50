//! Source: a columnar file that can be read column by column, whatever its layout.

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, Fields};
use parquet::errors::ParquetError;

/// Batches of rows, or what is wrong with the next one.
pub(super) type Batches = Box<dyn Iterator<Item = Result<RecordBatch, Trouble>>>;

/// Why a file, or some columns of it, can't be read.
#[derive(Debug)]
pub(super) struct Trouble {
    /// What the library says.
    pub(super) cause: String,
    /// Whether the file may well be sound.
    pub(super) unsupported: bool,
}

/// A columnar file.
pub(super) trait Source {
    /// Its columns.
    fn fields(&self) -> &Fields;

    /// The columns among these that are best read together.
    fn groups(&self, columns: &[usize]) -> Vec<Vec<usize>>;

    /// Reads these columns from the first row on.
    fn batches(&self, columns: &[usize]) -> Result<Batches, Trouble>;
}

impl Trouble {
    /// What is wrong with a damaged file.
    pub(super) fn new(cause: impl Into<String>) -> Self {
        Self {
            cause: cause.into(),
            unsupported: false,
        }
    }
}

impl From<ParquetError> for Trouble {
    fn from(error: ParquetError) -> Self {
        Self {
            unsupported: matches!(error, ParquetError::NYI(_)),
            cause: plain(&error.to_string()),
        }
    }
}

impl From<ArrowError> for Trouble {
    fn from(error: ArrowError) -> Self {
        Self {
            unsupported: matches!(error, ArrowError::NotYetImplemented(_)),
            cause: plain(&error.to_string()),
        }
    }
}

/// What is wrong where a library says one of these.
const PLAIN: [(&str, &[&str]); 6] = [
    (
        "its end, which tells what lies where, is damaged or missing",
        &[
            "footer",
            "struct field type",
            "list element type",
            "Required field",
        ],
    ),
    (
        "what tells of a batch of rows is damaged",
        &["root as message", "versions mismatch"],
    ),
    ("text in it isn't UTF-8", &["utf-8", "utf8"]),
    (
        "what is packed in it is damaged",
        &["corrupt input", "decompress", "inflate", "zstd", "lz4"],
    ),
    (
        "it ends before its data does",
        &["eof", "failed to fill whole buffer"],
    ),
    (
        "places in it point to where nothing is",
        &["out of bounds", "beyond bounds", "offset"],
    ),
];
/// Characters of what a library says that are told.
const SAID: usize = 120;

/// What is wrong in plain words, where they are known, and what a library says of it.
fn plain(said: &str) -> String {
    let said = strip_parts(said);
    // What flatbuffers saw on the way there helps nobody.
    let said = said.split(", error_trace").next().unwrap_or(said);
    let lower = said.to_lowercase();
    let is_said = |words: &&str| lower.contains(&words.to_lowercase());
    let known = PLAIN.iter().find(|(_, words)| words.iter().any(&is_said));
    match known {
        Some((plain, _)) => {
            let short: String = said.chars().take(SAID).collect();
            format!("{plain} ({short})")
        }
        None => said.to_owned(),
    }
}

/// What a library says, without the names of its own parts in front.
fn strip_parts(said: &str) -> &str {
    const PARTS: [&str; 8] = [
        "Parquet error: ",
        "Parquet argument error: ",
        "External: ",
        "External error: ",
        "Arrow: ",
        "Invalid argument error: ",
        "Parser error: ",
        "Ipc error: ",
    ];
    let mut said = said;
    while let Some(rest) = PARTS.iter().find_map(|part| said.strip_prefix(part)) {
        said = rest;
    }
    said
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self::new(plain(&error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_library_says_is_told_in_plain_words_first() {
        let said = "Parquet error: Invalid Parquet file. Corrupt footer";
        assert_eq!(
            plain(said),
            "its end, which tells what lies where, is damaged or missing (Invalid Parquet file. Corrupt footer)"
        );
        let said = "Parser error: Unable to get root as message: RangeOutOfBounds { range: 1..9, error_trace: x }";
        assert_eq!(
            plain(said),
            "what tells of a batch of rows is damaged (Unable to get root as message: RangeOutOfBounds { range: 1..9)"
        );
        assert_eq!(plain("External: no such thing"), "no such thing");
    }
}
