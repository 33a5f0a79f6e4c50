//! Manifest: what was done to each row, as JSON Lines: a head, then a line for each row that was dropped or changed.

use serde::{Deserialize, Serialize};

use super::digest::digest;
use super::draft::{Draft, Place, Record};
use super::edit::Change;
use super::{FixSettings, Fixed};
use crate::dataset::RowState;
use crate::error::ReadError;

/// The schema's name; it changes when a field changes its meaning or goes.
pub(super) const SCHEMA: &str = "trueline-fix/1";

/// The first line: what was fixed, and how.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Head {
    /// The schema's name.
    pub(super) schema: String,
    /// The version of trueline that wrote it.
    pub(super) version: String,
    /// The dataset's name.
    pub(super) dataset: String,
    /// What was asked for.
    pub(super) settings: HeadSettings,
    /// Stands before what a row holds where that is hashed.
    pub(super) salt: String,
    /// Every file of the dataset.
    pub(super) files: Vec<FileLine>,
}

/// What was asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct HeadSettings {
    seed: u64,
    #[serde(rename = "unsafe")]
    is_unsafe: bool,
    #[serde(rename = "leaks-from")]
    leaks_from: String,
    unfixable: Vec<String>,
    rules: Vec<String>,
}

/// One file, before and after.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct FileLine {
    /// As it was read.
    pub(super) input: String,
    /// SHA-256 of it.
    pub(super) input_sha256: String,
    /// Where it was written.
    pub(super) output: String,
    /// SHA-256 of that.
    pub(super) output_sha256: String,
    /// The word for the encoding of both, where its rows were looked at.
    pub(super) encoding: Option<String>,
    /// What of a row is hashed: its lines, its object or its cells; where its rows were looked at.
    pub(super) hashed: Option<String>,
    /// Rows in it, where its rows were looked at.
    pub(super) rows: Option<usize>,
    /// Rows that are left.
    pub(super) left: Option<usize>,
}

/// One row that was dropped or changed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct RowLine {
    /// The file, as `input` has it.
    pub(super) file: String,
    /// Its first and its last line there, where rows stand on lines.
    pub(super) lines: Option<(u64, u64)>,
    /// Its place among the rows there, from 1.
    pub(super) row: usize,
    /// SHA-256 of the salt and what the row holds.
    pub(super) content_sha256: String,
    /// `drop` or `change`.
    pub(super) action: String,
    /// The columns in which something else stands now.
    pub(super) columns: Vec<String>,
    /// The rule that found it.
    pub(super) rule: String,
    /// How safe that is.
    pub(super) safety: String,
    /// Why.
    pub(super) reason: String,
    /// The row that stayed for it.
    pub(super) kept: Option<KeptLine>,
}

/// A row that stayed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct KeptLine {
    /// The file, as `input` has it.
    pub(super) file: String,
    /// Its first line there, where rows stand on lines.
    pub(super) line: Option<u64>,
    /// Its place among the rows there, from 1.
    pub(super) row: usize,
}

/// The manifest of `fixed`, whose files are `files`.
///
/// # Errors
/// Rows that can't be read any more.
pub(super) fn write_manifest(fixed: &Fixed, files: Vec<FileLine>) -> Result<String, ReadError> {
    let mut salt = vec![env!("CARGO_PKG_VERSION").as_bytes()];
    salt.extend(files.iter().map(|file| file.input_sha256.as_bytes()));
    let head = Head {
        schema: SCHEMA.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        dataset: fixed.source.name.clone(),
        settings: HeadSettings::of(&fixed.settings),
        // Of what is written here itself, so that the same run writes the same bytes.
        salt: digest(&salt),
        files,
    };
    let mut text = line(&head);
    let Some(draft) = &fixed.draft else {
        return Ok(text);
    };
    let mut records: Vec<&Record> = fixed.records.iter().collect();
    records.sort_by_key(|record| record.place);
    for of_file in records.chunk_by(|a, b| a.place.file == b.place.file) {
        let mut rows: Vec<usize> = of_file.iter().map(|record| record.place.row).collect();
        rows.dedup();
        let contents = draft.files[of_file[0].place.file].data.contents(&rows)?;
        for record in of_file {
            let at = rows.binary_search(&record.place.row).ok();
            let content = at.and_then(|at| contents.get(at));
            let content = content.map_or(&[][..], Vec::as_slice);
            text.push_str(&line(&RowLine::of(record, draft, (&head.salt, content))));
        }
    }
    Ok(text)
}

fn line<T: Serialize>(value: &T) -> String {
    // Structs of texts and numbers always become JSON.
    let mut line = serde_json::to_string(value).unwrap_or_default();
    line.push('\n');
    line
}

impl HeadSettings {
    fn of(settings: &FixSettings) -> Self {
        Self {
            seed: settings.seed,
            is_unsafe: settings.is_unsafe,
            leaks_from: settings.leaks_from.word().to_owned(),
            unfixable: settings.unfixable.clone(),
            rules: settings
                .rules
                .iter()
                .map(|(rule, _)| (*rule).to_owned())
                .collect(),
        }
    }
}

impl RowLine {
    fn of(record: &Record, draft: &Draft, (salt, content): (&str, &[u8])) -> Self {
        let Place { file, row } = record.place;
        let from = &draft.files[file];
        Self {
            file: from.shown.clone(),
            lines: from.data.lines(row),
            row: row + 1,
            content_sha256: digest(&[salt.as_bytes(), content]),
            action: match record.edit.change {
                Change::Drop => "drop",
                Change::Cells(_) => "change",
            }
            .to_owned(),
            columns: record.columns.clone(),
            rule: record.edit.rule.to_owned(),
            safety: record.edit.safety.word().to_owned(),
            reason: record.edit.reason.clone(),
            kept: record.kept.map(|Place { file, row }| KeptLine {
                file: draft.files[file].shown.clone(),
                line: draft.files[file].data.lines(row).map(|(first, _)| first),
                row: row + 1,
            }),
        }
    }
}

impl FileLine {
    /// The rows of a file, and those that are left of them.
    pub(super) fn count(states: &[RowState]) -> (usize, usize) {
        let left = states.iter().filter(|state| **state != RowState::Dropped);
        (states.len(), left.count())
    }
}
