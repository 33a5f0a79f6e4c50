//! The flags about the cache: those of a check, and those of `trueline cache` and `trueline embed`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};

use super::RoleArgs;
use crate::plan::Request;

#[derive(Debug, Args)]
#[command(next_help_heading = "Cache")]
pub(super) struct KeepingArgs {
    /// The folder of the cache [default: TRUELINE_CACHE_DIR, else cache-dir of trueline.toml, else the
    /// system's folder for caches]
    #[arg(long, value_name = "FOLDER")]
    pub(super) cache_dir: Option<PathBuf>,
    /// Compute everything anew, and keep nothing; TRUELINE_NO_CACHE=1 says the same
    #[arg(long, conflicts_with = "cache_dir")]
    pub(super) no_cache: bool,
}

/// `trueline cache`
#[derive(Debug, Args)]
pub struct CacheArgs {
    /// What to do with it; without a word, show what it holds
    #[command(subcommand)]
    pub command: Option<CacheCommand>,
    /// The folder of the cache [default: TRUELINE_CACHE_DIR, else cache-dir of trueline.toml, else the
    /// system's folder for caches]
    #[arg(long, value_name = "FOLDER", global = true)]
    pub cache_dir: Option<PathBuf>,
}

/// What `trueline cache` does.
#[derive(Debug, Subcommand)]
pub enum CacheCommand {
    /// Remove what it holds
    Clean {
        /// Only what wasn't of use for so long, for example 30d or 12h
        #[arg(long, value_name = "AGE", value_parser = humantime::parse_duration)]
        older_than: Option<Duration>,
    },
}

/// `trueline embed`
#[derive(Debug, Args)]
pub struct EmbedArgs {
    /// Data files, together one dataset; none: the datasets of trueline.toml
    #[arg(value_name = "FILE")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    roles: RoleArgs,

    /// The model: a name, or a folder with model.onnx and tokenizer.json
    #[arg(long, value_name = "NAME|FOLDER")]
    model: Option<String>,
    /// Never touch the network
    #[arg(long)]
    offline: bool,
    /// The folder of the cache [default: TRUELINE_CACHE_DIR, else cache-dir of trueline.toml, else the
    /// system's folder for caches]
    #[arg(long, value_name = "FOLDER")]
    cache_dir: Option<PathBuf>,
    /// Obey this configuration file instead of the nearest trueline.toml
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub config: Option<PathBuf>,
    /// Obey no configuration file
    #[arg(long)]
    pub isolated: bool,
}

impl From<EmbedArgs> for Request {
    fn from(args: EmbedArgs) -> Self {
        Self {
            model: args.model,
            offline: args.offline,
            cache_dir: args.cache_dir,
            only_embeds: true,
            ..args.roles.request(args.paths)
        }
    }
}
