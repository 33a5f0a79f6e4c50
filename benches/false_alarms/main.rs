//! How often rules speak of sound data: `cargo bench --bench false_alarms [-- SETS [FIRST]] [audit]`.
//!
//! 200 datasets without a planted fault (see `sound.rs`), judged by the whole catalogue in the quick
//! profile, or with `audit` in that one. Gating rules together may speak of at most one in a hundred.

mod judge;
#[path = "../../tests/support/run.rs"]
mod run;
mod sound;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use judge::Judge;
use sound::Sound;
use trueline::testing::wilson;

const SETS: u64 = 200;

/// Sets of which a rule spoke, as a finding that fails a run and as one that doesn't.
#[derive(Default)]
struct Tally {
    gating: BTreeSet<u64>,
    advisory: BTreeSet<u64>,
}

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|arg| arg.parse().ok());
    let sets: u64 = numbers.next().unwrap_or(SETS);
    let first: u64 = numbers.next().unwrap_or(0);
    let profile = if std::env::args().any(|arg| arg == "audit") {
        "audit"
    } else {
        "quick"
    };
    let judge = Judge::new(profile);
    let sandbox = tempfile::tempdir().expect("a sandbox");
    let start = Instant::now();
    let mut spoke: BTreeMap<String, Tally> = BTreeMap::new();
    for seed in first..first + sets {
        let sound = Sound::draw(seed, 20_000, 20);
        eprintln!("{:.0} s, {sound:?}", start.elapsed().as_secs_f64());
        for alarm in judge.alarms(&sound, sandbox.path()) {
            let gates = if alarm.gates { "gates" } else { "     " };
            println!("{gates} {}: {} | {sound:?}", alarm.rule, alarm.said);
            let tally = spoke.entry(alarm.rule).or_default();
            if alarm.gates {
                tally.gating.insert(seed);
            } else {
                tally.advisory.insert(seed);
            }
        }
    }
    println!(
        "\n{sets} sound datasets; how many a rule spoke of, and the upper end of the 95 % interval\n"
    );
    println!(
        "{:<26} {:<6} {:>14} {:>16}",
        "rule", "level", "gating", "advisory"
    );
    let none = Tally::default();
    for (rule, level) in judge.rules().filter(|(_, level)| *level != "allow") {
        let tally = spoke.get(rule).unwrap_or(&none);
        println!(
            "{rule:<26} {level:<6} {:>14} {:>16}",
            write_count(tally.gating.len(), sets),
            write_count(tally.advisory.len(), sets)
        );
    }
    let all = |of: fn(&Tally) -> &BTreeSet<u64>| {
        let sets: BTreeSet<u64> = spoke
            .values()
            .flat_map(|tally| of(tally).iter().copied())
            .collect();
        sets.len()
    };
    println!(
        "{:<26} {:<6} {:>14} {:>16}",
        "any rule",
        "",
        write_count(all(|tally| &tally.gating), sets),
        write_count(all(|tally| &tally.advisory), sets)
    );
    println!("\n{:.0} s", start.elapsed().as_secs_f64());
}

fn write_count(count: usize, of: u64) -> String {
    let (_, high) = wilson(count, of as usize);
    format!("{count} (<= {:.1} %)", 100.0 * high)
}
