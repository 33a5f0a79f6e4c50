//! How often weak-segment finds a made hole, and speaks where there is none: `cargo bench --bench segments [-- SEEDS [CASE]]`.
//!
//! Each case is a made table (see `tables.rs`), drawn from 20 seeds and judged in the quick profile.

mod tables;

use std::time::Instant;

use tables::Table;
use trueline::dataset::{Dataset, RoleNames, Source};
use trueline::diagnostic::{Outcome, Verdict};
use trueline::embed::{self, Embedder};
use trueline::evidence::{Evidence, Settings, Unavailable};
use trueline::probe::Profile;

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
    let model = embed::open("builtin", true).expect("the built-in model opens");
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
            let outcome = judge(&table, seed, &model);
            eprintln!(
                "{} {seed}: {} {} {:?}",
                table.name,
                outcome.verdict.word(),
                outcome.message,
                outcome
                    .measurements
                    .first()
                    .map(|first| (first.value, first.interval))
            );
            let named = table
                .hole
                .iter()
                .all(|column| outcome.message.contains(column));
            *match outcome.verdict {
                Verdict::Found if named && !table.hole.is_empty() => &mut tally.named,
                Verdict::Found => &mut tally.otherwise,
                Verdict::Undetermined => &mut tally.undetermined,
                Verdict::Pass | Verdict::Skipped => &mut tally.pass,
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

fn judge(table: &Table, seed: u64, model: &Box<dyn Embedder>) -> Outcome {
    let folder = tempfile::tempdir().expect("a sandbox");
    let path = folder.path().join("table.csv");
    std::fs::write(&path, table.write(seed)).expect("the sandbox can be written");
    let dataset = Dataset::load(&Source {
        name: "table".to_owned(),
        paths: vec![path],
        header: true,
        roles: RoleNames {
            label: Some("label".to_owned()),
            ..RoleNames::default()
        },
        ..Source::default()
    })
    .expect("the table can be read");
    let settings = Settings {
        profile: Profile::Quick,
        seed,
        train_rows: None,
    };
    let evidence = Evidence::new(&dataset, settings, model, &());
    let (rule, words) = trueline::rules::words()
        .into_iter()
        .find(|(rule, _)| rule.name == "weak-segment")
        .expect("the rule is in the catalogue");
    match rule.check(&evidence, &words.limits) {
        Ok(mut outcomes) => outcomes.pop().expect("one outcome"),
        Err(Unavailable::Skipped(why)) => Outcome::skipped(why),
        Err(Unavailable::Undetermined { why, needs }) => Outcome::undetermined(why, needs),
        Err(Unavailable::Failed(error)) => panic!("{error}"),
    }
}
