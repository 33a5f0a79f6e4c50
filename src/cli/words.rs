//! Words: those that a flag knows, for completions and manual pages.
//!
//! Whatever is written is taken: the plan judges it with everything else that is wrong, and says what was
//! meant.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command, Error};

use crate::outcome::Format;
use crate::rules::CATALOGUE;

/// A parser that offers its words and takes any.
#[derive(Debug, Clone)]
pub(super) struct Words(pub(super) Vec<&'static str>);

impl Words {
    /// The names of the rules.
    pub(super) fn rules() -> Self {
        Self(CATALOGUE.iter().map(|rule| rule.name).collect())
    }

    /// The formats of reports.
    pub(super) fn formats() -> Self {
        Self(Format::words())
    }

    /// The formats of `trueline line`.
    pub(super) fn line_formats() -> Self {
        Self(Format::line_words())
    }
}

impl TypedValueParser for Words {
    type Value = String;

    fn parse_ref(&self, cmd: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, Error> {
        // Of a list, blanks may stand beside its commas.
        let word = StringValueParser::new().parse_ref(cmd, arg, value)?;
        Ok(word.trim().to_owned())
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(
            self.0.iter().map(|word| PossibleValue::new(*word)),
        ))
    }
}
