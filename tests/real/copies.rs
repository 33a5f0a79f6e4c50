//! Copies: repeats, near copies and leaks, as the data is known to hold them.

use crate::data::{self, ACS, path, trec, youtube};
use crate::run::check;

#[test]
fn repeats_are_counted_as_the_data_is_known_to_hold_them() {
    let Some(data) = data::folder() else { return };
    let count = |args: &[&str]| {
        let mut all = args.to_vec();
        all.extend(["--select", "duplicate-rows"]);
        check(&all).measured("duplicate-rows", "rows that repeat an earlier one")
    };
    assert_eq!(
        count(&[&youtube(&data)[2], "--label", "label", "--text", "CONTENT"]),
        102.0
    );
    let sandbox = tempfile::tempdir().expect("a sandbox");
    assert_eq!(
        count(&[
            &trec(&data, sandbox.path()),
            "--label",
            "label",
            "--text",
            "question"
        ]),
        62.0
    );
}

#[test]
fn edited_reviews_leak_with_opposite_labels() {
    let Some(data) = data::folder() else { return };
    let file = |name: &str| path(&data, &format!("cad-imdb/{name}.tsv"));
    let run = |files: &[&str]| {
        let files: Vec<String> = files.iter().map(|name| file(name)).collect();
        let mut args: Vec<&str> = files.iter().map(String::as_str).collect();
        args.extend([
            "--label",
            "Sentiment",
            "--text",
            "Text",
            "--select",
            "split-leak",
        ]);
        check(&args)
    };
    let edited = run(&["orig-train", "new-train"]);
    assert_eq!(edited.verdicts("split-leak")["new-train"], "found");
    assert_eq!(edited.exit, 1);
    let message = edited.outcomes("split-leak")[0]["message"].to_string();
    assert!(message.contains("with another label"), "{message}");
    let opposite = edited.measured("split-leak", "of these, rows with another label");
    let nearly = edited.measured("split-leak", "rows nearly the same as a train row");
    // What comparing all pairs of shingle sets finds, in another language.
    assert_eq!((opposite, nearly), (616.0, 615.0));
    let apart = run(&["orig-train", "orig-test", "new-test"]);
    assert!(
        apart
            .verdicts("split-leak")
            .values()
            .all(|verdict| verdict == "pass")
    );
    assert_eq!(apart.exit, 0);
}

#[test]
fn people_who_are_coded_alike_are_no_leak() {
    let Some(data) = data::folder() else { return };
    let acs = path(&data, ACS);
    let adult = path(&data, "adult/adult-train.csv");
    let acs = [
        &acs,
        "--label",
        "PINCP",
        "--domain",
        "STATE=CA",
        "--exclude",
        "index",
    ];
    let adult = [
        &adult,
        "--no-header",
        "--label",
        "column_15",
        "--domain",
        "column_9",
    ];
    for args in [&acs[..], &adult[..]] {
        let mut args = args.to_vec();
        args.extend(["--select", "split-leak", "--select", "near-duplicate-rows"]);
        let run = check(&args);
        assert!(
            run.verdicts("split-leak")
                .values()
                .all(|verdict| verdict == "pass"),
            "{args:?}"
        );
        assert_eq!(run.verdict("near-duplicate-rows"), "skipped");
    }
}

#[test]
fn questions_and_comments_are_hardly_ever_near_copies() {
    let Some(data) = data::folder() else { return };
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let only = ["--select", "near-duplicate-rows", "--select", "split-leak"];
    let questions = trec(&data, sandbox.path());
    let mut args = vec![questions.as_str(), "--label", "label", "--text", "question"];
    args.extend(only);
    let run = check(&args);
    assert_eq!(run.verdict("near-duplicate-rows"), "pass");
    assert!(run.measured("near-duplicate-rows", "rows nearly the same as another") <= 15.0);
    let files = youtube(&data);
    let mut args: Vec<&str> = files.iter().map(String::as_str).collect();
    args.extend(["--label", "label", "--text", "CONTENT"]);
    args.extend(only);
    let run = check(&args);
    assert!(
        run.verdicts("split-leak")
            .values()
            .all(|verdict| verdict == "pass")
    );
    assert_eq!(run.exit, 0);
}
