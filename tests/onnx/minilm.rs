//! MiniLM, as a folder and from the cache: the same vectors, in any batch.

use std::fs;
use std::path::Path;
use std::sync::Mutex;

use trueline::testing::fingerprint;

use crate::model::{embed, greatest_difference, open_model};
use crate::process::{alone, set_up, with_minilm};

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Sentences of many lengths, some of them equal, some empty.
fn mixed_texts() -> Vec<String> {
    (0..150)
        .map(|i| match i % 10 {
            9 => String::new(),
            8 => "The age is 39. The state is CA.".to_owned(),
            n => format!("Row {i} holds {}.", "the word river, ".repeat(n * n)),
        })
        .collect()
}

fn borrowed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

#[test]
fn minilm_is_the_same_as_a_folder_and_from_the_cache() {
    let test = "minilm::minilm_is_the_same_as_a_folder_and_from_the_cache";
    let (Some((mut variables, folder)), Some((_, cache))) = (
        set_up("TRUELINE_TEST_MINILM"),
        set_up("TRUELINE_TEST_FASTEMBED_CACHE"),
    ) else {
        return;
    };
    variables.push(("FASTEMBED_CACHE_DIR", cache.into_os_string()));
    alone(test, variables, || {
        let folder = open_model(&folder.display().to_string());
        let texts = mixed_texts();
        let from_folder = embed(&folder, &borrowed(&texts));
        for name in ["AllMiniLML6V2", "sentence-transformers/all-MiniLM-L6-v2"] {
            let catalogue = open_model(name);
            assert_eq!(catalogue.name(), name);
            assert_eq!(catalogue.fingerprint(), folder.fingerprint());
            let before = fingerprint(name);
            assert_eq!(before.as_deref(), Some(folder.fingerprint()));
            let from_cache = embed(&catalogue, &borrowed(&texts));
            let difference = greatest_difference(&from_folder.concat(), &from_cache.concat());
            assert!(difference < 1e-5, "{difference}");
        }
    });
}

#[test]
fn a_batch_gives_what_each_text_gives_alone() {
    with_minilm(
        "minilm::a_batch_gives_what_each_text_gives_alone",
        |folder| {
            let model = open_model(folder);
            let texts = mixed_texts();
            let texts = borrowed(&texts);
            let together = embed(&model, &texts);
            assert_eq!((together.len(), together[0].len()), (texts.len(), 384));
            for (row, text) in texts.iter().enumerate() {
                let alone = embed(&model, &[text]);
                let difference = greatest_difference(&together[row], &alone[0]);
                assert!(difference < 1e-5, "row {row}: {difference}");
            }
            assert_eq!(together, embed(&model, &texts), "a second time");
        },
    );
}

#[test]
fn near_sentences_are_nearer() {
    with_minilm("minilm::near_sentences_are_nearer", |folder| {
        let all = embed(
            &open_model(folder),
            &[
                "The cat sleeps on the sofa.",
                "A kitten is napping on a couch.",
                "The central bank raised interest rates.",
                "",
                "  \n",
            ],
        );
        let near = cosine(&all[0], &all[1]);
        let far = cosine(&all[0], &all[2]);
        assert!(near > 0.5 && far < 0.2, "near {near}, far {far}");
        assert!((cosine(&all[0], &all[0]) - 1.0).abs() < 1e-5);
        assert!(all[3].iter().chain(&all[4]).all(|&x| x == 0.0));
    });
}

#[test]
fn a_cell_of_a_megabyte_is_read_as_its_beginning() {
    let test = "minilm::a_cell_of_a_megabyte_is_read_as_its_beginning";
    with_minilm(test, |folder| {
        let model = open_model(folder);
        let sentences = "The river is wide. ".repeat(60_000);
        let unbroken = "x".repeat(1_000_000);
        let all = embed(&model, &[&sentences, &unbroken]);
        assert!(all.concat().iter().all(|x| x.is_finite()));
        let read = embed(&model, &[&sentences[..4000]]);
        assert!(greatest_difference(&all[0], &read[0]) < 1e-5);
    });
}

#[test]
fn progress_counts_every_text() {
    with_minilm("minilm::progress_counts_every_text", |folder| {
        let texts = mixed_texts();
        let seen = Mutex::new(Vec::new());
        open_model(folder)
            .embed(&borrowed(&texts), &|done, all| {
                assert_eq!(all, texts.len());
                seen.lock().expect("no panic").push(done);
            })
            .expect("MiniLM runs");
        let seen = seen.into_inner().expect("no panic");
        assert!(seen.is_sorted() && seen.len() > 2, "{seen:?}");
        assert_eq!(seen.last(), Some(&texts.len()));
    });
}

#[test]
fn two_files_are_enough_and_their_content_is_the_fingerprint() {
    let test = "minilm::two_files_are_enough_and_their_content_is_the_fingerprint";
    with_minilm(test, |folder| {
        let bare = tempfile::tempdir().expect("a folder");
        let bare_name = bare.path().display().to_string();
        fs::create_dir(bare.path().join("onnx")).expect("a folder");
        for (from, to) in [
            ("model.onnx", "onnx/model.onnx"),
            ("tokenizer.json", "tokenizer.json"),
        ] {
            fs::copy(Path::new(folder).join(from), bare.path().join(to)).expect("a copy");
        }
        let (whole, two_files) = (open_model(folder), open_model(&bare_name));
        let texts = ["The cat sleeps.", "A longer sentence about a wide river."];
        let difference = greatest_difference(
            &embed(&whole, &texts).concat(),
            &embed(&two_files, &texts).concat(),
        );
        assert!(difference < 1e-5, "{difference}");
        assert_eq!(whole.fingerprint(), two_files.fingerprint());

        let limit = bare.path().join("sentence_bert_config.json");
        fs::write(limit, r#"{"max_seq_length": 4}"#).expect("a file");
        let shorter = open_model(&bare_name);
        assert_ne!(whole.fingerprint(), shorter.fingerprint());
        let cut = embed(&shorter, &["The river is wide", "The river runs"]);
        let difference = greatest_difference(&cut[0], &cut[1]);
        assert!(difference < 1e-5, "two words and two marks are read");
    });
}

#[test]
fn the_fingerprint_is_known_before_the_model_is_opened() {
    with_minilm(
        "minilm::the_fingerprint_is_known_before_the_model_is_opened",
        |folder| {
            let before = fingerprint(folder).expect("the files are sound");
            assert_eq!(open_model(folder).fingerprint(), before);
        },
    );
    assert_eq!(fingerprint("no-such-model"), None);
    let builtin = open_model("builtin");
    assert_eq!(
        fingerprint("builtin").as_deref(),
        Some(builtin.fingerprint())
    );
}
