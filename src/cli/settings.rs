//! The flag that shows what a check would obey.

use clap::Args;

/// What shows the settings of `trueline check` in place of checking.
#[derive(Debug, Args)]
#[command(next_help_heading = "Configuration")]
pub struct SettingsArgs {
    /// Print every setting as a trueline.toml, each with where it comes from, and check nothing
    #[arg(long)]
    pub show_settings: bool,
}
