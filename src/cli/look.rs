//! The flags of `trueline look`.

use std::path::PathBuf;

use clap::Args;

use super::DatasetChoice;
use super::config::ConfigArgs;
use super::flags::Flags;
use super::words::Words;
use crate::outcome::Format;
use crate::plan::Request;

/// `trueline look`
#[derive(Debug, Args)]
pub(crate) struct LookArgs {
    /// Data files, together one dataset; none: the datasets of trueline.toml
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    dataset: Flags<DatasetChoice>,

    /// What to write, to standard output or to a file: human, json or markdown. May be repeated, each with a
    /// file of its own [default: human]
    #[arg(long, value_name = "FORMAT[=PATH]", help_heading = "Output", value_parser = Words(Format::look_words()), hide_possible_values = true)]
    pub(crate) output_format: Vec<String>,
    /// Show the commonest values in every report; without it, only the human report does, and not in CI
    #[arg(long, help_heading = "Output")]
    pub(crate) show_values: bool,

    /// Which configuration file is read
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

impl From<LookArgs> for Request {
    fn from(args: LookArgs) -> Self {
        let mut request = Self {
            paths: args.paths,
            only_embeds: true,
            ..Self::default()
        };
        args.dataset.say_in(&mut request);
        request
    }
}
