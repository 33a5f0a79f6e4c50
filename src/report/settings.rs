//! The settings of a run, written as a configuration file that says the same, each value with where it comes from.

use std::fmt::{self, Write as _};
use std::io::{self, Write};

use super::visible::visible;
use crate::plan::{Block, Overview, Row};
use crate::policy::{Origin, Value, literal};

/// The column, from 0, beyond which no remark is moved to stand below the others.
const REMARKS: usize = 40;

/// Writes `settings` as TOML.
///
/// # Errors
/// What `out` says when it can't be written.
pub(crate) fn write_settings(settings: &Overview, out: &mut dyn Write) -> io::Result<()> {
    let text = toml(settings).map_err(io::Error::other)?;
    out.write_all(text.as_bytes())
}

fn toml(settings: &Overview) -> Result<String, fmt::Error> {
    let mut text = String::new();
    for note in &settings.notes {
        writeln!(text, "# {}", visible(note))?;
    }
    for block in &settings.blocks {
        writeln!(text)?;
        write_block(block, &mut text)?;
    }
    Ok(text)
}

fn write_block(block: &Block, text: &mut String) -> fmt::Result {
    if !block.heading.is_empty() {
        let heading: Vec<String> = block
            .heading
            .iter()
            .map(|part| literal::key(part))
            .collect();
        let (open, close) = if block.listed {
            ("[[", "]]")
        } else {
            ("[", "]")
        };
        write!(text, "{open}{}{close}", heading.join("."))?;
        if let Some(note) = &block.note {
            write!(text, "  # {}", visible(note))?;
        }
        writeln!(text)?;
    }
    let line = |row: &Row| format!("{} = {}", literal::key(&row.key), value(&row.value));
    let lines: Vec<String> = block.rows.iter().map(line).collect();
    let width = |line: &String| line.chars().count();
    let column = lines
        .iter()
        .map(width)
        .filter(|width| *width <= REMARKS)
        .max()
        .unwrap_or(0);
    for (line, row) in lines.iter().zip(&block.rows) {
        writeln!(text, "{line:column$}  # {}", origin(&row.origin))?;
    }
    Ok(())
}

fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Default => "default".to_owned(),
        Origin::Arguments => "the command line".to_owned(),
        Origin::Flag(name) => format!("--{name}"),
        Origin::Variable(name) => (*name).to_owned(),
        Origin::File { name, line } => format!("{}:{line}", visible(name)),
    }
}

/// A value on one line.
fn value(value: &Value) -> String {
    let pair = |key: &str, value: String| format!("{} = {value}", literal::key(key));
    match value {
        Value::Text(text) => literal::quote(text),
        Value::Texts(texts) => literal::list(texts),
        Value::Whole(number) => number.to_string(),
        Value::Number(number) => toml::Value::Float(*number).to_string(),
        Value::Switch(on) => on.to_string(),
        Value::Path(_) | Value::Paths(_) => self::value(&value.clone().into_written()),
        Value::Date(day) => day.clone(),
        Value::Table(entries) => {
            let pairs = entries.iter();
            table(pairs.map(|(key, value)| pair(key, self::value(value))))
        }
        Value::Pairs(pairs) => table(
            pairs
                .iter()
                .map(|(key, word)| pair(key, literal::quote(word))),
        ),
    }
}

/// A table on one line.
fn table(pairs: impl Iterator<Item = String>) -> String {
    format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
}
