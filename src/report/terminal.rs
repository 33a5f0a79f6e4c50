//! Terminal: where a report for people is shown: how wide, and in colour or not.

use std::env;
use std::io::IsTerminal;

use miette::{GraphicalReportHandler, GraphicalTheme, ThemeCharacters, ThemeStyles};
use terminal_size::terminal_size_of;
use textwrap::{WordSeparator, WordSplitter};

/// Columns where there is no terminal to ask.
const PLAIN: usize = 100;
/// The narrowest and the widest that reports are laid out for.
const WIDTHS: (usize, usize) = (60, 200);

/// How wide a report is and whether it has colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Terminal {
    /// Columns.
    pub(crate) width: usize,
    /// Whether to write colours.
    pub(crate) colour: bool,
}

impl Terminal {
    /// The terminal that standard output is. `colour` is what the user asked for, if anything.
    pub(crate) fn stdout(colour: Option<bool>) -> Self {
        let out = std::io::stdout();
        Self::new(
            colour,
            out.is_terminal(),
            terminal_size_of(&out).map(|(width, _)| usize::from(width.0)),
        )
    }

    /// The terminal that standard error is.
    pub(crate) fn stderr(colour: Option<bool>) -> Self {
        let err = std::io::stderr();
        Self::new(
            colour,
            err.is_terminal(),
            terminal_size_of(&err).map(|(width, _)| usize::from(width.0)),
        )
    }

    fn new(asked: Option<bool>, terminal: bool, width: Option<usize>) -> Self {
        let variable = |name: &str| env::var(name).ok();
        Self {
            width: variable("COLUMNS")
                .and_then(|columns| columns.parse().ok())
                .or(width.filter(|_| terminal))
                .unwrap_or(PLAIN)
                .clamp(WIDTHS.0, WIDTHS.1),
            colour: asked.unwrap_or_else(|| wants_colour(terminal, &variable)),
        }
    }

    /// The handler that lays out findings and errors, with `context` lines around what they point at.
    pub(super) fn handler(self, context: usize) -> GraphicalReportHandler {
        let styles = if self.colour {
            ThemeStyles::ansi()
        } else {
            ThemeStyles::none()
        };
        GraphicalReportHandler::new_themed(GraphicalTheme {
            characters: ThemeCharacters::unicode(),
            styles,
        })
        .with_width(self.width)
        .with_urls(false)
        .with_context_lines(context)
        .without_syntax_highlighting()
        .with_word_separator(WordSeparator::AsciiSpace)
        .with_word_splitter(WordSplitter::NoHyphenation)
    }

    /// `text` in bold, where there is colour.
    pub(super) fn bold(self, text: &str) -> String {
        if self.colour {
            format!("\u{1b}[1m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// Whether the environment wants colour. Sources: no-color.org, bixense.com/clicolors.
fn wants_colour(terminal: bool, variable: &dyn Fn(&str) -> Option<String>) -> bool {
    if variable("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        return false;
    }
    if variable("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0") {
        return true;
    }
    terminal && variable("TERM").is_none_or(|value| value != "dumb")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_decides_about_colour_as_its_conventions_say() {
        let with = |terminal: bool, set: &[(&str, &str)]| {
            wants_colour(terminal, &|name| {
                set.iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, value)| (*value).to_owned())
            })
        };
        assert!(with(true, &[]) && !with(false, &[]));
        assert!(!with(true, &[("NO_COLOR", "1")]) && with(true, &[("NO_COLOR", "")]));
        assert!(
            with(false, &[("CLICOLOR_FORCE", "1")]) && !with(false, &[("CLICOLOR_FORCE", "0")])
        );
        assert!(!with(false, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
        assert!(!with(true, &[("TERM", "dumb")]));
    }

    #[test]
    fn widths_stay_readable() {
        assert_eq!(Terminal::new(None, true, Some(20)).width, 60);
        assert_eq!(Terminal::new(None, true, Some(500)).width, 200);
        assert_eq!(Terminal::new(None, false, Some(80)).width, 100);
    }
}
