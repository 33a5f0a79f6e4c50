//! What a model said: its vectors, or why it was refused.

use trueline::embed::{Embedder, Embeddings, open};
use trueline::error::EmbedError;

pub fn opened(model: &str) -> Box<dyn Embedder> {
    open(model, true).unwrap_or_else(|error| panic!("{}", explained(&error)))
}

pub fn refused(model: &str, offline: bool) -> EmbedError {
    match open(model, offline) {
        Ok(_) => panic!("{model} was opened"),
        Err(error) => error,
    }
}

pub fn vectors(model: &dyn Embedder, texts: &[&str]) -> Embeddings {
    model
        .embed(texts, &|_, _| {})
        .unwrap_or_else(|error| panic!("{}", explained(&error)))
}

/// The error as a user sees it: the sentence and the help.
pub fn explained(error: &EmbedError) -> String {
    use miette::Diagnostic;
    let help = error.help().map(|help| help.to_string());
    format!("{error}\nhelp: {}", help.unwrap_or_default())
}

pub fn greatest_difference(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    a.iter()
        .zip(b)
        .map(|(x, y)| (x - y).abs())
        .fold(0.0, f32::max)
}
