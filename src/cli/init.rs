//! The flags of `trueline init`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::dataset::FileFormat;
use crate::init::InitRequest;

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
    /// How the data is written, whatever its name says
    #[arg(long, value_name = "FORMAT", value_parser = format())]
    input_format: Option<FileFormat>,
}

fn format() -> impl TypedValueParser<Value = FileFormat> {
    let words = FileFormat::WORDS.map(|(word, _)| word);
    PossibleValuesParser::new(words).try_map(|said| {
        let mut known = FileFormat::WORDS.into_iter();
        known
            .find(|(word, _)| *word == said)
            .map(|(_, format)| format)
            .ok_or("no such format")
    })
}

impl From<InitArgs> for InitRequest {
    fn from(args: InitArgs) -> Self {
        Self {
            paths: args.paths,
            output: args.output,
            force: args.force,
            format: args.input_format,
        }
    }
}
