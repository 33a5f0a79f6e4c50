//! Vectors of a transformer: only what changed is embedded again.

use std::env;
use std::fs;

use crate::sandbox::{Sandbox, rows, stderr, stdout};

/// What `make test` sets up for a transformer.
fn minilm() -> Option<(String, String)> {
    let found = env::var("TRUELINE_TEST_PYTHON")
        .ok()
        .zip(env::var("TRUELINE_TEST_MINILM").ok());
    if found.is_none() {
        assert!(
            env::var_os("CI").is_none(),
            "run the tests with `make test`"
        );
        eprintln!("not run: `make test` sets up the model");
    }
    found
}

#[test]
fn a_transformer_reads_only_the_row_that_changed() {
    let Some((python, model)) = minilm() else {
        return;
    };
    let sandbox = Sandbox::new();
    sandbox.write("data.csv", &rows(40));
    let run = |args: &[&str]| {
        let done = sandbox
            .command(&[args, &["--text", "text", "--model", &model, "--isolated"]].concat())
            .env("VIRTUAL_ENV", &python)
            .output()
            .expect("trueline runs");
        assert_eq!(stderr(&done), "");
        stdout(&done)
    };
    let embed = || run(&["embed", "data.csv"]);
    assert_eq!(embed(), "data.csv · 40 rows · 40 texts embedded\n");
    assert_eq!(
        embed(),
        "data.csv · 40 rows · every text was in the cache already\n"
    );
    sandbox.write(
        "data.csv",
        &rows(40).replace("person 7 works", "person 7 plays"),
    );
    assert_eq!(embed(), "data.csv · 40 rows · 1 text embedded\n");
    let check = [
        "check",
        "data.csv",
        "--select",
        "template-dominated-text",
        "--output-format",
        "json",
    ];
    let first = run(&check);
    assert_eq!(run(&check), first);
    assert_eq!(
        (sandbox.kept("verdict").len(), sandbox.kept("parquet").len()),
        (1, 1)
    );
    let file = &sandbox.kept("parquet")[0];
    let half = fs::read(file).expect("readable");
    fs::write(file, &half[..half.len() / 2]).expect("written");
    let done = sandbox
        .command(&[
            "embed",
            "data.csv",
            "--text",
            "text",
            "--model",
            &model,
            "--isolated",
        ])
        .env("VIRTUAL_ENV", &python)
        .output()
        .expect("trueline runs");
    assert_eq!(stdout(&done), "data.csv · 40 rows · 40 texts embedded\n");
    assert!(stderr(&done).contains("damaged"), "{}", stderr(&done));
    assert_eq!(
        embed(),
        "data.csv · 40 rows · every text was in the cache already\n"
    );
}
