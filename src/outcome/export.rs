//! Export: what was written of one dataset's vectors.

/// What was written of one dataset's vectors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ExportReport {
    /// Its name.
    pub(crate) name: String,
    /// Its rows.
    pub(crate) rows: usize,
    /// Those that aren't written, for their vectors can't be used.
    pub(crate) left_out: usize,
    /// How many numbers a vector has.
    pub(crate) dim: usize,
    /// What vectors are after the transform: `standardised`; none where they are as they came.
    pub(crate) transform: Option<String>,
    /// How many train rows it was fitted on.
    pub(crate) train_rows: usize,
    /// The column that names each row; none where rows are numbered.
    pub(crate) key: Option<String>,
    /// The file of vectors.
    pub(crate) output: String,
    /// The file with the fitted transform.
    pub(crate) parameters: String,
    /// The file that the transform was read from; none where it was fitted on these rows.
    pub(crate) transform_from: Option<String>,
}
