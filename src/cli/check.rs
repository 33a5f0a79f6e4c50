//! The flags of `trueline check`.

use std::path::PathBuf;

use clap::Args;

use super::config::ConfigArgs;
use super::flags::{Choice, Flags};
use super::settings::SettingsArgs;
use super::words::Words;
use crate::outcome::Format;
use crate::plan::Request;
use crate::plan::settings::{TOP, dataset};
use crate::policy::Keys;

const AFTER: &str = "\
Examples:
  trueline check reviews.csv --label sentiment --text review
      a text column and its label
  trueline check acs.csv --label PINCP --domain STATE=CA --exclude index
      whole rows as text; rows from CA train, every other state is tested on as a shift
  trueline check psy.csv perry.csv --label label --text CONTENT
      several files: the first is trained on, each other one is a shift
  trueline check data --label y     or     trueline check 'data/part-*.parquet' --label y
      a folder or a pattern: shards of one table; where names say train and test, the latter test
  trueline check adult.data --no-header --label column_15 --select duplicate-rows,rare-class
      no header line: columns are called column_1, column_2, ...
  trueline check --changed reviews.csv notes.jsonl
      what changed: the datasets of trueline.toml that hold these files, and each other file by itself
  trueline check --output-format human --output-format json=report.json
      the datasets of trueline.toml; two reports from one run

A flag beats the key of the same name in trueline.toml.
Exit codes: 0 nothing found that fails the run, 1 findings, 2 could not judge.";

/// The flags of one dataset.
#[derive(Clone, Copy)]
pub(crate) struct DatasetChoice;

impl Choice for DatasetChoice {
    const GROUP: &'static str = "DatasetFlags";
    const TABLES: &'static [Keys] = &[dataset::KEYS];
}

/// The flags of every other setting.
#[derive(Clone, Copy)]
pub(crate) struct RunChoice;

impl Choice for RunChoice {
    const GROUP: &'static str = "RunFlags";
    const TABLES: &'static [Keys] = &[TOP];
    const WITHOUT: &'static [&'static str] = &["fix"];
}

/// `trueline check`
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line by itself"
)]
pub(crate) struct CheckArgs {
    /// Data files (CSV, TSV, JSON, JSONL, Parquet, Arrow; also .gz and .zst), together one dataset; a folder
    /// or a pattern in quotes ('data/*.csv') stands for the shards of one table, - for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// The files are what changed, as a hook tells it: check the datasets of trueline.toml that hold one
    /// of them, and each other data file by itself, by the rules that need no label
    #[arg(long, conflicts_with = DatasetChoice::GROUP)]
    changed: bool,

    #[command(flatten)]
    dataset: Flags<DatasetChoice>,

    #[command(flatten)]
    settings: Flags<RunChoice>,

    #[arg(
        long,
        value_name = "FORMAT[=PATH]",
        help_heading = "Output",
        value_parser = Words::formats(),
        hide_possible_values = true,
        help = format!(
            "What to write, to standard output or to a file: {}. May be repeated, each with a file of its own \
             [default: human]",
            Format::in_words()
        )
    )]
    output_format: Vec<String>,
    /// Show rows as they stand in the data in every report that can; without it, only the human report
    /// does, and not in CI
    #[arg(long, help_heading = "Output")]
    pub(crate) show_values: bool,

    /// Record what is found as known, in the file of --baseline or else in trueline-baseline.json beside
    /// trueline.toml, and end with 0
    #[arg(
        long,
        help_heading = "Known findings",
        conflicts_with = "output_format"
    )]
    write_baseline: bool,

    /// Compute everything anew, and keep nothing; TRUELINE_NO_CACHE=1 says the same
    #[arg(long, help_heading = "Cache", conflicts_with = "cache-dir")]
    no_cache: bool,

    /// What shows the settings instead
    #[command(flatten)]
    pub(crate) shows: SettingsArgs,

    /// Which configuration file is read
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

impl From<CheckArgs> for Request {
    fn from(args: CheckArgs) -> Self {
        let mut request = Self {
            paths: args.paths,
            changed: args.changed,
            formats: args.output_format,
            no_cache: args.no_cache,
            write_baseline: args.write_baseline,
            ..Self::default()
        };
        args.dataset.say_in(&mut request);
        args.settings.say_in(&mut request);
        request
    }
}
