//! The geometry of embeddings, and the order of rows.

use std::fs;

use crate::data::{self, ACS, path, trec, youtube};
use crate::run::check;

const GEOMETRY: &str = "low-rank-embedding,hub-rows,ordered-rows";

/// What the rules about the geometry of the embedding say of `args`.
fn geometry(args: &[&str]) -> [String; 3] {
    let mut all = args.to_vec();
    all.extend(["--select", GEOMETRY]);
    let run = check(&all);
    ["low-rank-embedding", "hub-rows", "ordered-rows"].map(|rule| run.verdict(rule))
}

#[test]
fn natural_text_has_many_directions_and_no_hubs() {
    let Some(data) = data::folder() else { return };
    let files = youtube(&data);
    let mut comments: Vec<&str> = files.iter().map(String::as_str).collect();
    comments.extend(["--label", "label", "--text", "CONTENT"]);
    assert_eq!(geometry(&comments), ["pass", "pass", "pass"]);
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let questions = trec(&data, sandbox.path());
    let questions = [&questions, "--label", "label", "--text", "question"];
    assert_eq!(geometry(&questions), ["pass", "pass", "pass"]);
    let reviews = path(&data, "cad-imdb/orig-train.tsv");
    // Its positive reviews stand before its negative ones.
    assert_eq!(
        geometry(&[&reviews, "--label", "Sentiment", "--text", "Text"]),
        ["pass", "pass", "found"]
    );
}

#[test]
fn tables_written_as_sentences_have_few_directions_and_domains_are_sorted_by_design() {
    let Some(data) = data::folder() else { return };
    let acs = path(&data, ACS);
    let whole = [&acs, "--label", "PINCP", "--exclude", "index"];
    let by_state = [&whole[..], &["--domain", "STATE=CA"]].concat();
    assert_eq!(geometry(&by_state), ["found", "pass", "pass"]);
    // The states follow one another, and nothing says that they are domains.
    assert_eq!(geometry(&whole), ["found", "pass", "found"]);
}

#[test]
fn questions_sorted_by_label_are_not_shuffled_with_the_label_or_without() {
    let Some(data) = data::folder() else { return };
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let file = trec(&data, sandbox.path());
    let text = fs::read_to_string(&file).expect("trec is there");
    let (header, rows) = text.split_once('\n').expect("a header");
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.sort_by_key(|row| row.split(',').next());
    fs::write(&file, format!("{header}\n{}\n", rows.join("\n")))
        .expect("the sandbox can be written");
    let with = geometry(&[&file, "--label", "label", "--text", "question"]);
    let without = geometry(&[&file, "--text", "question"]);
    assert_eq!((with[2].as_str(), without[2].as_str()), ("found", "found"));
}
