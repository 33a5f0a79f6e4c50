//! Why rows could not be turned into vectors, with the remedy.

/// A model that could not be loaded or run.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum EmbedError {
    /// The model failed on these rows.
    #[error("the model {model} failed: {cause}")]
    Run {
        /// The model's name or folder.
        model: String,
        /// What the model's runtime said.
        cause: String,
    },
}
