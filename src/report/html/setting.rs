//! Setting: one line of what a run went by.

use serde::Serialize;

use crate::report::visible::visible;

/// One line of the settings.
#[derive(Serialize)]
pub(super) struct Setting {
    pub(crate) term: &'static str,
    pub(crate) values: Vec<String>,
    pub(crate) code: bool,
}

impl Setting {
    pub(crate) fn words(term: &'static str, value: impl AsRef<str>) -> Self {
        Self {
            term,
            values: vec![visible(value.as_ref())],
            code: false,
        }
    }

    pub(crate) fn code(term: &'static str, value: &str) -> Self {
        Self {
            code: true,
            ..Self::words(term, value)
        }
    }
}
