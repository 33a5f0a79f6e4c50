//! trueline: lint the dataset before you train on it.
//!
//! Evidence is gathered once, rules only judge, reporters only speak.
//!
//! # Layout
//! - [`policy`] and [`plan`]: trueline.toml and the command line, as written and then as meant
//! - [`dataset`]: files, columns, roles, rows as text
//! - [`cache`]: vectors and verdicts that are kept between runs
//! - [`embed`], [`split`]: rows as vectors; which rows teach and which examine
//! - [`probe`]: the zoo of small models; [`measure`]: the statistics, pure
//! - [`evidence`]: every question a rule may ask, answered at most once
//! - [`rules`]: one judgement each; [`diagnostic`]: what they say
//! - [`report`]: the voices; [`mod@check`]: the main job from plan to report; [`fill`]: only its vectors
//! - [`runs`] and [`line`]: results of the user's own models, and the verdict on their line

pub mod cache;
pub mod check;
pub mod cli;
pub mod dataset;
pub mod diagnostic;
pub mod embed;
pub mod error;
pub mod evidence;
pub mod fill;
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

use std::cell::OnceCell;
use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use crate::cache::Cache;
use crate::check::check;
use crate::cli::{
    CacheArgs, CacheCommand, CheckArgs, Cli, Command, EmbedArgs, LineArgs, ListFormat,
};
use crate::error::Error;
use crate::line::LineRequest;
use crate::plan::{CachePlan, FailOn, Format, Plan, Request};
use crate::progress::Bars;
use crate::report::{
    Agent, Github, Html, Human, Json, JsonLines, Junit, Markdown, Reporter, RunsReport, Sarif,
    Stage, Values, cache as kept, explain, write_error, write_warning,
};
use crate::rules::words::RuleWords;

/// Runs one command line to its end: 0 nothing that fails the run, 1 findings, 2 could not judge.
pub fn run(cli: Cli) -> ExitCode {
    let colour = cli.color.and_then(cli::Color::wanted);
    let stage = Stage::stdout(colour);
    let asked = matches!(&cli.command, Command::Check(args) if args.show_values);
    let values = Values::settled(asked);
    let done = match cli.command {
        Command::Check(args) => checked(*args, values, stage, colour),
        Command::Line(args) => judged(*args, stage),
        Command::Embed(args) => embedded(*args, colour),
        Command::Cache(args) => shown(&args),
        Command::Explain { rule } => explained(&rule, stage),
        Command::Rules { output_format } => listed(output_format, stage),
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

fn checked(
    args: CheckArgs,
    values: Values,
    stage: Stage,
    colour: Option<bool>,
) -> Result<u8, Arc<Error>> {
    let (config, isolated) = (args.config.clone(), args.isolated);
    let plan = Plan::settle(config, isolated, Request::from(args), &rules::words())
        .map_err(Error::Config)?;
    let cache = plan.cache.clone().map(opened);
    let report = check(&plan, cache.as_ref(), &Bars::new());
    if let Some(cache) = &cache {
        closed(cache, colour);
    }
    let report = report?;
    let discreet = OnceCell::new();
    for (format, path) in &plan.formats {
        let voice = |stage| voice(*format, plan.fail_on, stage);
        let told = if values.shown(*format) {
            &report
        } else {
            discreet.get_or_init(|| report.without_values())
        };
        deliver(told, &voice, path.as_deref(), stage)?;
    }
    Ok(report.verdict.exit)
}

fn embedded(args: EmbedArgs, colour: Option<bool>) -> Result<u8, Arc<Error>> {
    let (config, isolated) = (args.config.clone(), args.isolated);
    let mut plan = Plan::settle(config, isolated, Request::from(args), &rules::words())
        .map_err(Error::Config)?;
    let cache = match plan.cache.take() {
        Some(cache) => cache,
        None => CachePlan::settle(None).map_err(Error::Config)?,
    };
    let cache = opened(cache);
    let filled = fill::fill(&plan, &cache, &Bars::new());
    closed(&cache, colour);
    let filled = filled?;
    spoken(|out| kept::filled(&filled, out))
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
fn closed(cache: &Cache, colour: Option<bool>) {
    cache.settle();
    let stage = Stage::stderr(colour);
    for warning in cache.warnings() {
        let _ = write_warning(&warning, stage, &mut io::stderr().lock());
    }
}

fn judged(args: LineArgs, stage: Stage) -> Result<u8, Arc<Error>> {
    let formats = plan::formats(&args.output_format, &["human", "json", "html"])
        .map_err(|mistakes| Arc::new(Error::Config(mistakes)))?;
    let report = line::judge(&LineRequest::from(args))?;
    for (format, path) in &formats {
        let voice = |stage| -> Box<dyn Reporter<RunsReport>> {
            match format {
                Format::Json => Box::new(Json),
                Format::Html => Box::new(Html { command: command() }),
                _ => Box::new(Human { stage }),
            }
        };
        deliver(&report, &voice, path.as_deref(), stage)?;
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
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    // A temporary file is its owner's alone; a report is as open as any new file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text)?;
    file.persist(path).map_err(|failed| failed.error)?;
    Ok(())
}

fn voice(format: Format, fail_on: FailOn, stage: Stage) -> Box<dyn Reporter> {
    match format {
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
