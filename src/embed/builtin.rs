//! Builtin: the static model inside the binary, one vector a token, averaged.
//!
//! A text's vector is the weighted mean of its tokens' vectors, scaled to length 1. Each text is
//! computed by one thread in the order of its tokens, so that the number of threads cannot change
//! a bit of the result. Nothing is cut off: the cost is linear in the text, and a mean over all of
//! a long text says more about it than a mean over its beginning.

use std::sync::{Mutex, OnceLock, PoisonError};

use model2vec_rs::model::StaticModel;
use rayon::prelude::*;

use super::fingerprint::Fingerprint;
use super::tokens::{Reader, Reading};
use super::{Embedder, Embeddings, Progress, Reach};
use crate::error::EmbedError;

/// What a user calls this model.
pub(super) const NAME: &str = "builtin";

const MODEL: &[u8] = include_bytes!("../../models/builtin/model.safetensors");
const TOKENIZER: &[u8] = include_bytes!("../../models/builtin/tokenizer.json");
const CONFIG: &[u8] = include_bytes!("../../models/builtin/config.json");

/// Texts that one thread takes at a time: enough to make handing them out cheap, few enough that
/// the copies model2vec asks for stay small.
const CHUNK: usize = 64;

/// The embedded static model, ready to run.
pub(super) struct Builtin {
    model: StaticModel,
    fingerprint: String,
    /// model2vec keeps its tokenizer to itself; this one, made when first asked for, gives the same
    /// tokens.
    reader: OnceLock<Result<Reader, String>>,
}

impl Builtin {
    /// Reads the model out of the binary.
    ///
    /// # Errors
    /// When the bytes that were compiled in are not a model, which is a mistake of the build.
    pub(super) fn load() -> Result<Self, EmbedError> {
        let model = StaticModel::from_bytes(TOKENIZER, MODEL, CONFIG, None).map_err(|cause| {
            EmbedError::Load {
                model: NAME.to_owned(),
                cause: format!("{cause:#}"),
            }
        })?;
        Ok(Self {
            model,
            fingerprint: fingerprint(),
            reader: OnceLock::new(),
        })
    }
}

/// What the model's fingerprint is, loaded or not.
pub(super) fn fingerprint() -> String {
    Fingerprint::new()
        .part(MODEL)
        .part(TOKENIZER)
        .part(CONFIG)
        .finish(NAME)
}

impl Embedder for Builtin {
    fn name(&self) -> &str {
        NAME
    }

    fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// A text without a token that the model knows gets the zero vector, as an empty one does.
    fn embed(&self, texts: &[&str], progress: &Progress) -> Result<Embeddings, EmbedError> {
        let dim = self.model.dim();
        let mut values = vec![0.0; texts.len() * dim];
        // Under a lock, so that the reported number never falls.
        let done = Mutex::new(0);
        values
            .par_chunks_mut(CHUNK * dim)
            .zip(texts.par_chunks(CHUNK))
            .for_each(|(out, chunk)| {
                let owned: Vec<String> = chunk.iter().map(|&text| text.to_owned()).collect();
                out.copy_from_slice(&self.model.encode_flat_with_args(&owned, None));
                let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                *done += chunk.len();
                progress(*done, texts.len());
            });
        Ok(Embeddings { values, dim })
    }

    fn reach(&self) -> Option<Reach> {
        None
    }

    fn read(&self, texts: &[&str]) -> Result<Vec<Reading>, EmbedError> {
        self.reader
            .get_or_init(|| Reader::from_bytes(TOKENIZER))
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|reader| reader.read(texts))
            .map_err(|cause| EmbedError::Run {
                model: NAME.to_owned(),
                cause,
            })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn builtin() -> Builtin {
        Builtin::load().expect("the model is in the binary")
    }

    fn embed(texts: &[&str]) -> Embeddings {
        builtin()
            .embed(texts, &|_, _| {})
            .expect("a static model cannot fail")
    }

    fn cosine(a: &[f32], b: &[f32]) -> f32 {
        a.iter().zip(b).map(|(x, y)| x * y).sum()
    }

    #[test]
    fn near_sentences_are_nearer() {
        let all = embed(&[
            "The cat sleeps on the sofa.",
            "A kitten is napping on a couch.",
            "The central bank raised interest rates.",
        ]);
        let near = cosine(all.row(0), all.row(1));
        let far = cosine(all.row(0), all.row(2));
        assert!(near > far + 0.2, "near {near}, far {far}");
    }

    #[test]
    fn a_vector_has_length_one() {
        let all = embed(&["The age is 39.", "x"]);
        for row in 0..all.rows() {
            let length = cosine(all.row(row), all.row(row)).sqrt();
            assert!((length - 1.0).abs() < 1e-5, "row {row}: {length}");
        }
    }

    #[test]
    fn a_text_without_tokens_is_the_zero_vector() {
        let all = embed(&["", " \t\n", "word"]);
        assert_eq!(all.rows(), 3);
        assert!(all.row(0).iter().chain(all.row(1)).all(|&x| x == 0.0));
        assert!(all.row(2).iter().any(|&x| x != 0.0));
    }

    #[test]
    fn no_text_is_no_row() {
        assert_eq!(embed(&[]).rows(), 0);
    }

    #[test]
    fn the_number_of_threads_changes_no_bit() {
        let texts: Vec<String> = (0..1000)
            .map(|i| format!("The age is {i}. The income is {}.", i * 37 % 101))
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let on = |threads| {
            rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .expect("a pool")
                .install(|| embed(&texts))
        };
        let one = on(1);
        assert_eq!(one, on(3));
        let alone = embed(&texts[777..778]);
        assert_eq!(one.row(777), alone.row(0), "nor do its neighbours");
    }

    #[test]
    fn the_end_of_a_long_text_counts() {
        let long = "word ".repeat(5_000);
        let all = embed(&[&long, &format!("{long} elephant")]);
        assert_ne!(all.row(0), all.row(1));
        assert!(all.values.iter().all(|x| x.is_finite()));
    }

    #[test]
    fn what_is_not_read_leaves_nothing_in_the_vector() {
        let model = builtin();
        for text in [
            "",
            "😘",
            "เมื่อวาน",
            "Love😘",
            "word",
            "word 😘",
            "naïve café",
            "[UNK]",
            "\u{feff}",
            "我们",
            "们",
            "x̂",
            &"x".repeat(101),
        ] {
            let reading = &model.read(&[text]).expect("the tokenizer runs")[0];
            let empty = embed(&[text]).values.iter().all(|&x| x == 0.0);
            assert_eq!(reading.known == 0, empty, "{text}: {reading:?}");
        }
    }

    #[test]
    fn progress_never_falls_and_ends_at_all() {
        let texts = vec!["a text"; 1000];
        let last = AtomicUsize::new(0);
        builtin()
            .embed(&texts, &|done, all| {
                assert_eq!(all, 1000);
                assert!(done > last.swap(done, Ordering::SeqCst));
            })
            .expect("a static model cannot fail");
        assert_eq!(last.into_inner(), 1000);
    }

    #[test]
    fn the_fingerprint_names_the_model() {
        let name = builtin().fingerprint().to_owned();
        assert!(name.starts_with("builtin:"), "{name}");
        assert_eq!(name, builtin().fingerprint());
    }
}
