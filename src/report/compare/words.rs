//! Words: what became of rows, columns and parts, in phrases that every voice says, not yet escaped.

use crate::outcome::{CompareReport, Part, PartChange, Place, RowChange};
use crate::wording::{format_count, list_some, plural};

/// Names of columns and parts that a line lists.
const LISTED: usize = 8;
/// Ways from one part to another that a line lists.
const WAYS: usize = 5;

/// Rows that changed, by what changed in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Edited,
    Relabelled,
    Moved,
    Added,
    Removed,
}

impl Kind {
    pub(super) const ALL: [Self; 5] = [
        Self::Edited,
        Self::Relabelled,
        Self::Moved,
        Self::Added,
        Self::Removed,
    ];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Relabelled => "relabelled",
            Self::Moved => "moved",
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }

    /// How many rows of it there are.
    pub(super) fn count(self, run: &CompareReport) -> usize {
        match self {
            Self::Edited => run.rows.edited,
            Self::Relabelled => run.rows.relabelled,
            Self::Moved => run.rows.moved,
            Self::Added => run.rows.added,
            Self::Removed => run.rows.removed,
        }
    }

    /// Whether `change` is of this kind.
    pub(super) fn is_of(self, change: &RowChange) -> bool {
        match self {
            Self::Edited => !change.columns.is_empty(),
            Self::Relabelled => change.label.is_some(),
            Self::Moved => change.split.is_some(),
            Self::Added => change.base.is_none(),
            Self::Removed => change.candidate.is_none(),
        }
    }
}

/// The name of a class, a domain or a split.
pub(super) fn part(name: &Part) -> &str {
    name.as_deref().unwrap_or("(none)")
}

/// `neg → pos 3, pos → neg 2 and 4 more`.
pub(super) fn ways(ways: &[(Part, Part, usize)]) -> String {
    let ways: Vec<String> = ways
        .iter()
        .map(|(from, to, count)| format!("{} → {} {}", part(from), part(to), format_count(*count)))
        .collect();
    list_some(&ways, WAYS)
}

/// `text 12 and price 8`: in which columns cells were edited.
pub(super) fn cells(run: &CompareReport) -> String {
    let cells: Vec<String> = run
        .cells
        .iter()
        .map(|(column, count)| format!("{column} {}", format_count(*count)))
        .collect();
    list_some(&cells, LISTED)
}

/// What became of the columns, one phrase each.
pub(super) fn columns(run: &CompareReport) -> Vec<String> {
    let columns = &run.columns;
    let mut phrases = Vec::new();
    for (names, word) in [(&columns.gone, "gone"), (&columns.new, "new")] {
        if !names.is_empty() {
            phrases.push(format!("{word}: {}", list_some(names, LISTED)));
        }
    }
    let retyped = columns.retyped.iter();
    phrases.extend(retyped.map(|(name, was, is)| format!("{name}: {was} before, {is} now")));
    phrases
}

/// Which parts are gone and which are new.
pub(super) fn gone_and_new(parts: &[PartChange]) -> Vec<String> {
    let named = |is: fn(&PartChange) -> bool, word: &str| {
        let names: Vec<&str> = parts
            .iter()
            .filter(|change| is(change) && change.name.is_some())
            .map(|change| part(&change.name))
            .collect();
        (!names.is_empty()).then(|| format!("{word}: {}", list_some(&names, LISTED)))
    };
    let phrases = [
        named(PartChange::is_gone, "gone"),
        named(PartChange::is_new, "new"),
    ];
    phrases.into_iter().flatten().collect()
}

/// The parts of which rows changed, the most changed first.
pub(super) fn changed(parts: &[PartChange]) -> Vec<&PartChange> {
    let mut changed: Vec<&PartChange> = parts.iter().filter(|part| part.is_changed()).collect();
    let weight =
        |part: &PartChange| part.removed + part.added + part.left + part.joined + part.edited;
    changed.sort_by_key(|part| std::cmp::Reverse(weight(part)));
    changed
}

/// `480 → 478 rows: 3 added, 5 removed`.
pub(super) fn balance(change: &PartChange) -> String {
    let parts = [
        (change.added, "added"),
        (change.removed, "removed"),
        (change.joined, "from elsewhere"),
        (change.left, "to elsewhere"),
        (change.edited, "edited"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", format_count(*count)))
        .collect();
    format!(
        "{} → {}: {}",
        format_count(change.base),
        plural(change.candidate, "row", "rows"),
        parts.join(", ")
    )
}

/// `data.csv:12`, or by its row in a format without lines.
pub(super) fn place(place: &Place) -> String {
    match place.line {
        Some(line) => format!("{}:{line}", place.file),
        None => format!("{} row {}", place.file, place.row),
    }
}

/// Where a row stands, and where it stood if that is elsewhere.
pub(super) fn places(change: &RowChange) -> String {
    match (&change.base, &change.candidate) {
        (Some(from), Some(to)) if (from.line, from.row) == (to.line, to.row) => place(to),
        (Some(from), Some(to)) => format!("{}, before {}", place(to), place(from)),
        (Some(only), None) | (None, Some(only)) => place(only),
        (None, None) => String::new(),
    }
}

/// What is listed under each heading: the heading, the column that says it, and its parts.
pub(super) fn sections(run: &CompareReport) -> Vec<(&'static str, Option<&str>, &[PartChange])> {
    let roles = &run.roles;
    let sections = [
        ("label", roles.label.as_deref(), &run.classes),
        ("domain", roles.domain.as_deref(), &run.domains),
        ("split", roles.split.as_deref(), &run.splits),
    ];
    let known = sections.into_iter();
    known
        .filter_map(|(role, column, parts)| Some((role, column, parts.as_deref()?)))
        .collect()
}
