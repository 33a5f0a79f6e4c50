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
use crate::outcome::{ColumnLook, Format, LookReport, TableLook};
use crate::wording::{format_count, format_figure, plural};

/// The schema's name; it changes when a field changes its meaning or goes.
const SCHEMA: &str = "trueline-look/1";
/// Columns of a name, and of a value.
const NAME: usize = 24;
const VALUE: usize = 40;

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
        self.add_lines(&columns::parts(&facts).join("; "), 0, text);
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
            let line = format!("{name}: {kind}, {}", tell(column).join("; "));
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

/// What is told of a column, its reason first.
fn tell(column: &ColumnLook) -> Vec<String> {
    let facts = &column.facts;
    let mut parts = vec![column.reason.clone()];
    parts.extend(columns::reading(facts));
    if facts.missing > 0 {
        parts.push(format!("{} missing", format_count(facts.missing)));
    }
    parts.push(plural(facts.distinct, "value", "different values"));
    if let Some((low, high)) = column.range {
        parts.push(format!("{} to {}", format_figure(low), format_figure(high)));
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
        let mut value = json!({ "path": file.path });
        for (what, how) in &file.written {
            value[what.as_str()] = json!(how);
        }
        value
    });
    let columns = table.columns.iter().map(|look| {
        let mut value = column(&look.facts);
        value["reason"] = json!(look.reason);
        let range = look.range.map(|(low, high)| json!([low, high]));
        value["range"] = range.unwrap_or(Value::Null);
        let commonest = look.commonest.iter();
        let commonest = commonest.map(|(value, count)| json!({ "value": value, "count": count }));
        value["commonest"] = commonest.collect();
        value
    });
    json!({
        "name": table.name,
        "rows": table.rows,
        "files": files.collect::<Vec<_>>(),
        "columns": columns.collect::<Vec<_>>(),
    })
}

impl Reporter<LookReport> for Markdown {
    fn report(&self, run: &LookReport, out: &mut dyn Write) -> io::Result<()> {
        for sentence in sentences(&run.failures, "not read") {
            writeln!(out, "**{}**\n", escape(&sentence))?;
        }
        for table in &run.tables {
            let (name, rows) = (escape(&table.name), format_count(table.rows));
            writeln!(out, "## {name}\n\n{rows} rows.\n")?;
            for file in &table.files {
                for (what, how) in &file.written {
                    writeln!(out, "- {}: {what}: {}", escape(&file.path), escape(how))?;
                }
            }
            writeln!(out, "\n| column | kind | what was read |\n|---|---|---|")?;
            for column in &table.columns {
                let (name, kind) = (escape(&column.facts.name), column.facts.kind.word());
                let told = escape(&tell(column).join("; "));
                writeln!(out, "| {name} | {kind} | {told} |")?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}
