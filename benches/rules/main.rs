//! What each rule costs on 100,000 rows of text with a label and a domain:
//! `cargo bench --bench rules [-- ROWS]`.
//!
//! Evidence that several rules share is asked for first and printed by itself; then every rule judges
//! that same evidence in the order of the catalogue, and once more on evidence of its own. A rule
//! beyond a fifth of the whole is marked. Where a measure lies near its limit, collapsed-probes trains
//! a family on two more splits, and that counts as its own time.

#[path = "../false_alarms/sound.rs"]
mod sound;

use std::time::Instant;

use sound::{Kind, Sound};
use trueline::dataset::Dataset;
use trueline::embed;
use trueline::evidence::{Evidence, Settings};
use trueline::probe::Profile;

/// The largest share of a run that one rule may take.
const MOST: f64 = 0.2;

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|arg| arg.parse().ok());
    let rows: usize = numbers.next().unwrap_or(100_000);
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let sound = Sound {
        kind: Kind::Texts,
        rows,
        classes: 2,
        imbalance: 1.0,
        domains: 3,
        ..Sound::draw(0, rows, 2)
    };
    let source = sound.write(sandbox.path());
    let (read, dataset) = timed(|| Dataset::load(&source).expect("the dataset can be read"));
    let model = embed::open("builtin", true).expect("the built-in model opens");
    let settings = Settings {
        profile: Profile::Standard,
        seed: 0,
        train_rows: None,
    };
    let fresh = || Evidence::new(&dataset, settings, &model, &());
    println!("{rows} rows of text, 2 classes, 3 domains; standard profile\n");

    let evidence = fresh();
    let shared = [
        ("repeats", timed(|| evidence.repeats().rows).0),
        ("split", timed(|| evidence.split().is_ok()).0),
        ("embedded", timed(|| evidence.embedded().is_ok()).0),
        ("shared", timed(|| evidence.shared().is_ok()).0),
        ("probes", timed(|| evidence.probes().is_ok()).0),
    ];
    let rules = trueline::rules::words();
    let judged: Vec<f64> = rules
        .iter()
        .map(|(rule, words)| timed(|| rule.check(&evidence, &words.limits).is_ok()).0)
        .collect();
    let whole =
        read + shared.iter().map(|(_, seconds)| seconds).sum::<f64>() + judged.iter().sum::<f64>();

    println!("{:<28} {:>10} {:>8}", "", "seconds", "share");
    println!(
        "{:<28} {read:>10.3} {:>7.1}%",
        "reading the file",
        100.0 * read / whole
    );
    for (name, seconds) in shared {
        println!(
            "{:<28} {seconds:>10.3} {:>7.1}%",
            format!("evidence: {name}"),
            100.0 * seconds / whole
        );
    }
    println!("{:<28} {whole:>10.3}\n", "the whole run");
    println!(
        "{:<28} {:>10} {:>8} {:>14}",
        "rule", "in the run", "share", "all by itself"
    );
    for ((rule, words), seconds) in rules.iter().zip(judged) {
        let (alone, _) = timed(|| rule.check(&fresh(), &words.limits).is_ok());
        let share = seconds / whole;
        let mark = if share > MOST {
            "  <- more than a fifth"
        } else {
            ""
        };
        println!(
            "{:<28} {seconds:>10.3} {:>7.1}% {alone:>14.3}{mark}",
            rule.name,
            100.0 * share
        );
    }
}

/// The seconds that `work` takes, and what it gives.
fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let done = work();
    (start.elapsed().as_secs_f64(), done)
}
