//! Pyproject: the table of a Python project's pyproject.toml that is ours.

use std::path::Path;

use super::{Page, Section};

/// What stands before the names of our tables there.
pub(super) const PREFIX: &str = "tool.trueline.";

/// Whether a file of this name keeps our settings in a table of their own.
pub(super) fn is(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name == "pyproject.toml")
}

/// Whether the text of a pyproject.toml has `tool.trueline`. Where its syntax is broken, what can be
/// read of it counts.
pub(super) fn has_ours(text: &str) -> bool {
    // Most projects have none, and needn't be read.
    text.contains("trueline") && {
        let (_, table) = Page::parse("", text);
        Section::top(&table)
            .inner("tool")
            .is_some_and(|tool| tool.has("trueline"))
    }
}

/// The table that is ours, on a page under `tool.`. One that is there and isn't a table is a mistake.
pub(super) fn find_table<'t>(page: &mut Page, top: Section<'t>) -> Option<Section<'t>> {
    let tool = top.inner("tool")?;
    page.table(tool, "trueline")
}
