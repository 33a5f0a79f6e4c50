//! A whole run inside one process, and its report in any format: what benches time.

use std::io;

use super::findings::reporter;
use crate::check::check;
use crate::outcome::{FailOn, Report};

/// A run that has ended.
pub struct Run(Report);

impl Run {
    /// Runs `trueline check --isolated ARGS`, without a cache, and writes nothing.
    ///
    /// # Errors
    /// What stopped it.
    ///
    /// # Panics
    /// When ARGS are no command line, or can't be obeyed.
    pub fn check(args: &[&str]) -> Result<Self, String> {
        let (report, errors) = check(&super::plan::isolated(args), None, &());
        match errors.first() {
            Some(error) => Err(error.to_string()),
            None => Ok(Self(report)),
        }
    }

    /// Its report, as `--output-format FORMAT` writes it.
    ///
    /// # Errors
    /// None: memory can be written.
    pub fn write(&self, format: &str) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        reporter(format, FailOn::Deny).report(&self.0, &mut out)?;
        Ok(out)
    }
}
