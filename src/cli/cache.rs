//! The flags of `trueline cache`.

use std::time::Duration;

use clap::{Args, Subcommand};

use super::flags::{Choice, Flags};
use crate::plan::Request;
use crate::plan::settings::CACHE_DIR;
use crate::policy::Keys;

/// The flag of `trueline cache`.
#[derive(Clone, Copy)]
pub(crate) struct CacheChoice;

impl Choice for CacheChoice {
    const GROUP: &'static str = "CacheFlags";
    const TABLES: &'static [Keys] = &[&[&CACHE_DIR.key]];
    const GLOBAL: bool = true;
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
