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

/// What a library says, without the names of its own parts in front.
fn plain(said: &str) -> String {
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
    said.to_owned()
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self::new(error.to_string())
    }
}
