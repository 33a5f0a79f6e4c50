//! Onnx: transformer models through fastembed and ONNX Runtime; nothing else knows fastembed.

mod batch;
mod catalogue;
mod folder;
mod hub;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use fastembed::TextEmbedding;

use self::batch::Limits;
use super::tokens::{self, Reader, Reading};
use super::{Embedder, Embeddings, Progress, Reach, runtime};
use crate::error::EmbedError;

/// No model reads more tokens of a text than this, whatever its files allow: attention costs the
/// square of the length, and rows of a dataset that need more are documents, not rows.
const MAX_TOKENS: usize = 512;

/// The fingerprint of the model of this name, where its files are here and sound.
pub(super) fn fingerprint(model: &str) -> Option<String> {
    if Path::new(model).is_dir() {
        return folder::Files::find(model).ok()?.fingerprint().ok();
    }
    let entry = catalogue::find(model).ok()?;
    let files = entry.fetch(model, true).ok()?;
    let (fingerprint, _) = entry.fingerprint(&files).ok()?;
    Some(fingerprint)
}

/// A transformer model, loaded and run once.
///
/// Vectors have length 1. Texts longer than the model reads are cut at their end.
pub(super) struct Onnx {
    name: String,
    fingerprint: String,
    dim: usize,
    limits: Limits,
    reach: Reach,
    /// A copy of the session's tokenizer that cuts nothing off, made when first asked for.
    reader: OnceLock<Result<Reader, String>>,
    /// fastembed wants to be alone while it runs; ONNX Runtime keeps every core busy by itself.
    session: Mutex<TextEmbedding>,
}

impl Onnx {
    /// The model in a folder with `model.onnx` and `tokenizer.json`.
    ///
    /// # Errors
    /// When a file is missing or broken, or there is no ONNX Runtime.
    pub(super) fn from_folder(folder: &str) -> Result<Self, EmbedError> {
        let files = folder::Files::find(folder)?;
        runtime::load()?;
        let (session, fingerprint, tokens) = load_or_explain(folder, || files.load())?;
        Self::run_once(folder, session, fingerprint, Limits::of(tokens))
    }

    /// The model that fastembed's catalogue knows by this name, from its cache or the network.
    ///
    /// # Errors
    /// When the catalogue has no such name, the model is neither in the cache nor to be had, or
    /// there is no ONNX Runtime.
    pub(super) fn from_catalogue(name: &str, offline: bool) -> Result<Self, EmbedError> {
        let entry = catalogue::find(name)?;
        let offline = offline || hub::told_to_stay_offline();
        // Before the download: without the library the model would be of no use.
        if !offline {
            runtime::load()?;
        }
        let files = entry.fetch(name, offline)?;
        runtime::load()?;
        let (session, fingerprint, tokens) = load_or_explain(name, || entry.load(&files))?;
        let limits = Limits::of(tokens);
        let limits = if entry.scales_by_batch() {
            limits.one_by_one()
        } else {
            limits
        };
        Self::run_once(name, session, fingerprint, limits)
    }

    /// Runs one short text, so that a model of the wrong kind fails here and its width is known.
    fn run_once(
        name: &str,
        mut session: TextEmbedding,
        fingerprint: String,
        limits: Limits,
    ) -> Result<Self, EmbedError> {
        let trial = run(&mut session, &["a"]).map_err(|cause| EmbedError::Load {
            model: name.to_owned(),
            cause,
        })?;
        Ok(Self {
            name: name.to_owned(),
            fingerprint,
            dim: trial[0].len(),
            limits,
            reach: Reach {
                tokens: limits.tokens_a_text(),
                added: tokens::added(&session.tokenizer),
            },
            reader: OnceLock::new(),
            session: Mutex::new(session),
        })
    }
}

impl Embedder for Onnx {
    fn name(&self) -> &str {
        &self.name
    }

    fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Memory is bounded by one batch beside the result. A text is computed in a batch of texts of
    /// about its length; the company that it has there moves its vector by less than 1e-5.
    fn embed(&self, texts: &[&str], progress: &Progress) -> Result<Embeddings, EmbedError> {
        let fail = |cause| EmbedError::Run {
            model: self.name.clone(),
            cause,
        };
        let batches = batch::plan(texts, self.limits);
        let mut values = vec![0.0; texts.len() * self.dim];
        let blank = texts.len() - batches.iter().map(|b| b.rows.len()).sum::<usize>();
        let mut done = blank;
        progress(done, texts.len());
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        for batch in batches {
            let vectors = run(&mut session, &batch.texts).map_err(fail)?;
            for &(row, place) in &batch.rows {
                let vector = &vectors[place];
                if vector.len() != self.dim {
                    return Err(fail(format!(
                        "it gave a vector of {} values after one of {}",
                        vector.len(),
                        self.dim
                    )));
                }
                values[row * self.dim..(row + 1) * self.dim].copy_from_slice(vector);
            }
            done += batch.rows.len();
            progress(done, texts.len());
        }
        Ok(Embeddings {
            values,
            dim: self.dim,
        })
    }

    fn reach(&self) -> Option<Reach> {
        Some(self.reach)
    }

    fn read(&self, texts: &[&str]) -> Result<Vec<Reading>, EmbedError> {
        let copy = || {
            let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
            Reader::new(session.tokenizer.clone())
        };
        self.reader
            .get_or_init(copy)
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|reader| reader.read(texts))
            .map_err(|cause| EmbedError::Run {
                model: self.name.clone(),
                cause,
            })
    }
}

/// One vector a text, all of finite values.
fn run(session: &mut TextEmbedding, texts: &[&str]) -> Result<Vec<Vec<f32>>, String> {
    let vectors = catch_panic(|| session.embed(texts, None).map_err(|e| with_causes(&e)))?;
    if vectors.len() != texts.len() {
        return Err(format!(
            "it gave {} vectors for {} texts",
            vectors.len(),
            texts.len()
        ));
    }
    if vectors.iter().flatten().any(|value| !value.is_finite()) {
        return Err("it gave a vector with a value that is no number".to_owned());
    }
    Ok(vectors)
}

/// Loads a model, with its failures in our words.
fn load_or_explain<T>(
    model: &str,
    load: impl FnOnce() -> Result<T, String>,
) -> Result<T, EmbedError> {
    catch_panic(load).map_err(|cause| EmbedError::Load {
        model: model.to_owned(),
        cause,
    })
}

/// Turns a panic of the libraries below into an error: a user's model must not end the process.
fn catch_panic<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied());
        Err(said
            .unwrap_or("the model's runtime ended without a message")
            .to_owned())
    })
}

/// An error and what caused it, in one line.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_told = cause.to_string();
        if !text.contains(&cause_told) {
            text = format!("{text}: {cause_told}");
        }
        next = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_below_becomes_an_error() {
        let text = catch_panic::<()>(|| panic!("no {}", "tensor"));
        assert_eq!(text, Err("no tensor".to_owned()));
    }
}
