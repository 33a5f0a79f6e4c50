//! Cached: a model whose vectors are kept, so that it reads only texts that it hasn't read before.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Embedder, Embeddings, Progress, Reach, Reading};
use crate::cache::{Known, Vectors, key};
use crate::error::EmbedError;

/// A model and its kept vectors.
///
/// Kept vectors come back bit for bit. A text that is read again could differ from them in the sixth
/// digit, since the company that it has in a transformer's batch moves its vector.
pub(crate) struct Cached<'a> {
    model: Box<dyn Embedder + 'a>,
    vectors: Vectors<'a>,
    read: AtomicUsize,
}

impl<'a> Cached<'a> {
    /// `model` with the vectors of its own fingerprint.
    pub(crate) fn new(model: Box<dyn Embedder + 'a>, cache: &'a crate::cache::Cache) -> Self {
        let vectors = cache.vectors(model.fingerprint(), model.name());
        Self {
            model,
            vectors,
            read: AtomicUsize::new(0),
        }
    }

    /// How many texts the model has read so far.
    pub(crate) fn texts_read(&self) -> usize {
        self.read.load(Ordering::Relaxed)
    }

    fn ask(&self, texts: &[&str], progress: &Progress) -> Result<Embeddings, EmbedError> {
        self.read.fetch_add(texts.len(), Ordering::Relaxed);
        self.model.embed(texts, progress)
    }

    /// Has the model read what isn't known, keeps it, and puts it among what is.
    fn complete(
        &self,
        texts: &[&str],
        keys: &[u128],
        mut known: Known,
        progress: &Progress,
    ) -> Result<Embeddings, EmbedError> {
        let missing = known.missing();
        let unread: Vec<&str> = missing.iter().map(|&at| texts[at]).collect();
        let there = texts.len() - unread.len();
        let new = self.ask(&unread, &|done, _| progress(there + done, texts.len()))?;
        let keys: Vec<u128> = missing.iter().map(|&at| keys[at]).collect();
        self.vectors.add(&keys, &new.values, new.dim);
        if there == 0 {
            return Ok(new);
        }
        if known.dim != new.dim {
            // No fingerprint allows that; what was kept isn't what this model makes.
            return self.ask(texts, &|_, _| ());
        }
        for (nth, &at) in missing.iter().enumerate() {
            known.values[at * new.dim..(at + 1) * new.dim].copy_from_slice(new.row(nth));
        }
        Ok(Embeddings {
            values: known.values,
            dim: new.dim,
        })
    }
}

impl Embedder for Cached<'_> {
    fn name(&self) -> &str {
        self.model.name()
    }

    fn fingerprint(&self) -> &str {
        self.model.fingerprint()
    }

    fn embed(&self, texts: &[&str], progress: &Progress) -> Result<Embeddings, EmbedError> {
        let (distinct, place) = distinct(texts);
        if distinct.is_empty() {
            return self.model.embed(texts, progress);
        }
        let keys: Vec<u128> = distinct.iter().map(|text| key(text)).collect();
        let known = self.vectors.find(&keys);
        let vectors = if known.has.iter().all(|&has| has) {
            Embeddings {
                values: known.values,
                dim: known.dim,
            }
        } else {
            let twice = texts.len() - distinct.len();
            let told = |done: usize, _: usize| progress(twice + done, texts.len());
            self.complete(&distinct, &keys, known, &told)?
        };
        progress(texts.len(), texts.len());
        if distinct.len() == texts.len() {
            return Ok(vectors);
        }
        let mut values = Vec::with_capacity(texts.len() * vectors.dim);
        for at in place {
            values.extend_from_slice(vectors.row(at));
        }
        Ok(Embeddings {
            values,
            dim: vectors.dim,
        })
    }

    fn reach(&self) -> Option<Reach> {
        self.model.reach()
    }

    fn read(&self, texts: &[&str]) -> Result<Vec<Reading>, EmbedError> {
        self.model.read(texts)
    }
}

/// The different texts in the order in which they first stand, and for each text which of them it is.
fn distinct<'t>(texts: &[&'t str]) -> (Vec<&'t str>, Vec<usize>) {
    let mut places = HashMap::with_capacity(texts.len());
    let mut distinct = Vec::new();
    let place = texts
        .iter()
        .map(|&text| {
            *places.entry(text).or_insert_with(|| {
                distinct.push(text);
                distinct.len() - 1
            })
        })
        .collect();
    (distinct, place)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::cache::Cache;

    /// A model that counts what reaches it; a vector is made of the text's length and first byte.
    #[derive(Default)]
    struct Counting(Mutex<Vec<usize>>);

    impl Embedder for &Counting {
        fn name(&self) -> &'static str {
            "counting"
        }

        fn fingerprint(&self) -> &'static str {
            "counting:1"
        }

        fn embed(&self, texts: &[&str], progress: &Progress) -> Result<Embeddings, EmbedError> {
            self.0.lock().expect("one thread").push(texts.len());
            progress(texts.len(), texts.len());
            let vector = |text: &&str| {
                [
                    text.len() as f32,
                    text.bytes().next().map_or(0.0, f32::from),
                ]
            };
            Ok(Embeddings {
                values: texts.iter().flat_map(vector).collect(),
                dim: 2,
            })
        }

        fn reach(&self) -> Option<Reach> {
            None
        }

        fn read(&self, _: &[&str]) -> Result<Vec<Reading>, EmbedError> {
            Ok(Vec::new())
        }
    }

    fn embed(folder: &std::path::Path, model: &Counting, texts: &[&str]) -> Embeddings {
        let cache = Cache::new(folder.to_owned(), u64::MAX);
        let told = Mutex::new(0);
        let vectors = Cached::new(Box::new(model), &cache)
            .embed(texts, &|done, all| {
                let mut last = told.lock().expect("one thread");
                assert!(*last <= done && done <= all && all == texts.len());
                *last = done;
            })
            .expect("it can't fail");
        assert_eq!(*told.lock().expect("one thread"), texts.len());
        assert_eq!(cache.warnings(), Vec::<String>::new());
        vectors
    }

    #[test]
    fn of_a_hundred_thousand_rows_only_the_one_that_changed_is_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let model = Counting::default();
        let texts: Vec<String> = (0..100_000).map(|row| format!("{row} is a row")).collect();
        let mut texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let before = embed(folder.path(), &model, &texts);
        assert_eq!(embed(folder.path(), &model, &texts), before);
        texts[77_777] = "a row that changed";
        let after = embed(folder.path(), &model, &texts);
        assert_eq!(*model.0.lock().expect("one thread"), [100_000, 1]);
        assert_eq!(after.row(77_777), [18.0, 97.0]);
        let others = |vectors: &Embeddings| {
            let mut values = vectors.values.clone();
            values.drain(2 * 77_777..2 * 77_778);
            values
        };
        assert_eq!(others(&after), others(&before));
    }

    #[test]
    fn the_order_of_rows_and_their_repetition_need_no_model() {
        let folder = tempfile::tempdir().expect("a folder");
        let model = Counting::default();
        let (here, plain) = (["a", "bb", "", "a"], Counting::default());
        let expected = (&&plain).embed(&here, &|_, _| ()).expect("it can't fail");
        assert_eq!(embed(folder.path(), &model, &here), expected);
        embed(folder.path(), &model, &["bb", "a", "", "bb", "bb"]);
        assert_eq!(*model.0.lock().expect("one thread"), [3]);
        assert_eq!(embed(folder.path(), &model, &[]).rows(), 0);
    }
}
