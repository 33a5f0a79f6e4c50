//! The file of a baseline: JSON of the schema `trueline-baseline/1`, sorted, without what cells hold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Baseline, Identity, Measures, Trace};
use crate::error::Mistake;

/// The schema without its version.
const FAMILY: &str = "trueline-baseline/";
/// The schema that this trueline reads and writes.
const SCHEMA: &str = "trueline-baseline/1";
/// Digits of a row's key.
const DIGITS: usize = 32;
/// How to come by a good file.
const ANEW: &str = "write it anew with --write-baseline";

/// The file as written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    schema: String,
    findings: Vec<Entry>,
}

/// One finding.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    dataset: String,
    rule: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    undetermined: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    lowered: bool,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    rows: BTreeMap<String, usize>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    doubles: Vec<String>,
    #[serde(default, skip_serializing_if = "Measures::is_empty")]
    measures: Measures,
}

/// Enough of any JSON to say whether it is a baseline, and of which version.
#[derive(Deserialize)]
struct Head {
    schema: String,
}

impl Baseline {
    /// Its file: the same findings give the same bytes.
    pub(crate) fn to_text(&self) -> String {
        let page = Page {
            schema: SCHEMA.to_owned(),
            findings: self
                .findings
                .iter()
                .map(|(identity, trace)| Entry::of(identity, trace))
                .collect(),
        };
        // Texts, numbers and maps with texts for keys always become JSON.
        let mut text = serde_json::to_string_pretty(&page).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Reads the text of the file that reports call `file`.
    ///
    /// # Errors
    /// What is no JSON, no baseline, one of a later version, or damaged, with its place.
    pub(crate) fn parse(file: &str, text: &str) -> Result<Self, Mistake> {
        let head: Result<Head, _> = serde_json::from_str(text);
        match &head {
            Ok(head) if head.schema == SCHEMA => {}
            Ok(head) if head.schema.starts_with(FAMILY) => {
                return Err(Mistake::new(format!(
                    "the baseline {file} has the schema `{}`, and this trueline reads `{SCHEMA}`",
                    head.schema
                ))
                .with_help(
                    "take the trueline that wrote it, or remove it and write it anew with this one",
                ));
            }
            Err(error) if error.is_syntax() || error.is_eof() => {
                return Err(damaged(file, text, error));
            }
            Ok(_) | Err(_) => {
                return Err(Mistake::new(format!(
                    "{file} is no baseline: it has no `schema` of one"
                ))
                .with_help("check the path; --write-baseline makes one"));
            }
        }
        let page: Page = serde_json::from_str(text).map_err(|error| damaged(file, text, &error))?;
        let mut baseline = Self::default();
        for entry in page.findings {
            if let Some(key) = entry.wrong_key() {
                let at = text.find(key).unwrap_or(0);
                let message = format!("the baseline {file} is damaged: this is no row's key");
                return Err(Mistake::new(message).with_help(ANEW).in_file(
                    file,
                    text,
                    at..at + key.len(),
                ));
            }
            let (identity, trace) = entry.parts();
            match baseline.findings.get_mut(&identity) {
                // Two entries come of a merge of two files, and not of twice as many rows.
                Some(known) => known.merge(trace, usize::max),
                None => {
                    baseline.findings.insert(identity, trace);
                }
            }
        }
        Ok(baseline)
    }

    /// Whether a text that can't be read was written as a baseline of this version, so that it may be
    /// written anew.
    pub(crate) fn was_one(text: &str) -> bool {
        text.trim().is_empty() || text.contains(&format!("\"{SCHEMA}\""))
    }
}

impl Entry {
    fn of(identity: &Identity, trace: &Trace) -> Self {
        let Trace {
            undetermined,
            lowered,
            rows,
            doubles,
            measures,
        } = trace.clone();
        Self {
            dataset: identity.dataset.clone(),
            rule: identity.rule.clone(),
            subject: identity.subject.clone(),
            undetermined,
            lowered,
            rows,
            doubles: doubles.into_iter().collect(),
            measures,
        }
    }

    fn parts(self) -> (Identity, Trace) {
        (
            Identity {
                dataset: self.dataset,
                rule: self.rule,
                subject: self.subject,
            },
            Trace {
                undetermined: self.undetermined,
                lowered: self.lowered,
                rows: self.rows,
                doubles: self.doubles.into_iter().collect(),
                measures: self.measures,
            },
        )
    }

    fn wrong_key(&self) -> Option<&str> {
        let wrong = |key: &&String| {
            key.len() != DIGITS || !key.bytes().all(|digit| digit.is_ascii_hexdigit())
        };
        let mut keys = self.rows.keys().chain(&self.doubles);
        keys.find(wrong).map(String::as_str)
    }
}

/// A file that can't be read any further than where `error` says.
fn damaged(file: &str, text: &str, error: &serde_json::Error) -> Mistake {
    let before: usize = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    let mut end = (before + error.column()).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    // A caret needs a character to stand under.
    let shown = text[..end].trim_end();
    let start = shown
        .char_indices()
        .next_back()
        .map_or(0, |(start, _)| start);
    let said = error.to_string();
    // The place is drawn, and needs no words.
    let said = said.split(" at line ").next().unwrap_or_default();
    let mistake = Mistake::new(format!("the baseline {file} is damaged: {said}"))
        .with_help(format!("restore it, or {ANEW}"));
    if shown.is_empty() {
        mistake
    } else {
        mistake.in_file(file, text, start..shown.len())
    }
}
