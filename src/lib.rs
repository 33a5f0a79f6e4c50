//! trueline: lint the dataset before you train on it.
//!
//! Evidence is gathered once, rules only judge, reporters only speak.
//!
//! # Layout
//! - `policy` and `plan`: trueline.toml and the command line, as written and then as meant
//! - `dataset`: files, columns, roles, rows as text
//! - `cache`: vectors and verdicts that are kept between runs
//! - `embed`, `split`: rows as vectors; which rows are trained on and which are tested on
//! - `recognise`: addresses, numbers and keys, known by how they are written
//! - `probe`: the zoo of small models; `measure`: the statistics, pure
//! - `evidence`: every question a rule may ask, answered at most once
//! - `rules`: one judgement each; `diagnostic`: what they say; `baseline`: what is known of it
//! - `outcome`: how a run ended, as plain data; `report`: the voices that say it
//! - `check`: the main job from plan to outcome; `compare`: what changed from one version of a dataset to the next
//! - `fix`: curated data, of what is found; `fill`: only its vectors; `export`: its vectors in a file, for training
//! - `init`: a first trueline.toml
//! - `wording`: lists, counts and rounded numbers as people write them
//! - `runs` and `line`: results of the user's own models, and the verdict on their line
//! - `cli` and `commands`: what the user types, and what each command does
//! - `progress`, `interrupt` and `unfinished`: what a terminal shows meanwhile, and what a signal leaves

#![warn(clippy::missing_docs_in_private_items)]

mod baseline;
mod cache;
mod check;
mod cli;
mod commands;
mod compare;
mod dataset;
mod diagnostic;
mod embed;
mod error;
mod evidence;
mod export;
mod fill;
mod fix;
mod init;
mod interrupt;
mod line;
mod look;
mod measure;
mod outcome;
mod plan;
mod policy;
mod probe;
mod progress;
mod recognise;
mod report;
mod rules;
mod runs;
mod split;
#[doc(hidden)]
pub mod testing;
mod unfinished;
mod wording;

pub use cli::Cli;

use std::process::ExitCode;

use crate::cli::Command;
use crate::commands::{
    Output, run_cache, run_check, run_compare, run_completions, run_embed, run_explain, run_fix,
    run_init, run_line, run_look, run_man, run_rules, run_schema, show_settings,
};
use crate::dataset::{allow_readers, serve_reader};

/// Runs one command line to its end: 0 nothing that fails the run, 1 findings, 2 could not judge.
pub fn run(cli: Cli) -> ExitCode {
    if let Command::ReadColumns { request } = &cli.command {
        return serve_reader(request).map_or(ExitCode::from(2), |()| ExitCode::SUCCESS);
    }
    allow_readers();
    // Where signals can't be watched, the system ends the run without us.
    let _ = interrupt::watch();
    let shows_values = match &cli.command {
        Command::Check(args) => args.show_values,
        Command::Look(args) => args.show_values,
        Command::Compare(args) => args.show_values,
        _ => false,
    };
    let output = Output::new(cli.voice, shows_values);
    let done = match cli.command {
        Command::Check(args) if args.shows.show_settings => show_settings(*args, &output),
        Command::Check(args) => run_check(*args, &output),
        Command::Fix(args) => run_fix(*args, &output),
        Command::Init(args) => run_init(args, &output),
        Command::Line(args) => run_line(*args, &output),
        Command::Compare(args) => run_compare(*args, &output),
        Command::Look(args) => run_look(*args, &output),
        Command::Embed(args) => run_embed(*args, &output),
        Command::Cache(args) => run_cache(&args, &output),
        Command::Schema(args) => run_schema(&args, &output),
        Command::Explain { rule } => run_explain(&rule, &output),
        Command::Rules { output_format } => run_rules(output_format, &output),
        Command::Completions(args) => run_completions(&args, &output),
        Command::Man(args) => run_man(&args, &output),
        // Ran above, before anything is watched or said.
        Command::ReadColumns { .. } => Ok(2),
    };
    let exit = done.unwrap_or_else(|error| {
        output.fail(&error);
        2
    });
    ExitCode::from(exit)
}
