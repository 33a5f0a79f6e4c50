//! Sheet: the rows whose labels probes doubt, as a table that a person fills in, and what was decided there.

use std::path::Path;

use csv::{ReaderBuilder, WriterBuilder};

use crate::dataset::Dataset;
use crate::error::FixError;

/// The columns of a sheet.
const COLUMNS: [&str; 6] = [
    "key",
    "text",
    "label",
    "proposed",
    "probability",
    "decision",
];
/// Characters of a text that are shown.
const SHOWN: usize = 2_000;

/// One row that is doubted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Doubt {
    /// What it is found again by.
    pub(super) key: String,
    /// What it is about.
    pub(super) text: String,
    /// Its label.
    pub(super) label: String,
    /// What probes say in its place.
    pub(super) proposed: String,
    /// How sure they are.
    pub(super) probability: f64,
}

/// What a person decided of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decision {
    /// The line of the sheet.
    pub(super) line: u64,
    /// The row's key.
    pub(super) key: String,
    /// What is decided.
    pub(super) said: String,
}

/// What a row is found again by: its file, its place there from 1, and a hash of its cells.
pub(super) fn row_key(dataset: &Dataset, row: usize) -> String {
    let (path, _, nth) = dataset.place(row);
    format!("{path}:{nth}:{:016x}", (dataset.key(row) >> 64) as u64)
}

/// The row of this key, unless it isn't what it was.
pub(super) fn find_row(dataset: &Dataset, key: &str) -> Option<usize> {
    let mut parts = key.rsplitn(3, ':').skip(1);
    let nth = parts.next()?.parse().ok()?;
    let row = dataset.row_at(parts.next()?, nth)?;
    (row < dataset.rows() && row_key(dataset, row) == key).then_some(row)
}

/// The sheet of `doubts`.
///
/// # Errors
/// What the writer says.
pub(super) fn write_sheet(doubts: &[Doubt]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for doubt in doubts {
        let text: String = doubt.text.chars().take(SHOWN).collect();
        let probability = format!("{:.2}", doubt.probability);
        let cells = [
            &doubt.key,
            &text,
            &doubt.label,
            &doubt.proposed,
            &probability,
            "",
        ];
        writer.write_record(cells)?;
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}

/// What is decided in the sheet `text`, which stands at `path`; rows without a decision are left out.
///
/// # Errors
/// What is no sheet.
pub(super) fn read_sheet(path: &Path, text: &[u8]) -> Result<Vec<Decision>, FixError> {
    let fail = |why: String| FixError::Sheet {
        path: path.display().to_string(),
        why,
    };
    // Spreadsheets write a mark in front, and semicolons where commas stand in numbers.
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let delimiter = if first.contains(&b',') { b',' } else { b';' };
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(text);
    let header = reader.headers().map_err(|error| fail(error.to_string()))?;
    let find = |name: &str| {
        let at = header.iter().position(|column| column.trim() == name);
        at.ok_or_else(|| fail(format!("it has no column `{name}`")))
    };
    let (key_at, decision_at) = (find("key")?, find("decision")?);
    let mut decisions = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| fail(error.to_string()))?;
        let cell = |at: usize| record.get(at).unwrap_or_default().trim().to_owned();
        let decision = Decision {
            line: record.position().map_or(0, csv::Position::line),
            key: cell(key_at),
            said: cell(decision_at),
        };
        if !decision.said.is_empty() {
            decisions.push(decision);
        }
    }
    Ok(decisions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_read_as_it_was_written() {
        let key = "a, b.csv:5:00ff".to_owned();
        let doubt = Doubt {
            key: key.clone(),
            text: "says \"so\",\nover two lines".to_owned(),
            label: "good".to_owned(),
            proposed: "bad".to_owned(),
            probability: 0.973,
        };
        let sheet = write_sheet(&[doubt]).expect("written");
        let text = String::from_utf8(sheet).expect("UTF-8");
        let read = |text: &str| read_sheet(Path::new("sheet.csv"), text.as_bytes());
        assert_eq!(read(&text).expect("a sheet"), []);
        let filled = text.replace(",0.97,\n", ",0.97, bad \n");
        let decision = Decision {
            line: 2,
            key,
            said: "bad".to_owned(),
        };
        assert_eq!(
            read(&filled).expect("a sheet"),
            std::slice::from_ref(&decision)
        );
        let german = "\u{feff}decision;key\r\nbad;a:1:2\r\n;a:2:3\r\n";
        assert_eq!(read(german).expect("a sheet").len(), 1);
        assert!(read("key,text\nx,y\n").is_err());
    }
}
