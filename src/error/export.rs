//! Export errors: what keeps `trueline embed --output` from writing vectors.

/// Why vectors could not be written.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub(crate) enum ExportError {
    /// A name that says another format.
    #[error("{path} doesn't end in .parquet")]
    #[diagnostic(help("vectors are written as Parquet: --output vectors.parquet"))]
    NotParquet {
        /// The output.
        path: String,
    },
    /// The output is data.
    #[error("{path} is one of the files that are read")]
    #[diagnostic(help("give the vectors a file of their own with --output"))]
    DataFile {
        /// The output.
        path: String,
    },
    /// The output would be read as data the next time.
    #[error("{path} would stand among the files of {folder}, and be read with them the next time")]
    #[diagnostic(help("name a file outside of that folder with --output"))]
    AmongShards {
        /// The output.
        path: String,
        /// The folder or pattern.
        folder: String,
    },
    /// Something else stands there.
    #[error("{path} is there already, and it holds no vectors that trueline wrote")]
    #[diagnostic(help("name another file with --output, or take it away first"))]
    Foreign {
        /// The output.
        path: String,
    },
    /// One output for several datasets.
    #[error("--output takes one dataset, and there are {count}: {names}")]
    #[diagnostic(help("name the files of one of them"))]
    SeveralDatasets {
        /// How many.
        count: usize,
        /// Their names.
        names: String,
    },
    /// A column that can't name rows.
    #[error("the column {name} can't be the key: {why}")]
    Key {
        /// The column.
        name: String,
        /// What is wrong with it.
        why: String,
        /// What to do.
        #[help]
        help: String,
    },
    /// There is nothing to fit a transform on.
    #[error("no row of {name} is a train row, and a transform is fitted on train rows")]
    #[diagnostic(help(
        "name the data that you train on, or a transform that was fitted before: --transform-from FILE"
    ))]
    NoTrainRows {
        /// The dataset.
        name: String,
    },
    /// A file that holds no transform.
    #[error("{path} holds no transform that trueline wrote: {why}")]
    #[diagnostic(help(
        "name the .transform.safetensors file that trueline embed wrote beside the vectors that you trained on"
    ))]
    NoTransform {
        /// The file.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// A transform of something else.
    #[error("the transform in {path} doesn't fit: {what}")]
    Mismatch {
        /// The file.
        path: String,
        /// What it was fitted on, and what is there.
        what: String,
        /// What to do.
        #[help]
        help: String,
    },
}
