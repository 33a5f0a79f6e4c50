//! Init: what was guessed of a dataset, for people.

use std::io::{self, Write};
use std::path::Path;

use super::visible::visible;
use crate::error::listed;
use crate::init::Guess;
use crate::wording::{format_count, plural};

/// Writes what the file at `path` now says of the datasets, and what to do next.
///
/// # Errors
/// What `out` says when it can't be written.
pub(crate) fn write_guesses(path: &Path, guesses: &[Guess], out: &mut dyn Write) -> io::Result<()> {
    let path = visible(&path.display().to_string());
    for guess in guesses {
        writeln!(
            out,
            "  {} · {} rows, {} · {}",
            visible(&guess.name),
            format_count(guess.rows),
            plural(guess.columns, "column", "columns"),
            roles(guess)
        )?;
        if let Some(remedy) = &guess.remedy {
            writeln!(
                out,
                "    each line begins with its label; this makes a table of it:"
            )?;
            writeln!(out, "    {}", visible(remedy))?;
        }
        if !guess.unsure.is_empty() {
            writeln!(out, "    not sure {}", visible(&guess.unsure.join(", ")))?;
        }
    }
    writeln!(
        out,
        "\n  wrote {path}: read the reasons in it, then run `trueline check`"
    )
}

/// `label: PINCP, text: whole rows, domain: STATE (CA train), left out: index`
fn roles(guess: &Guess) -> String {
    let names = |columns: &[String]| listed(columns.iter().map(String::as_str));
    let mut parts = vec![match &guess.label {
        Some(label) => format!("label: {}", visible(label)),
        None => "no label".to_owned(),
    }];
    if let Some(embedding) = &guess.embedding {
        parts.push(format!("vectors: {}", visible(embedding)));
    }
    match &guess.text[..] {
        [] if guess.embedding.is_some() => {}
        [] => parts.push("text: whole rows".to_owned()),
        columns => parts.push(format!("text: {}", names(columns))),
    }
    if let Some(domain) = &guess.domain {
        let train = names(&domain.train);
        parts.push(format!(
            "domain: {} ({train} trains)",
            visible(&domain.column)
        ));
    }
    for (role, column) in [("split", &guess.split), ("group", &guess.group)] {
        if let Some(column) = column {
            parts.push(format!("{role}: {}", visible(column)));
        }
    }
    if !guess.exclude.is_empty() {
        parts.push(format!("left out: {}", names(&guess.exclude)));
    }
    parts.join(", ")
}
