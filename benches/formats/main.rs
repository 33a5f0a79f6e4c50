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

use trueline::check::check;
use trueline::outcome::{FailOn, Report};
use trueline::plan::settings::dataset::LABEL;
use trueline::plan::{Plan, Request};
use trueline::policy::Value;
use trueline::report::{
    Agent, Github, Html, Human, Json, JsonLines, Junit, Markdown, Reporter, Sarif, Terminal,
};

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

/// The time that it takes to write one report to a file.
fn written(voice: &dyn Reporter, report: &Report, path: &Path) -> std::io::Result<Duration> {
    let start = Instant::now();
    let mut text = Vec::new();
    voice.report(report, &mut text)?;
    fs::write(path, text)?;
    Ok(start.elapsed())
}

/// The fastest of several rounds, told on a line of its own.
fn timed(
    name: &str,
    voice: &dyn Reporter,
    report: &Report,
    folder: &Path,
) -> std::io::Result<Duration> {
    let path = folder.join(name);
    let mut fastest = Duration::MAX;
    for _ in 0..ROUNDS {
        fastest = fastest.min(written(voice, report, &path)?);
    }
    println!(
        "{name:>12}: {:>7.1} ms {:>9} bytes",
        fastest.as_secs_f64() * 1e3,
        fs::metadata(&path)?.len()
    );
    Ok(fastest)
}

/// Tells what the page costs beside `run`, which drew nothing.
fn drawn(request: &Request, run: Duration, folder: &Path) -> Result<(), Box<dyn Error>> {
    println!("\nbeside them, with no bound:");
    let page = folder.join("page").display().to_string();
    let (report, drawn) = checked(request, &[&format!("html={page}")])?;
    timed("html", &Html::default(), &report, folder)?;
    println!(
        "a run that has it to draw: {:.3} s, and {:.3} s without",
        drawn.as_secs_f64(),
        run.as_secs_f64()
    );
    Ok(())
}

/// A run with these formats, and how long it took.
fn checked(request: &Request, formats: &[&str]) -> Result<(Report, Duration), Box<dyn Error>> {
    let request = Request {
        formats: formats.iter().map(|format| (*format).to_owned()).collect(),
        ..request.clone()
    };
    let plan = Plan::start(None, true, request, &trueline::rules::words())?;
    let start = Instant::now();
    let report = check(&plan, None, &()).map_err(|error| error.to_string())?;
    Ok((report, start.elapsed()))
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    // Cargo passes --bench.
    let named: Vec<String> = env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let (path, label) = match &named[..] {
        [path, label] => (PathBuf::from(path), label.clone()),
        _ => (table(folder.path())?, "high_pay".to_owned()),
    };
    let request = Request {
        paths: vec![path],
        ..Request::default()
    }
    .with(&LABEL, Value::Text(label));
    let (report, run) = checked(&request, &[])?;
    let human = Human {
        terminal: Terminal::stdout(Some(false)),
    };
    let junit = Junit {
        fail_on: FailOn::Deny,
    };
    let voices: [(&str, &dyn Reporter); 8] = [
        ("human", &human),
        ("json", &Json),
        ("json-lines", &JsonLines),
        ("sarif", &Sarif),
        ("github", &Github),
        ("markdown", &Markdown),
        ("junit", &junit),
        ("agent", &Agent),
    ];
    println!("the run itself: {:.3} s", run.as_secs_f64());
    let mut times = Vec::new();
    for (name, voice) in voices {
        times.push(timed(name, voice, &report, folder.path())?);
    }
    let one = run + times[0];
    let all = run + times.iter().sum::<Duration>();
    let ratio = all.as_secs_f64() / one.as_secs_f64();
    println!(
        "all text formats against one: {ratio:.4} (at most {:.2})",
        1.0 + MOST
    );
    drawn(&request, run, folder.path())?;
    if ratio > 1.0 + MOST {
        return Err("all text formats cost more than they may".into());
    }
    Ok(())
}
