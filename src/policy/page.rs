//! Page: one TOML text, read value by value, that collects every mistake instead of stopping at the first.

use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::Mistake;

use super::key;
use super::section::{Section, Value};
use super::{Span, Written};

/// A TOML text with the mistakes found in it so far.
#[derive(Debug)]
pub(crate) struct Page {
    file: Arc<str>,
    text: Arc<str>,
    mistakes: Vec<(usize, Mistake)>,
    /// What stands before the names of its tables: `tool.trueline.` in a pyproject.toml.
    prefix: &'static str,
    /// Where the syntax is broken; what is recovered on the same line is not judged again.
    broken: Vec<Range<usize>>,
}

impl Page {
    /// Parses `text`, as far as it can be; broken syntax is recorded as mistakes.
    pub(crate) fn parse<'t>(file: &str, text: &'t str) -> (Self, Spanned<DeTable<'t>>) {
        let mut page = Self {
            file: file.into(),
            text: text.into(),
            mistakes: Vec::new(),
            prefix: "",
            broken: Vec::new(),
        };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            page.mistake(span.clone(), Mistake::new(error.message()));
            page.broken.push(page.line(&span));
        }
        (page, table)
    }

    /// The same page, whose tables' names begin with `prefix`.
    pub(crate) fn under(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// How many mistakes were found so far.
    pub(crate) fn mistakes(&self) -> usize {
        self.mistakes.len()
    }

    /// The mistakes, in the order of the text.
    pub(crate) fn into_mistakes(mut self) -> Vec<Mistake> {
        self.mistakes.sort_by_key(|(at, _)| *at);
        self.mistakes
            .into_iter()
            .map(|(_, mistake)| mistake)
            .collect()
    }

    /// The place of the bytes in `range`.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        Span {
            file: self.file.clone(),
            text: self.text.clone(),
            range,
        }
    }

    /// Records a mistake at `span`.
    ///
    /// What broken syntax left behind is not judged again.
    pub(crate) fn mistake(&mut self, span: Range<usize>, mistake: Mistake) {
        if self.broken.iter().any(|line| line.contains(&span.start)) {
            return;
        }
        let span = self.visible(span);
        self.mistakes
            .push((span.start, mistake.in_file(&self.file, &self.text, span)));
    }

    /// A caret needs a character to stand under: an empty range at the end of a line takes the one before.
    fn visible(&self, span: Range<usize>) -> Range<usize> {
        let end = span.end.min(self.text.len());
        let start = span.start.min(end);
        let text = self.text[start..end].trim_end_matches(['\n', '\r']);
        if !text.is_empty() {
            return start..start + text.len();
        }
        let before = self.text[..start].trim_end_matches(['\n', '\r']);
        before
            .char_indices()
            .next_back()
            .map_or(0..0, |(at, _)| at..before.len())
    }

    fn line(&self, span: &Range<usize>) -> Range<usize> {
        let at = self.visible(span.clone()).start;
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = self.text[at..]
            .find('\n')
            .map_or(self.text.len(), |newline| at + newline);
        start..end + 1
    }

    fn written<T>(&self, span: Range<usize>, value: T) -> Written<T> {
        Written {
            value,
            span: Some(self.span(span)),
        }
    }

    /// Records a mistake for every key that isn't one of `known`.
    pub(crate) fn only(&mut self, section: Section, known: &[&str]) {
        for (key, _) in section.entries() {
            if !known.contains(&key.get_ref().as_ref()) {
                self.mistake(key.span(), Mistake::unknown("key", key.get_ref(), known));
            }
        }
    }

    fn wrong(&mut self, key: &str, wanted: &str, value: Value) {
        let found = kind(value.get_ref());
        self.mistake(
            value.span(),
            Mistake::new(format!("`{key}` must be {wanted}, not {found}")),
        );
    }

    /// The text at `key`.
    pub(crate) fn string(&mut self, section: Section, key: &str) -> Option<Written<String>> {
        let value = section.get(key)?;
        self.as_string(key, "a text in quotes", value)
    }

    /// The text at `key`, which may be a blank.
    pub(crate) fn sign(&mut self, section: Section, key: &str) -> Option<Written<String>> {
        let value = section.get(key)?;
        match value.get_ref() {
            DeValue::String(text) if key::is_sign(text) => {
                Some(self.written(value.span(), text.clone().into_owned()))
            }
            _ => self.as_string(key, "a text in quotes", value),
        }
    }

    fn as_string(&mut self, key: &str, wanted: &str, value: Value) -> Option<Written<String>> {
        match value.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => {
                self.mistake(value.span(), Mistake::new(format!("`{key}` is empty")));
                None
            }
            DeValue::String(text) => Some(self.written(value.span(), text.clone().into_owned())),
            _ => {
                self.wrong(key, wanted, value);
                None
            }
        }
    }

    /// The texts at `key`: one in quotes, or a list of them. `None` when the key is absent.
    pub(crate) fn strings(&mut self, section: Section, key: &str) -> Option<Vec<Written<String>>> {
        let value = section.get(key)?;
        let wanted = "a text in quotes or a list of them";
        Some(match value.get_ref() {
            DeValue::Array(items) => items
                .iter()
                .filter_map(|item| self.as_string(key, wanted, item))
                .collect(),
            _ => self.as_string(key, wanted, value).into_iter().collect(),
        })
    }

    /// `true` or `false` at `key`.
    pub(crate) fn flag(&mut self, section: Section, key: &str) -> Option<Written<bool>> {
        let value = section.get(key)?;
        if let DeValue::Boolean(flag) = value.get_ref() {
            return Some(self.written(value.span(), *flag));
        }
        self.wrong(key, "true or false", value);
        None
    }

    /// A whole number from 0 on at `key`.
    pub(crate) fn whole(&mut self, section: Section, key: &str) -> Option<Written<u64>> {
        let value = section.get(key)?;
        let DeValue::Integer(digits) = value.get_ref() else {
            self.wrong(key, "a whole number", value);
            return None;
        };
        if let Ok(number) = u64::from_str_radix(digits.as_str(), digits.radix()) {
            return Some(self.written(value.span(), number));
        }
        let most = u64::MAX;
        self.mistake(
            value.span(),
            Mistake::new(format!("`{key}` must be a whole number from 0 to {most}")),
        );
        None
    }

    /// A finite number at `key`.
    pub(crate) fn number(&mut self, section: Section, key: &str) -> Option<Written<f64>> {
        let value = section.get(key)?;
        let digits = match value.get_ref() {
            DeValue::Integer(digits) if digits.radix() == 10 => digits.as_str(),
            DeValue::Float(digits) => digits.as_str(),
            _ => {
                self.wrong(key, "a number", value);
                return None;
            }
        };
        match digits.parse::<f64>() {
            Ok(number) if number.is_finite() => Some(self.written(value.span(), number)),
            _ => {
                self.mistake(
                    value.span(),
                    Mistake::new(format!("`{key}` must be a finite number")),
                );
                None
            }
        }
    }

    /// A day without a time at `key`.
    pub(crate) fn date(&mut self, section: Section, key: &str) -> Option<Written<NaiveDate>> {
        let value = section.get(key)?;
        let (message, help) = match value.get_ref() {
            DeValue::Datetime(written) => {
                let day = written.date.and_then(|date| {
                    let (month, day) = (u32::from(date.month), u32::from(date.day));
                    NaiveDate::from_ymd_opt(i32::from(date.year), month, day)
                });
                match (day, written.time) {
                    (Some(day), None) => return Some(self.written(value.span(), day)),
                    (Some(day), Some(_)) => (
                        format!("`{key}` must be a date without a time"),
                        format!("it waives through that day: {key} = {day}"),
                    ),
                    (None, _) => (
                        format!("`{key}` must be a date, not a time"),
                        format!("write for example {key} = 2027-01-31"),
                    ),
                }
            }
            DeValue::String(text) => (
                format!("`{key}` must be a date, not a text"),
                match text.trim().parse::<NaiveDate>() {
                    Ok(day) => format!("write it without quotes: {key} = {day}"),
                    Err(_) => format!("write for example {key} = 2027-01-31"),
                },
            ),
            other => (
                format!("`{key}` must be a date, not {}", kind(other)),
                format!("write for example {key} = 2027-01-31"),
            ),
        };
        self.mistake(value.span(), Mistake::new(message).with_help(help));
        None
    }

    /// The table at `key`.
    pub(crate) fn table<'t>(&mut self, section: Section<'t>, key: &str) -> Option<Section<'t>> {
        let value = section.get(key)?;
        if let DeValue::Table(table) = value.get_ref() {
            return Some(Section::within(table, value.span()));
        }
        self.wrong(key, &format!("a table: [{}{key}]", self.prefix), value);
        None
    }

    /// The named tables under `key`, `[key.NAME]`, in the order of the text.
    pub(crate) fn tables<'t>(
        &mut self,
        section: Section<'t>,
        key: &str,
    ) -> Vec<(Written<String>, Section<'t>)> {
        let Some(parent) = self.table(section, key) else {
            return Vec::new();
        };
        let mut tables = Vec::new();
        for (name, value) in parent.entries() {
            match value.get_ref() {
                DeValue::Table(table) => {
                    let named = self.written(name.span(), name.get_ref().clone().into_owned());
                    tables.push((named, Section::within(table, value.span())));
                }
                _ => self.wrong(
                    name.get_ref(),
                    &format!("a table: [{}{key}.{}]", self.prefix, name.get_ref()),
                    value,
                ),
            }
        }
        tables
    }

    /// The tables of the list at `key`, `[[key]]`.
    pub(crate) fn list<'t>(&mut self, section: Section<'t>, key: &str) -> Vec<Section<'t>> {
        let Some(value) = section.get(key) else {
            return Vec::new();
        };
        let wanted = format!("a list of tables: [[{}{key}]]", self.prefix);
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(key, &wanted, value);
            return Vec::new();
        };
        let mut sections = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => sections.push(Section::within(table, item.span())),
                _ => self.wrong(key, &wanted, item),
            }
        }
        sections
    }
}

/// What a value is, in the words of the mistakes.
fn kind(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
