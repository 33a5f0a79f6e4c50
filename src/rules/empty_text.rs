//! Are texts empty, or is one text repeated over a large share of the rows?

use std::collections::BTreeMap;

use crate::diagnostic::Outcome;
use crate::error::visible;
use crate::evidence::{ColumnTexts, Evidence, Repeats, Unavailable};
use crate::measure::Measurement;
use crate::policy::limits;
use crate::wording::{format_count, plural};

use super::Judgement;
use super::witnesses::list_witnesses;

limits! {
    max_share = "max-share",
    max_repeat = "max-repeat",
}

pub(super) fn check(evidence: &Evidence, limits: &Limits) -> Judgement {
    if evidence.dataset.roles.embedding.is_some() && evidence.dataset.described_columns().is_empty()
    {
        return Err(Unavailable::Skipped(
            "the vectors came with the data, and no column is text".to_owned(),
        ));
    }
    let texts = Judged {
        evidence,
        limits,
        repeats: evidence.repeats(),
    };
    Ok(vec![
        texts
            .report_empty()
            .or_else(|| texts.report_repeated())
            .unwrap_or_else(|| texts.pass()),
    ])
}

/// The texts of the rows, and of each column, held against the limits.
struct Judged<'a> {
    evidence: &'a Evidence<'a>,
    limits: &'a Limits,
    repeats: &'a Repeats,
}

/// Rows that lack a text, in words, with what is measured.
struct Lack<'a> {
    message: String,
    measured: Measurement,
    rows: &'a [usize],
    /// What is said of each row.
    note: String,
}

impl<'a> Judged<'a> {
    /// Rows without text, and columns that are empty in too many rows by themselves.
    fn report_empty(&self) -> Option<Outcome> {
        let lacks = self.lacks();
        let found = lacks
            .iter()
            .filter(|lack| lack.measured.value > self.limits.max_share.value);
        let found: Vec<&Lack> = found.collect();
        let first = found.first()?;
        let help = if first.rows == self.repeats.empty {
            "leave them out, or name the columns that hold their text: --text COLUMN"
        } else {
            "leave these rows out, or fill the column in from its source"
        };
        let mut notes: BTreeMap<usize, &str> = BTreeMap::new();
        for lack in &found {
            for &row in lack.rows {
                notes.entry(row).or_insert(&lack.note);
            }
        }
        let notes = notes.into_iter().map(|(row, note)| (row, note.to_owned()));
        let messages: Vec<&str> = found.iter().map(|lack| lack.message.as_str()).collect();
        let mut measured: Vec<Measurement> =
            found.iter().map(|lack| lack.measured.clone()).collect();
        measured.push(self.repeat("text", self.repeats.most_frequent));
        Some(
            Outcome::found(messages.join("; "), self.limits.max_share.key)
                .with_help(help)
                .with_measurements(measured)
                .with_witnesses(list_witnesses(self.evidence, notes)),
        )
    }

    /// One text in too many rows, or in too many cells of a column of answers.
    fn report_repeated(&self) -> Option<Outcome> {
        let whole = ("text".to_owned(), self.repeats.most_frequent);
        let columns = self.columns().iter();
        let columns = columns.map(|column| (self.name(column), column.most_frequent));
        let (name, often, first) = std::iter::once(whole)
            .chain(columns)
            .filter_map(|(name, most)| most.map(|(often, first)| (name, often, first)))
            .find(|&(_, often, _)| often > 1 && self.share(often) > self.limits.max_repeat.value)?;
        let note = std::iter::once((first, "first row with it".to_owned()));
        Some(
            Outcome::found(
                format!("{} rows have the same {name}", format_count(often)),
                self.limits.max_repeat.key,
            )
            .with_help(
                "look at how this text came in: it may be a default value or an error message",
            )
            .with_measurements(vec![
                self.repeat(&name, Some((often, first))),
                self.empty_rows().measured,
            ])
            .with_examples(list_witnesses(self.evidence, note)),
        )
    }

    fn pass(&self) -> Outcome {
        let mut lacks = self.lacks();
        let rows = lacks.remove(0);
        let mut measured = vec![
            rows.measured,
            self.repeat("text", self.repeats.most_frequent),
        ];
        measured.extend(lacks.into_iter().map(|lack| lack.measured));
        Outcome::pass(format!(
            "{} of {} rows have no text",
            format_count(rows.rows.len()),
            format_count(self.repeats.rows)
        ))
        .with_measurements(measured)
    }

    /// What rows and columns lack, the rows first; columns that lack no more than the rows aren't repeated.
    fn lacks(&self) -> Vec<Lack<'a>> {
        let mut lacks = vec![self.empty_rows()];
        for column in self.columns() {
            let name = self.name(column);
            if column.empty != self.repeats.empty {
                lacks.push(Lack {
                    message: format!("{name} is empty in {}", self.of_rows(&column.empty)),
                    measured: self.lack(&format!("share of rows without {name}"), &column.empty),
                    rows: &column.empty,
                    note: format!("no text in {name}"),
                });
            }
            if let Some((word, rows)) = &column.nothing {
                lacks.push(Lack {
                    message: format!("{name} says only `{word}` in {}", self.of_rows(rows)),
                    measured: self.lack(&format!("share of rows with `{word}` as {name}"), rows),
                    rows,
                    note: format!("`{word}` is all of {name}"),
                });
            }
        }
        lacks
    }

    fn empty_rows(&self) -> Lack<'a> {
        let rows = &self.repeats.empty;
        Lack {
            message: plural(rows.len(), "row has no text", "rows have no text"),
            measured: self.lack("share of rows without text", rows),
            rows,
            note: "no text here".to_owned(),
        }
    }

    fn lack(&self, name: &str, rows: &[usize]) -> Measurement {
        Measurement::new(name, self.share(rows.len()))
            .with_n(self.repeats.rows)
            .with_limit(self.limits.max_share.value)
    }

    fn repeat(&self, name: &str, most: Option<(usize, usize)>) -> Measurement {
        let (often, _) = most.unwrap_or_default();
        let name = format!("share of rows with the most frequent {name}");
        Measurement::new(name, self.share(often))
            .with_n(self.repeats.rows)
            .with_limit(self.limits.max_repeat.value)
    }

    fn columns(&self) -> &'a [ColumnTexts] {
        &self.evidence.texts().columns
    }

    fn name(&self, column: &ColumnTexts) -> String {
        visible(&self.evidence.dataset.columns[column.column].name)
    }

    fn share(&self, rows: usize) -> f64 {
        rows as f64 / self.repeats.rows.max(1) as f64
    }

    /// `100 of 1,200 rows`
    fn of_rows(&self, rows: &[usize]) -> String {
        format!(
            "{} of {}",
            format_count(rows.len()),
            plural(self.repeats.rows, "row", "rows")
        )
    }
}
