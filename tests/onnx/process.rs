//! A process for a test by itself: ONNX Runtime is loaded once in a process and for good.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

pub(crate) type Variables = Vec<(&'static str, OsString)>;

pub(crate) const ALONE: &str = "TRUELINE_TEST_ALONE";

/// Variables of the tester's own machine that would change what is found.
pub(crate) const FOREIGN: [&str; 8] = [
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
pub(crate) fn alone(test: &str, variables: Variables, body: impl FnOnce()) {
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
pub(crate) fn set_up(folder: &str) -> Option<(Variables, PathBuf)> {
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
pub(crate) fn with_minilm(test: &str, body: impl FnOnce(&str)) {
    if let Some((variables, folder)) = set_up("TRUELINE_TEST_MINILM") {
        alone(test, variables, || body(&folder.display().to_string()));
    }
}
