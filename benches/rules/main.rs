//! What each rule costs on 100,000 rows of text with a label and a domain:
//! `cargo bench --bench rules [-- ROWS]`.
//!
//! Evidence that several rules share is asked for first and printed by itself; then every rule judges
//! that same evidence in the order of the catalogue, and once more on evidence of its own. A rule
//! beyond a fifth of the whole is marked. Where a measure lies near its limit, collapsed-probes trains
//! a family on two more splits, and that counts as its own time.

#[path = "../false_alarms/sound.rs"]
mod sound;

use sound::{Kind, Sound};
use trueline::testing::{Costs, RuleCost, measure_costs};

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
    println!("{rows} rows of text, 2 classes, 3 domains; standard profile\n");
    let args = sound.write(sandbox.path());
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let Costs {
        reading,
        evidence,
        rules,
    } = measure_costs(&args);
    let whole = reading
        + evidence.iter().map(|(_, seconds)| seconds).sum::<f64>()
        + rules.iter().map(|cost| cost.shared).sum::<f64>();

    println!("{:<28} {:>10} {:>8}", "", "seconds", "share");
    println!(
        "{:<28} {reading:>10.3} {:>7.1}%",
        "reading the file",
        100.0 * reading / whole
    );
    for (name, seconds) in evidence {
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
    for RuleCost {
        rule,
        shared,
        alone,
    } in rules
    {
        let share = shared / whole;
        let mark = if share > MOST {
            "  <- more than a fifth"
        } else {
            ""
        };
        println!(
            "{rule:<28} {shared:>10.3} {:>7.1}% {alone:>14.3}{mark}",
            100.0 * share
        );
    }
}
