//! trueline: lint the dataset before you train on it.
//!
//! Evidence is gathered once, rules only judge, reporters only speak.
//!
//! # Layout
//! - [`policy`] and [`plan`]: trueline.toml and the command line, as written and then as meant
//! - [`dataset`]: files, columns, roles, rows as text
//! - [`cache`]: vectors and verdicts that are kept between runs
//! - [`embed`], [`split`]: rows as vectors; which rows are trained on and which are tested on
//! - [`probe`]: the zoo of small models; [`measure`]: the statistics, pure
//! - [`evidence`]: every question a rule may ask, answered at most once
//! - [`rules`]: one judgement each; [`diagnostic`]: what they say; [`baseline`]: what is known of it
//! - [`report`]: the voices; [`mod@check`]: the main job from plan to report; [`fill`]: only its vectors;
//!   [`mod@init`]: a first trueline.toml
//! - `progress`, `interrupt` and `unfinished`: what a terminal shows meanwhile, and what a signal leaves
//! - `wording`: lists, counts and rounded numbers as people write them
//! - [`runs`] and [`line`]: results of the user's own models, and the verdict on their line

pub mod baseline;
pub mod cache;
pub mod check;
pub mod cli;
pub mod dataset;
pub mod diagnostic;
pub mod embed;
pub mod error;
pub mod evidence;
pub mod fill;
pub mod init;
mod interrupt;
pub mod line;
pub mod measure;
pub mod plan;
pub mod policy;
pub mod probe;
mod progress;
pub mod report;
pub mod rules;
pub mod runs;
pub mod split;
mod unfinished;
mod wording;

use std::cell::OnceCell;
use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use crate::cache::Cache;
use crate::check::check;
use crate::cli::{
    CacheArgs, CacheCommand, CheckArgs, Cli, Command, EmbedArgs, InitArgs, LineArgs, ListFormat,
    ManArgs, SchemaArgs, VoiceArgs, pages,
};
use crate::error::Error;
use crate::line::LineRequest;
use crate::plan::{BaselinePlan, CachePlan, FailOn, Format, Plan, Request, Settings};
use crate::progress::Bars;
use crate::report::{
    Account, Agent, Github, Html, Human, Json, JsonLines, Junit, Markdown, Quiet, Recalled, Report,
    Reporter, RunsReport, Sarif, Stage, Values, cache as kept, explain, init as guesses,
    write_account, write_error, write_warning,
};
use crate::rules::words::RuleWords;

/// How a run speaks.
#[derive(Debug, Clone, Copy)]
struct Voice {
    /// What standard output is.
    stage: Stage,
    /// Whether colours were asked for.
    colour: Option<bool>,
    args: VoiceArgs,
}

/// Runs one command line to its end: 0 nothing that fails the run, 1 findings, 2 could not judge.
pub fn run(cli: Cli) -> ExitCode {
    // Where signals can't be watched, the system ends the run without us.
    let _ = interrupt::watch();
    let colour = cli.voice.color.and_then(cli::Color::wanted);
    let stage = Stage::stdout(colour);
    let voice = Voice {
        stage,
        colour,
        args: cli.voice,
    };
    let asked = matches!(&cli.command, Command::Check(args) if args.show_values);
    let values = Values::settled(asked);
    let done = match cli.command {
        Command::Check(args) if args.settings.show_settings => settled(*args),
        Command::Schema(args) => outlined(&args),
        Command::Check(args) => checked(*args, values, voice),
        Command::Init(args) => begun(args),
        Command::Line(args) => judged(*args, voice),
        Command::Embed(args) => embedded(*args, voice),
        Command::Cache(args) => shown(&args),
        Command::Explain { rule } => explained(&rule, stage),
        Command::Rules { output_format } => listed(output_format, stage),
        Command::Completions(args) => spoken(|out| out.write_all(&args.script())),
        Command::Man(args) => printed(&args),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            let _ = write_error(
                &error,
                Stage::stderr(colour),
                values.shown(Format::Human),
                &mut io::stderr().lock(),
            );
            ExitCode::from(2)
        }
    }
}

fn checked(args: CheckArgs, values: Values, said: Voice) -> Result<u8, Arc<Error>> {
    let (config, isolated) = (args.config.clone(), args.isolated);
    let plan = Plan::settle(config, isolated, Request::from(args), &rules::words())
        .map_err(Error::Config)?;
    let cache = plan.cache.clone().map(opened);
    let bars = Bars::new(said.args.quiet);
    let report = check(&plan, cache.as_ref(), &bars);
    let stages = bars.times();
    drop(bars);
    if let Some(cache) = &cache {
        closed(cache, said);
    }
    let report = report?;
    if let Some(baseline) = plan.baseline.as_ref().filter(|baseline| baseline.writes) {
        return recorded(&report, baseline);
    }
    let discreet = OnceCell::new();
    for (format, path) in &plan.formats {
        let voice = |stage| voice(*format, &plan, stage, said.args.quiet);
        let told = if values.shown(*format) {
            &report
        } else {
            discreet.get_or_init(|| report.without_values())
        };
        deliver(told, &voice, path.as_deref(), said.stage)?;
    }
    if said.args.verbose {
        accounted(&plan, &report, cache.as_ref(), &stages);
    }
    Ok(report.verdict.exit)
}

fn settled(args: CheckArgs) -> Result<u8, Arc<Error>> {
    let (config, isolated) = (args.config.clone(), args.isolated);
    let settings = Settings::settle(config, isolated, Request::from(args), &rules::words())
        .map_err(Error::Config)?;
    spoken(|out| report::settings(&settings, out))
}

fn outlined(args: &SchemaArgs) -> Result<u8, Arc<Error>> {
    let words: Vec<_> = rules::words().into_iter().map(|(_, words)| words).collect();
    let schema = if args.pyproject {
        plan::schema::pyproject(&words)
    } else {
        plan::schema::schema(&words)
    };
    spoken(|out| writeln!(out, "{schema:#}"))
}

/// Writes the findings of a run as known ones.
fn recorded(report: &Report, plan: &BaselinePlan) -> Result<u8, Arc<Error>> {
    let (baseline, kept) = check::recorded(report, &plan.known);
    let file = plan.path.display().to_string();
    put(&plan.path, baseline.to_text().as_bytes()).map_err(|cause| Error::Baseline {
        file: file.clone(),
        cause,
    })?;
    let entries = baseline.entries() - kept;
    spoken(|out| report::recorded(entries, kept, &file, plan.configured, out))
}

/// Writes what was guessed of some data, or prints it.
fn begun(args: InitArgs) -> Result<u8, Arc<Error>> {
    let guessed = init::init(&args.into())?;
    let Some(path) = &guessed.output else {
        return spoken(|out| out.write_all(guessed.page.as_bytes()));
    };
    put(path, guessed.page.as_bytes()).map_err(|cause| {
        Arc::new(Error::Write {
            target: path.display().to_string(),
            cause,
        })
    })?;
    spoken(|out| guesses::written(path, &guessed.datasets, out))
}

/// Says on standard error what a check went by, and where its time went.
fn accounted(
    plan: &Plan,
    report: &Report,
    cache: Option<&Cache>,
    stages: &[(&'static str, Duration)],
) {
    let account = Account {
        config: &plan.obeyed,
        model: &plan.model,
        cache: cache.map(|cache| Recalled {
            folder: cache.folder(),
            verdicts: (report.recalled, plan.datasets.len()),
            vectors: cache.vectors_known(),
        }),
        stages,
        elapsed: report.elapsed,
    };
    // Nobody reads it, then.
    let _ = write_account(&account, &mut io::stderr().lock());
}

fn embedded(args: EmbedArgs, said: Voice) -> Result<u8, Arc<Error>> {
    let (config, isolated) = (args.config.clone(), args.isolated);
    let mut plan = Plan::settle(config, isolated, Request::from(args), &rules::words())
        .map_err(Error::Config)?;
    let cache = match plan.cache.take() {
        Some(cache) => cache,
        None => CachePlan::settle(None).map_err(Error::Config)?,
    };
    let cache = opened(cache);
    let filled = fill::fill(&plan, &cache, &Bars::new(said.args.quiet));
    closed(&cache, said);
    let filled = filled?;
    if said.args.quiet {
        return Ok(0);
    }
    spoken(|out| kept::filled(&filled, said.stage, out))
}

fn shown(args: &CacheArgs) -> Result<u8, Arc<Error>> {
    let cache = opened(CachePlan::settle(args.cache_dir.clone()).map_err(Error::Config)?);
    let failed = |cause| Error::Cache {
        folder: cache.folder().display().to_string(),
        cause,
    };
    match &args.command {
        None => {
            let contents = cache.contents().map_err(failed)?;
            spoken(|out| kept::contents(cache.folder(), &contents, out))
        }
        Some(CacheCommand::Clean { older_than }) => {
            let cleaned = cache.clean(*older_than).map_err(failed)?;
            spoken(|out| kept::cleaned(cleaned, out))
        }
    }
}

fn opened(plan: CachePlan) -> Cache {
    Cache::new(plan.folder, plan.most)
}

/// Makes room in the cache after a run, and says what went wrong with it.
fn closed(cache: &Cache, said: Voice) {
    cache.settle();
    if said.args.quiet {
        return;
    }
    let stage = Stage::stderr(said.colour);
    for warning in cache.warnings() {
        let _ = write_warning(&warning, stage, &mut io::stderr().lock());
    }
}

fn judged(args: LineArgs, said: Voice) -> Result<u8, Arc<Error>> {
    let formats = plan::formats(&args.output_format, &["human", "json", "html"])
        .map_err(|mistakes| Arc::new(Error::Config(mistakes)))?;
    let request = LineRequest::from(args);
    let fail_on = request.fail_on.unwrap_or(FailOn::Deny);
    let report = line::judge(&request)?;
    for (format, path) in &formats {
        let voice = |stage| -> Box<dyn Reporter<RunsReport>> {
            match format {
                Format::Json => Box::new(Json),
                Format::Html => Box::new(Html { command: command() }),
                _ if said.args.quiet => Box::new(Quiet { stage, fail_on }),
                _ => Box::new(Human { stage }),
            }
        };
        deliver(&report, &voice, path.as_deref(), said.stage)?;
    }
    Ok(report.verdict.exit)
}

/// Writes one report to its file, or else to standard output.
fn deliver<T>(
    report: &T,
    voice: &dyn Fn(Stage) -> Box<dyn Reporter<T>>,
    path: Option<&Path>,
    stage: Stage,
) -> Result<(), Arc<Error>> {
    let Some(path) = path else {
        spoken(|out| voice(stage).report(report, out))?;
        return Ok(());
    };
    let mut text = Vec::new();
    let plain = Stage {
        colour: false,
        ..stage
    };
    voice(plain)
        .report(report, &mut text)
        .and_then(|()| put(path, &text))
        .map_err(|cause| {
            Arc::new(Error::Write {
                target: path.display().to_string(),
                cause,
            })
        })
}

/// Writes a file whole or not at all; what is no plain file (a pipe, a device) is written as it is.
fn put(path: &Path, text: &[u8]) -> io::Result<()> {
    if fs::symlink_metadata(path).is_ok_and(|there| !there.is_file()) {
        return fs::write(path, text);
    }
    let mut builder = tempfile::Builder::new();
    // A temporary file is its owner's alone; a report is as open as any new file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    unfinished::write(path, &builder, |file| file.write_all(text))
}

fn voice(format: Format, plan: &Plan, stage: Stage, quiet: bool) -> Box<dyn Reporter> {
    let fail_on = plan.fail_on;
    match format {
        Format::Human if quiet => Box::new(Quiet { stage, fail_on }),
        Format::Human => Box::new(Human { stage }),
        Format::Json => Box::new(Json),
        Format::JsonLines => Box::new(JsonLines),
        Format::Sarif => Box::new(Sarif),
        Format::Github => Box::new(Github),
        Format::Markdown => Box::new(Markdown),
        Format::Junit => Box::new(Junit { fail_on }),
        Format::Agent => Box::new(Agent),
        Format::Html => Box::new(Html { command: command() }),
    }
}

/// The command line as a shell would take it again; none where it isn't text.
fn command() -> Option<String> {
    let words: Option<Vec<String>> = env::args_os()
        .skip(1)
        .map(|word| word.into_string().ok())
        .collect();
    let words = words?;
    let line = shlex::try_join(words.iter().map(String::as_str)).ok()?;
    Some(format!("trueline {line}"))
}

fn explained(rule: &str, stage: Stage) -> Result<u8, Arc<Error>> {
    let catalogue = rules::words();
    let words: Vec<_> = catalogue.into_iter().map(|(_, words)| words).collect();
    let words =
        RuleWords::find(&words, rule).map_err(|mistakes| Arc::new(Error::Config(mistakes)))?;
    spoken(|out| explain::explain(words, stage, out))
}

fn listed(format: ListFormat, stage: Stage) -> Result<u8, Arc<Error>> {
    let words: Vec<_> = rules::words().into_iter().map(|(_, words)| words).collect();
    spoken(|out| match format {
        ListFormat::Human => explain::table(&words, stage, out),
        ListFormat::Json => explain::catalogue_json(&words, out),
    })
}

fn printed(args: &ManArgs) -> Result<u8, Arc<Error>> {
    let failed = |target: String| move |cause| Arc::new(Error::Write { target, cause });
    if let Some(folder) = &args.dir {
        return pages::all_pages(folder)
            .map(|()| 0)
            .map_err(failed(folder.display().to_string()));
    }
    let page = pages::main_page().map_err(failed("standard output".to_owned()))?;
    spoken(|out| out.write_all(&page))
}

/// Writes to standard output; a reader that has gone away is no error.
fn spoken(speak: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<u8, Arc<Error>> {
    match speak(&mut io::stdout().lock()) {
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => Err(Arc::new(Error::Write {
            target: "standard output".to_owned(),
            cause,
        })),
        _ => Ok(0),
    }
}
