//! The flags of `trueline init`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::dataset::{Encoding, FileFormat};
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
    /// How its characters are written (utf-8, windows-1252, gbk, ...), where a guess is not enough
    #[arg(long, value_name = "ENCODING", value_parser = encoding(), hide_possible_values = true)]
    encoding: Option<Encoding>,
}

fn format() -> impl TypedValueParser<Value = FileFormat> {
    one_of(&FileFormat::WORDS)
}

fn encoding() -> impl TypedValueParser<Value = Encoding> {
    one_of(Encoding::WORDS)
}

/// Takes one of these words for what it means.
fn one_of<T: Copy + Send + Sync + 'static>(
    words: &'static [(&'static str, T)],
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(words.iter().map(|(word, _)| *word)).try_map(|said| {
        let mut known = words.iter();
        known
            .find(|(word, _)| *word == said)
            .map(|(_, meaning)| *meaning)
            .ok_or("no such word")
    })
}

impl From<InitArgs> for InitRequest {
    fn from(args: InitArgs) -> Self {
        Self {
            paths: args.paths,
            output: args.output,
            force: args.force,
            format: args.input_format,
            encoding: args.encoding,
        }
    }
}
