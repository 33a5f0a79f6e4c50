//! Explain: a rule's words laid out for reading, and the catalogue as a table or as JSON.

mod markdown;
mod page;

use std::io::{self, Write};

pub(crate) use markdown::{index, page};
use serde_json::{Map, json};
use textwrap::core::display_width;

use super::Terminal;
use super::json::{SCHEMA, write};
use super::snippet::options;
use super::visible::cut;
use crate::rules::words::RuleWords;
use page::{Page, Shown};

/// The widest that running text is set.
const WIDEST: usize = 100;

/// Writes everything that a rule's words say.
///
/// # Errors
/// What `out` says when it can't be written.
pub(crate) fn explain(
    words: &RuleWords,
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let page = Page::of(words);
    let width = terminal.width.min(WIDEST);
    writeln!(
        out,
        "{} ({} by default)",
        terminal.bold(page.name),
        page.level
    )?;
    for line in textwrap::wrap(page.title, options(width)) {
        writeln!(out, "{line}")?;
    }
    for (heading, text) in &page.sections {
        writeln!(out, "\n{}", terminal.bold(heading))?;
        write_indented(text, width, out)?;
    }
    writeln!(out, "\n{}", terminal.bold("Settings in trueline.toml"))?;
    let settings = page.toml(|meaning| {
        textwrap::wrap(meaning, options(width - 4))
            .iter()
            .map(|line| format!("# {line}\n"))
            .collect()
    });
    for line in settings.lines() {
        writeln!(out, "  {line}")?;
    }
    for shown in &page.examples {
        example(shown, terminal, width, out)?;
    }
    Ok(())
}

fn example(shown: &Shown, terminal: Terminal, width: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    let title = format!("Example: {} ({})", shown.name, shown.outcome);
    for (at, line) in textwrap::wrap(&title, options(width)).iter().enumerate() {
        match line.strip_prefix("Example:").filter(|_| at == 0) {
            Some(name) => writeln!(out, "{}{name}", terminal.bold("Example:"))?,
            None => writeln!(out, "{line}")?,
        }
    }
    for line in &shown.lines {
        writeln!(out, "  {}", cut(line, width - 2))?;
    }
    if shown.more > 0 {
        writeln!(out, "  ... and {} more lines", shown.more)?;
    }
    command(&shown.command, width, out)
}

/// A command line, broken in front of flags as a shell reads on, so that it can be copied.
fn command(command: &str, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut line = String::from("  ");
    for (at, part) in command.split(" --").enumerate() {
        let part = if at == 0 {
            part.to_owned()
        } else {
            format!(" --{part}")
        };
        if at > 0 && display_width(&line) + display_width(&part) + " \\".len() > width {
            writeln!(out, "{line} \\")?;
            line.clear();
            line.push_str("     ");
        }
        line += &part;
    }
    writeln!(out, "{line}")
}

fn write_indented(text: &str, width: usize, out: &mut dyn Write) -> io::Result<()> {
    for line in textwrap::wrap(text, options(width - 2)) {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}

/// Writes the catalogue as a table: name, level, how safe its fix is, title.
///
/// # Errors
/// What `out` says when it can't be written.
pub(crate) fn write_table(
    rules: &[RuleWords],
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let name = rules
        .iter()
        .map(|words| words.name.len())
        .max()
        .unwrap_or(0);
    let margin = name + 2 + "deny".len() + 2 + "unsafe".len() + 2;
    for words in rules {
        let title = textwrap::wrap(
            &words.title,
            options(terminal.width.saturating_sub(margin).max(20)),
        );
        for (at, line) in title.iter().enumerate() {
            if at == 0 {
                let padding = " ".repeat(name - words.name.len());
                writeln!(
                    out,
                    "{}{padding}  {}  {:<6}  {line}",
                    terminal.bold(words.name),
                    words.level.word(),
                    words.fix.in_a_table()
                )?;
            } else {
                writeln!(out, "{}{line}", " ".repeat(margin))?;
            }
        }
    }
    writeln!(out)?;
    let more = "`trueline explain RULE` says what a rule checks, why, how, what to do, and what `trueline fix` does.";
    for line in textwrap::wrap(more, options(terminal.width)) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Writes the catalogue as JSON, every text included.
///
/// # Errors
/// What `out` says when it can't be written.
pub(crate) fn write_catalogue(rules: &[RuleWords], out: &mut dyn Write) -> io::Result<()> {
    let rules: Vec<_> = rules
        .iter()
        .map(|words| {
            let limits: Map<_, _> = words
                .meanings
                .iter()
                .map(|limit| {
                    let value = words.limits.0.get(&limit.key).map(|limit| limit.value);
                    (limit.key.clone(), json!({"default": value, "unit": limit.unit.word(), "meaning": limit.meaning}))
                })
                .collect();
            json!({
                "name": words.name,
                "level": words.level.word(),
                "title": words.title,
                "what": words.what,
                "why": words.why,
                "how": words.how,
                "remedy": words.remedy,
                "fix": {"safety": words.fix.safety.word(), "what": words.fix.what},
                "limits": limits,
            })
        })
        .collect();
    write(&json!({"schema": SCHEMA, "rules": rules}), out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Terminal = Terminal {
        width: 60,
        colour: false,
    };

    fn rare() -> RuleWords {
        let text = "title = \"A class is rare\"\nwhat = \"Counts rows of each class.\"\nwhy = \"Few rows train little.\"\n\
                    how = \"By label.\"\nremedy = \"Collect more.\"\nlevel = \"warn\"\n[fix]\nsafety = \
                    \"none\"\nwhat = \"Only more rows help.\"\n[limits]\n# Rows that each class must have.\nmin-rows = 10\n[units]\nmin-rows = \"rows\"\n[[example]]\nname = \"one of two\"\nexpect = \
                    \"found\"\nlabel = \"y\"\nrows = \"\"\"\nx,y\na,b\n\"\"\"\n";
        RuleWords::parse("rare-class", text).expect("the text has no mistake")
    }

    fn written(write: impl Fn(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).expect("a vector can be written");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn a_rule_explains_itself() {
        assert_eq!(
            written(|out| explain(&rare(), PLAIN, out)),
            "rare-class (warn by default)
A class is rare

What it checks
  Counts rows of each class.

Why it matters
  Few rows train little.

How it is measured
  By label.

What to do
  Collect more.

What trueline fix does
  Nothing. Only more rows help.

Settings in trueline.toml
  [rules.rare-class]
  level = \"warn\"
  # Rows that each class must have.
  min-rows = 10

Example: one of two (found)
  x,y
  a,b
  trueline check data.csv --label y --select rare-class
"
        );
    }

    #[test]
    fn the_catalogue_is_a_table() {
        assert_eq!(
            written(|out| write_table(&[rare()], PLAIN, out)),
            "rare-class  warn  -       A class is rare\n\n\
             `trueline explain RULE` says what a rule checks, why, how,\nwhat to do, and what `trueline fix` does.\n"
        );
    }

    #[test]
    fn the_catalogue_is_json() {
        let value: serde_json::Value =
            serde_json::from_str(&written(|out| write_catalogue(&[rare()], out))).expect("JSON");
        assert_eq!(
            value["rules"][0]["limits"]["min-rows"],
            json!({"default": 10.0, "unit": "rows", "meaning": "Rows that each class must have."})
        );
    }
}
