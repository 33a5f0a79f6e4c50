//! Embedder: turns texts into vectors; Embeddings: a row-aligned f32 matrix and the model's fingerprint.

mod builtin;
mod cached;
mod fingerprint;
mod onnx;
mod runtime;
mod tokens;

use std::path::Path;

pub(crate) use cached::Cached;
pub(crate) use tokens::{Reading, UNKNOWN_LETTERS, is_beyond_ascii};

use crate::error::EmbedError;

/// Called with the number of texts done so far and the number of all texts.
///
/// The first number never falls, and ends at the second.
pub(crate) type Progress<'a> = dyn Fn(usize, usize) + Sync + 'a;

/// A model that turns texts into vectors.
///
/// Every model holds to the same three promises: a text that is empty or only white space gets the
/// zero vector, equal texts of one call get equal vectors (bit for bit), and no value is NaN or
/// infinite.
pub(crate) trait Embedder: Sync {
    /// The model as the user named it, for reports.
    fn name(&self) -> &str;

    /// A short stable text that changes when the model's vectors could change.
    fn fingerprint(&self) -> &str;

    /// The vectors of `texts`, in their order.
    ///
    /// # Errors
    /// When the model's runtime fails.
    fn embed(&self, texts: &[&str], progress: &Progress) -> Result<Embeddings, EmbedError>;

    /// How much of a text the model reads; `None` when it reads all of every text.
    fn reach(&self) -> Option<Reach>;

    /// What the model's tokenizer makes of each of `texts`, in their order. Nothing is cut off, and
    /// the tokens that the model adds to every text aren't counted.
    ///
    /// # Errors
    /// When the tokenizer fails.
    fn read(&self, texts: &[&str]) -> Result<Vec<Reading>, EmbedError>;
}

/// How much of a text a model reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reach {
    /// The most tokens that it takes at once.
    pub(crate) tokens: usize,
    /// Those among them that it adds by itself: marks of a text's beginning and end.
    pub(crate) added: usize,
}

impl Reach {
    /// The most tokens of a text's own that are read.
    pub(crate) fn of_a_text(self) -> usize {
        self.tokens.saturating_sub(self.added)
    }
}

/// Vectors of equal length, one a row, in row-major order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Embeddings {
    /// Row-major values, `rows * dim` of them.
    pub(crate) values: Vec<f32>,
    /// The length of one vector.
    pub(crate) dim: usize,
}

impl Embeddings {
    /// The number of vectors.
    pub(crate) fn rows(&self) -> usize {
        self.values.len().checked_div(self.dim).unwrap_or(0)
    }

    /// The vector of row `row`.
    pub(crate) fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.dim..(row + 1) * self.dim]
    }
}

/// The model that a user names: `builtin`, a folder with an ONNX model, or a name of fastembed's
/// catalogue (`AllMiniLML6V2`, `sentence-transformers/all-MiniLM-L6-v2`, `all-minilm-l6-v2`).
///
/// A folder wins over a catalogue name. With `offline`, or when `HF_HUB_OFFLINE` says so, the
/// network is never touched.
///
/// # Errors
/// When there is no such model, its files are missing or broken, it cannot be fetched, or no ONNX
/// Runtime can be loaded. Causes that are cheap to see are looked for first.
pub(crate) fn open(model: &str, offline: bool) -> Result<Box<dyn Embedder>, EmbedError> {
    if model == builtin::NAME {
        return Ok(Box::new(builtin::Builtin::load()?));
    }
    if Path::new(model).is_dir() {
        return Ok(Box::new(onnx::Onnx::from_folder(model)?));
    }
    if reads_like_a_path(model) {
        return Err(EmbedError::NoFolder {
            path: model.to_owned(),
        });
    }
    Ok(Box::new(onnx::Onnx::from_catalogue(model, offline)?))
}

/// The fingerprint of the model that [`open`] would open, without opening it; `None` where that can't
/// be told: no such model, broken files, or files that would have to be fetched first.
pub(crate) fn fingerprint(model: &str) -> Option<String> {
    if model == builtin::NAME {
        return Some(builtin::fingerprint());
    }
    onnx::fingerprint(model)
}

/// Whether keeping the model's vectors saves time. The built-in one computes them about as quickly as
/// they are read, and each would take 1 kB.
pub(crate) fn worth_keeping(model: &str) -> bool {
    model != builtin::NAME
}

/// Whether `model` cannot be a catalogue name: those are `name` or `owner/name`.
fn reads_like_a_path(model: &str) -> bool {
    model.starts_with(['.', '/', '~', '\\'])
        || model.contains('\\')
        || model.ends_with('/')
        || model.matches('/').count() > 1
        || Path::new(model)
            .extension()
            .is_some_and(|end| end == "onnx")
        || Path::new(model).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_opens_the_builtin_model() {
        let model = open("builtin", true).expect("the model is in the binary");
        assert_eq!(model.name(), "builtin");
    }

    #[test]
    fn a_path_without_a_folder_is_told_as_such() {
        for path in ["./nowhere", "/nowhere/at/all", "nowhere/", "a/model.onnx"] {
            assert!(
                matches!(open(path, true), Err(EmbedError::NoFolder { .. })),
                "{path}"
            );
        }
    }

    #[test]
    fn a_hub_id_is_no_path() {
        assert!(!reads_like_a_path("sentence-transformers/all-MiniLM-L6-v2"));
        assert!(!reads_like_a_path("AllMiniLML6V2"));
    }
}
