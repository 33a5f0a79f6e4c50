//! Models as the tests open them, and how far vectors lie apart.

use trueline::testing::{Model, Refusal, open};

/// The open model of this name, which is there.
pub(crate) fn open_model(name: &str) -> Model {
    open(name, true).unwrap_or_else(|refusal| panic!("{}", refusal.message))
}

/// Why the model of this name can't be opened.
pub(crate) fn refuse(name: &str, offline: bool) -> Refusal {
    match open(name, offline) {
        Ok(_) => panic!("{name} was opened"),
        Err(refusal) => refusal,
    }
}

pub(crate) fn embed(model: &Model, texts: &[&str]) -> Vec<Vec<f32>> {
    model
        .embed(texts, &|_, _| {})
        .unwrap_or_else(|refusal| panic!("{}", refusal.message))
}

pub(crate) fn greatest_difference(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    a.iter()
        .zip(b)
        .map(|(x, y)| (x - y).abs())
        .fold(0.0, f32::max)
}
