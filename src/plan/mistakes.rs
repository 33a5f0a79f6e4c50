//! Mistakes: everything that is wrong with the configuration and the command line, gathered before any is
//! reported.

use crate::error::{ConfigError, Mistake};
use crate::policy::{Policy, Written};

/// The mistakes found so far.
#[derive(Debug, Default)]
pub(super) struct Mistakes(Vec<Mistake>);

impl Mistakes {
    pub(crate) fn new(mistakes: Vec<Mistake>) -> Self {
        Self(mistakes)
    }

    pub(crate) fn add(&mut self, mistake: Mistake) {
        self.0.push(mistake);
    }

    /// A mistake about something that the file says.
    pub(crate) fn add_at<T>(&mut self, written: &Written<T>, mistake: Mistake) {
        self.add(written.mistake(mistake));
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// `value`, unless there are mistakes.
    ///
    /// # Errors
    /// Every mistake of the files, in their order, then those of the command line.
    pub(crate) fn or<T>(self, value: T, policy: &Policy) -> Result<T, ConfigError> {
        if self.0.is_empty() {
            return Ok(value);
        }
        Err(ConfigError {
            mistakes: policy.in_order(self.0),
        })
    }
}
