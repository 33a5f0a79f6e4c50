//! Faults: what stopped a run, told to people on standard error.

use std::io::{self, Write};

use miette::{Diagnostic, MietteDiagnostic, Severity};

use super::Stage;
use crate::error::{Error, ReadError};

/// Lines shown around a mistake.
const CONTEXT: usize = 1;

/// Writes an error with its place and its remedy; of a configuration or of roles, every mistake.
///
/// # Errors
/// What `out` says when it can't be written.
pub fn write_error(error: &Error, stage: Stage, out: &mut dyn Write) -> io::Result<()> {
    let (mistakes, summary) = match error {
        Error::Config(config) => (&config.mistakes, config.to_string()),
        Error::Read(roles @ ReadError::Roles { mistakes, .. }) => (mistakes, roles.to_string()),
        other => return draw(other, stage, out),
    };
    if let [only] = &mistakes[..] {
        return draw(only, stage, out);
    }
    for mistake in mistakes {
        draw(mistake, stage, out)?;
        writeln!(out)?;
    }
    writeln!(out, "  {}", stage.bold(&summary))
}

/// Writes what a run wants to be known and went on without.
///
/// # Errors
/// What `out` says when it can't be written.
pub fn write_warning(warning: &str, stage: Stage, out: &mut dyn Write) -> io::Result<()> {
    let warning = MietteDiagnostic::new(warning).with_severity(Severity::Warning);
    draw(&warning, stage, out)
}

fn draw(diagnostic: &dyn Diagnostic, stage: Stage, out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::new();
    stage
        .handler(CONTEXT)
        .render_report(&mut text, diagnostic)
        .map_err(io::Error::other)?;
    for line in text.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{ConfigError, Mistake};

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
            Stage {
                width: 80,
                colour: false,
            },
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
