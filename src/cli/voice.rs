//! Voice: how much is said and in which colours, the same for every command.

use std::ffi::OsString;

use clap::{Args, ColorChoice, ValueEnum};

/// When to write in colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// When it goes to a terminal and the environment doesn't say otherwise
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// Whether it is wanted, when the environment doesn't count: `None` leaves it to that.
    pub(crate) fn wanted(self) -> Option<bool> {
        match self {
            Self::Auto => None,
            Self::Always => Some(true),
            Self::Never => Some(false),
        }
    }

    /// What clap does with its own texts.
    pub(super) fn choice(self) -> ColorChoice {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
    }

    /// The last `--color` among `args`, looked for before they are parsed: mistakes in them are shown
    /// in the right colours, too.
    pub(super) fn find(args: &[OsString]) -> Option<Self> {
        let words = || args.iter().take_while(|arg| *arg != "--");
        let apart = words().zip(words().skip(1));
        let apart = apart.filter(|(flag, _)| *flag == "--color");
        let joined = words().filter_map(|arg| arg.to_str()?.strip_prefix("--color="));
        apart
            .filter_map(|(_, when)| when.to_str())
            .chain(joined)
            .filter_map(|when| Self::from_str(when, false).ok())
            .last()
    }
}

/// Flags of every command.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct VoiceArgs {
    /// When to write in colour [default: auto, which looks at the terminal, NO_COLOR and CLICOLOR_FORCE]
    #[arg(long, global = true, value_name = "WHEN", hide_possible_values = true)]
    pub(crate) color: Option<Color>,
    /// Show what fails the run and nothing else: no headings, no advice, no progress
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say on standard error which configuration, model and cache were used, and where the time went
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_found_wherever_it_stands() {
        let find = |line: &str| {
            let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            Color::find(&args)
        };
        assert_eq!(find("trueline --color never check a"), Some(Color::Never));
        assert_eq!(
            find("trueline check --bogus --color=always"),
            Some(Color::Always)
        );
        assert_eq!(find("trueline check --color auto"), Some(Color::Auto));
        assert_eq!(find("trueline check -- --color never"), None);
        assert_eq!(find("trueline check --color sometimes"), None);
    }
}
