//! The command line: what trueline accepts, and the request it makes of it.

mod cache;
mod check;
mod compare;
mod config;
mod embed;
mod fix;
mod flags;
mod init;
mod line;
mod look;
pub(crate) mod pages;
mod settings;
mod voice;
mod words;

use std::ffi::OsString;
use std::io::{self, Write};

use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

pub(crate) use cache::{CacheArgs, CacheCommand};
pub(crate) use check::{CheckArgs, DatasetChoice};
pub(crate) use compare::CompareArgs;
pub(crate) use config::ConfigArgs;
pub(crate) use embed::EmbedArgs;
pub(crate) use fix::FixArgs;
pub(crate) use init::InitArgs;
pub(crate) use line::LineArgs;
pub(crate) use look::LookArgs;
pub(crate) use pages::{CompletionsArgs, ManArgs};
pub(crate) use settings::SchemaArgs;
pub(crate) use voice::{Color, VoiceArgs};

use crate::dataset::READER;
use words::Words;

/// Lint training data before you train on it.
#[derive(Debug, Parser)]
#[command(name = "trueline", version, max_term_width = 100, after_help = AFTER)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// How much is said, and in which colours.
    #[command(flatten)]
    pub(crate) voice: VoiceArgs,
}

impl Cli {
    /// What the command line asks for.
    ///
    /// # Errors
    /// What is wrong with it, or the help or version that it asks for: ready to be printed.
    pub fn read(args: Vec<OsString>) -> Result<Self, clap::Error> {
        let colour = Color::find(&args).map_or(ColorChoice::Auto, Color::choice);
        let mut command = Self::command().color(colour);
        let matches = command.try_get_matches_from_mut(args)?;
        Self::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
    }

    /// Prints what [`Self::read`] returns in place of a command line, and returns the exit code: 2, too, where help can't
    /// be written. A reader that has gone away is no error.
    pub fn print(usage: &clap::Error) -> u8 {
        let printed = usage.print().and_then(|()| io::stdout().flush());
        match printed {
            Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
                // Nobody reads it, then.
                let _ = writeln!(io::stderr(), "error: cannot write standard output: {cause}");
                2
            }
            _ => u8::try_from(usage.exit_code()).unwrap_or(2),
        }
    }
}

const AFTER: &str = "\
Examples:
  trueline check reviews.csv --label sentiment --text review
  trueline check acs.csv --label PINCP --domain STATE=CA
  trueline fix reviews.csv --label sentiment --text review --output curated.csv
  trueline look reviews.csv
  trueline compare git:HEAD reviews.csv --label sentiment
  trueline init reviews.csv && trueline check
  trueline line runs.csv --id val_acc --shifted test_acc
  trueline explain collapsed-probes

Exit codes: 0 nothing found that fails the run, 1 findings, 2 could not judge.";

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check datasets: the files given as one dataset, or those that trueline.toml declares
    Check(Box<CheckArgs>),
    /// Write curated data: take out or mend what rules find, with a manifest of each row
    Fix(Box<FixArgs>),
    /// Look at data, guess what its columns are for, and write a commented trueline.toml
    Init(InitArgs),
    /// Show what data is taken for, before anything is judged: what each column holds, and why
    Look(Box<LookArgs>),
    /// Show what changed from one version of a dataset to the next: rows, labels, splits, columns
    Compare(Box<CompareArgs>),
    /// Judge the accuracy line of your own models: a table with one run a row
    Line(Box<LineArgs>),
    /// Embed every row of datasets: into a file of vectors for training, or into the cache for later checks
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
    /// Read a columnar file for another process of this program
    #[command(name = READER, hide = true)]
    ReadColumns {
        /// What is to be read
        request: String,
    },
}

/// How `trueline rules` lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// A table
    Human,
    /// JSON
    Json,
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use clap::CommandFactory;

    use super::*;
    use crate::plan::Request;
    use crate::policy::{Origin, Value};

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
                    --ignore o --no-probes --train-rows 80 --seed 7 --output-format json=x --output-format human --fail-on warn --strict --offline --cache-dir k \
                    --baseline known.json";
        let request = Request::from(check(line).expect("a well-formed line"));
        let said: Vec<(&str, &Value)> = request
            .settings
            .iter()
            .map(|(key, said)| (key.name, &said.value))
            .collect();
        let text = Value::text;
        let texts =
            |words: &[&str]| Value::Texts(words.iter().map(|word| (*word).to_owned()).collect());
        let wanted = [
            ("label", text("y")),
            ("text", texts(&["t", "u"])),
            ("domain", text("d=1,2")),
            ("shifted", Value::Paths(vec!["s.csv".into()])),
            ("split", text("f")),
            ("group", text("g")),
            ("exclude", texts(&["i,j"])),
            ("header", Value::Switch(false)),
            ("input-format", text("csv")),
            ("encoding", text("latin-1")),
            ("embedding", text("v")),
            ("profile", text("quick")),
            ("train-rows", Value::Whole(80)),
            ("probes", Value::Switch(false)),
            ("seed", Value::Whole(7)),
            ("fail-on", text("warn")),
            ("strict", Value::Switch(true)),
            ("offline", Value::Switch(true)),
            ("cache-dir", Value::Path("k".into())),
            ("select", texts(&["r", "q"])),
            ("ignore", texts(&["o"])),
            ("baseline", Value::Path("known.json".into())),
            ("model", text("m")),
        ];
        let wanted: Vec<(&str, &Value)> = wanted.iter().map(|(key, value)| (*key, value)).collect();
        assert_eq!(said, wanted);
        assert_eq!(request.paths, ["a.csv", "b.csv"].map(PathBuf::from));
        assert_eq!(request.formats, ["json=x", "human"]);
        let origins: Vec<&Origin> = request
            .settings
            .iter()
            .map(|(_, said)| &said.origin)
            .collect();
        assert_eq!(origins[7], &Origin::Flag("no-header"));
    }

    #[test]
    fn a_template_is_a_way_to_say_the_text() {
        let args = check("trueline check a.csv --template {a}").expect("a well-formed line");
        let request = Request::from(args);
        let (key, said) = request.settings.iter().next().expect("said");
        let table = Value::Table(vec![("template", Value::text("{a}"))]);
        assert_eq!((key.name, &said.value), ("text", &table));
        assert_eq!(said.origin, Origin::Flag("template"));
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
