//! The settings of a run, written as a configuration file that says the same, each value with where it comes from.

use std::fmt::{self, Write as _};
use std::io::{self, Write};

use toml_writer::{TomlWrite, WriteTomlValue};

use super::visible::visible;
use crate::plan::{Block, Overview, Row};
use crate::policy::{Origin, Value};

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
        text.newline()?;
        write_block(block, &mut text)?;
    }
    Ok(text)
}

fn write_block(block: &Block, text: &mut String) -> fmt::Result {
    if !block.heading.is_empty() {
        if block.listed {
            text.open_array_of_tables_header()?;
        } else {
            text.open_table_header()?;
        }
        for (at, part) in block.heading.iter().enumerate() {
            if at > 0 {
                text.key_sep()?;
            }
            text.key(part.as_str())?;
        }
        if block.listed {
            text.close_array_of_tables_header()?;
        } else {
            text.close_table_header()?;
        }
        if let Some(note) = &block.note {
            write!(text, "  # {}", visible(note))?;
        }
        text.newline()?;
    }
    let lines = block.rows.iter().map(line).collect::<Result<Vec<_>, _>>()?;
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

fn line(row: &Row) -> Result<String, fmt::Error> {
    let mut line = String::new();
    line.key(row.key.as_str())?;
    line.space()?;
    line.keyval_sep()?;
    line.space()?;
    line.value(&row.value)?;
    Ok(line)
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

impl WriteTomlValue for Value {
    fn write_toml_value<W: TomlWrite + ?Sized>(&self, writer: &mut W) -> fmt::Result {
        match self {
            Self::Text(text) => writer.value(text),
            Self::Texts(texts) => writer.value(texts),
            Self::Whole(number) => writer.value(*number),
            Self::Number(number) => writer.value(*number),
            Self::Switch(on) => writer.value(*on),
            Self::Path(_) | Self::Paths(_) => writer.value(self.clone().into_written()),
            Self::Date(day) => writer.write_str(day),
            Self::Table(entries) => {
                write_table(entries.iter().map(|(key, value)| (*key, value)), writer)
            }
            Self::Pairs(pairs) => {
                let pairs = pairs.iter();
                write_table(pairs.map(|(key, word)| (key.as_str(), word)), writer)
            }
        }
    }
}

/// A table on one line.
fn write_table<'a, V: WriteTomlValue>(
    entries: impl Iterator<Item = (&'a str, V)>,
    writer: &mut (impl TomlWrite + ?Sized),
) -> fmt::Result {
    writer.open_inline_table()?;
    for (at, (key, value)) in entries.enumerate() {
        if at > 0 {
            writer.val_sep()?;
        }
        writer.space()?;
        writer.key(key)?;
        writer.space()?;
        writer.keyval_sep()?;
        writer.space()?;
        writer.value(value)?;
    }
    writer.space()?;
    writer.close_inline_table()
}
