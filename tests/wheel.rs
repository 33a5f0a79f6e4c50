//! The wheel: pip puts trueline on the PATH of a fresh environment, and a transformer runs with nothing
//! else set, activated or not.
//!
//! `make test` sets up maturin and MiniLM and names them in the environment; ONNX Runtime comes from PyPI.

#![cfg(unix)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn set_up(variable: &str) -> Option<PathBuf> {
    let found = env::var_os(variable).map(PathBuf::from);
    if found.is_none() {
        assert!(
            env::var_os("CI").is_none(),
            "{variable} is not set: run the tests with `make test`"
        );
        println!("not run: {variable} is not set; `make test` sets it");
    }
    found
}

/// What a command prints that must succeed.
fn ran(command: &mut Command) -> String {
    let done: Output = command
        .output()
        .unwrap_or_else(|cause| panic!("{command:?}: {cause}"));
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    let told = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{command:?}\n{said}\n{told}");
    said
}

/// trueline at `program`, called with nothing set that would help it find ONNX Runtime but `variables`.
fn bare(program: &Path, variables: &[(&str, &Path)]) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("HOME", "/nonexistent")
        .env("NO_COLOR", "1");
    command.envs(variables.iter().copied());
    command
}

#[test]
fn pip_puts_it_on_the_path_and_a_transformer_runs() {
    let (Some(tools), Some(minilm)) = (
        set_up("TRUELINE_TEST_TOOLS"),
        set_up("TRUELINE_TEST_MINILM"),
    ) else {
        return;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("the target folder");
    let folder = tempfile::tempdir().expect("a folder");
    // The same profile and the same target folder: what cargo has built is not built again.
    let mut maturin = Command::new(tools.join("bin/maturin"));
    maturin
        .args(["build", "--release", "--locked", "--out"])
        .arg(folder.path())
        .current_dir(root);
    // What `cargo test` tells a test about its crate would make build scripts run again.
    for (name, _) in env::vars_os() {
        let told = name.to_string_lossy().starts_with("CARGO_");
        if told && name != "CARGO_HOME" && name != "CARGO_INCREMENTAL" {
            maturin.env_remove(name);
        }
    }
    ran(maturin.env("CARGO_TARGET_DIR", target));
    let wheel = fs::read_dir(folder.path())
        .expect("listed")
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|end| end == "whl"))
        .expect("maturin made a wheel");

    let fresh = folder.path().join("fresh");
    ran(Command::new(tools.join("bin/python"))
        .args(["-m", "venv"])
        .arg(&fresh));
    ran(Command::new(fresh.join("bin/pip"))
        .args(["install", "--quiet", "--disable-pip-version-check"])
        .arg(&wheel));

    let trueline = fresh.join("bin/trueline");
    let version = format!("trueline {}", env!("CARGO_PKG_VERSION"));
    assert_eq!(ran(bare(&trueline, &[]).arg("--version")).trim(), version);
    let fixture = root.join("fixtures/natural-text/data.csv");
    let check = |mut command: Command, model: &Path| {
        command
            .current_dir(folder.path())
            .arg("check")
            .arg(&fixture)
            .args([
                "--isolated",
                "--offline",
                "--output-format",
                "json",
                "--model",
            ])
            .arg(model)
            .args(["--text", "review", "--select", "template-dominated-text"]);
        let report: serde_json::Value = serde_json::from_str(&ran(&mut command)).expect("JSON");
        let outcome = &report["datasets"][0]["outcomes"][0]["outcome"];
        assert_eq!(outcome, "pass", "{report:#}");
    };
    check(bare(&trueline, &[]), Path::new("builtin"));
    // By its full path, without activation; through a link to it, as uv and pipx make one; activated,
    // with a program that stands elsewhere.
    check(bare(&trueline, &[]), &minilm);
    let link = folder.path().join("trueline");
    std::os::unix::fs::symlink(&trueline, &link).expect("a link");
    check(bare(&link, &[]), &minilm);
    let copy = folder.path().join("copy");
    fs::copy(&trueline, &copy).expect("a copy");
    check(bare(&copy, &[("VIRTUAL_ENV", &fresh)]), &minilm);
}
