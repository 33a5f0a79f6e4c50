//! The flags of `trueline compare`.

use std::path::PathBuf;

use clap::Args;

use super::DatasetChoice;
use super::config::ConfigArgs;
use super::flags::Flags;
use super::words::Words;
use crate::compare::CompareRequest;
use crate::outcome::Format;
use crate::plan::Request;
use crate::plan::settings::KEY;
use crate::policy::Value;

const AFTER: &str = "\
Examples:
  trueline compare old.csv new.csv --label sentiment
      two files; rows are known by their cells
  trueline compare git:HEAD data.csv --key id
      what changed since the last commit; rows are known by their id
  trueline compare git:main data
      the data files of a folder, as they are on another branch
  trueline compare git:v1:data/train.csv git:v2:data/train.csv --output-format markdown
      two revisions; a path behind a revision counts from the top of the repository

Exit codes: 0 compared, 2 could not compare; with --exit-code 1 where something changed.";

/// `trueline compare`
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct CompareArgs {
    /// The version before: a file, a folder, or git:REVISION[:PATH]; without PATH, the same as CANDIDATE
    base: PathBuf,
    /// The version after, named in the same ways
    candidate: PathBuf,

    #[command(flatten)]
    dataset: Flags<DatasetChoice>,

    /// The column by which a row is known again; without it, rows are known by their cells, and edited ones by
    /// likeness
    #[arg(long, value_name = "COLUMN", help_heading = "Roles of columns")]
    key: Option<String>,

    /// What to write, to standard output or to a file: human, json or markdown. May be repeated, each with a
    /// file of its own [default: human]
    #[arg(long, value_name = "FORMAT[=PATH]", help_heading = "Output", value_parser = Words(Format::look_words()), hide_possible_values = true)]
    pub(crate) output_format: Vec<String>,
    /// End with 1 where something changed, as git diff --exit-code does
    #[arg(long, help_heading = "Output")]
    pub(crate) exit_code: bool,
    /// Show cells before and after in every report; without it, only the human report does, and not in CI
    #[arg(long, help_heading = "Output")]
    pub(crate) show_values: bool,

    /// Which configuration file is read
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

impl From<CompareArgs> for CompareRequest {
    fn from(args: CompareArgs) -> Self {
        let mut request = Request {
            only_embeds: true,
            ..Request::default()
        };
        args.dataset.say_in(&mut request);
        if let Some(key) = args.key {
            request.set(&KEY.key, Value::Text(key), "key");
        }
        Self {
            base: args.base,
            candidate: args.candidate,
            config: args.config.config,
            isolated: args.config.isolated,
            request,
        }
    }
}
