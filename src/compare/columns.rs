//! Columns: which columns both versions have, and which of them play a role.

use std::path::Path;

use super::table::{Compared, Table};
use crate::dataset::{Column, Dataset, Kind};
use crate::error::{CompareError, listed, meant, visible};
use crate::outcome::ColumnChanges;

/// The columns that have a role, by name.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    pub(super) label: Option<String>,
    pub(super) domain: Option<String>,
    pub(super) split: Option<String>,
    pub(super) key: Option<String>,
    /// Columns that aren't compared.
    pub(super) exclude: Vec<String>,
}

/// Sets `base` against `candidate`, column by column.
///
/// # Errors
/// When a version lacks a column that has a role, or no column is in both.
pub(super) fn align<'a>(
    base: (&'a Dataset, &Path),
    candidate: (&'a Dataset, &Path),
    named: &Named,
) -> Result<(Table<'a>, Table<'a>, ColumnChanges), CompareError> {
    let (old, new) = (base.0, candidate.0);
    let both: Vec<(usize, usize)> = (0..old.columns.len())
        .filter(|&at| !named.exclude.contains(&old.columns[at].name))
        .filter_map(|at| Some((at, find(new, &old.columns[at].name)?)))
        .collect();
    let compared = |at: (usize, usize)| {
        let is_number = |column: &Column| column.kind == Kind::Number;
        let by_number = is_number(&old.columns[at.0]) || is_number(&new.columns[at.1]);
        [at.0, at.1].map(|at| Compared { at, by_number })
    };
    let role = |name: &Option<String>, role| {
        let Some(name) = name else { return Ok(None) };
        let at = (
            find_role(base, name, role)?,
            find_role(candidate, name, role)?,
        );
        Ok(Some(compared(at)))
    };
    let label = role(&named.label, "the label")?;
    let domain = role(&named.domain, "the domain")?;
    let split = role(&named.split, "the split")?;
    let key = role(&named.key, "the key")?;
    let apart = |at: usize| [label, split].iter().flatten().any(|both| both[0].at == at);
    let cells: Vec<[Compared; 2]> = both
        .iter()
        .filter(|(at, _)| !apart(*at))
        .map(|&at| compared(at))
        .collect();
    if cells.is_empty() {
        return Err(CompareError::NothingInCommon {
            base: base.1.display().to_string(),
            candidate: candidate.1.display().to_string(),
        });
    }
    // Where one version is in one piece, its rows aren't moved by the files of the other.
    let by_file = [old, new].map(is_in_pieces).iter().all(|pieces| *pieces);
    let table = |dataset, side: usize| Table {
        dataset,
        columns: cells.iter().map(|both| both[side]).collect(),
        label: label.map(|both| both[side]),
        domain: domain.map(|both| both[side]),
        split: split.map(|both| both[side]),
        key: key.map(|both| both[side]),
        by_file,
    };
    let changes = list_changes(old, new, &both, &named.exclude);
    Ok((table(old, 0), table(new, 1), changes))
}

/// Whether files are splits or domains of their own.
fn is_in_pieces(dataset: &Dataset) -> bool {
    let domains = dataset.domains.as_ref();
    domains.is_some_and(|domains| domains.by_file) || dataset.train_rows().is_some()
}

fn find(dataset: &Dataset, name: &str) -> Option<usize> {
    let columns = dataset.columns.iter();
    columns.clone().position(|column| column.name == name)
}

/// The column `name` of a version, in which it is `role`.
fn find_role(
    (dataset, version): (&Dataset, &Path),
    name: &str,
    role: &'static str,
) -> Result<usize, CompareError> {
    find(dataset, name).ok_or_else(|| {
        let names = || dataset.columns.iter().map(|column| column.name.as_str());
        let list = format!("its columns are {}", listed(names()));
        CompareError::NoColumn {
            version: version.display().to_string(),
            column: visible(name),
            role,
            help: match meant(name, names()) {
                Some(other) => format!("did you mean `{}`? {list}", visible(other)),
                None => list,
            },
        }
    })
}

/// The columns that one version has, and those that are something else in the other.
fn list_changes(
    old: &Dataset,
    new: &Dataset,
    both: &[(usize, usize)],
    exclude: &[String],
) -> ColumnChanges {
    let alone = |dataset: &Dataset, other: &Dataset| {
        let columns = dataset.columns.iter().map(|column| &column.name);
        let alone = columns.filter(|name| !exclude.contains(name) && find(other, name).is_none());
        alone.cloned().collect()
    };
    let retyped = both.iter().filter_map(|&(from, to)| {
        let both = [&old.columns[from], &new.columns[to]];
        let [was, is] = both.map(|column| word(column.kind));
        // A column that the user takes for something has not become that.
        let is_open = |column: &&Column| column.kind != Kind::Empty && column.asked.is_none();
        (was != is && both.iter().all(is_open)).then(|| (both[0].name.clone(), was, is))
    });
    ColumnChanges {
        gone: alone(old, new),
        new: alone(new, old),
        retyped: retyped.collect(),
        excluded: exclude.to_vec(),
    }
}

/// What the cells of a column are.
fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Number => "numbers",
        Kind::Time => "times",
        Kind::Text => "text",
        Kind::Vector { .. } => "vectors",
        Kind::Empty => "nothing",
    }
}
