//! Models that turn texts into vectors, opened as a run would open them.

use crate::embed::{self, Embedder};
use crate::error::EmbedError;

/// An open model.
pub struct Model(Box<dyn Embedder>);

/// Why a model wasn't opened.
#[derive(Debug)]
pub struct Refusal {
    /// The name of the error in the code.
    pub kind: String,
    /// What a user reads: the error, and the help below it.
    pub message: String,
}

/// Opens the model that a user names; `offline` never touches the network.
///
/// # Errors
/// When it can't be opened.
pub fn open(name: &str, offline: bool) -> Result<Model, Refusal> {
    embed::open(name, offline)
        .map(Model)
        .map_err(|error| Refusal::of(&error))
}

/// The fingerprint of the model that [`open`] would open, where it is known without opening it.
pub fn fingerprint(name: &str) -> Option<String> {
    embed::fingerprint(name)
}

impl Model {
    /// What the user called it.
    pub fn name(&self) -> &str {
        self.0.name()
    }

    /// Changes when its vectors could.
    pub fn fingerprint(&self) -> &str {
        self.0.fingerprint()
    }

    /// The vector of each text. `progress` is called with the number of texts done, and of all.
    ///
    /// # Errors
    /// When the model can't be run.
    pub fn embed(
        &self,
        texts: &[&str],
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Vec<Vec<f32>>, Refusal> {
        let vectors = self
            .0
            .embed(texts, progress)
            .map_err(|error| Refusal::of(&error))?;
        let rows = 0..vectors.rows();
        Ok(rows.map(|row| vectors.row(row).to_vec()).collect())
    }
}

impl Refusal {
    fn of(error: &EmbedError) -> Self {
        use miette::Diagnostic;
        let help = error.help().map(|help| help.to_string());
        let debug = format!("{error:?}");
        let end = debug.find(|c: char| !c.is_alphanumeric());
        Self {
            kind: debug[..end.unwrap_or(debug.len())].to_owned(),
            message: format!("{error}\nhelp: {}", help.unwrap_or_default()),
        }
    }
}
