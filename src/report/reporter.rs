//! Reporter: what every voice can do.

use std::io::{self, Write};

use crate::outcome::Report;

/// A voice: writes one report, that of a check unless said otherwise.
pub(crate) trait Reporter<T = Report> {
    /// Writes `run` to `out`.
    ///
    /// # Errors
    /// What `out` says when it can't be written.
    fn report(&self, run: &T, out: &mut dyn Write) -> io::Result<()>;
}
