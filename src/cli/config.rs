//! The flags that say which configuration file is read.

use std::path::PathBuf;

use clap::Args;

/// Which configuration file is read.
#[derive(Debug, Clone, Args)]
pub(crate) struct ConfigArgs {
    /// Read this configuration file instead of the nearest .trueline.toml, trueline.toml or pyproject.toml
    /// with [tool.trueline]
    #[arg(
        long,
        value_name = "FILE",
        help_heading = "Configuration",
        conflicts_with = "isolated"
    )]
    pub(crate) config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long, help_heading = "Configuration")]
    pub(crate) isolated: bool,
}
