//! Fitted file: a transform with the numbers that train rows gave it, kept for rows that come later.
//!
//! A safetensors file: 64-bit arrays by the names of their steps, and under `trueline` of its metadata a line of JSON
//! that says what they were fitted on.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use serde::{Deserialize, Serialize};

use super::recipe::Recipe;
use super::source::ModelId;
use crate::error::{Error, ExportError, visible};
use crate::measure::{FittedTransform, Numbers, Step, Transform};

/// The number of this form; it changes when files of the old one can't be read any more.
const SCHEMA: &str = "trueline-transform/1";
/// The key of the metadata. One key with everything under it: the order of several would differ from run to run.
const KEY: &str = "trueline";
/// Most bytes of such a file: whitening of vectors of 10,000 numbers takes 800 MB.
const MOST: u64 = 1 << 30;

/// What is known of a fitted transform.
#[derive(Debug, Clone)]
pub(super) struct Head {
    /// Its steps.
    pub(super) transform: Transform,
    /// How many numbers a vector has.
    pub(super) dim: usize,
    /// How many train rows it was fitted on.
    pub(super) train_rows: usize,
    fingerprint: String,
    model: String,
    text: Recipe,
}

/// A fitted transform, and what is known of it.
#[derive(Debug, Clone)]
pub(super) struct FittedFile {
    pub(super) head: Head,
    pub(super) fitted: FittedTransform,
}

/// The head as it is written.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    schema: String,
    version: String,
    transform: Vec<String>,
    model: String,
    fingerprint: String,
    dim: usize,
    text: Recipe,
    train_rows: usize,
}

impl FittedFile {
    /// What `transform` gave on `train_rows` train rows whose vectors have `dim` numbers.
    pub(super) fn new(
        transform: Transform,
        fitted: FittedTransform,
        model: ModelId,
        text: Recipe,
        (dim, train_rows): (usize, usize),
    ) -> Self {
        let head = Head {
            transform,
            dim,
            train_rows,
            fingerprint: model.fingerprint.to_owned(),
            model: model.name.to_owned(),
            text,
        };
        Self { head, fitted }
    }

    /// The one in the file at `path`.
    ///
    /// # Errors
    /// A file that can't be read, or holds something else.
    pub(super) fn read(path: &Path) -> Result<Self, ExportError> {
        let refused = |why: String| ExportError::NoTransform {
            path: path.display().to_string(),
            why,
        };
        let length = fs::metadata(path).map_err(|cause| refused(cause.to_string()))?;
        if length.len() > MOST {
            return Err(refused("it is larger than any".to_owned()));
        }
        let bytes = fs::read(path).map_err(|cause| refused(cause.to_string()))?;
        Self::parse(&bytes).map_err(refused)
    }

    fn parse(bytes: &[u8]) -> Result<Self, String> {
        let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(|cause| cause.to_string())?;
        let tensors = SafeTensors::deserialize(bytes).map_err(|cause| cause.to_string())?;
        let line = metadata.metadata().as_ref().and_then(|all| all.get(KEY));
        let line = line.ok_or_else(|| format!("its metadata has no {KEY}"))?;
        let line: Line = serde_json::from_str(line).map_err(|cause| cause.to_string())?;
        if line.schema != SCHEMA {
            let schema = visible(&line.schema);
            return Err(format!(
                "its schema is {schema}, and this version reads {SCHEMA}"
            ));
        }
        let transform = read_steps(&line.transform)?;
        let numbers = tensors
            .iter()
            .map(|(name, tensor)| read_numbers(name, &tensor));
        let numbers = numbers.collect::<Result<_, _>>()?;
        let fitted = FittedTransform::read(&transform, line.dim, numbers)?;
        Ok(Self {
            head: Head {
                transform,
                dim: line.dim,
                train_rows: line.train_rows,
                fingerprint: line.fingerprint,
                model: line.model,
                text: line.text,
            },
            fitted,
        })
    }

    /// Writes it into `file`.
    pub(super) fn write(&self, file: &mut File) -> io::Result<()> {
        let head = &self.head;
        let line = Line {
            schema: SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            transform: head
                .transform
                .words()
                .into_iter()
                .map(str::to_owned)
                .collect(),
            model: head.model.clone(),
            fingerprint: head.fingerprint.clone(),
            dim: head.dim,
            text: head.text.clone(),
            train_rows: head.train_rows,
        };
        let line = serde_json::to_string(&line)?;
        let arrays: Vec<(String, Vec<usize>, Vec<u8>)> = self
            .fitted
            .numbers()
            .into_iter()
            .map(|array| {
                let bytes = array.values.iter().flat_map(|value| value.to_le_bytes());
                (array.name, array.shape, bytes.collect())
            })
            .collect();
        let views = arrays.iter().map(|(name, shape, bytes)| {
            let view = TensorView::new(Dtype::F64, shape.clone(), bytes);
            view.map(|view| (name.as_str(), view))
        });
        let views = views
            .collect::<Result<Vec<_>, _>>()
            .map_err(io::Error::other)?;
        let metadata = HashMap::from([(KEY.to_owned(), line)]);
        let bytes = safetensors::serialize(views, Some(metadata)).map_err(io::Error::other)?;
        file.write_all(&bytes)
    }

    /// Refuses rows of another model or text, and a transform that isn't the one declared.
    pub(super) fn check(
        &self,
        path: &Path,
        model: ModelId,
        text: &Recipe,
        declared: &Transform,
    ) -> Result<(), Arc<Error>> {
        let head = &self.head;
        let what = if head.fingerprint != model.fingerprint {
            let fitted = (visible(&head.model), visible(&head.fingerprint));
            Some((
                format!(
                    "it was fitted on vectors of {} ({}), and these are of {} ({})",
                    fitted.0, fitted.1, model.name, model.fingerprint
                ),
                "name the same model with --model, or fit the transform anew without --transform-from",
            ))
        } else if !declared.is_empty() && *declared != head.transform {
            let words = |transform: &Transform| match transform.words() {
                words if words.is_empty() => "nothing".to_owned(),
                words => words.join(","),
            };
            Some((
                format!(
                    "it does {}, and {} is declared",
                    words(&head.transform),
                    words(declared)
                ),
                "leave --transform out, or the `transform` of trueline.toml: the file says what is done",
            ))
        } else {
            let differs = head.text.compare(text);
            differs.map(|what| {
                (
                    what,
                    "let the same columns make the text: --label, --domain, --split and --exclude take columns out of \
                     it, --text and --template name what is in it",
                )
            })
        };
        let refused = |(what, help): (String, &str)| mismatch(path, what, help);
        what.map_or(Ok(()), |what| Err(refused(what)))
    }

    /// Refuses vectors of another length.
    pub(super) fn check_dim(&self, path: &Path, dim: usize) -> Result<(), Arc<Error>> {
        if self.head.dim == dim {
            return Ok(());
        }
        let fitted = self.head.dim;
        let what = format!("it was fitted on vectors of {fitted} numbers, and these have {dim}");
        Err(mismatch(
            path,
            what,
            "use the vectors that it was fitted on",
        ))
    }
}

fn mismatch(path: &Path, what: String, help: &str) -> Arc<Error> {
    Arc::new(Error::Export(ExportError::Mismatch {
        path: path.display().to_string(),
        what,
        help: help.to_owned(),
    }))
}

fn read_steps(words: &[String]) -> Result<Transform, String> {
    let read = |word: &String| {
        let mut known = Step::WORDS.iter();
        let known = known.find(|(known, _)| known == word);
        let step = known.map(|(_, step)| *step);
        step.ok_or_else(|| format!("no step is called {}", visible(word)))
    };
    Ok(Transform(words.iter().map(read).collect::<Result<_, _>>()?))
}

fn read_numbers(name: &str, tensor: &TensorView) -> Result<Numbers, String> {
    let name = visible(name);
    if tensor.dtype() != Dtype::F64 {
        return Err(format!("{name} isn't of 64-bit floats"));
    }
    let (chunks, _) = tensor.data().as_chunks::<8>();
    Ok(Numbers {
        name,
        shape: tensor.shape().to_vec(),
        values: chunks
            .iter()
            .map(|bytes| f64::from_le_bytes(*bytes))
            .collect(),
    })
}
