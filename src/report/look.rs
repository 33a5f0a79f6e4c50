//! Look: what data was taken for, column by column: for people, as JSON, and as Markdown.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::columns;
use super::failures::sentences;
use super::human::Human;
use super::json::{Json, column, failure, write};
use super::markdown::{Markdown, escape};
use super::snippet::options;
use super::visible::{cut, defuse, visible};
use super::{Manner, Reporter};
use crate::evidence::ColumnKind;
use crate::outcome::{ColumnLook, Format, LookReport, TableLook};
use crate::wording::{format_count, format_number, plural};

/// The schema's name; it changes when a field changes its meaning or goes.
const SCHEMA: &str = "trueline-look/1";
/// Columns of a name, and of a value.
const NAME: usize = 24;
const VALUE: usize = 40;
/// Larger numbers may not be exact as `f64` (2^53).
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The voice for `format`.
pub(crate) fn look_reporter(format: Format, manner: &Manner) -> Box<dyn Reporter<LookReport>> {
    match format {
        Format::Json => Box::new(Json),
        Format::Markdown => Box::new(Markdown),
        _ => Box::new(Human {
            terminal: manner.terminal,
        }),
    }
}

impl Reporter<LookReport> for Human {
    fn report(&self, run: &LookReport, out: &mut dyn Write) -> io::Result<()> {
        let mut text = String::new();
        for table in &run.tables {
            self.add_table(table, &mut text);
        }
        out.write_all(defuse(&text).as_bytes())
    }
}

impl Human {
    fn add_table(&self, table: &TableLook, text: &mut String) {
        let heading = format!(
            "{} · {} rows",
            visible(&table.name),
            format_count(table.rows)
        );
        text.push_str(&format!("\n  {}\n", self.terminal.bold(&heading)));
        let facts: Vec<_> = table
            .columns
            .iter()
            .map(|each| each.facts.clone())
            .collect();
        self.add_lines(
            &columns::parts(&facts, names_files(table)).join("; "),
            0,
            text,
        );
        for note in &table.notes {
            self.add_lines(&visible(note), 2, text);
        }
        for file in table.files.iter().filter(|file| !file.written.is_empty()) {
            let written: Vec<String> = file
                .written
                .iter()
                .map(|(what, how)| format!("{what}: {}", visible(how)))
                .collect();
            let path = visible(&file.path);
            self.add_lines(&format!("{path}: {}", written.join("; ")), 2, text);
        }
        for column in &table.columns {
            let name = cut(&visible(&column.facts.name), NAME);
            let kind = column.facts.kind.word();
            let line = format!(
                "{name}: {kind}, {}",
                tell(column, names_files(table)).join("; ")
            );
            text.push('\n');
            self.add_lines(&line, 4, text);
        }
    }

    /// A paragraph, its later lines indented by `indent`.
    fn add_lines(&self, paragraph: &str, indent: usize, text: &mut String) {
        let blanks = " ".repeat(indent);
        let hanging = options(self.terminal.width - 2).subsequent_indent(&blanks);
        for line in textwrap::wrap(paragraph, hanging) {
            text.push_str(&format!("  {line}\n"));
        }
    }
}

/// Whether a line of the table needs the name of its file.
fn names_files(table: &TableLook) -> bool {
    table.files.len() > 1
}

/// What is told of a column, its reason first.
fn tell(column: &ColumnLook, names_files: bool) -> Vec<String> {
    let facts = &column.facts;
    let mut parts = vec![column.reason.clone()];
    parts.extend(columns::reading(facts, names_files));
    if facts.missing > 0 {
        parts.push(format!("{} missing", format_count(facts.missing)));
    }
    parts.push(plural(facts.distinct, "value", "different values"));
    if let Some((low, high)) = &column.range {
        let write = |end: &str| match facts.kind {
            ColumnKind::Time => visible(end),
            _ => format_number(end),
        };
        parts.push(format!("{} to {}", write(low), write(high)));
    }
    if !column.commonest.is_empty() {
        let values: Vec<String> = column
            .commonest
            .iter()
            .map(|(value, count)| {
                format!(
                    "`{}` ({})",
                    cut(&visible(value), VALUE),
                    format_count(*count)
                )
            })
            .collect();
        parts.push(format!("most often {}", values.join(", ")));
    }
    parts
}

impl Reporter<LookReport> for Json {
    fn report(&self, run: &LookReport, out: &mut dyn Write) -> io::Result<()> {
        let tables: Vec<Value> = run.tables.iter().map(table_value).collect();
        write(
            &json!({
                "schema": SCHEMA,
                "version": env!("CARGO_PKG_VERSION"),
                "datasets": tables,
                "errors": run.failures.iter().map(failure).collect::<Vec<_>>(),
            }),
            out,
        )
    }
}

fn table_value(table: &TableLook) -> Value {
    let files = table.files.iter().map(|file| {
        // One thing may be decided several times, for example for lines above and below the table.
        let written = file.written.iter();
        let written = written.map(|(about, how)| json!({ "about": about, "how": how }));
        json!({ "path": file.path, "written": written.collect::<Vec<_>>() })
    });
    let columns = table.columns.iter().map(|look| {
        let mut value = column(&look.facts);
        value["reason"] = json!(look.reason);
        let range = look.range.as_ref();
        let end = |end: &str| match look.facts.kind {
            ColumnKind::Time => json!(end),
            _ => exact(end),
        };
        let range = range.map(|(low, high)| json!([end(low), end(high)]));
        value["range"] = range.unwrap_or(Value::Null);
        let commonest = look.commonest.iter();
        let commonest = commonest.map(|(value, count)| json!({ "value": value, "count": count }));
        value["commonest"] = commonest.collect();
        value
    });
    json!({
        "name": table.name,
        "rows": table.rows,
        "notes": table.notes,
        "files": files.collect::<Vec<_>>(),
        "columns": columns.collect::<Vec<_>>(),
    })
}

/// A number as JSON has it, with all digits of an integer; what `f64` rounds is text.
fn exact(number: &str) -> Value {
    if let Ok(whole) = number.parse::<i64>() {
        return json!(whole);
    }
    match number.parse::<f64>() {
        Ok(value) if value.abs() < EXACT => json!(value),
        _ => json!(number),
    }
}

impl Reporter<LookReport> for Markdown {
    fn report(&self, run: &LookReport, out: &mut dyn Write) -> io::Result<()> {
        for sentence in sentences(&run.failures, "not read") {
            writeln!(out, "**{}**\n", escape(&sentence))?;
        }
        for table in &run.tables {
            let (name, rows) = (escape(&table.name), format_count(table.rows));
            writeln!(out, "## {name}\n\n{rows} rows.\n")?;
            for note in &table.notes {
                writeln!(out, "- {}", escape(note))?;
            }
            for file in &table.files {
                for (what, how) in &file.written {
                    writeln!(out, "- {}: {what}: {}", escape(&file.path), escape(how))?;
                }
            }
            writeln!(out, "\n| column | kind | what was read |\n|---|---|---|")?;
            for column in &table.columns {
                let (name, kind) = (escape(&column.facts.name), column.facts.kind.word());
                let told = escape(&tell(column, names_files(table)).join("; "));
                writeln!(out, "| {name} | {kind} | {told} |")?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::FileLook;

    #[test]
    fn decisions_about_one_thing_are_all_told_and_columns_left_out() {
        let decide = |how: &str| ("lines left out".to_owned(), how.to_owned());
        let table = TableLook {
            name: "a".to_owned(),
            files: vec![FileLook {
                path: "a.csv".to_owned(),
                written: vec![decide("line 1"), decide("line 9")],
            }],
            rows: 3,
            notes: vec!["left out: column `a`".to_owned()],
            columns: Vec::new(),
        };
        let value = table_value(&table);
        assert_eq!(value["files"][0]["written"][1]["how"], "line 9");
        assert_eq!(value["notes"][0], "left out: column `a`");
    }

    #[test]
    fn a_range_keeps_every_digit() {
        assert_eq!(
            exact("1234567890123456789").to_string(),
            "1234567890123456789"
        );
        assert_eq!(exact("0.125").to_string(), "0.125");
        let long = "123456789012345678901";
        assert_eq!(exact(long), json!(long));
    }
}
