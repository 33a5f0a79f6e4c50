//! Words: pieces of the sentences that errors about data say.

use crate::wording::plural;

/// What a table without rows is.
pub(super) fn no_rows(empty_list: bool) -> &'static str {
    if empty_list {
        "is an empty list: it holds no rows"
    } else {
        "has columns but no rows"
    }
}

/// How many fields a record has.
pub(super) fn fields(count: usize) -> String {
    plural(count, "field", "fields")
}

/// How many roles don't fit.
pub(super) fn roles(name: &str, mistakes: usize) -> String {
    if mistakes == 1 {
        format!("a role of the dataset {name} doesn't fit its columns")
    } else {
        format!("{mistakes} roles of the dataset {name} don't fit its columns")
    }
}
