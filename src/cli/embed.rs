//! The flags of `trueline embed`.

use std::path::PathBuf;

use clap::Args;

use super::DatasetChoice;
use super::config::ConfigArgs;
use super::flags::{Choice, Flags};
use crate::export::Export;
use crate::plan::Request;
use crate::plan::settings::{CACHE_DIR, EMBED, OFFLINE};
use crate::policy::Keys;

const AFTER: &str = "\
Examples:
  trueline embed reviews.csv --label sentiment --text review --output vectors.parquet --transform standardise
      the vectors of every row, standardised on the train rows; vectors.transform.safetensors holds by what
  trueline embed new.csv --text review --output new.parquet --transform-from vectors.transform.safetensors
      rows that came later, treated alike
  trueline embed reviews.csv --text review --model all-MiniLM-L6-v2
      into the cache, so that later checks find the vectors";

/// The flags of `trueline embed` beside those of the dataset.
#[derive(Clone, Copy)]
pub(crate) struct EmbedChoice;

impl Choice for EmbedChoice {
    const GROUP: &'static str = "EmbedFlags";
    const TABLES: &'static [Keys] = &[EMBED, &[&OFFLINE.key, &CACHE_DIR.key]];
}

/// `trueline embed`
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct EmbedArgs {
    /// Data files, together one dataset; none: the datasets of trueline.toml
    #[arg(value_name = "FILE")]
    paths: Vec<PathBuf>,

    /// Write the vectors here, as Parquet, with key, label and split of each row; the transform that was
    /// fitted stands beside it
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// Treat the rows by this transform, which was fitted on other rows, instead of fitting one: for test
    /// sets and for rows that come later
    #[arg(
        long,
        value_name = "FILE",
        help_heading = "Output",
        requires = "output"
    )]
    transform_from: Option<PathBuf>,
    /// Column that names each row [default: a column called id or key, else the number of the row]
    #[arg(
        long,
        value_name = "COLUMN",
        help_heading = "Output",
        requires = "output"
    )]
    key: Option<String>,

    #[command(flatten)]
    dataset: Flags<DatasetChoice>,
    #[command(flatten)]
    settings: Flags<EmbedChoice>,

    /// Which configuration file is read
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

impl EmbedArgs {
    /// What is to be written for training; none where only the cache is filled.
    pub(crate) fn export(&self) -> Option<Export> {
        Some(Export {
            output: self.output.clone()?,
            transform_from: self.transform_from.clone(),
            key: self.key.clone(),
        })
    }
}

impl From<EmbedArgs> for Request {
    fn from(args: EmbedArgs) -> Self {
        let mut request = Self {
            paths: args.paths,
            only_embeds: true,
            ..Self::default()
        };
        args.dataset.say_in(&mut request);
        args.settings.say_in(&mut request);
        request
    }
}
