//! Faults: what stopped a run, or a dataset of it, told to people on standard error.

use std::error::Error as StdError;
use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use miette::{Diagnostic, LabeledSpan, MietteDiagnostic, Severity, SourceCode};

use super::Terminal;
use super::visible::{defuse, visible};
use crate::error::{Error, Mistake, ReadError};

/// Lines shown around a mistake.
const CONTEXT: usize = 1;

/// Writes an error with its place and its remedy; of a configuration or of roles, every mistake. Lines
/// of data files are shown only where `values` may be.
///
/// # Errors
/// What `out` says when it can't be written.
pub(crate) fn write_error(
    error: &Error,
    terminal: Terminal,
    values: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    if let Error::Read(ReadError::Several { errors }) = error {
        for (nth, error) in errors.iter().enumerate() {
            if nth > 0 {
                writeln!(out)?;
            }
            write_data_error(error, terminal, values, out)?;
        }
        return Ok(());
    }
    if let Error::Read(error) = error {
        return write_data_error(error, terminal, values, out);
    }
    if let Error::Config(config) = error {
        return write_mistakes(&config.mistakes, &config.to_string(), terminal, values, out);
    }
    draw(&Fault::new(error, values), terminal, out)
}

/// Writes what is wrong with one file, or with the roles of its columns.
fn write_data_error(
    error: &ReadError,
    terminal: Terminal,
    values: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    if let ReadError::Roles { mistakes, .. } = error {
        return write_mistakes(mistakes, &error.to_string(), terminal, values, out);
    }
    let mut fault = Fault::new(error, values);
    if let Some(message) = error.message_without_values().filter(|_| !values) {
        fault.message = message;
    }
    draw(&fault, terminal, out)
}

/// Writes every mistake, and how many there are where there are several.
fn write_mistakes(
    mistakes: &[Mistake],
    summary: &str,
    terminal: Terminal,
    values: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let faults = mistakes.iter().map(|mistake| of_mistake(mistake, values));
    if mistakes.len() == 1 {
        return faults
            .into_iter()
            .try_for_each(|fault| draw(&fault, terminal, out));
    }
    for fault in faults {
        draw(&fault, terminal, out)?;
        writeln!(out)?;
    }
    writeln!(out, "  {}", terminal.bold(&harmless(summary)))
}

/// A mistake with the lines that it points at. Those of a file that is no TOML may be cells, for any file can be named
/// as a configuration or as a baseline: where no cell may be shown, only the line's number is.
fn of_mistake(mistake: &Mistake, values: bool) -> Fault<'_> {
    let mistake = mistake.shown(values);
    let place = mistake.place();
    let may_hold_cells = |file: &str| {
        let extension = Path::new(file).extension();
        !extension.is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
    };
    match place {
        Some((file, line)) if !values && may_hold_cells(file) => Fault {
            message: format!("{mistake} (line {line} of {file})"),
            ..Fault::new(mistake, false)
        },
        _ => Fault::new(mistake, true),
    }
}

/// Writes what a run wants to be known and went on without.
///
/// # Errors
/// What `out` says when it can't be written.
pub(crate) fn write_warning(
    warning: &str,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let warning = MietteDiagnostic::new(warning).with_severity(Severity::Warning);
    draw(&Fault::new(&warning, true), terminal, out)
}

fn draw(fault: &Fault, terminal: Terminal, out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::new();
    terminal
        .handler(CONTEXT)
        .render_report(&mut text, fault)
        .map_err(io::Error::other)?;
    for line in defuse(&text).lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// `text` line by line, so that a name in it does nothing.
fn harmless(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

/// An error as it is fault: its words harmless, the lines that it points at left out where they are values.
#[derive(Debug)]
struct Fault<'a> {
    inner: &'a dyn Diagnostic,
    values: bool,
    message: String,
    cause: Option<Box<Cause>>,
}

/// What led to an error.
#[derive(Debug)]
struct Cause {
    said: String,
    cause: Option<Box<Cause>>,
}

impl Cause {
    fn of(error: &dyn StdError) -> Option<Box<Self>> {
        let source = error.source()?;
        Some(Box::new(Self {
            said: harmless(&source.to_string()),
            cause: Self::of(source),
        }))
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said)
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause.as_deref().map(|cause| cause as &dyn StdError)
    }
}

impl<'a> Fault<'a> {
    fn new<E: Diagnostic>(inner: &'a E, values: bool) -> Self {
        Self {
            inner,
            values,
            message: inner.to_string(),
            cause: Cause::of(inner),
        }
    }
}

impl fmt::Display for Fault<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&harmless(&self.message))
    }
}

impl StdError for Fault<'_> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause.as_deref().map(|cause| cause as &dyn StdError)
    }
}

impl Diagnostic for Fault<'_> {
    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        let help = self.inner.help()?;
        Some(Box::new(harmless(&help.to_string())))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.inner.source_code().filter(|_| self.values)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.inner.labels().filter(|_| self.values)?;
        Some(Box::new(labels.map(|label| {
            LabeledSpan::new_with_span(label.label().map(harmless), *label.inner())
        })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ConfigError;

    #[test]
    fn every_mistake_has_its_caret() {
        let text = "seed = 3\nprofil = \"quick\"\n";
        let mistakes = vec![
            Mistake::unknown("key", "profil", &["profile", "seed"]).in_file(
                "trueline.toml",
                text,
                9..15,
            ),
            Mistake::new("no label is named for a.csv").with_help("add --label COLUMN"),
        ];
        let mut out = Vec::new();
        let error = Error::Config(ConfigError { mistakes });
        write_error(
            &error,
            Terminal {
                width: 80,
                colour: false,
            },
            false,
            &mut out,
        )
        .expect("a vector can be written");
        assert_eq!(
            String::from_utf8(out).expect("UTF-8"),
            "  × unknown key `profil`
   ╭─[trueline.toml:2:1]
 1 │ seed = 3
 2 │ profil = \"quick\"
   · ───┬──
   ·    ╰── here
   ╰────
  help: did you mean `profile`?

  × no label is named for a.csv
  help: add --label COLUMN

  2 mistakes in the configuration
"
        );
    }
}
