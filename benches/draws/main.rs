//! How verdicts turn with the draw of the rows: `cargo bench --bench draws -- FILE --label COL [--text COL]`, or
//! `cargo bench --bench draws -- made` for made texts that lie at a limit.
//!
//! Random subsets of the rows, of each size and from each seed, are judged by the rules that train probes; outcomes
//! are counted by rule and level. What isn't `--seeds N` (30), `--sizes ROWS,ROWS` (200,400,800) or
//! `--select RULE,RULE` is handed on to `trueline check`.

mod made;
mod rows;
#[path = "../../tests/support/run.rs"]
mod run;

use std::collections::BTreeMap;
use std::time::Instant;

use rows::Rows;
use run::check;
use statrs::distribution::{Beta, ContinuousCDF};

/// What can be chosen, and what is handed on.
struct Options {
    seeds: u64,
    sizes: Vec<usize>,
    rules: String,
    rest: Vec<String>,
}

impl Options {
    fn read(args: impl Iterator<Item = String>) -> Self {
        let mut options = Self {
            seeds: 30,
            sizes: vec![200, 400, 800],
            rules: "collapsed-probes,unreachable-class".to_owned(),
            rest: Vec::new(),
        };
        let mut args = args.filter(|arg| arg != "--bench");
        while let Some(arg) = args.next() {
            let mut value = || args.next().unwrap_or_else(|| panic!("{arg} needs a value"));
            match arg.as_str() {
                "--seeds" => options.seeds = value().parse().expect("a number of seeds"),
                "--sizes" => {
                    let sizes = value();
                    let sizes = sizes.split(',').map(str::parse);
                    options.sizes = sizes.collect::<Result<_, _>>().expect("sizes in rows");
                }
                "--select" => options.rules = value(),
                _ => options.rest.push(arg),
            }
        }
        options
    }
}

fn main() {
    let mut options = Options::read(std::env::args().skip(1));
    assert!(!options.rest.is_empty(), "name a file, or `made`");
    let file = options.rest.remove(0);
    println!(
        "{:<34} {:>6} {:<20} {:>5} {:>5} {:>13} {:>5} {:>8}   denied at most",
        "data", "rows", "rule", "deny", "warn", "undetermined", "pass", "skipped"
    );
    if file == "made" {
        for (name, strength) in made::STRENGTHS {
            count(
                &options,
                name,
                &["--text", "text", "--label", "label"],
                |size, seed| Some(made::draw(size, strength, seed)),
            );
        }
    } else {
        let rows = Rows::read(&file);
        count(&options, &file, &[], |size, seed| rows.draw(size, seed));
    }
}

/// Counts and prints the outcomes on what `draw` gives; sizes of which it gives nothing are left out.
fn count(
    options: &Options,
    name: &str,
    roles: &[&str],
    draw: impl Fn(usize, u64) -> Option<rows::Drawn>,
) {
    for &size in &options.sizes {
        let started = Instant::now();
        let mut counts: BTreeMap<String, [u64; 5]> = BTreeMap::new();
        let mut sets = 0;
        for seed in 0..options.seeds {
            let Some(drawn) = draw(size, seed) else {
                continue;
            };
            sets += 1;
            for (rule, ending) in outcomes(options, roles, &drawn, seed) {
                counts.entry(rule).or_default()[ending] += 1;
            }
        }
        for (rule, [deny, warn, undetermined, pass, skipped]) in counts {
            println!(
                "{name:<34} {size:>6} {rule:<20} {deny:>5} {warn:>5} {undetermined:>13} {pass:>5} {skipped:>8}   \
                 {:.1} % of {sets}, {:.0} s",
                100.0 * at_most(deny, sets),
                started.elapsed().as_secs_f64()
            );
        }
    }
}

/// How each rule ended on `drawn`: found as deny, as warn, undetermined, passed or skipped. Of several outcomes of a
/// rule the worst counts.
fn outcomes(
    options: &Options,
    roles: &[&str],
    drawn: &rows::Drawn,
    seed: u64,
) -> BTreeMap<String, usize> {
    let folder = tempfile::tempdir().expect("a sandbox");
    let path = folder.path().join(format!("drawn.{}", drawn.extension));
    std::fs::write(&path, &drawn.text).expect("the sandbox can be written");
    let (path, seed) = (path.display().to_string(), seed.to_string());
    let mut args = vec![path.as_str(), "--seed", &seed, "--select", &options.rules];
    args.extend(["--no-cache", "--offline"]);
    args.extend(roles);
    args.extend(options.rest.iter().map(String::as_str));
    let run = check(&args);
    let mut worst = BTreeMap::new();
    let outcomes = run.json["datasets"][0]["outcomes"].as_array();
    for outcome in outcomes.expect("outcomes are a list") {
        let ending = match outcome["outcome"].as_str() {
            Some("found") if outcome["level"] == "deny" => 0,
            Some("found") => 1,
            Some("undetermined") => 2,
            Some("pass") => 3,
            _ => 4,
        };
        eprintln!(
            "{seed} {}: {} {}",
            outcome["rule"], outcome["outcome"], outcome["message"]
        );
        let rule = outcome["rule"].as_str().unwrap_or_default().to_owned();
        let known = worst.entry(rule).or_insert(ending);
        *known = ending.min(*known);
    }
    worst
}

/// The upper end of the two-sided 95 % interval of a share of which `hits` of `n` were seen.
///
/// Source: Clopper and Pearson, Biometrika 26 (1934).
fn at_most(hits: u64, n: u64) -> f64 {
    if hits >= n {
        return 1.0;
    }
    let beta = Beta::new((hits + 1) as f64, (n - hits) as f64);
    beta.map_or(1.0, |beta| beta.inverse_cdf(0.975))
}
