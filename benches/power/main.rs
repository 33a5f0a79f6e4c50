//! How much of a fault has to be there until its rule speaks: `cargo bench --bench power [-- SEEDS [FAULT]]`.
//!
//! Made datasets without a fault (those of the bench of false alarms) get one planted, of several sizes and shares, from
//! 20 seeds each, and the rule that is made for it judges them in the quick profile.

#[path = "../false_alarms/sound.rs"]
#[allow(
    dead_code,
    reason = "datasets of given measures are made, none is drawn"
)]
mod sound;

mod fault;
#[path = "../../tests/support/run.rs"]
mod run;

use std::time::Instant;

use fault::{FAULTS, Fault};
use run::check;
use statrs::distribution::{Beta, ContinuousCDF};

const SEEDS: u64 = 20;

/// How often a rule ended in which way.
#[derive(Default)]
struct Counts {
    found: u64,
    undetermined: u64,
    silent: u64,
}

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    let seeds = args.iter().find_map(|arg| arg.parse().ok());
    let seeds: u64 = seeds.unwrap_or(SEEDS);
    let named = args.iter().find(|arg| arg.parse::<u64>().is_err());
    println!(
        "{:<32} {:<18} {:>7} {:>6} {:>6} {:>13} {:>7}   found at least",
        "fault", "rule", "share", "rows", "found", "undetermined", "silent"
    );
    let start = Instant::now();
    for fault in &FAULTS {
        if named.is_some_and(|named| named != fault.rule) {
            continue;
        }
        for &rows in fault.rows {
            for &share in fault.shares {
                let counts = count(fault, rows, share, seeds);
                println!(
                    "{:<32} {:<18} {share:>7} {rows:>6} {:>6} {:>13} {:>7}   {:.0} %",
                    fault.name,
                    fault.rule,
                    counts.found,
                    counts.undetermined,
                    counts.silent,
                    100.0 * at_least(counts.found, seeds)
                );
            }
        }
    }
    eprintln!("{:.0} s", start.elapsed().as_secs_f64());
}

/// How `fault` of that share is judged among so many rows, from each seed.
fn count(fault: &Fault, rows: usize, share: f64, seeds: u64) -> Counts {
    let mut counts = Counts::default();
    for seed in 0..seeds {
        let folder = tempfile::tempdir().expect("a sandbox");
        let mut args = fault.write(rows, share, seed, folder.path());
        let options = ["--select", fault.rule, "--profile", "quick", "--no-cache"];
        args.extend(options.map(str::to_owned));
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let run = check(&args);
        assert!(run.exit < 2, "{args:?}: {}", run.json);
        let verdicts = run.verdicts(fault.rule);
        let ended = |word: &str| verdicts.values().any(|verdict| verdict == word);
        if ended("found") {
            counts.found += 1;
        } else if ended("undetermined") {
            counts.undetermined += 1;
        } else {
            counts.silent += 1;
        }
    }
    counts
}

/// The lower end of the two-sided 95 % interval of a share of which `hits` of `n` were seen.
///
/// Source: Clopper and Pearson, Biometrika 26 (1934).
fn at_least(hits: u64, n: u64) -> f64 {
    if hits == 0 {
        return 0.0;
    }
    let beta = Beta::new(hits as f64, (n - hits + 1) as f64);
    beta.map_or(0.0, |beta| beta.inverse_cdf(0.025))
}
