//! The flags about known findings.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
#[command(next_help_heading = "Known findings")]
pub(super) struct BaselineArgs {
    /// A file of known findings, of which only new ones fail [default: baseline of trueline.toml]
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Record what is found as known, in the file of --baseline or else in trueline-baseline.json beside
    /// trueline.toml, and end with 0
    #[arg(long, conflicts_with = "output_format")]
    pub(super) write_baseline: bool,
}
