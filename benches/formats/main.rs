//! What a run costs with every text format at once, against the human report alone, and apart from them what the
//! page costs, which is drawn:
//! `cargo bench --bench formats`, or with the arguments `FILE LABEL` on a dataset of your own.
//!
//! Fails when it is more than 5 %. A run is timed once, for it is the same for both, and the reports in
//! rounds; of each the fastest counts, since nothing but other programs makes one slower. The page needs a map of
//! the rows, a spectrum and cosines, which no other format asks for: its run is timed beside, once, too.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use trueline::testing::Run;

/// Every format but the page; the first is what a run writes by itself.
const TEXTS: [&str; 8] = [
    "human",
    "json",
    "json-lines",
    "sarif",
    "github",
    "markdown",
    "junit",
    "agent",
];
const ROUNDS: usize = 5;
/// The most that all text formats may add to a run, as a share of it.
const MOST: f64 = 0.05;

/// A table of 20,000 rows, of which half repeat an earlier one: 10,000 witnesses.
fn table(folder: &Path) -> std::io::Result<PathBuf> {
    let rows = (0..20_000).map(|row| {
        let person = row % 10_000;
        let (age, hours) = (18 + person * 7 % 60, 10 + person * 13 % 50);
        format!(
            "{age},{hours},town {person},{}\n",
            usize::from(age + hours > 80)
        )
    });
    let path = folder.join("table.csv");
    let header = "age,hours,town,high_pay\n".to_owned();
    fs::write(
        &path,
        std::iter::once(header).chain(rows).collect::<String>(),
    )?;
    Ok(path)
}

/// The time that it takes to write the report of `run` to a file.
fn write(run: &Run, format: &str, path: &Path) -> std::io::Result<Duration> {
    let start = Instant::now();
    fs::write(path, run.write(format)?)?;
    Ok(start.elapsed())
}

/// The fastest of several rounds, on a line of its own.
fn time(run: &Run, format: &str, folder: &Path) -> std::io::Result<Duration> {
    let path = folder.join(format);
    let mut fastest = Duration::MAX;
    for _ in 0..ROUNDS {
        fastest = fastest.min(write(run, format, &path)?);
    }
    println!(
        "{format:>12}: {:>7.1} ms {:>9} bytes",
        fastest.as_secs_f64() * 1e3,
        fs::metadata(&path)?.len()
    );
    Ok(fastest)
}

/// A run of `trueline check ARGS`, and how long it took.
fn check(args: &[&str]) -> Result<(Run, Duration), Box<dyn Error>> {
    let start = Instant::now();
    let run = Run::check(args)?;
    Ok((run, start.elapsed()))
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    // Cargo passes --bench.
    let named: Vec<String> = env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let (path, label) = match &named[..] {
        [path, label] => (path.clone(), label.as_str()),
        _ => (table(folder.path())?.display().to_string(), "high_pay"),
    };
    let args = [path.as_str(), "--label", label];
    let (run, took) = check(&args)?;
    println!("the run itself: {:.3} s", took.as_secs_f64());
    let mut times = Vec::new();
    for format in TEXTS {
        times.push(time(&run, format, folder.path())?);
    }
    let one = took + times[0];
    let all = took + times.iter().sum::<Duration>();
    let ratio = all.as_secs_f64() / one.as_secs_f64();
    println!(
        "all text formats against one: {ratio:.4} (at most {:.2})",
        1.0 + MOST
    );
    println!("\nbeside them, with no bound:");
    let page = format!("html={}", folder.path().join("page").display());
    let (run, drawn) = check(&[&args[..], &["--output-format", &page]].concat())?;
    time(&run, "html", folder.path())?;
    println!(
        "a run that has it to draw: {:.3} s, and {:.3} s without",
        drawn.as_secs_f64(),
        took.as_secs_f64()
    );
    if ratio > 1.0 + MOST {
        return Err("all text formats cost more than they may".into());
    }
    Ok(())
}
