//! `truncated-text` and `unknown-tokens` on real data, on data made here, and with a real transformer.

use std::fmt::Write;
use std::fs;

use serde_json::Value;

use crate::data::{self, trec, youtube};
use crate::run;

/// What `trueline check` says with these two rules, as JSON.
fn check(args: &[&str]) -> Value {
    let rules = ["--select", "truncated-text,unknown-tokens"];
    run::check(&[args, &rules, &["--fail-on", "never"]].concat()).json
}

fn outcome<'a>(report: &'a Value, rule: &str) -> &'a Value {
    report["datasets"][0]["outcomes"]
        .as_array()
        .and_then(|outcomes| outcomes.iter().find(|outcome| outcome["rule"] == rule))
        .unwrap_or_else(|| panic!("{rule} said nothing: {report}"))
}

fn measured<'a>(outcome: &'a Value, name: &str) -> &'a Value {
    outcome["measurements"]
        .as_array()
        .and_then(|all| all.iter().find(|each| each["name"] == name))
        .unwrap_or_else(|| panic!("not measured: {name} in {outcome}"))
}

fn value(outcome: &Value, name: &str) -> f64 {
    measured(outcome, name)["value"]
        .as_f64()
        .expect("a measured value")
}

fn both(report: &Value) -> [&str; 2] {
    ["truncated-text", "unknown-tokens"].map(|rule| {
        outcome(report, rule)["outcome"]
            .as_str()
            .expect("an outcome is a word")
    })
}

fn write(folder: &tempfile::TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, text).expect("the sandbox can be written");
    path.display().to_string()
}

const LOST: &str = "share of all tokens that would be cut off";
const UNREAD: &str = "share of characters that aren't read, beyond natural text";

#[test]
fn film_reviews_are_cut_and_the_tokens_lost_are_told() {
    let Some(data) = data::folder() else { return };
    let file = data.join("cad-imdb/orig-train.tsv").display().to_string();
    let report = check(&[&file, "--label", "Sentiment", "--text", "Text"]);
    assert_eq!(both(&report), ["found", "pass"]);
    // As the tokenizers package of Python counts them, of 368,389 tokens.
    let cut = outcome(&report, "truncated-text");
    assert_eq!(value(cut, "tokens that would be cut off"), 39_316.0);
    // The report rounds to six digits.
    assert!((value(cut, LOST) - 39_316.0 / 368_389.0).abs() < 1e-6);
    assert_eq!(cut["witnesses"].as_array().map(Vec::len), Some(503));
    let message = cut["message"].as_str().unwrap_or_default();
    assert!(message.contains("lose 0.11 of all tokens"), "{message}");
}

#[test]
fn sound_text_and_tables_are_silent() {
    let Some(data) = data::folder() else { return };
    let at = |file: &str| data.join(file).display().to_string();
    let comments = youtube(&data);
    let mut args: Vec<&str> = comments.iter().map(String::as_str).collect();
    args.extend(["--label", "label", "--text", "CONTENT"]);
    assert_eq!(both(&check(&args)), ["pass", "pass"]);
    for file in [
        "adult/adult-train.csv",
        "heart-by-site/processed.cleveland.data",
    ] {
        assert_eq!(
            both(&check(&[&at(file), "--no-header"])),
            ["pass", "pass"],
            "{file}"
        );
    }
    let acs = at("acs-income/acs-income-8-states.csv");
    assert_eq!(both(&check(&[&acs, "--label", "PINCP"])), ["pass", "pass"]);
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let questions = trec(&data, sandbox.path());
    assert_eq!(
        both(&check(&[&questions, "--text", "question"])),
        ["pass", "pass"]
    );
}

#[test]
fn a_transformer_that_reads_256_tokens_loses_as_much() {
    let (Some(data), Some(model)) = (data::folder(), data::minilm()) else {
        return;
    };
    let short = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(model).expect("the model is there").flatten() {
        let to = short.path().join(entry.file_name());
        fs::copy(entry.path(), to).expect("a copy");
    }
    write(
        &short,
        "sentence_bert_config.json",
        r#"{"max_seq_length": 256}"#,
    );
    let short = short.path().display().to_string();
    let reviews = data.join("cad-imdb/orig-train.tsv").display().to_string();
    let args = [
        &*reviews,
        "--label",
        "Sentiment",
        "--text",
        "Text",
        "--model",
    ];
    let report = check(&[&args[..], &[&*short]].concat());
    assert_eq!(both(&report), ["found", "pass"]);
    let cut = outcome(&report, "truncated-text");
    assert_eq!(value(cut, "tokens that are cut off"), 39_316.0);
    let comments = data.join("youtube-spam/Youtube01-Psy.csv");
    let comments = comments.display().to_string();
    let args = [
        &*comments, "--label", "label", "--text", "CONTENT", "--model",
    ];
    let report = check(&[&args[..], &[&*short]].concat());
    assert_eq!(both(&report), ["pass", "pass"]);
}

#[test]
fn columns_beyond_the_cut_are_named() {
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let body = "the ferry left the harbour late because of the fog and ".repeat(25);
    let mut table = "title,body,summary,verdict\n".to_owned();
    for row in 0..50 {
        // Writing to a String cannot fail.
        let _ = writeln!(table, "film {row},{body},a short summary {row},good {row}");
    }
    let report = check(&[&write(&sandbox, "a.csv", &table)]);
    let cut = outcome(&report, "truncated-text");
    assert_eq!(cut["outcome"], "found");
    let help = cut["help"].as_str().unwrap_or_default();
    assert!(
        help.starts_with("summary and verdict stand wholly beyond the cut"),
        "{help}"
    );
}

#[test]
fn a_sample_says_what_all_rows_say() {
    let sandbox = tempfile::tempdir().expect("a sandbox");
    // Words that all differ, so that not all can be read in the time.
    let words: Vec<char> = "去年夏天我们在海边住了三个月每天早上都能看到渔船回来"
        .chars()
        .collect();
    let mut rows = "text\n".to_owned();
    for row in 0..60_000_usize {
        let text: String = (0..40)
            .map(|nth| words[(row * 7 + nth * nth + row / (nth + 1)) % words.len()])
            .collect();
        let english = row % 3 != 0;
        let line = if english {
            "an ordinary English sentence"
        } else {
            &text
        };
        let _ = writeln!(rows, "{line} {row}");
    }
    let file = write(&sandbox, "a.csv", &rows);
    let (sampled, all) = (check(&[&file]), check(&[&file, "--profile", "audit"]));
    assert_eq!(both(&sampled), both(&all));
    let [sampled, all] = [&sampled, &all].map(|report| outcome(report, "unknown-tokens"));
    let (interval, counted) = (measured(sampled, UNREAD), measured(all, UNREAD));
    assert!(
        counted["low"].is_null() && counted["n"] == 60_000,
        "{counted}"
    );
    let n = interval["n"].as_u64().expect("a number of rows");
    assert!((400..60_000).contains(&n), "{interval}");
    let truth = counted["value"].as_f64().expect("a share");
    let [low, high] = ["low", "high"].map(|end| interval[end].as_f64().expect("a sample's end"));
    assert!(low < truth && truth < high, "{truth} in {low} to {high}");
}

#[test]
fn vectors_that_came_with_the_data_and_rows_without_text_are_skipped() {
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let rows =
        "{\"v\": [1, 2], \"y\": 0, \"t\": \"Привет\"}\n{\"v\": [3, 4], \"y\": 1, \"t\": \"да\"}\n";
    let file = write(&sandbox, "a.jsonl", rows);
    let report = check(&[&file, "--label", "y", "--embedding", "v"]);
    assert_eq!(both(&report), ["skipped", "skipped"]);
    let file = write(&sandbox, "a.csv", "a,b,y\n,,0\n,,1\n");
    assert_eq!(
        both(&check(&[&file, "--label", "y"])),
        ["skipped", "skipped"]
    );
}

#[test]
fn a_few_foreign_rows_pass_and_many_are_found_worst_first() {
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let rows = |foreign: usize| {
        let mut text = "text\n".to_owned();
        for row in 0..1_000 {
            let _ = if row < foreign {
                writeln!(text, "Сегодня хорошая погода номер {row}")
            } else {
                writeln!(
                    text,
                    "the weather of day {row} is fine and everybody walks along the river"
                )
            };
        }
        write(&sandbox, "a.csv", &text)
    };
    assert_eq!(both(&check(&[&rows(20)])), ["pass", "pass"]);
    let report = check(&[&rows(100)]);
    assert_eq!(both(&report), ["pass", "found"]);
    let found = outcome(&report, "unknown-tokens");
    let message = found["message"].as_str().unwrap_or_default();
    assert!(message.ends_with("mostly Cyrillic"), "{message}");
    assert_eq!(found["witnesses"].as_array().map(Vec::len), Some(100));
}
