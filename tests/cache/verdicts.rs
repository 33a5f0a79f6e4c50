//! Verdicts: recalled byte for byte, and made anew where anything changed that they depend on.

use std::fs;
use std::process::Stdio;

use crate::sandbox::{CHECK, Sandbox, computed, rows, stderr, stdout};

#[test]
fn a_recalled_verdict_is_the_computed_one_byte_for_byte() {
    let sandbox = Sandbox::new();
    let args = [&CHECK[..], &["--fail-on", "warn"]].concat();
    let expected = computed(&sandbox, &args);
    assert_eq!(expected.1, Some(1), "the data has findings");
    assert!(
        sandbox.kept("verdict").is_empty(),
        "--no-cache keeps nothing"
    );
    for nth in 0..3 {
        let done = sandbox.run(&args);
        assert_eq!((stdout(&done), done.status.code()), expected, "run {nth}");
        assert_eq!(
            (stderr(&done), sandbox.kept("verdict").len()),
            (String::new(), 1)
        );
    }
    let told = |args: &[&str]| stdout(&sandbox.run(args)).contains("from the cache");
    let human = [&CHECK[..8], &["--isolated"]].concat();
    assert!(told(&human) && !told(&[&human[..], &["--no-cache"]].concat()));
}

#[test]
fn whatever_a_verdict_depends_on_makes_another_one() {
    let sandbox = Sandbox::new();
    let config = |limit: &str, level: &str, comment: &str| {
        let text = format!(
            "{comment}[dataset.people]\npath = \"data.csv\"\nlabel = \"label\"\ntext = \"text\"\n\n\
             [rules.duplicate-rows]\nlevel = \"{level}\"\nmax-share = {limit}\n"
        );
        sandbox.write("trueline.toml", &text);
    };
    let args = [
        "check",
        "--select",
        "duplicate-rows,rare-class",
        "--output-format",
        "json",
        "--output-format",
        "sarif=a.sarif",
    ];
    let right = |verdicts: usize, why: &str| {
        let done = sandbox.run(&args);
        let sarif = fs::read(sandbox.0.path().join("a.sarif")).expect("written");
        let expected = computed(&sandbox, &args);
        assert_eq!((stdout(&done), done.status.code()), expected, "{why}");
        assert_eq!(
            sarif,
            fs::read(sandbox.0.path().join("a.sarif")).expect("written"),
            "{why}"
        );
        assert_eq!(sandbox.kept("verdict").len(), verdicts, "{why}");
    };
    config("0.001", "warn", "");
    right(1, "first");
    config("0.001", "deny", "");
    right(1, "the level is put on a recalled verdict");
    config("0.001", "deny", "# a comment\n");
    right(1, "so is the sentence that it points at");
    config("0.5", "deny", "");
    right(2, "another limit");
    sandbox.write("data.csv", &rows(301));
    right(3, "another row");
    sandbox.write("data.csv", &rows(300));
    right(3, "the old rows again");
}

#[test]
fn processes_share_a_cache() {
    let sandbox = Sandbox::new();
    let expected = computed(&sandbox, &CHECK).0;
    for _ in 0..3 {
        fs::remove_dir_all(sandbox.0.path().join("cache")).unwrap_or_default();
        let running: Vec<_> = (0..4)
            .map(|_| {
                let mut command = sandbox.command(&CHECK);
                command.stdout(Stdio::piped()).stderr(Stdio::piped());
                command.spawn().expect("trueline runs")
            })
            .collect();
        for process in running {
            let done = process.wait_with_output().expect("it ends");
            assert_eq!(
                (stdout(&done), stderr(&done)),
                (expected.clone(), String::new())
            );
        }
        assert_eq!(sandbox.kept("verdict").len(), 1);
    }
}

#[test]
fn cleaning_leaves_an_empty_cache() {
    let sandbox = Sandbox::new();
    sandbox.run(&CHECK);
    let shown = stdout(&sandbox.run(&["cache"]));
    assert!(shown.contains("1 verdict ·"), "{shown}");
    let aged = stdout(&sandbox.run(&["cache", "clean", "--older-than", "30d"]));
    assert_eq!(aged, "removed 0 files, 0 bytes\n");
    sandbox.run(&["cache", "clean"]);
    assert!(sandbox.kept("verdict").is_empty());
    assert!(stdout(&sandbox.run(&["cache"])).contains("0 verdicts"));
}
