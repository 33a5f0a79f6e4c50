//! The flags of `trueline init`.

use std::path::PathBuf;

use clap::Args;

use super::flags::{Choice, Flags};
use crate::init::{InitRequest, READING};
use crate::plan::Request;
use crate::policy::Keys;

/// The flags that say how the files are written.
#[derive(Clone, Copy)]
pub(crate) struct ReadingChoice;

impl Choice for ReadingChoice {
    const GROUP: &'static str = "ReadingFlags";
    const TABLES: &'static [Keys] = &[READING];
}

/// `trueline init`
#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// Data files, folders or patterns; without one, the data files of this folder
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The file to write, or - to print [default: trueline.toml]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that is there already
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    reading: Flags<ReadingChoice>,
}

impl From<InitArgs> for InitRequest {
    fn from(args: InitArgs) -> Self {
        let mut request = Request::default();
        args.reading.say_in(&mut request);
        Self {
            paths: args.paths,
            output: args.output,
            force: args.force,
            said: request.settings,
        }
    }
}
