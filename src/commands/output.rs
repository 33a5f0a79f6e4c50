//! Output: where everything is written that a command says: standard output, standard error, or a file.

use std::env;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use crate::cache::Cache;
use crate::cli::{Color, VoiceArgs};
use crate::error::Error;
use crate::outcome::{FailOn, Format};
use crate::report::{Manner, Reporter, Terminal, Values, write_error, write_warning};
use crate::unfinished::Place;

/// How a command speaks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    /// What standard output is.
    pub(crate) stdout: Terminal,
    /// What standard error is.
    pub(crate) stderr: Terminal,
    /// Which reports may show what cells hold.
    pub(crate) values: Values,
    /// Whether nothing is to be said but what fails the run.
    pub(crate) quiet: bool,
    /// Whether a run is to say what it went by.
    pub(crate) verbose: bool,
}

impl Output {
    /// What the flags, the terminal and the environment ask for.
    pub(crate) fn new(args: VoiceArgs, shows_values: bool) -> Self {
        let colour = args.color.and_then(Color::wanted);
        Self {
            stdout: Terminal::stdout(colour),
            stderr: Terminal::stderr(colour),
            values: Values::from_environment(shows_values),
            quiet: args.quiet,
            verbose: args.verbose,
        }
    }

    /// Writes to standard output and returns the exit code of a command that does no more. A reader that has
    /// gone away is no error.
    #[expect(
        clippy::unused_self,
        reason = "where a command writes is this type's to say"
    )]
    pub(crate) fn print(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<u8, Arc<Error>> {
        let mut stdout = io::stdout().lock();
        // What waits for the end of its line would be lost without a word.
        match write(&mut stdout).and_then(|()| stdout.flush()) {
            Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
                Err(Arc::new(Error::Write {
                    target: "standard output".to_owned(),
                    cause,
                }))
            }
            _ => Ok(0),
        }
    }

    /// Writes a report to `place`, or else to standard output, by the voice that `reporter` makes.
    pub(crate) fn write_report<T>(
        &self,
        report: &T,
        place: Option<&Place>,
        fail_on: FailOn,
        reporter: impl FnOnce(Manner) -> Box<dyn Reporter<T>>,
    ) -> Result<(), Arc<Error>> {
        let manner = |terminal| Manner {
            terminal,
            quiet: self.quiet,
            fail_on,
            command: command_line(),
        };
        let Some(place) = place else {
            let reporter = reporter(manner(self.stdout));
            return self.print(|out| reporter.report(report, out)).map(drop);
        };
        let mut text = Vec::new();
        let plain = Terminal {
            colour: false,
            ..self.stdout
        };
        let written = reporter(manner(plain)).report(report, &mut text);
        written
            .and_then(|()| place.write(&text))
            .map_err(|cause| Arc::new(Error::write(place.path(), cause)))
    }

    /// Says on standard error what went wrong with the cache and was gone on without.
    pub(crate) fn warn(&self, cache: &Cache) {
        if self.quiet {
            return;
        }
        for warning in cache.warnings() {
            // Nobody reads it, then.
            let _ = write_warning(&warning, self.stderr, &mut io::stderr().lock());
        }
    }

    /// Says on standard error what kept parts of a run from being judged, a blank line between two.
    pub(crate) fn fail_all(&self, errors: &[Arc<Error>]) {
        for (nth, error) in errors.iter().enumerate() {
            if nth > 0 {
                // Nobody reads it, then.
                let _ = writeln!(io::stderr());
            }
            self.fail(error);
        }
    }

    /// Says on standard error why the command stopped.
    pub(crate) fn fail(&self, error: &Error) {
        let values = self.values.may_stand_in(Format::Human);
        // Nobody reads it, then.
        let _ = write_error(error, self.stderr, values, &mut io::stderr().lock());
    }
}

/// Writes a file whole or not at all, where its links lead; what is no plain file (a pipe, a device) is written as it
/// is.
pub(super) fn save(path: &Path, text: &[u8]) -> io::Result<()> {
    Place::find(path)?.write(text)
}

/// The command line as a shell would take it again; none where it isn't text.
fn command_line() -> Option<String> {
    let words: Option<Vec<String>> = env::args_os()
        .skip(1)
        .map(|word| word.into_string().ok())
        .collect();
    let words = words?;
    let line = shlex::try_join(words.iter().map(String::as_str)).ok()?;
    Some(format!("trueline {line}"))
}
