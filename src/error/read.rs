//! Why a data file could not be read, or does not hold what its roles say, with place and remedy.

mod access;
mod excerpt;
mod place;
mod words;

use crate::wording::{format_count, plural};
use std::io;
use std::sync::Arc;

use miette::{Diagnostic, SourceSpan};

pub(crate) use access::AccessError;
pub(crate) use excerpt::Excerpt;

use super::Mistake;
use words::{fields, no_rows, roles};

/// A dataset that could not be loaded. Paths stand as the user wrote them; lines, rows and columns
/// count from 1, byte offsets from 0 (in the unpacked file).
#[derive(Debug, thiserror::Error, Diagnostic)]
pub(crate) enum ReadError {
    /// No path was given.
    #[error("the dataset {name} names no file")]
    #[diagnostic(help("name at least one data file"))]
    NoFile {
        /// The dataset's name.
        name: String,
    },
    /// A file that can't be opened.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Access(#[from] AccessError),
    /// A file that is something else than its name says.
    #[error("{message}")]
    Disguised {
        /// The path.
        path: String,
        /// Which file, what its first bytes say, and what its name (or the user) says.
        message: String,
        /// What to do.
        #[help]
        help: String,
    },
    /// A .gz or .zst file that is damaged or is none.
    #[error("cannot unpack {path}: {cause}")]
    #[diagnostic(help(
        "its name says {packing}: fetch it again if it is cut short, or rename it if it isn't packed"
    ))]
    Packed {
        /// The path.
        path: String,
        /// `gzip` or `zstd`.
        packing: &'static str,
        /// What the decoder said.
        cause: io::Error,
    },
    /// A file that holds, or unpacks to, more than it may.
    #[error("{path} holds more than {most} MB")]
    #[diagnostic(help(
        "if that is right, let it: max-unpacked-mb = {} in its table of trueline.toml", most * 10
    ))]
    TooLarge {
        /// The path.
        path: String,
        /// The megabytes that it may hold, unpacked.
        most: u64,
    },
    /// A table with more columns than it may have.
    #[error("{path} has {columns} columns, more than {most}")]
    #[diagnostic(help(
        "if that is right, let it: max-columns = {columns} in its table of trueline.toml"
    ))]
    TooWide {
        /// The path.
        path: String,
        /// Its columns.
        columns: usize,
        /// Those that it may have.
        most: usize,
    },
    /// Something of a file that is larger than it may be.
    #[error("{what}")]
    #[diagnostic(help("if that is right, let it: {key} = {raised} in its table of trueline.toml"))]
    Beyond {
        /// The path.
        path: String,
        /// What is larger, how large it is, and what it may be.
        what: String,
        /// The key that says so.
        key: &'static str,
        /// A value of it that is enough.
        raised: u64,
    },
    /// Zeros where data should begin.
    #[error("{path} begins with {} zero bytes", format_count(*zeros))]
    #[diagnostic(help("fetch or write it again: what should be in it was never written"))]
    Zeros {
        /// The path.
        path: String,
        /// The zeros that were seen.
        zeros: usize,
    },
    /// A Git LFS pointer stands where the data should.
    #[error("{path} is a Git LFS pointer, not the data")]
    #[diagnostic(help("run git lfs pull"))]
    LfsPointer {
        /// The path.
        path: String,
    },
    /// Nothing in the file.
    #[error("{path} is empty")]
    #[diagnostic(help("check how it was written: not even a header line is in it"))]
    Empty {
        /// The path.
        path: String,
    },
    /// Lines to leave out that are all that there are.
    #[error("skip-rows leaves out the first {skipped} lines of {path}, which has {}", plural(*lines, "line", "lines"))]
    #[diagnostic(help(
        "let it leave out only the lines that stand before the table: --skip-rows LINES"
    ))]
    Skipped {
        /// The path.
        path: String,
        /// The lines that hold something, to the last.
        lines: usize,
        /// The lines that are left out.
        skipped: u64,
    },
    /// A table without a row.
    #[error("{path} {}", no_rows(*empty_list))]
    #[diagnostic(help(
        "check how it was written{}", if *has_header {"; if its only line is a row and no header, add --no-header"} else {""}
    ))]
    NoRows {
        /// The path.
        path: String,
        /// Whether it is a list of objects that is empty, with no columns either.
        empty_list: bool,
        /// Whether a line was taken for the header.
        has_header: bool,
    },
    /// Rows without a column: empty objects.
    #[error("the rows of {path} have no columns")]
    #[diagnostic(help(
        "each row is an object with a key for each column: {{\"text\": \"…\", \"label\": 1}}"
    ))]
    NoColumns {
        /// The path.
        path: String,
    },
    /// Bytes that the named encoding has no character for.
    #[error("{path} is not {encoding}: line {line} holds bytes that it has no character for")]
    #[diagnostic(help(
        "name the encoding that it was written in with --encoding, or write it as UTF-8"
    ))]
    Undecodable {
        /// The path.
        path: String,
        /// The encoding.
        encoding: &'static str,
        /// The line.
        line: u64,
    },
    /// UTF-32 text.
    #[error("{path} is written in {encoding}")]
    #[diagnostic(help("write it as UTF-8, for example: iconv -f {encoding} -t UTF-8"))]
    Wide {
        /// The path.
        path: String,
        /// `UTF-32`.
        encoding: &'static str,
    },
    /// A NUL byte, which no text holds.
    #[error("{path} holds a NUL byte in line {line} (byte {offset})")]
    #[diagnostic(help("the file is probably binary: check its format, or write it as UTF-8"))]
    Nul {
        /// The path.
        path: String,
        /// The line.
        line: u64,
        /// The byte's offset.
        offset: usize,
    },
    /// Bytes that are not UTF-8.
    #[error("{path} is not UTF-8: {bytes} in line {line} (byte {offset})")]
    NotUtf8 {
        /// The path.
        path: String,
        /// The line.
        line: u64,
        /// The offset of the first of the bytes.
        offset: usize,
        /// The bytes, escaped.
        bytes: String,
        /// What to do.
        #[help]
        help: &'static str,
        /// The line as it stands, the bytes escaped.
        #[source_code]
        excerpt: Arc<Excerpt>,
        /// The bytes in it.
        #[label("not UTF-8")]
        at: SourceSpan,
    },
    /// A record with too few or too many fields.
    #[error(
        "line {line} of {path} has {} where {expected} are expected",
        fields(*found)
    )]
    Ragged {
        /// The path.
        path: String,
        /// The line on which the record begins.
        line: u64,
        /// Fields of the header, or of the first record.
        expected: usize,
        /// Fields of this record.
        found: usize,
        /// What to do.
        #[help]
        help: String,
        /// The line.
        #[source_code]
        excerpt: Arc<Excerpt>,
        /// The whole of it.
        #[label("has {found}")]
        at: SourceSpan,
    },
    /// A quoted field that is never closed, or that closes before its text ends.
    #[error("{message}")]
    #[diagnostic(help(
        "close the quote, and write a quote inside a quoted field twice: \"say \"\"so\"\"\"; where quotes are letters like \
         others, add --quote none"
    ))]
    Quote {
        /// What is wrong and in which file and line.
        message: String,
        /// The path.
        path: String,
        /// The line of the quote.
        line: u64,
        /// The line as it stands.
        #[source_code]
        excerpt: Arc<Excerpt>,
        /// The quote.
        #[label("{label}")]
        at: SourceSpan,
        /// What is said under the quote.
        label: &'static str,
    },
    /// Delimited text that the parser gave up on.
    #[error("cannot read {path} as delimited text: {cause}")]
    #[diagnostic(help("check that the file is what its name says"))]
    Delimited {
        /// The path.
        path: String,
        /// What the parser said.
        cause: String,
    },
    /// Two columns of one name, in a first line that looks like a row.
    #[error("{path} has two columns named `{name}`: columns {first} and {second}")]
    #[diagnostic(help(
        "the first line looks like a row: if the file has no header line, add --no-header; else rename one of them"
    ))]
    TwinColumns {
        /// The path.
        path: String,
        /// The name.
        name: String,
        /// Position of the first.
        first: usize,
        /// Position of the second.
        second: usize,
    },
    /// JSON that is damaged, or that is no table.
    #[error("line {line}, column {column} of {path}: {cause}")]
    Json {
        /// The path.
        path: String,
        /// The line.
        line: u64,
        /// The column.
        column: usize,
        /// What the parser said.
        cause: String,
        /// What to do.
        #[help]
        help: &'static str,
        /// The line.
        #[source_code]
        excerpt: Arc<Excerpt>,
        /// The place in it.
        #[label("here")]
        at: SourceSpan,
    },
    /// A Parquet or Arrow file that is damaged or is none.
    #[error("cannot read {path} as {format}: {cause}")]
    Columnar {
        /// The path.
        path: String,
        /// `Parquet` or `Arrow`.
        format: &'static str,
        /// What the reader said.
        cause: String,
        /// What to do.
        #[help]
        help: &'static str,
    },
    /// A column that one of several files lacks.
    #[error("the column `{column}` is in {with} and not in {without}")]
    UnevenFiles {
        /// The column.
        column: String,
        /// A file that has it.
        with: String,
        /// The file that lacks it.
        without: String,
        /// What to do.
        #[help]
        help: String,
    },
    /// Several files of one dataset, each with its own error.
    #[error("{} can't be read", plural(errors.len(), "file", "files"))]
    Several {
        /// The errors, in the order of the files.
        #[related]
        errors: Vec<ReadError>,
    },
    /// Roles that the columns can't fill; holds every mistake found.
    #[error("{}", roles(name, mistakes.len()))]
    Roles {
        /// The dataset's name.
        name: String,
        /// The mistakes, in the order of the roles.
        #[related]
        mistakes: Vec<Mistake>,
    },
    /// Nobody says which column is learned, and the columns don't say that none is.
    #[error(transparent)]
    #[diagnostic(transparent)]
    NoLabel(Mistake),
    /// Only one row in all files together.
    #[error("{path} has one row")]
    #[diagnostic(help(
        "nothing can be learned from one row: add rows, or write a JSON table as an array of objects"
    ))]
    OneRow {
        /// The (first) path.
        path: String,
    },
    /// Every label is missing.
    #[error("every cell of the label column `{column}` in {path} is missing")]
    #[diagnostic(help(
        "null, empty and NaN are missing: fill the labels in, or name another column with --label"
    ))]
    NoLabels {
        /// The column.
        column: String,
        /// The (first) path.
        path: String,
    },
    /// Every row has the same label.
    #[error("every labelled row of {path} has the same label: `{column}` is always `{class}`")]
    #[diagnostic(help(
        "a label needs at least two classes: add rows of another, or name another column with --label"
    ))]
    OneClass {
        /// The column.
        column: String,
        /// The only class.
        class: String,
        /// The (first) path.
        path: String,
    },
    /// A supplied embedding without any usable vector.
    #[error("the embedding column `{column}` of {path}: {cause}")]
    #[diagnostic(help("an embedding column holds one list of numbers a row, all of one length"))]
    Vectors {
        /// The column.
        column: String,
        /// The file.
        path: String,
        /// What is wrong.
        cause: String,
    },
}
