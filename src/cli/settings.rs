//! What shows the configuration: the settings of a check, and the schema of the file.

use clap::Args;

/// What shows the settings of `trueline check` in place of checking.
#[derive(Debug, Args)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct SettingsArgs {
    /// Print every setting as a trueline.toml, each with where it comes from, and check nothing
    #[arg(long)]
    pub(crate) show_settings: bool,
}

/// `trueline schema`
#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// The schema of a pyproject.toml, which says what may stand under [tool.trueline] and nothing else
    #[arg(long)]
    pub(crate) pyproject: bool,
}
