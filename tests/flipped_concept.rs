//! How often `flipped-concept` speaks on sound data with domain shifts, on labels of pure chance, and on
//! labels that are inverted. `SIMULATIONS=600` judges more datasets than the 60 of an ordinary run.

#[path = "support/run.rs"]
mod run;

use std::fmt::Write as _;
use std::fs;

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde_json::Value;

use run::check;

/// What is done to the labels of the last site.
#[derive(Clone, Copy, PartialEq)]
enum Labels {
    Sound,
    Chance,
    Inverted,
}

fn normal(rng: &mut Xoshiro256PlusPlus) -> f64 {
    let (a, b): (f64, f64) = (rng.r#gen::<f64>().max(1e-12), rng.r#gen());
    (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}

/// Sites that share what decides the label, and differ in where their rows lie, how widely, how often each
/// class occurs, and in part in what decides. Two to four sites, 50 to 1,500 rows each, 2 to 5 classes.
fn table(seed: u64, labels: Labels) -> String {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let (sites, width) = (rng.gen_range(2..=4), rng.gen_range(2..=8));
    let classes: usize = *[2, 2, 3, 5].get(rng.gen_range(0..4)).unwrap_or(&2);
    let strength = rng.gen_range(0.3..2.5);
    let signal: Vec<f64> = (0..width).map(|_| normal(&mut rng)).collect();
    let length = signal
        .iter()
        .map(|weight| weight * weight)
        .sum::<f64>()
        .sqrt();
    let cut: Vec<f64> = (1..classes)
        .map(|at| 2.0 * (at as f64 / classes as f64 - 0.5) + rng.gen_range(-0.4..0.4))
        .collect();
    let mut text = (0..width).fold(String::new(), |mut line, at| {
        let _ = write!(line, "x{at},");
        line
    });
    text.push_str("site,label\n");
    for site in 0..sites {
        let rows = (50.0 * 30_f64.powf(rng.r#gen::<f64>())) as usize;
        let drift: Vec<f64> = (0..width).map(|_| 0.2 * normal(&mut rng)).collect();
        let place: Vec<(f64, f64)> = (0..width)
            .map(|_| (1.5 * normal(&mut rng), rng.gen_range(0.5..2.0)))
            .collect();
        let prior = rng.gen_range(-1.5..1.5);
        for _ in 0..rows {
            let x: Vec<f64> = (0..width).map(|_| normal(&mut rng)).collect();
            let score: f64 = x
                .iter()
                .zip(&signal)
                .zip(&drift)
                .map(|((x, weight), drift)| x * (weight / length + drift))
                .sum();
            let noisy = strength * score + prior + normal(&mut rng);
            let mut class = cut.iter().filter(|&&cut| noisy > cut).count();
            if site + 1 == sites {
                match labels {
                    Labels::Sound => {}
                    Labels::Chance => class = rng.gen_range(0..classes),
                    Labels::Inverted => class = classes - 1 - class,
                }
            }
            for (x, (centre, spread)) in x.iter().zip(&place) {
                let _ = write!(text, "{:.3},", centre + spread * x);
            }
            let _ = writeln!(text, "site{site},class{class}");
        }
    }
    text
}

/// What the rule says of each shift.
fn judge(text: &str) -> Vec<Value> {
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let path = sandbox.path().join("data.csv");
    fs::write(&path, text).expect("the sandbox can be written");
    let path = path.display().to_string();
    let roles = [path.as_str(), "--label", "label", "--domain", "site=site0"];
    let rule = ["--select", "flipped-concept", "--profile", "quick"];
    let run = check(&[&roles[..], &rule, &["--no-cache"]].concat());
    assert!(run.exit < 2, "{}", run.json);
    let outcomes = run.outcomes("flipped-concept").into_iter();
    // Where the rule doesn't apply to the data at all, its outcome has no subject.
    let shifts = outcomes.filter(|outcome| outcome["subject"].is_string());
    shifts.cloned().collect()
}

#[test]
fn sound_sites_and_labels_of_chance_are_silent_and_inverted_ones_are_found() {
    let count: u64 = std::env::var("SIMULATIONS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(60);
    let mut said = Vec::new();
    for labels in [Labels::Sound, Labels::Chance, Labels::Inverted] {
        let (mut denied, mut warned, mut elsewhere, mut passed) = (0, 0, 0, 0);
        for seed in 0..count {
            let outcomes = judge(&table(seed, labels));
            let Some((last, others)) = outcomes.split_last() else {
                continue;
            };
            let is_found = |outcome: &Value| outcome["outcome"] == "found";
            denied += u64::from(is_found(last) && last["level"] == "deny");
            warned += u64::from(is_found(last) && last["level"] == "warn");
            passed += u64::from(last["outcome"] == "pass");
            elsewhere += u64::from(others.iter().any(is_found));
        }
        said.push((denied, warned, elsewhere, passed));
    }
    println!("of {count}: denied, warned, found elsewhere, passed at the last site: {said:?}");
    let [sound, chance, inverted] = said[..] else {
        panic!("three kinds of labels")
    };
    assert_eq!((sound.0, sound.1, sound.2), (0, 0, 0), "sound");
    assert_eq!((chance.0, chance.1, chance.2), (0, 0, 0), "chance");
    assert_eq!(inverted.2, 0, "sound sites beside an inverted one");
    // Half of the sites are small or say little about the label: they can't show it.
    assert!(
        (inverted.0 + inverted.1) * 3 >= count,
        "inverted: {inverted:?}"
    );
}

/// Vectors that turn round at the second site, beside columns that don't.
fn contradiction(seed: u64) -> String {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut text = String::new();
    for row in 0..1_200 {
        let site = row % 2;
        let (x, y) = (normal(&mut rng), normal(&mut rng));
        let ill = x + 0.5 * normal(&mut rng) > 0.0;
        let turned = if site == 1 { -x } else { x };
        let _ = writeln!(
            text,
            r#"{{"dose": {x:.3}, "age": {y:.3}, "site": "site{site}", "label": "{ill}", "vector": [{turned:.3}, {y:.3}]}}"#
        );
    }
    text
}

#[test]
fn columns_and_vectors_that_contradict_each_other_are_told_and_decide_nothing() {
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let path = sandbox.path().join("data.jsonl");
    fs::write(&path, contradiction(1)).expect("the sandbox can be written");
    let path = path.display().to_string();
    let roles = [path.as_str(), "--label", "label", "--domain", "site=site0"];
    let more = ["--embedding", "vector", "--no-cache", "--select"];
    let run = check(&[&roles[..], &more, &["flipped-concept"]].concat());
    let outcomes = run.outcomes("flipped-concept");
    let [outcome] = outcomes[..] else {
        panic!("{outcomes:?}")
    };
    assert_eq!(outcome["outcome"], "undetermined", "{outcome:#}");
    let message = outcome["message"].as_str().unwrap_or_default();
    assert!(
        message.contains("the embedding and the raw columns contradict each other"),
        "{message}"
    );
}
