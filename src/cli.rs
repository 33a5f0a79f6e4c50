//! The command line: what trueline accepts, and the request it makes of it.

mod baseline;
mod cache;
mod init;
mod input;
mod line;
pub mod pages;
mod settings;
mod voice;
mod words;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::RangedU64ValueParser;
use clap::{Args, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

pub use cache::{CacheArgs, CacheCommand, EmbedArgs};
pub use init::InitArgs;
pub use line::LineArgs;
pub use pages::{CompletionsArgs, ManArgs};
pub use settings::{SchemaArgs, SettingsArgs};
pub use voice::{Color, VoiceArgs};

use crate::outcome::Format;
use crate::plan::Request;
use words::Words;

/// Lint training data before you train on it.
#[derive(Debug, Parser)]
#[command(name = "trueline", version, max_term_width = 100, after_help = AFTER)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// How much is said, and in which colours.
    #[command(flatten)]
    pub voice: VoiceArgs,
}

impl Cli {
    /// What the command line asks for.
    ///
    /// # Errors
    /// What is wrong with it, or the help or version that it asks for: ready to be printed.
    pub fn parsed(args: Vec<OsString>) -> Result<Self, clap::Error> {
        let colour = Color::asked(&args).map_or(ColorChoice::Auto, Color::choice);
        let mut command = Self::command().color(colour);
        let matches = command.try_get_matches_from_mut(args)?;
        Self::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
    }
}

const AFTER: &str = "\
Examples:
  trueline check reviews.csv --label sentiment --text review
  trueline check acs.csv --label PINCP --domain STATE=CA
  trueline init reviews.csv && trueline check
  trueline line runs.csv --id val_acc --shifted test_acc
  trueline explain collapsed-probes

Exit codes: 0 nothing found that fails the run, 1 findings, 2 could not judge.";

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check datasets: the files given as one dataset, or those that trueline.toml declares
    Check(Box<CheckArgs>),
    /// Look at data, guess what its columns are for, and write a commented trueline.toml
    Init(InitArgs),
    /// Judge the accuracy line of your own models: a table with one run a row
    Line(Box<LineArgs>),
    /// Embed every row of datasets into the cache, so that later checks find the vectors
    Embed(Box<EmbedArgs>),
    /// Show what the cache holds, or clean it
    Cache(CacheArgs),
    /// Print the JSON Schema of trueline.toml, for editors that help while it is written
    Schema(SchemaArgs),
    /// Explain a rule: what it checks, why, how it is measured, what to do, its limits
    Explain {
        /// The rule's name, as `trueline rules` lists it
        #[arg(value_parser = Words::rules(), hide_possible_values = true)]
        rule: String,
    },
    /// List the rules
    Rules {
        /// How to list them
        #[arg(long, value_name = "FORMAT", default_value = "human")]
        output_format: ListFormat,
    },
    /// Print a script that completes commands, flags and names of rules in a shell
    Completions(CompletionsArgs),
    /// Print the manual page, or write one for each command
    Man(ManArgs),
}

/// How `trueline rules` lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A table
    Human,
    /// JSON
    Json,
}

const CHECK_AFTER: &str = "\
Examples:
  trueline check reviews.csv --label sentiment --text review
      a text column and its label
  trueline check acs.csv --label PINCP --domain STATE=CA --exclude index
      whole rows as text; rows from CA train, every other state is_test under a shift
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

/// `trueline check`
#[derive(Debug, Args)]
#[command(after_help = CHECK_AFTER)]
pub struct CheckArgs {
    /// Data files (CSV, TSV, JSON, JSONL, Parquet, Arrow; also .gz and .zst), together one dataset; a folder
    /// or a pattern in quotes ('data/*.csv') stands for the shards of one table, - for standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// The files are what changed, as a hook tells it: check the datasets of trueline.toml that hold one
    /// of them, and each other data file by itself, by the rules that need no label
    #[arg(long, conflicts_with = "RoleArgs")]
    changed: bool,

    #[command(flatten)]
    roles: RoleArgs,

    #[command(flatten)]
    judging: JudgingArgs,

    #[command(flatten)]
    output: OutputArgs,

    #[command(flatten)]
    known: baseline::BaselineArgs,

    #[command(flatten)]
    keeping: cache::KeepingArgs,

    /// What shows the settings instead
    #[command(flatten)]
    pub settings: SettingsArgs,

    /// Obey this configuration file instead of the nearest .trueline.toml, trueline.toml or pyproject.toml
    /// with [tool.trueline]
    #[arg(
        long,
        value_name = "FILE",
        help_heading = "Configuration",
        conflicts_with = "isolated"
    )]
    pub config: Option<PathBuf>,
    /// Obey no configuration file
    #[arg(long, help_heading = "Configuration")]
    pub isolated: bool,

    /// Show rows as they stand in the data in every report that can; without it, only the human report
    /// does, and not in CI
    #[arg(long, help_heading = "Output")]
    pub show_values: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Roles of columns")]
struct RoleArgs {
    /// The column to be learned
    #[arg(long, value_name = "COLUMN")]
    label: Option<String>,
    /// A column of text, may be repeated; without it the whole row becomes sentences
    #[arg(long, value_name = "COLUMN", conflicts_with = "template")]
    text: Vec<String>,
    /// A text with {column} in the places of values
    #[arg(long, value_name = "TEXT")]
    template: Option<String>,
    /// The column whose values are domains, and the values whose rows are trained on (else the most frequent);
    /// each other value is a shift
    #[arg(long, value_name = "COLUMN[=VALUE,VALUE]")]
    domain: Option<String>,
    /// A file whose rows are tested on as a shift and never trained on, may be repeated
    #[arg(long, value_name = "FILE")]
    shifted: Vec<PathBuf>,
    /// The column that says which rows are trained on (train) and which are tested on
    #[arg(long, value_name = "COLUMN")]
    split: Option<String>,
    /// The column whose values are groups that models must serve alike, such as sex; it stays part of
    /// the row unless it is excluded
    #[arg(long, value_name = "COLUMN")]
    group: Option<String>,
    /// Columns to leave out, may be repeated
    #[arg(long, value_name = "COLUMN,COLUMN")]
    exclude: Vec<String>,
    /// A column of vectors to use in place of a model
    #[arg(long, value_name = "COLUMN")]
    embedding: Option<String>,
    /// The files have no header line: columns are column_1, column_2, ...
    #[arg(long)]
    no_header: bool,
    /// How bytes become text: utf-8 or latin-1 [default: utf-8]
    #[arg(long, value_name = "ENCODING", value_parser = Words::encodings(), hide_possible_values = true)]
    encoding: Option<String>,
    /// How the data is written, whatever its name says: csv, tsv, json, jsonl, parquet or arrow
    #[arg(long, value_name = "FORMAT")]
    input_format: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Judging")]
struct JudgingArgs {
    /// The model that turns text into vectors: builtin, a name, or a folder with model.onnx and
    /// tokenizer.json [default: builtin]
    #[arg(long, value_name = "NAME|FOLDER")]
    model: Option<String>,
    /// How much is trained: quick, standard or audit [default: standard]
    #[arg(long, value_name = "PROFILE", value_parser = Words::profiles(), hide_possible_values = true)]
    profile: Option<String>,
    /// Judge by these rules only
    #[arg(long, value_name = "RULE,RULE", value_delimiter = ',', value_parser = Words::rules(), hide_possible_values = true)]
    select: Vec<String>,
    /// Leave these rules out
    #[arg(long, value_name = "RULE,RULE", value_delimiter = ',', value_parser = Words::rules(), hide_possible_values = true)]
    ignore: Vec<String>,
    /// Train on at most so many rows, in place of the profile's 2,000, 4,000 or 20,000
    #[arg(long, value_name = "ROWS", value_parser = RangedU64ValueParser::<usize>::new().range(73..))]
    train_rows: Option<usize>,
    /// Train no probes: judge rows, labels and texts only, which is quick
    #[arg(long)]
    no_probes: bool,
    /// Decides everything drawn at random [default: 0]
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true, value_parser = input::seed)]
    seed: Option<u64>,
    /// Never touch the network
    #[arg(long)]
    offline: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
struct OutputArgs {
    #[arg(
        long,
        value_name = "FORMAT[=PATH]",
        value_parser = Words::formats(),
        hide_possible_values = true,
        help = format!(
            "What to write, to standard output or to a file: {}. May be repeated, each with a file of its own \
             [default: human]",
            Format::in_words()
        )
    )]
    output_format: Vec<String>,
    /// The level from which a finding fails the run: deny, warn or never [default: deny]
    #[arg(long, value_name = "LEVEL", value_parser = Words::levels(), hide_possible_values = true)]
    fail_on: Option<String>,
    /// Count what is undetermined as found
    #[arg(long)]
    strict: bool,
}

impl RoleArgs {
    /// The request of nothing but these roles for `paths`.
    fn request(self, paths: Vec<PathBuf>) -> Request {
        Request {
            paths,
            label: self.label,
            text: self.text,
            template: self.template,
            domain: self.domain,
            shifted: self.shifted,
            split: self.split,
            group: self.group,
            exclude: self.exclude,
            embedding: self.embedding,
            no_header: self.no_header,
            encoding: self.encoding,
            input_format: self.input_format,
            ..Request::default()
        }
    }
}

impl From<CheckArgs> for Request {
    fn from(args: CheckArgs) -> Self {
        let CheckArgs {
            paths,
            changed,
            roles,
            judging,
            output,
            known,
            keeping,
            ..
        } = args;
        Self {
            changed,
            model: judging.model,
            profile: judging.profile,
            select: judging.select,
            ignore: judging.ignore,
            train_rows: judging.train_rows,
            no_probes: judging.no_probes,
            seed: judging.seed,
            formats: output.output_format,
            fail_on: output.fail_on,
            strict: output.strict,
            offline: judging.offline,
            cache_dir: keeping.cache_dir,
            no_cache: keeping.no_cache,
            baseline: known.baseline,
            write_baseline: known.write_baseline,
            ..roles.request(paths)
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn check(line: &str) -> Result<CheckArgs, clap::Error> {
        let cli = Cli::try_parse_from(line.split(' '))?;
        match cli.command {
            Command::Check(args) => Ok(*args),
            other => panic!("not a check: {other:?}"),
        }
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_flag_reaches_the_request() {
        let line = "trueline check a.csv b.csv --label y --text t --text u --domain d=1,2 --shifted s.csv --split f --group g \
                    --exclude i,j --embedding v --no-header --encoding latin-1 --input-format csv --model m --profile quick --select r,q \
                    --ignore o --no-probes --seed 7 --output-format json=x --output-format human --fail-on warn --strict --offline --cache-dir k \
                    --baseline known.json";
        let strings = |words: &[&str]| {
            words
                .iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>()
        };
        let request = Request::from(check(line).expect("a well-formed line"));
        assert_eq!(
            request,
            Request {
                paths: vec!["a.csv".into(), "b.csv".into()],
                changed: false,
                label: Some("y".into()),
                text: strings(&["t", "u"]),
                template: None,
                domain: Some("d=1,2".into()),
                shifted: vec!["s.csv".into()],
                split: Some("f".into()),
                group: Some("g".into()),
                exclude: strings(&["i,j"]),
                embedding: Some("v".into()),
                no_header: true,
                encoding: Some("latin-1".into()),
                input_format: Some("csv".into()),
                model: Some("m".into()),
                profile: Some("quick".into()),
                select: strings(&["r", "q"]),
                ignore: strings(&["o"]),
                train_rows: None,
                no_probes: true,
                seed: Some(7),
                formats: strings(&["json=x", "human"]),
                fail_on: Some("warn".into()),
                strict: true,
                offline: true,
                cache_dir: Some("k".into()),
                no_cache: false,
                baseline: Some("known.json".into()),
                write_baseline: false,
                only_embeds: false,
                shows_settings: false,
            }
        );
    }

    #[test]
    fn wrong_usage_is_exit_code_two() {
        for line in [
            "trueline",
            "trueline check --colour",
            "trueline check a --text t --template {t}",
            "trueline check --changed a.csv --label y",
            "trueline check --changed a.csv --no-header",
            "trueline explain",
            "trueline check a --no-cache --cache-dir b",
            "trueline cache clean --older-than soon",
            "trueline check a --write-baseline --output-format json=b",
            "trueline check a --quiet --verbose",
            "trueline completions csh",
        ] {
            let error = Cli::try_parse_from(line.split(' ')).expect_err(line);
            assert_eq!(error.exit_code(), 2, "{line}");
        }
        assert_eq!(
            check("trueline check --config c --isolated")
                .expect_err("both")
                .exit_code(),
            2
        );
    }
}
