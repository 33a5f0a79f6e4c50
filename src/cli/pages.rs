//! Pages: what is made of the command line's own words: completions for shells, and manual pages.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory};
use clap_complete::aot::{Shell, generate};
use clap_mangen::Man;

use super::Cli;

const COMPLETIONS_AFTER: &str = "\
Examples:
  bash        trueline completions bash > ~/.local/share/bash-completion/completions/trueline
  zsh         trueline completions zsh > ~/.zfunc/_trueline
  fish        trueline completions fish > ~/.config/fish/completions/trueline.fish
  powershell  trueline completions powershell >> $PROFILE
  elvish      trueline completions elvish > ~/.config/elvish/lib/trueline.elv";

/// `trueline completions`
#[derive(Debug, Args)]
#[command(after_help = COMPLETIONS_AFTER)]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

impl CompletionsArgs {
    /// The script that the shell reads.
    pub(crate) fn script(&self) -> Vec<u8> {
        let mut script = Vec::new();
        generate(self.shell, &mut Cli::command(), "trueline", &mut script);
        script
    }
}

/// `trueline man`
#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Write a page for each command into this folder; without it, the main page goes to standard output
    #[arg(long, value_name = "FOLDER")]
    pub(crate) dir: Option<PathBuf>,
}

/// The main page, as roff.
///
/// # Errors
/// None that a vector in memory can raise.
pub(crate) fn main_page() -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(Cli::command()).render(&mut page)?;
    Ok(page)
}

/// Writes a page for each command into `folder`, which is made where it is missing.
///
/// # Errors
/// When the folder or a page can't be written.
pub(crate) fn all_pages(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    clap_mangen::generate_to(Cli::command(), folder)
}
