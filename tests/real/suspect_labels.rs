//! Suspect labels on real data: labels turned on purpose are ranked first, untouched ones are left alone.

use std::collections::BTreeSet;
use std::path::PathBuf;

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use trueline::dataset::{Dataset, RoleNames, Source, TextSource};
use trueline::diagnostic::{Outcome, Verdict};
use trueline::embed;
use trueline::evidence::{Evidence, Settings, Unavailable};
use trueline::probe::Profile;

use crate::data::{self, question_table, questions, trec};

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

fn source(path: PathBuf, label: &str, text: &str) -> Source {
    Source {
        name: "data".to_owned(),
        paths: vec![path],
        header: true,
        roles: RoleNames {
            label: Some(label.to_owned()),
            text: TextSource::Columns(vec![text.to_owned()]),
            ..RoleNames::default()
        },
        ..Source::default()
    }
}

/// What the rule says about `source`, and the rows that confident learning doubts, worst first.
fn judged(source: &Source) -> (Outcome, Vec<usize>) {
    let model = embed::open("builtin", true).expect("the built-in model opens");
    let dataset = Dataset::load(source).expect("the data can be read");
    let settings = Settings {
        profile: Profile::Standard,
        seed: 0,
        train_rows: None,
    };
    let evidence = Evidence::new(&dataset, settings, &model, &());
    let (rule, words) = trueline::rules::words()
        .into_iter()
        .find(|(rule, _)| rule.name == "suspect-labels")
        .expect("the rule is in the catalogue");
    let outcome = match rule.check(&evidence, &words.limits) {
        Ok(mut outcomes) => outcomes.remove(0),
        Err(Unavailable::Skipped(why)) => Outcome::skipped(why),
        Err(Unavailable::Undetermined { why, needs }) => Outcome::undetermined(why, needs),
        Err(Unavailable::Failed(error)) => panic!("{error}"),
    };
    let doubted = evidence.suspects().map_or_else(
        |_| Vec::new(),
        |found| {
            found
                .doubtful
                .iter()
                .map(|&place| found.rows[place])
                .collect()
        },
    );
    (outcome, doubted)
}

#[test]
fn labels_turned_at_random_are_ranked_first() {
    let Some(data) = data::folder() else { return };
    let sandbox = tempfile::tempdir().expect("a sandbox");
    for seed in 0..3 {
        let mut rows = questions(&data);
        let count = rows.len() / 20;
        let turned = turn(&mut rows, count, seed);
        let path: PathBuf = question_table(&rows, sandbox.path()).into();
        let (outcome, doubted) = judged(&source(path, "label", "question"));
        let hits = doubted
            .iter()
            .take(200)
            .filter(|&row| turned.contains(row))
            .count();
        eprintln!(
            "seed {seed}: {hits} of the 200 worst were turned; {} {:?}",
            outcome.message, outcome.measurements[0]
        );
        assert!(hits >= 100, "seed {seed}: {hits} of 200");
        assert_eq!(outcome.verdict, Verdict::Found, "{}", outcome.message);
        // One in twenty was turned, and the rows that it names are about as many.
        let named = outcome.witnesses.len();
        assert!((150..=350).contains(&named), "seed {seed}: {named} named");
        assert!(outcome.witnesses[0].note.contains("; probes say "));
    }
}

#[test]
fn untouched_text_is_left_alone() {
    let Some(data) = data::folder() else { return };
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let path: PathBuf = trec(&data, sandbox.path()).into();
    let (outcome, _) = judged(&source(path, "label", "question"));
    assert_eq!(outcome.verdict, Verdict::Pass, "{}", outcome.message);
    assert!(outcome.witnesses.is_empty());
    let file = |name| data.join("youtube-spam").join(name);
    let mut comments = source(file("Youtube01-Psy.csv"), "label", "CONTENT");
    comments.paths.push(file("Youtube04-Eminem.csv"));
    let (outcome, _) = judged(&comments);
    assert_ne!(outcome.verdict, Verdict::Found, "{}", outcome.message);
}
