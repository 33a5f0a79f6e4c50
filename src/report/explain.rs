//! Explain: a rule's words laid out for reading, and the catalogue as a table or as JSON.

use std::io::{self, Write};

use serde_json::{Map, json};

use super::Stage;
use super::json::{SCHEMA, write};
use super::snippet::options;
use super::visible::cut;
use crate::rules::words::{Recipe, RuleWords};

/// The widest that running text is set.
const WIDEST: usize = 100;

/// Writes everything that a rule's words say.
///
/// # Errors
/// What `out` says when it can't be written.
pub fn explain(words: &RuleWords, stage: Stage, out: &mut dyn Write) -> io::Result<()> {
    let width = stage.width.min(WIDEST);
    writeln!(
        out,
        "{} ({} by default)",
        stage.bold(words.name),
        words.level.word()
    )?;
    for line in textwrap::wrap(&words.title, options(width)) {
        writeln!(out, "{line}")?;
    }
    let sections = [
        ("What it checks", &words.what),
        ("Why it matters", &words.why),
        ("How it is measured", &words.how),
        ("What to do", &words.remedy),
    ];
    for (heading, text) in sections {
        writeln!(out, "\n{}", stage.bold(heading))?;
        indented(text, width, out)?;
    }
    writeln!(out, "\n{}", stage.bold("Settings in trueline.toml"))?;
    writeln!(out, "  [rules.{}]", words.name)?;
    writeln!(out, "  level = \"{}\"", words.level.word())?;
    for limit in &words.meanings {
        for line in textwrap::wrap(&limit.meaning, options(width - 4)) {
            writeln!(out, "  # {line}")?;
        }
        let sentence = words.limits.sentence(&limit.key);
        let value =
            sentence.and_then(|sentence| sentence.text.get(sentence.span).map(str::to_owned));
        writeln!(out, "  {} = {}", limit.key, value.unwrap_or_default())?;
    }
    for example in &words.examples {
        let Recipe::Rows(rows) = &example.data else {
            continue;
        };
        writeln!(
            out,
            "\n{} {} ({})",
            stage.bold("Example:"),
            example.name,
            example.expect.word()
        )?;
        for line in rows.lines() {
            writeln!(out, "  {}", cut(line, width - 2))?;
        }
    }
    Ok(())
}

fn indented(text: &str, width: usize, out: &mut dyn Write) -> io::Result<()> {
    for line in textwrap::wrap(text, options(width - 2)) {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}

/// Writes the catalogue as a table: name, level, title.
///
/// # Errors
/// What `out` says when it can't be written.
pub fn table(rules: &[RuleWords], stage: Stage, out: &mut dyn Write) -> io::Result<()> {
    let name = rules
        .iter()
        .map(|words| words.name.len())
        .max()
        .unwrap_or(0);
    let margin = name + 2 + "deny".len() + 2;
    for words in rules {
        let title = textwrap::wrap(
            &words.title,
            options(stage.width.saturating_sub(margin).max(20)),
        );
        for (at, line) in title.iter().enumerate() {
            if at == 0 {
                let padding = " ".repeat(name - words.name.len());
                writeln!(
                    out,
                    "{}{padding}  {}  {line}",
                    stage.bold(words.name),
                    words.level.word()
                )?;
            } else {
                writeln!(out, "{}{line}", " ".repeat(margin))?;
            }
        }
    }
    writeln!(
        out,
        "\n`trueline explain RULE` says what a rule checks, why, how, and what to do."
    )
}

/// Writes the catalogue as JSON, every text included.
///
/// # Errors
/// What `out` says when it can't be written.
pub fn catalogue_json(rules: &[RuleWords], out: &mut dyn Write) -> io::Result<()> {
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
                "limits": limits,
            })
        })
        .collect();
    write(&json!({"schema": SCHEMA, "rules": rules}), out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Stage = Stage {
        width: 60,
        colour: false,
    };

    fn rare() -> RuleWords {
        let text = "title = \"A class is rare\"\nwhat = \"Counts rows of each class.\"\nwhy = \"Few rows teach little.\"\n\
                    how = \"By label.\"\nremedy = \"Collect more.\"\nlevel = \"warn\"\n[limits]\n# Rows that each class \
                    must have.\nmin-rows = 10\n[units]\nmin-rows = \"rows\"\n[[example]]\nname = \"one of two\"\nexpect = \
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
  Few rows teach little.

How it is measured
  By label.

What to do
  Collect more.

Settings in trueline.toml
  [rules.rare-class]
  level = \"warn\"
  # Rows that each class must have.
  min-rows = 10

Example: one of two (found)
  x,y
  a,b
"
        );
    }

    #[test]
    fn the_catalogue_is_a_table() {
        assert_eq!(
            written(|out| table(&[rare()], PLAIN, out)),
            "rare-class  warn  A class is rare\n\n\
             `trueline explain RULE` says what a rule checks, why, how, and what to do.\n"
        );
    }

    #[test]
    fn the_catalogue_is_json() {
        let value: serde_json::Value =
            serde_json::from_str(&written(|out| catalogue_json(&[rare()], out))).expect("JSON");
        assert_eq!(
            value["rules"][0]["limits"]["min-rows"],
            json!({"default": 10.0, "unit": "rows", "meaning": "Rows that each class must have."})
        );
    }
}
