//! The flags of `trueline cache` and `trueline embed`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};

use super::DatasetChoice;
use super::config::ConfigArgs;
use super::flags::{Choice, Flags};
use crate::plan::Request;
use crate::plan::settings::{CACHE_DIR, EMBED, OFFLINE};
use crate::policy::Keys;

/// The flag of `trueline cache`.
#[derive(Clone, Copy)]
pub(crate) struct CacheChoice;

impl Choice for CacheChoice {
    const GROUP: &'static str = "CacheFlags";
    const TABLES: &'static [Keys] = &[&[&CACHE_DIR.key]];
    const GLOBAL: bool = true;
}

/// The flags of `trueline embed` beside those of the dataset.
#[derive(Clone, Copy)]
pub(crate) struct EmbedChoice;

impl Choice for EmbedChoice {
    const GROUP: &'static str = "EmbedFlags";
    const TABLES: &'static [Keys] = &[EMBED, &[&OFFLINE.key, &CACHE_DIR.key]];
}

/// `trueline cache`
#[derive(Debug, Args)]
pub(crate) struct CacheArgs {
    /// What to do with it; without a word, show what it holds
    #[command(subcommand)]
    pub(crate) command: Option<CacheCommand>,
    #[command(flatten)]
    settings: Flags<CacheChoice>,
}

impl From<&CacheArgs> for Request {
    fn from(args: &CacheArgs) -> Self {
        let mut request = Self::default();
        args.settings.say_in(&mut request);
        request
    }
}

/// What `trueline cache` does.
#[derive(Debug, Subcommand)]
pub(crate) enum CacheCommand {
    /// Remove what it holds
    Clean {
        /// Only what wasn't of use for so long, for example 30d or 12h
        #[arg(long, value_name = "AGE", value_parser = humantime::parse_duration)]
        older_than: Option<Duration>,
    },
}

/// `trueline embed`
#[derive(Debug, Args)]
pub(crate) struct EmbedArgs {
    /// Data files, together one dataset; none: the datasets of trueline.toml
    #[arg(value_name = "FILE")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    dataset: Flags<DatasetChoice>,
    #[command(flatten)]
    settings: Flags<EmbedChoice>,

    /// Which configuration file is read
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
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
