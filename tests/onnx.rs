//! The transformer, run for real: MiniLM as a folder and from fastembed's cache, and each way it can fail.
//!
//! `make test` sets up what these tests need and names it in the environment. ONNX Runtime is
//! loaded once in a process and for good, and is found through the environment: so a test that
//! needs it, or needs it absent, runs itself again in a process of its own.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::Instant;

use trueline::embed::{Embedder, Embeddings, open};
use trueline::error::EmbedError;

type Variables = Vec<(&'static str, OsString)>;

const ALONE: &str = "TRUELINE_TEST_ALONE";

/// Variables of the tester's own machine that would change what is found.
const FOREIGN: [&str; 8] = [
    "ORT_DYLIB_PATH",
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
    "pythonLocation",
    "PATH",
    "HF_HOME",
    "HF_HUB_OFFLINE",
    "FASTEMBED_CACHE_DIR",
];

/// Runs `body` in a process of its own with these variables. `test` is the calling test's name.
fn alone(test: &str, variables: Variables, body: impl FnOnce()) {
    if env::var_os(ALONE).is_some() {
        return body();
    }
    let mut command = Command::new(env::current_exe().expect("the test has a path"));
    command.args([test, "--exact", "--nocapture"]);
    for variable in FOREIGN {
        command.env_remove(variable);
    }
    command.env("HOME", "/nonexistent").env(ALONE, "1");
    let output = command
        .envs(variables)
        .output()
        .expect("the test can run itself");
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("1 passed"), "{test} in its own process");
}

/// The folder that `make test` has set up, and the variables under which ONNX Runtime is found.
fn set_up(folder: &str) -> Option<(Variables, PathBuf)> {
    let runtime = env::var_os("ORT_DYLIB_PATH")
        .map(|path| ("ORT_DYLIB_PATH", path))
        .or_else(|| env::var_os("TRUELINE_TEST_PYTHON").map(|path| ("VIRTUAL_ENV", path)));
    let found = runtime.zip(env::var_os(folder));
    if found.is_none() {
        assert!(
            env::var_os("CI").is_none(),
            "{folder} and TRUELINE_TEST_PYTHON are not set: run the tests with `make test`"
        );
        println!("not run: {folder} and TRUELINE_TEST_PYTHON are not set; `make test` sets them");
    }
    found.map(|(runtime, folder)| (vec![runtime], PathBuf::from(folder)))
}

/// Runs `body` on the folder of the exported MiniLM, with ONNX Runtime to be found.
fn with_minilm(test: &str, body: impl FnOnce(&str)) {
    if let Some((variables, folder)) = set_up("TRUELINE_TEST_MINILM") {
        alone(test, variables, || body(&folder.display().to_string()));
    }
}

fn opened(model: &str) -> Box<dyn Embedder> {
    open(model, true).unwrap_or_else(|error| panic!("{}", explained(&error)))
}

fn refused(model: &str, offline: bool) -> EmbedError {
    match open(model, offline) {
        Ok(_) => panic!("{model} was opened"),
        Err(error) => error,
    }
}

fn vectors(model: &dyn Embedder, texts: &[&str]) -> Embeddings {
    model
        .embed(texts, &|_, _| {})
        .unwrap_or_else(|error| panic!("{}", explained(&error)))
}

/// The error as a user sees it: the sentence and the help.
fn explained(error: &EmbedError) -> String {
    use miette::Diagnostic;
    let help = error.help().map(|help| help.to_string());
    format!("{error}\nhelp: {}", help.unwrap_or_default())
}

fn greatest_difference(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    a.iter()
        .zip(b)
        .map(|(x, y)| (x - y).abs())
        .fold(0.0, f32::max)
}

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
    let test = "minilm_is_the_same_as_a_folder_and_from_the_cache";
    let (Some((mut variables, folder)), Some((_, cache))) = (
        set_up("TRUELINE_TEST_MINILM"),
        set_up("TRUELINE_TEST_FASTEMBED_CACHE"),
    ) else {
        return;
    };
    variables.push(("FASTEMBED_CACHE_DIR", cache.into_os_string()));
    alone(test, variables, || {
        let folder = opened(&folder.display().to_string());
        let texts = mixed_texts();
        let from_folder = vectors(&*folder, &borrowed(&texts));
        for name in ["AllMiniLML6V2", "sentence-transformers/all-MiniLM-L6-v2"] {
            let catalogue = opened(name);
            assert_eq!(catalogue.name(), name);
            assert_eq!(catalogue.fingerprint(), folder.fingerprint());
            let told = trueline::embed::fingerprint(name);
            assert_eq!(told.as_deref(), Some(folder.fingerprint()));
            let from_cache = vectors(&*catalogue, &borrowed(&texts));
            let difference = greatest_difference(&from_folder.values, &from_cache.values);
            assert!(difference < 1e-5, "{difference}");
        }
    });
}

#[test]
fn a_batch_gives_what_each_text_gives_alone() {
    with_minilm("a_batch_gives_what_each_text_gives_alone", |folder| {
        let model = opened(folder);
        let texts = mixed_texts();
        let texts = borrowed(&texts);
        let together = vectors(&*model, &texts);
        assert_eq!((together.rows(), together.dim), (texts.len(), 384));
        for (row, text) in texts.iter().enumerate() {
            let alone = vectors(&*model, &[text]);
            let difference = greatest_difference(together.row(row), alone.row(0));
            assert!(difference < 1e-5, "row {row}: {difference}");
        }
        assert_eq!(together, vectors(&*model, &texts), "a second time");
    });
}

#[test]
fn near_sentences_are_nearer() {
    with_minilm("near_sentences_are_nearer", |folder| {
        let all = vectors(
            &*opened(folder),
            &[
                "The cat sleeps on the sofa.",
                "A kitten is napping on a couch.",
                "The central bank raised interest rates.",
                "",
                "  \n",
            ],
        );
        let near = cosine(all.row(0), all.row(1));
        let far = cosine(all.row(0), all.row(2));
        assert!(near > 0.5 && far < 0.2, "near {near}, far {far}");
        assert!((cosine(all.row(0), all.row(0)) - 1.0).abs() < 1e-5);
        assert!(all.row(3).iter().chain(all.row(4)).all(|&x| x == 0.0));
    });
}

#[test]
fn a_cell_of_a_megabyte_costs_what_its_beginning_costs() {
    let test = "a_cell_of_a_megabyte_costs_what_its_beginning_costs";
    with_minilm(test, |folder| {
        let model = opened(folder);
        let sentences = "The river is wide. ".repeat(60_000);
        let unbroken = "x".repeat(1_000_000);
        let begun = Instant::now();
        let all = vectors(&*model, &[&sentences, &unbroken]);
        // A second would do; machines that test are shared.
        assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
        assert!(all.values.iter().all(|x| x.is_finite()));
        let read = vectors(&*model, &[&sentences[..4000]]);
        assert!(greatest_difference(all.row(0), read.row(0)) < 1e-5);
    });
}

#[test]
fn progress_counts_every_text() {
    with_minilm("progress_counts_every_text", |folder| {
        let texts = mixed_texts();
        let seen = Mutex::new(Vec::new());
        opened(folder)
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
    let test = "two_files_are_enough_and_their_content_is_the_fingerprint";
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
        let (whole, two_files) = (opened(folder), opened(&bare_name));
        let texts = ["The cat sleeps.", "A longer sentence about a wide river."];
        let difference = greatest_difference(
            &vectors(&*whole, &texts).values,
            &vectors(&*two_files, &texts).values,
        );
        assert!(difference < 1e-5, "{difference}");
        assert_eq!(whole.fingerprint(), two_files.fingerprint());

        let limit = bare.path().join("sentence_bert_config.json");
        fs::write(limit, r#"{"max_seq_length": 4}"#).expect("a file");
        let shorter = opened(&bare_name);
        assert_ne!(whole.fingerprint(), shorter.fingerprint());
        let cut = vectors(&*shorter, &["The river is wide", "The river runs"]);
        let difference = greatest_difference(cut.row(0), cut.row(1));
        assert!(difference < 1e-5, "two words and two marks are read");
    });
}

#[test]
fn a_broken_graph_and_a_broken_tokenizer_are_errors() {
    let test = "a_broken_graph_and_a_broken_tokenizer_are_errors";
    with_minilm(test, |folder| {
        let files = ["model.onnx", "tokenizer.json"];
        for (broken, whole) in [(files[0], files[1]), (files[1], files[0])] {
            let bad = tempfile::tempdir().expect("a folder");
            fs::write(bad.path().join(broken), "{\"not\": \"a model\"}").expect("a file");
            fs::copy(Path::new(folder).join(whole), bad.path().join(whole)).expect("a copy");
            let error = refused(&bad.path().display().to_string(), true);
            println!("{}", explained(&error));
            assert!(matches!(error, EmbedError::Load { .. }));
        }
    });
}

/// Two files with the right names: enough to get as far as ONNX Runtime.
fn hollow_model() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["model.onnx", "tokenizer.json"] {
        fs::write(folder.path().join(name), "{}").expect("a file");
    }
    folder
}

#[test]
fn without_a_library_the_remedy_is_told() {
    alone("without_a_library_the_remedy_is_told", vec![], || {
        let model = hollow_model();
        let error = refused(&model.path().display().to_string(), true);
        let told = explained(&error);
        if matches!(error, EmbedError::Load { .. }) {
            println!("not run: the system's own folders hold an ONNX Runtime");
            return;
        }
        assert!(matches!(error, EmbedError::NoRuntime { .. }), "{told}");
        assert!(told.contains("pip install onnxruntime"), "{told}");
        assert!(told.contains("looked in:"), "{told}");
    });
}

/// What a folder model gets when `ORT_DYLIB_PATH` names `library`.
fn with_library(test: &str, library: &Path, expected: &str) {
    let variables = vec![("ORT_DYLIB_PATH", library.as_os_str().to_owned())];
    alone(test, variables, || {
        let model = hollow_model();
        let error = refused(&model.path().display().to_string(), true);
        let told = explained(&error);
        assert!(matches!(error, EmbedError::BadRuntime { .. }), "{told}");
        assert!(told.contains(expected), "{told}");
        assert!(told.contains("pip install onnxruntime"), "{told}");
    });
}

#[test]
fn a_library_that_is_not_there_is_an_error() {
    let test = "a_library_that_is_not_there_is_an_error";
    with_library(
        test,
        Path::new("/no/such/libonnxruntime.so"),
        "is not there",
    );
}

#[test]
fn a_library_that_is_text_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = folder.path().join("libonnxruntime.so");
    fs::write(&library, "404: Not Found").expect("a file");
    let test = "a_library_that_is_text_is_an_error";
    with_library(test, &library, "is not a shared library");
}

#[cfg(target_os = "linux")]
#[test]
fn a_library_that_was_cut_short_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = folder.path().join("libonnxruntime.so");
    if compiled("int padding[100000] = { 1 };", &library) {
        let whole = fs::read(&library).expect("a library");
        fs::write(&library, &whole[..whole.len() / 3]).expect("a file");
        let test = "a_library_that_was_cut_short_is_an_error";
        with_library(test, &library, "cut short");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn another_library_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = folder.path().join("libonnxruntime.so");
    if compiled("int other(void) { return 1; }", &library) {
        let expected = "does not export OrtGetApiBase";
        with_library("another_library_is_an_error", &library, expected);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_library_that_answers_with_nothing_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = folder.path().join("libonnxruntime.so");
    if compiled("void *OrtGetApiBase(void) { return 0; }", &library) {
        let test = "a_library_that_answers_with_nothing_is_an_error";
        with_library(test, &library, "does not answer as ONNX Runtime does");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_old_library_is_an_error_that_tells_both_versions() {
    let old = r#"
        static void *api(unsigned version) { return 0; }
        static const char *version(void) { return "1.10.0"; }
        static struct { void *a; void *b; } base = { (void *)api, (void *)version };
        void *OrtGetApiBase(void) { return &base; }
    "#;
    let folder = tempfile::tempdir().expect("a folder");
    let library = folder.path().join("libonnxruntime.so");
    if compiled(old, &library) {
        let test = "an_old_library_is_an_error_that_tells_both_versions";
        let expected = "it is version 1.10.0, and 1.24.0 or later is needed";
        with_library(test, &library, expected);
    }
}

/// Makes a library of C source, because no machine can be asked to have a bad ONNX Runtime.
#[cfg(target_os = "linux")]
fn compiled(source: &str, library: &Path) -> bool {
    if env::var_os(ALONE).is_some() {
        // The first process has made it, and named it in the environment.
        return fs::write(library, "").is_ok();
    }
    let text = library.with_extension("c");
    fs::write(&text, source).expect("a file");
    let made = Command::new("cc")
        .args(["-shared", "-fPIC", "-o"])
        .args([library, &text])
        .status()
        .is_ok_and(|status| status.success());
    if !made {
        assert!(env::var_os("CI").is_none(), "cc cannot make a library");
        println!("not run: there is no C compiler `cc` to make a library with");
    }
    made
}

#[test]
fn an_incomplete_folder_is_told_before_any_library_is_looked_for() {
    let test = "an_incomplete_folder_is_told_before_any_library_is_looked_for";
    alone(test, vec![], || {
        let folder = tempfile::tempdir().expect("a folder");
        let name = folder.path().display().to_string();
        fs::write(folder.path().join("tokenizer.json"), "{}").expect("a file");
        let told = explained(&refused(&name, true));
        assert!(
            told.contains(&format!("{name} has no model.onnx")),
            "{told}"
        );
    });
}

#[test]
fn an_unknown_name_gets_a_question() {
    let told = explained(&refused("all-minilm-l7-v2", true));
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
    let test = "offline_and_not_in_the_cache_names_the_cache";
    alone(test, variables, || {
        let cache = env::var("FASTEMBED_CACHE_DIR").expect("set above");
        // By the flag and the variable, and by the variable alone.
        for offline in [true, false] {
            let error = refused("BGESmallENV15", offline);
            let told = explained(&error);
            assert!(matches!(error, EmbedError::NotCached { .. }), "{told}");
            assert!(
                told.contains("Xenova/bge-small-en-v1.5/onnx/model.onnx"),
                "{told}"
            );
            assert!(told.contains(&cache), "{told}");
        }
    });
}

#[test]
fn the_fingerprint_is_known_before_the_model_is_opened() {
    with_minilm(
        "the_fingerprint_is_known_before_the_model_is_opened",
        |folder| {
            let before = trueline::embed::fingerprint(folder).expect("the files are sound");
            assert_eq!(opened(folder).fingerprint(), before);
        },
    );
    assert_eq!(trueline::embed::fingerprint("no-such-model"), None);
    let builtin = open("builtin", true).expect("it is in the binary");
    assert_eq!(
        trueline::embed::fingerprint("builtin").as_deref(),
        Some(builtin.fingerprint())
    );
}
