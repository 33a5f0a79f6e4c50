//! ONNX Runtime: missing, too old, cut short, or something else.

#[cfg(target_os = "linux")]
use std::env;
use std::fs;
use std::path::Path;
#[cfg(target_os = "linux")]
use std::process::Command;

use crate::model::refuse;
#[cfg(target_os = "linux")]
use crate::process::ALONE;
use crate::process::alone;

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
    alone(
        "runtime::without_a_library_the_remedy_is_told",
        vec![],
        || {
            let model = hollow_model();
            let error = refuse(&model.path().display().to_string(), true);
            let told = &error.message;
            if error.kind == "Load" {
                println!("not run: the system's own folders hold an ONNX Runtime");
                return;
            }
            assert_eq!(error.kind, "NoRuntime", "{}", error.message);
            assert!(told.contains("pip install onnxruntime"), "{told}");
            assert!(told.contains("looked in:"), "{told}");
        },
    );
}

/// What a folder model gets when `ORT_DYLIB_PATH` names `library`.
fn with_library(test: &str, library: &Path, expected: &str) {
    let variables = vec![("ORT_DYLIB_PATH", library.as_os_str().to_owned())];
    alone(test, variables, || {
        let model = hollow_model();
        let error = refuse(&model.path().display().to_string(), true);
        let told = &error.message;
        assert_eq!(error.kind, "BadRuntime", "{}", error.message);
        assert!(told.contains(expected), "{told}");
        assert!(told.contains("pip install onnxruntime"), "{told}");
    });
}

#[test]
fn a_library_that_is_not_there_is_an_error() {
    let test = "runtime::a_library_that_is_not_there_is_an_error";
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
    let test = "runtime::a_library_that_is_text_is_an_error";
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
        let test = "runtime::a_library_that_was_cut_short_is_an_error";
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
        with_library("runtime::another_library_is_an_error", &library, expected);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_library_that_answers_with_nothing_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = folder.path().join("libonnxruntime.so");
    if compiled("void *OrtGetApiBase(void) { return 0; }", &library) {
        let test = "runtime::a_library_that_answers_with_nothing_is_an_error";
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
        let test = "runtime::an_old_library_is_an_error_that_tells_both_versions";
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
