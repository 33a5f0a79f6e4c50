//! Models that are refused, each with its remedy.

use std::env;
use std::fs;
use std::path::Path;

use crate::model::refuse;
use crate::process::{alone, with_minilm};

#[test]
fn a_broken_graph_and_a_broken_tokenizer_are_errors() {
    let test = "refused::a_broken_graph_and_a_broken_tokenizer_are_errors";
    with_minilm(test, |folder| {
        let files = ["model.onnx", "tokenizer.json"];
        for (broken, whole) in [(files[0], files[1]), (files[1], files[0])] {
            let bad = tempfile::tempdir().expect("a folder");
            fs::write(bad.path().join(broken), "{\"not\": \"a model\"}").expect("a file");
            fs::copy(Path::new(folder).join(whole), bad.path().join(whole)).expect("a copy");
            let error = refuse(&bad.path().display().to_string(), true);
            println!("{}", error.message);
            assert_eq!(error.kind, "Load", "{}", error.message);
        }
    });
}

#[test]
fn an_incomplete_folder_is_told_before_any_library_is_looked_for() {
    let test = "refused::an_incomplete_folder_is_told_before_any_library_is_looked_for";
    alone(test, vec![], || {
        let folder = tempfile::tempdir().expect("a folder");
        let name = folder.path().display().to_string();
        fs::write(folder.path().join("tokenizer.json"), "{}").expect("a file");
        let told = refuse(&name, true).message;
        assert!(
            told.contains(&format!("{name} has no model.onnx")),
            "{told}"
        );
    });
}

#[test]
fn an_unknown_name_gets_a_question() {
    let told = refuse("all-minilm-l7-v2", true).message;
    assert!(
        told.contains("no model is called all-minilm-l7-v2"),
        "{told}"
    );
    assert!(told.contains("did you mean AllMiniLML6V2"), "{told}");
}

#[test]
fn offline_and_not_in_the_cache_names_the_cache() {
    let folder = tempfile::tempdir().expect("a folder");
    let variables = vec![
        ("FASTEMBED_CACHE_DIR", folder.path().into()),
        ("HF_HUB_OFFLINE", "1".into()),
    ];
    let test = "refused::offline_and_not_in_the_cache_names_the_cache";
    alone(test, variables, || {
        let cache = env::var("FASTEMBED_CACHE_DIR").expect("set above");
        // By the flag and the variable, and by the variable alone.
        for offline in [true, false] {
            let error = refuse("BGESmallENV15", offline);
            let told = &error.message;
            assert_eq!(error.kind, "NotCached", "{}", error.message);
            assert!(
                told.contains("Xenova/bge-small-en-v1.5/onnx/model.onnx"),
                "{told}"
            );
            assert!(told.contains(&cache), "{told}");
        }
    });
}
