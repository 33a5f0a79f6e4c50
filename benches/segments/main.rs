//! How often weak-segment finds a made hole, and speaks where there is none: `cargo bench --bench segments [-- SEEDS [CASE]]`.
//!
//! Each case is a made table (see `tables.rs`), drawn from 20 seeds and judged in the quick profile.

#[path = "../../tests/support/run.rs"]
mod run;
mod tables;

use std::time::Instant;

use run::check;
use serde_json::Value;
use tables::Table;

const SEEDS: u64 = 20;

/// How the seeds of one case ended.
#[derive(Default)]
struct Tally {
    named: u64,
    otherwise: u64,
    undetermined: u64,
    pass: u64,
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let seeds = args.iter().find_map(|arg| arg.parse().ok());
    let seeds: u64 = seeds.unwrap_or(SEEDS);
    let chosen = args
        .iter()
        .find(|arg| !arg.starts_with("--") && arg.parse::<u64>().is_err());
    println!(
        "{:<44} {:>8} {:>16} {:>13} {:>6}",
        "case", "found", "found otherwise", "undetermined", "pass"
    );
    for table in tables::all() {
        if chosen.is_some_and(|chosen| !table.name.contains(chosen.as_str())) {
            continue;
        }
        let started = Instant::now();
        let mut tally = Tally::default();
        for seed in 0..seeds {
            let outcome = judge(&table, seed);
            let message = outcome["message"].as_str().unwrap_or_default();
            let measured = &outcome["measurements"][0];
            eprintln!(
                "{} {seed}: {} {message} {}, {} to {}",
                table.name,
                outcome["outcome"],
                measured["value"],
                measured["low"],
                measured["high"]
            );
            let named = table.hole.iter().all(|column| message.contains(column));
            *match outcome["outcome"].as_str() {
                Some("found") if named && !table.hole.is_empty() => &mut tally.named,
                Some("found") => &mut tally.otherwise,
                Some("undetermined") => &mut tally.undetermined,
                _ => &mut tally.pass,
            } += 1;
        }
        println!(
            "{:<44} {:>8} {:>16} {:>13} {:>6}   {:.0} s",
            table.name,
            tally.named,
            tally.otherwise,
            tally.undetermined,
            tally.pass,
            started.elapsed().as_secs_f64()
        );
    }
}

/// What weak-segment says of a table, drawn from `seed`.
fn judge(table: &Table, seed: u64) -> Value {
    let folder = tempfile::tempdir().expect("a sandbox");
    let path = folder.path().join("table.csv");
    std::fs::write(&path, table.write(seed)).expect("the sandbox can be written");
    let (path, seed) = (path.display().to_string(), seed.to_string());
    let data = [path.as_str(), "--label", "label", "--seed", &seed];
    let rule = ["--select", "weak-segment", "--profile", "quick"];
    let run = check(&[&data[..], &rule, &["--no-cache"]].concat());
    let outcomes = run.outcomes("weak-segment");
    (*outcomes.last().expect("one outcome")).clone()
}
