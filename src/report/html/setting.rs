//! Setting: one line of what a run went by.

use serde::Serialize;

use crate::report::visible::visible;

/// One line of the settings.
#[derive(Serialize)]
pub(super) struct Setting {
    pub term: &'static str,
    pub values: Vec<String>,
    pub code: bool,
}

impl Setting {
    pub fn words(term: &'static str, value: impl AsRef<str>) -> Self {
        Self {
            term,
            values: vec![visible(value.as_ref())],
            code: false,
        }
    }

    pub fn code(term: &'static str, value: &str) -> Self {
        Self {
            code: true,
            ..Self::words(term, value)
        }
    }
}
