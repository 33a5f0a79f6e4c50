//! Decisions: what a person decided about rows with doubtful labels, as edits.

use std::fs;
use std::path::{Path, PathBuf};

use super::edit::Edit;
use super::review::find_reviewed_rule;
use super::sheet::{Decision, find_row, read_sheet};
use crate::dataset::Dataset;
use crate::error::{Error, FixError};
use crate::rules::words::Safety;
use crate::wording::list_some;

/// The word for a row that goes, unless a class is called so.
const DROP: &str = "drop";
/// Mistakes, and classes, that are named one by one.
const NAMED: usize = 6;

/// The decisions of a sheet.
#[derive(Debug)]
pub(super) struct Decisions {
    path: PathBuf,
    all: Vec<Decision>,
}

impl Decisions {
    /// Those in the sheet at `path`.
    ///
    /// # Errors
    /// What can't be read, or is no sheet.
    pub(super) fn read(path: &Path) -> Result<Self, Error> {
        let text = fs::read(path).map_err(|cause| FixError::File {
            path: path.display().to_string(),
            cause,
        })?;
        Ok(Self {
            path: path.to_owned(),
            all: read_sheet(path, &text)?,
        })
    }

    /// The edits of the rows of `dataset` that were decided; a decision for the label that is there changes nothing.
    ///
    /// # Errors
    /// Rows that aren't what they were, and labels that are no class, all of them at once.
    pub(super) fn to_edits(&self, dataset: &Dataset) -> Result<Vec<Edit>, Error> {
        let mut edits = Vec::new();
        let mut mistakes = Vec::new();
        for decision in &self.all {
            match to_edit(dataset, decision) {
                Ok(edit) => edits.extend(edit),
                Err(mistake) => mistakes.push(format!("line {}: {mistake}", decision.line)),
            }
        }
        if mistakes.is_empty() {
            return Ok(edits);
        }
        Err(Error::Fix(FixError::Decisions {
            path: self.path.display().to_string(),
            mistakes: list_some(&mistakes, NAMED),
        }))
    }
}

fn to_edit(dataset: &Dataset, decision: &Decision) -> Result<Option<Edit>, String> {
    let said = decision.said.as_str();
    let row = find_row(dataset, &decision.key)
        .ok_or_else(|| format!("no row is `{}`, or it was changed since", decision.key))?;
    let label = dataset.roles.label.ok_or("the data has no label")?;
    let old = dataset.columns[label].text(row).unwrap_or_default();
    let classes = &dataset.labels.classes;
    let is_class = classes.iter().any(|class| class == said);
    let edit = if said == old.trim() {
        return Ok(None);
    } else if is_class {
        let reason = format!(
            "a person decided on `{said}` in the place of `{}`",
            old.trim()
        );
        Edit::change(row, vec![(label, said.to_owned())], Safety::Review, reason)
    } else if said == DROP {
        Edit::drop(row, Safety::Review, "a person decided that it goes")
    } else {
        let classes: Vec<String> = classes.iter().map(|class| format!("`{class}`")).collect();
        return Err(format!(
            "`{said}` is no class; there are {}, and `{DROP}`, which takes the row out",
            list_some(&classes, NAMED)
        ));
    };
    Ok(Some(Edit {
        rule: find_reviewed_rule().unwrap_or_default(),
        ..edit
    }))
}
