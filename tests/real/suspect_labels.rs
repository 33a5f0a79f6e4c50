//! Suspect labels on real data: labels turned on purpose are ranked first, untouched ones are left alone.

use std::collections::BTreeSet;
use std::fs;

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde_json::Value;

use crate::data::{self, question_table, questions, trec};
use crate::run::check;

/// Turns the labels of `count` rows into another class each; returns those rows.
fn turn(rows: &mut [(String, String)], count: usize, seed: u64) -> BTreeSet<usize> {
    let classes: Vec<String> = rows
        .iter()
        .map(|(label, _)| label.clone())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.shuffle(&mut rng);
    order.truncate(count);
    for &row in &order {
        let others: Vec<&String> = classes
            .iter()
            .filter(|class| **class != rows[row].0)
            .collect();
        let other = others[rng.gen_range(0..others.len())].clone();
        rows[row].0 = other;
    }
    order.into_iter().collect()
}

/// What the rule says about the column `text` of `paths`, and what a person reads of it.
fn judge(paths: &[String], text: &str) -> (Value, String) {
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let human = sandbox.path().join("report.txt");
    let target = format!("human={}", human.display());
    let mut args: Vec<&str> = paths.iter().map(String::as_str).collect();
    args.extend(["--label", "label", "--text", text, "--no-cache"]);
    args.extend(["--select", "suspect-labels", "--output-format", &target]);
    let run = check(&args);
    let outcome = run.outcomes("suspect-labels")[0].clone();
    let human = fs::read_to_string(human).expect("the report is there");
    (outcome, human)
}

#[test]
fn labels_turned_at_random_are_ranked_first() {
    let Some(data) = data::folder() else { return };
    let sandbox = tempfile::tempdir().expect("a sandbox");
    for seed in 0..3 {
        let mut rows = questions(&data);
        let count = rows.len() / 20;
        let turned = turn(&mut rows, count, seed);
        let path = question_table(&rows, sandbox.path());
        let (outcome, human) = judge(&[path], "question");
        let witnesses = outcome["witnesses"].as_array().expect("rows are a list");
        let hits = witnesses
            .iter()
            .take(200)
            .filter_map(|witness| witness["row"].as_u64())
            .filter(|&row| turned.contains(&(row as usize - 1)))
            .count();
        eprintln!(
            "seed {seed}: {hits} of the 200 worst were turned; {} {}",
            outcome["message"], outcome["measurements"][0]
        );
        assert!(hits >= 100, "seed {seed}: {hits} of 200");
        assert_eq!(outcome["outcome"], "found", "{outcome}");
        // One in twenty was turned, and the rows that it names are about as many.
        let named = witnesses.len();
        assert!((150..=350).contains(&named), "seed {seed}: {named} named");
        assert!(human.contains("; probes say "), "{human}");
    }
}

#[test]
fn untouched_text_is_left_alone() {
    let Some(data) = data::folder() else { return };
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let (outcome, _) = judge(&[trec(&data, sandbox.path())], "question");
    assert_eq!(outcome["outcome"], "pass", "{outcome}");
    assert_eq!(outcome["witnesses"], Value::Array(Vec::new()));
    let file = |name| data::path(&data, &format!("youtube-spam/{name}"));
    let comments = [file("Youtube01-Psy.csv"), file("Youtube04-Eminem.csv")];
    let (outcome, _) = judge(&comments, "CONTENT");
    assert_ne!(outcome["outcome"], "found", "{outcome}");
}
