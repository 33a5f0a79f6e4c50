//! Why a data file could not be read, with its place and its remedy.

/// A data file that could not be read.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum ReadError {
    /// No file at this path.
    #[error("no such file: {path}")]
    #[diagnostic(help("check the path; it is looked up from the folder where trueline runs"))]
    Missing {
        /// The path as the user wrote it.
        path: String,
    },
}
